// The evidence for unfolded ISTA and IHT: gradients by differences, plain steps.
import { describe, expect, test } from "vitest";
import { run } from "../../../src/core/run.ts";
import { trainUnfolded, unfold } from "../../../src/methods/sparse-recovery/index.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";
import { m, measurement, n, sampler } from "./unfoldedProblem.ts";

test.each(["ista", "iht"] as const)("(a) %s: derivatives are central differences", (algorithm) =>
  lw.scope(() => {
    const A = measurement("f64");
    const { X: T, Y } = sampler(A)(1, 20);
    const net = unfold({ A, lambda: 0.05, layers: 5, algorithm });
    const loss = () => {
      const { X } = net.forward(Y);
      return Array.from(X.data).reduce((s, v, p) => s + (v - T.data[p]!) ** 2, 0);
    };
    const { X } = net.forward(Y);
    const got = net.backward(
      lw.matrix(
        n,
        20,
        Float64Array.from(X.data, (v, p) => 2 * (v - T.data[p]!)),
      ),
    );
    for (let t = 0; t < 5; t++) {
      const a = net.steps[t]!;
      net.steps[t] = a + 1e-6;
      const above = loss();
      net.steps[t] = a - 1e-6;
      const slope = (above - loss()) / 2e-6;
      net.steps[t] = a;
      expect(Math.abs(got[t]! - slope)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(slope)));
    }
    net.dispose();
  }),
);

test("what cannot be taken", () =>
  lw.scope(() => {
    const A = measurement("f64");
    const good = { A, lambda: 0.1, algorithm: "ista" as const };
    for (const [argument, value] of [
      ["lambda", -1],
      ["layers", 0],
      ["algorithm", "amp"],
    ] as const)
      faulty(() => unfold({ ...good, [argument]: value }), "ArgumentRangeError", argument);
    faulty(() => unfold({ ...good, layers: 2, steps: [1, 0] }), "ArgumentRangeError", "steps[1]");
    faulty(() => unfold({ ...good, steps: [1] }), "ShapeError", "steps");
    faulty(() => unfold({ ...good, A: lw.matrix(1, 1, [NaN]) }), "ArgumentRangeError", "A[0]");
    const net = unfold(good);
    faulty(() => net.forward(lw.matrix(3, 2)), "ShapeError", "Y");
    const wrong = () => ({ X: lw.matrix(n, 3), Y: lw.matrix(m, 2) });
    faulty(() => trainUnfolded(net, wrong, { loss: "supervised", batch: 2 }).next(), "ShapeError", "sampler().X");
    net.dispose();
  }));

describe("training", () => {
  const train = (
    type: "f32" | "f64",
    use: (net: ReturnType<typeof unfold>, steps: ReturnType<typeof trainUnfolded>) => void,
  ) =>
    lw.scope(() => {
      const A = measurement(type);
      const net = unfold({ A, lambda: 0.05, layers: 3, algorithm: "ista" });
      use(net, trainUnfolded(net, sampler(A), { loss: "unsupervised", batch: 10, itersPerLayer: 4 }));
      net.dispose();
    });

  for (const type of ["f32", "f64"] as const)
    test(`${type}: a step reserves nothing that an earlier one of as many layers did not`, () =>
      train(type, (_, steps) => {
        for (let k = 0; k < 9; k++) steps.next();
        const before = lw.memory.bytes;
        for (let k = 0; k < 3; k++) steps.next();
        expect(lw.memory.bytes).toBe(before);
      }));

  test("ends by a signal, with the steps learned so far", () =>
    train("f64", (net, steps) => {
      const stop = new AbortController();
      const first = net.steps[0]!;
      const onProgress = (_: unknown, k: number) => k === 5 && stop.abort(new Error("enough"));
      expect(() => run(steps, { tolerance: 0, signal: stop.signal, onProgress })).toThrow("enough");
      expect(net.steps[0]).not.toBe(first);
      expect(net.steps[2]).toBe(first);
    }));

  test("the same seed learns the same steps", () => {
    const learned = () => {
      let out = new Float64Array();
      train("f64", (net, steps) => {
        run(steps, { tolerance: 0, maxIterations: 12 });
        out = net.steps.slice();
      });
      return out;
    };
    expect(learned()).toEqual(learned());
  });
});
