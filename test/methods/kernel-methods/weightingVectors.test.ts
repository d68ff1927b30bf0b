// The evidence for weighting vectors: magnitudes in closed form, residuals by the formula, scores against solving anew, outliers.
import { describe, expect, test } from "vitest";
import {
  magnitudeFunction,
  outlierScores,
  weighting,
  weightingClassifier,
  weightingKnn,
  weightingNonNegative,
  weightingOfDistances,
  weightingScore,
} from "../../../src/methods/kernel-methods/index.ts";
import { nearestNeighbors } from "../../../src/index.ts";
import { types } from "../../data.ts";
import { lw } from "../../instance.ts";
import { auc, cloud, misfit, similarity } from "./weightingCloud.ts";

describe("exact weights", () => {
  test("(a) the magnitude of points on a line is 1 + sum tanh(t (x_(i+1) - x_i) / 2)", () =>
    lw.scope(() => {
      const X = lw.matrix(20, 1, lw.random(1).normal(20).data);
      const sorted = X.data.slice().sort();
      for (const t of [0.5, 1, 7]) {
        let want = 1;
        for (let i = 1; i < 20; i++) want += Math.tanh((t * (sorted[i]! - sorted[i - 1]!)) / 2);
        expect(Math.abs(weighting(X, { t }).magnitude - want)).toBeLessThan(1e-10);
        expect(Math.abs(weighting(X, { t, metric: "manhattan" }).magnitude - want)).toBeLessThan(1e-10);
        expect(Math.abs(magnitudeFunction(X, [9, t])[1]! - want)).toBeLessThan(1e-10);
      }
    }));

  test.each([0, 1, 2, 7, 97])("%i points: Z w = 1, by both solvers and metrics, with and without a ridge", (n) =>
    lw.scope(() => {
      for (const type of types) {
        const X = lw.matrix(n, 3, lw.random(n + 1).normal(3 * n).data, { type });
        for (const metric of ["euclidean", "manhattan"] as const)
          for (const solver of ["cholesky", "cg"] as const)
            for (const ridge of [0, 0.5]) {
              const { w, magnitude, converged } = weighting(X, { t: 1.5, metric, solver, ridge });
              // In f32 a distance is off by (d + 8) eps |x|^2 over itself, some 1e-4 between near points.
              const small = type === "f32" ? 1e-3 : 1e-9;
              expect(converged).toBe(true);
              expect(misfit(similarity(X.data, 3, 1.5, metric === "manhattan"), w.data, ridge)).toBeLessThan(small);
              expect(magnitude).toBeCloseTo(
                Array.from(w.data).reduce((a, b) => a + b, 0),
                type === "f32" ? 3 : 10,
              );
            }
      }
    }),
  );

  test("of distances alone: a tree's, and those of no cloud are refused", () =>
    lw.scope(() => {
      // A star of three arms of length 1: a metric that no cloud has.
      const D = lw.matrix(4, 4, [0, 1, 1, 1, 1, 0, 2, 2, 1, 2, 0, 2, 1, 2, 2, 0]);
      const { w } = weightingOfDistances(D, { t: 2 });
      const Z = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => Math.exp(-2 * D.data[i * 4 + j]!)));
      expect(misfit(Z, w.data)).toBeLessThan(1e-14);
      const no = lw.matrix(3, 3, [0, 0.1, 0.1, 0.1, 0, 9, 0.1, 9, 0]);
      expect(() => weightingOfDistances(no)).toThrow(/positive definite/);
    }));

  test("cg that may not go on says so", () =>
    lw.scope(() => {
      const X = lw.matrix(50, 2, lw.random(5).normal(100).data);
      const { converged, iterations, factor } = weighting(X, { solver: "cg", maxIterations: 2 });
      expect([converged, iterations, factor]).toEqual([false, 2, undefined]);
    }));

  test("(b) the score of a new point is its weight in the larger cloud", () =>
    lw.scope(() => {
      const points = lw.random(3).normal(82).data;
      for (const [metric, ridge] of [
        ["euclidean", 0],
        ["manhattan", 0.1],
        ["euclidean", 0.1],
      ] as const) {
        const model = weighting(lw.matrix(39, 2, points.slice(0, 78)), { t: 2, metric, ridge });
        const scores = weightingScore(model, lw.matrix(2, 2, points.slice(78)));
        for (const j of [0, 1]) {
          const all = [...points.slice(0, 78), ...points.slice(78 + 2 * j, 80 + 2 * j)];
          const { w } = weighting(lw.matrix(40, 2, all), { t: 2, metric, ridge });
          expect(misfit(similarity(all, 2, 2, metric === "manhattan"), w.data, ridge)).toBeLessThan(1e-9);
          expect(Math.abs(scores.data[j]! - w.data[39]!)).toBeLessThan(1e-9);
        }
      }
      // The points of the model themselves have a score where there is a ridge: as any copy of them.
      const X = lw.matrix(5, 2, points.slice(0, 10));
      const model = weighting(X, { ridge: 0.2 });
      expect([...weightingScore(model, X).data]).toEqual(
        [...weightingScore(model, X.clone()).data].map((v) => expect.closeTo(v, 6)),
      );
    }));
});

test("the boundary of a grid weighs more than all within it, its corners most, by every mode", () =>
  lw.scope(() => {
    const side = 12;
    const grid = Array.from({ length: side * side }, (_, q) => [Math.floor(q / side), q % side] as const);
    const edges = ([i, j]: readonly [number, number]) => [i, j].filter((v) => v === 0 || v === side - 1).length;
    const X = lw.matrix(grid.map(([i, j]) => [i / 4, j / 4]));
    for (const mode of ["exact", "knn", "nonneg"] as const) {
      const w = outlierScores(X, { mode, t: 2 }).toArray();
      const of = (count: number) => [...w.keys()].filter((q) => edges(grid[q]!) === count).map((q) => w[q]!);
      expect(Math.min(...of(1)), mode).toBeGreaterThan(Math.max(...of(0)));
      expect(Math.min(...of(2)), mode).toBeGreaterThan(Math.max(...of(1)));
    }
  }));

describe("outliers of a cut normal cloud", () => {
  const { points, inner } = cloud(1);
  const n = points.length / 2;

  test.each([1, 3])("(c) ranked above 0.99 by w at t = %f, by neighbours and nearly so by w >= 0 at t = 3", (t) =>
    lw.scope(() => {
      const X = lw.matrix(n, 2, points);
      expect(auc(outlierScores(X, { t }).data, inner)).toBeGreaterThan(0.99);
      expect(auc(outlierScores(X, { t: 3, mode: "knn" }).data, inner)).toBeGreaterThan(0.99);
      expect(auc(outlierScores(X, { t: 3, mode: "nonneg" }).data, inner)).toBeGreaterThan(0.97);
    }),
  );

  test("(c) neighbours: within 10 % for k = 40 and 3 % for k = 80 at t = 3, but far off for k = 20 at t = 0.5", () =>
    lw.scope(() => {
      const X = lw.matrix(n, 2, points);
      const off = (t: number, k: number) => {
        const [w, near] = [weighting(X, { t }).w.data, weightingKnn(X, { t, k }).data];
        return Math.hypot(...w.map((v, i) => v - near[i]!)) / Math.hypot(...w);
      };
      expect(off(3, 40)).toBeLessThan(0.1);
      expect(off(3, 80)).toBeLessThan(0.03);
      expect(off(0.5, 20)).toBeGreaterThan(1);
    }));
});

describe("weights from neighbours", () => {
  test("all points as neighbours: the exact weights; one: 1", () =>
    lw.scope(() => {
      for (const type of types)
        for (const metric of ["euclidean", "manhattan"] as const) {
          const X = lw.matrix(23, 3, lw.random(2).normal(69).data, { type });
          const w = weightingKnn(X, { k: 23, metric, ridge: 0.1 });
          expect(misfit(similarity(X.data, 3, 1, metric === "manhattan"), w.data, 0.1)).toBeLessThan(
            type === "f32" ? 1e-4 : 1e-11,
          );
          expect([...weightingKnn(X, { k: 1 }).data]).toEqual(new Array(23).fill(1));
        }
    }));

  test("neighbours that are given are used", () =>
    lw.scope(() => {
      const X = lw.matrix(4, 1, [0, 1, 3, 7]);
      const found = nearestNeighbors(X, 1).indices;
      expect([...weightingKnn(X, { k: 2, neighbours: found }).data]).toEqual([...weightingKnn(X, { k: 2 }).data]);
      const far = weightingKnn(X, { k: 2, neighbours: Uint32Array.of(3, 3, 3, 0) }).data;
      // Of two points at distance r each weighs 1 / (1 + e^-r).
      for (const [i, r] of [7, 6, 4, 7].entries()) expect(far[i]).toBeCloseTo(1 / (1 + Math.exp(-r)), 12);
    }));
});

describe("weights >= 0", () => {
  test("meet the conditions for a minimum", () =>
    lw.scope(() => {
      for (const type of types) {
        const X = lw.matrix(60, 2, lw.random(4).normal(120).data, { type });
        const { w, violation, converged } = weightingNonNegative(X, { t: 0.2 });
        const small = type === "f32" ? 3e-4 : 2e-8;
        expect(converged).toBe(true);
        expect(violation).toBeLessThanOrEqual(small);
        for (const [i, row] of similarity(X.data, 2, 0.2).entries()) {
          const slack = 1 - row.reduce((sum, z, j) => sum + z * w.data[j]!, 0);
          expect(w.data[i]).toBeGreaterThanOrEqual(0);
          expect(w.data[i]! > 0 ? Math.abs(slack) : slack).toBeLessThan(small);
        }
        expect(w.data.some((v) => v === 0)).toBe(true);
      }
    }));

  test("that may not go on say so", () =>
    lw.scope(() => {
      const X = lw.matrix(60, 2, lw.random(4).normal(120).data);
      const { converged, iterations, violation } = weightingNonNegative(X, { maxIterations: 1 });
      expect([converged, iterations]).toEqual([false, 1]);
      expect(violation).toBeGreaterThan(1e-8);
    }));
});

describe("two classes", () => {
  const points = lw
    .random(8)
    .uniform(120)
    .toArray()
    .map((v) => 4 * v - 2);
  const labels = Array.from({ length: 60 }, (_, i) => (Math.hypot(points[2 * i]!, points[2 * i + 1]!) < 1.2 ? 1 : -1));

  test("without signs the decision is the label at every point learned from", () =>
    lw.scope(() => {
      const X = lw.matrix(60, 2, points);
      const model = weightingClassifier(X, lw.vector(labels));
      for (const [i, v] of model.decision(X).data.entries()) expect(v).toBeCloseTo(labels[i]!, 9);
      expect([...model.predict(X).data]).toEqual(labels);
    }));

  test("with signs the margin is at least 1, and 1 where a point counts", () =>
    lw.scope(() => {
      const X = lw.matrix(60, 2, points);
      const model = weightingClassifier(X, lw.vector(labels), { nonNegative: true, t: 2 });
      expect(model.converged).toBe(true);
      for (const [i, row] of similarity(points, 2, 2).entries()) {
        const margin = labels[i]! * row.reduce((sum, z, j) => sum + z * model.coefficients.data[j]!, 0);
        const weight = labels[i]! * model.coefficients.data[i]!;
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(weight > 0 ? Math.abs(margin - 1) : 1 - margin).toBeLessThan(2e-8);
      }
      expect([...model.predict(lw.matrix(2, 2, [0, 0, 1.9, -1.9])).data]).toEqual([1, -1]);
    }));
});
