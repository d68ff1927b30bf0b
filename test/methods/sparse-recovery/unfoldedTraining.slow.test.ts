// The evidence for trained ISTA and IHT: what each loss is better at.
import { describe, expect, test } from "vitest";
import { run } from "../../../src/core/run.ts";
import type { Matrix } from "../../../src/index.ts";
import { fista, iht, ista, trainUnfolded, unfold } from "../../../src/methods/sparse-recovery/index.ts";
import { lw } from "../../instance.ts";
import { measurement, sampler } from "./unfoldedProblem.ts";

const ITERATIONS = 60; // a layer; by twice as many the errors halve again

const meanSquare = (X: Matrix, T: Matrix) =>
  Array.from(X.data).reduce((s, v, p) => s + (v - T.data[p]!) ** 2, 0) / X.data.length;

function trained(algorithm: "ista" | "iht", lambda: number) {
  return lw.scope(() => {
    const A = measurement("f32");
    const { X: truth, Y } = sampler(A)(99_999, 500);
    const results = (["supervised", "unsupervised"] as const).map((loss) => {
      let [objective, error] = [0, 0];
      for (const seed of [1, 2]) {
        const net = unfold({ A, lambda, algorithm });
        const steps = trainUnfolded(net, sampler(A), { loss, seed, itersPerLayer: ITERATIONS });
        run(steps, { tolerance: 0, maxIterations: 12 * ITERATIONS });
        const { X } = net.forward(Y);
        objective += net.objective(X, Y) / 2;
        error += meanSquare(X, truth) / 2;
        net.dispose();
      }
      return { objective, error };
    });
    const net = unfold({ A, lambda, algorithm });
    const X = (algorithm === "ista" ? ista : iht)(A, Y, { lambda, iterations: 12 });
    const plain = { objective: net.objective(X, Y), error: meanSquare(X, truth) };
    expect(meanSquare(net.forward(Y).X, X)).toBeLessThan(1e-12);
    const least = net.objective(fista(A, Y, { lambda, iterations: 200 }), Y);
    net.dispose();
    return { supervised: results[0]!, unsupervised: results[1]!, plain, least };
  });
}

describe("training", () => {
  test("(b), (c) ISTA: the objective by the objective, the signals by the signals", () => {
    const { supervised, unsupervised, plain, least } = trained("ista", 0.05);
    expect(unsupervised.objective).toBeLessThan(0.8 * plain.objective);
    expect(unsupervised.objective).toBeLessThan(supervised.objective);
    expect(supervised.error).toBeLessThan(0.4 * plain.error);
    expect(unsupervised.objective).toBeGreaterThanOrEqual(least);
    expect(unsupervised.objective).toBeLessThanOrEqual(1.15 * least);
  });

  test("(d) IHT: both reach better points than it does by itself", () => {
    const { supervised, unsupervised, plain } = trained("iht", 0.02);
    for (const got of [supervised, unsupervised]) {
      expect(got.objective).toBeLessThan(0.9 * plain.objective);
      expect(got.error).toBeLessThan(0.9 * plain.error);
    }
  });
});
