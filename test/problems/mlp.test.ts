// The perceptron that pruning is tried on: its gradients, its training, its task.
import { expect, test } from "vitest";
import { run } from "../../src/core/run.ts";
import { iterativePrune } from "../../src/methods/sparsity/index.ts";
import { lw } from "../instance.ts";
import { accuracy, crossEntropy, Mlp, taskA, train } from "./mlp.ts";

test("gradients are the central differences of the loss", () =>
  lw.scope(() => {
    const random = lw.random(1);
    const mlp = new Mlp(lw, [5, 7, 6, 4], random);
    for (const { bias } of mlp.layers) bias!.data.set(random.normal(bias!.length, "f32").data);
    const rows = 9;
    const x = lw.matrix(rows, 5, random.normal(rows * 5, "f32").data);
    const labels = random.integers(rows, 4);
    const dLogits = lw.matrix(rows, 4, undefined, { type: "f32" });
    const loss = () => crossEntropy(dLogits, mlp.forward(x).at(-1)!, labels);
    loss();
    const gradients = mlp.backward(mlp.forward(x), dLogits);
    let largest = 0;
    for (const [l, p] of mlp.parameters.entries())
      for (let i = 0; i < p.data.length; i++) {
        const [w, h] = [p.data[i]!, 2 ** -8];
        p.data[i] = w + h;
        const above = loss();
        p.data[i] = w - h;
        const slope = (above - loss()) / (2 * h);
        p.data[i] = w;
        const got = gradients[l]!.data[i]!;
        expect(Math.abs(got - slope), `parameter ${i} of part ${l}`).toBeLessThan(2e-3);
        largest = Math.max(largest, Math.abs(got));
      }
    expect(largest).toBeGreaterThan(0.1);
  }));

test("task A has ten classes and twice 4096 samples", () => {
  const { train, test } = taskA(lw, lw.random(3));
  for (const { inputs, labels } of [train, test]) {
    expect(labels).toHaveLength(4096);
    expect(inputs).toHaveLength(4096 * 64);
    expect(new Set(labels).size).toBe(10);
  }
});

test("pruned in rounds to 90 %, with weights that stay 0 while the others train, it is far above chance", () =>
  lw.scope(() => {
    const random = lw.random(4);
    const task = taskA(lw, random);
    const mlp = new Mlp(lw, [64, 48, 10], random);
    train(mlp, task.train, random, { steps: 300 });
    const dense = accuracy(mlp, task.test);
    const last = run(iterativePrune(mlp.weights, { sparsity: 0.9, perRound: 0.6 }), {
      tolerance: 0,
      onProgress: ({ masks }) => {
        train(mlp, task.train, random, { steps: 100, masks });
        mlp.weights.forEach(({ data }, l) => {
          expect(data.some((w, i) => masks[l]![i] === 0 && w !== 0)).toBe(false);
        });
      },
    });
    expect(last.kept.reduce((a, b) => a + b)).toBe(Math.round(0.1 * (64 * 48 + 480)));
    expect(dense).toBeGreaterThan(0.5);
    expect(accuracy(mlp, task.test)).toBeGreaterThan(0.5);
  }));
