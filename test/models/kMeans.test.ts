import { describe, expect, test } from "vitest";
import { lloyd, run } from "../../src/index.ts";
import { kMeans } from "../../src/models/index.ts";
import { eps, integers, reals, types } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import frozen from "../fixtures/cluster.json" with { type: "json" };
import { lw } from "../instance.ts";
import { means, nearest, objective } from "../oracle/cluster.ts";

const rowsOf = (C: { data: ArrayLike<number>; rows: number; cols: number }): number[][] =>
  Array.from({ length: C.rows }, (_, i) => Array.from({ length: C.cols }, (_, j) => C.data[i * C.cols + j]!));

/** Points about `k` places, `each` of them, in no order. */
function blobs(k: number, each: number, d: number, seed: number): number[][] {
  const [places, off] = [integers(k * d, seed, 40), reals(k * each * d, seed + 1)];
  return Array.from({ length: k * each }, (_, i) =>
    Array.from({ length: d }, (_, q) => places[((7 * i) % k) * d + q]! + off[i * d + q]!),
  );
}

describe.each(types)("in %s", (type) => {
  const near = type === "f64" ? 1e-12 : 2e-5;

  test.each(frozen.clusters)("the clusters of scikit-learn from its first centres: $k", (want) =>
    lw.scope(() => {
      const X = lw.matrix(frozen.X, { type });
      const init = lw.matrix(frozen.X.slice(0, want.k), { type });
      const fit = kMeans(X, { nClusters: want.k, init, tolerance: 0 });
      expect([...fit.labels]).toEqual(want.labels);
      for (const [j, row] of rowsOf(fit.clusterCenters).entries())
        for (const [q, v] of row.entries()) expect(Math.abs(v - want.centers[j]![q]!)).toBeLessThan(40 * near);
      expect(Math.abs(fit.inertia - want.inertia)).toBeLessThanOrEqual(near * want.inertia);
      expect(fit.converged).toBe(true);
      expect(Math.abs(fit.iterations - want.iterations)).toBeLessThanOrEqual(1);
      const fresh = lw.matrix(frozen.new, { type });
      expect([...fit.predict(fresh)]).toEqual(want.predicted);
      for (const [i, row] of rowsOf(fit.transform(fresh)).entries())
        for (const [j, v] of row.entries()) expect(Math.abs(v - want.transformed[i]![j]!)).toBeLessThan(1e3 * near);
    }),
  );

  test("the objective never rises, and each centre is the mean of its samples", () =>
    lw.scope(() => {
      const points = Array.from({ length: 300 }, (_, i) => reals(4, i).map((v) => Math.fround(10 * v + 3)));
      const X = lw.matrix(points, { type });
      const start = points.slice(0, 12);
      const steps = lloyd(X, lw.matrix(start, { type }));
      let [before, centres] = [objective(points, start), start];
      for (let i = 0; i < 25; i++) {
        const { value } = steps.next();
        if (!value) throw new Error("ended");
        expect(Math.abs(value.inertia - before)).toBeLessThanOrEqual(64 * eps[type] * before);
        const want = means(points, value.labels, centres);
        centres = rowsOf(value.centres);
        for (const [j, row] of centres.entries())
          for (const [q, v] of row.entries())
            expect(Math.abs(v - want[j]![q]!)).toBeLessThanOrEqual(16 * eps[type] * 13);
        const now = objective(points, centres);
        expect(now).toBeLessThanOrEqual(before * (1 + 16 * eps[type]));
        before = now;
      }
      steps.return();
    }));

  test("a centre that no sample is nearest to takes the farthest, and the objective falls", () =>
    lw.scope(() => {
      const points = blobs(4, 20, 3, 5);
      const start = [points[0]!, points[1]!, [900, 900, 900], points[0]!, [-900, 0, 0], points[0]!];
      const steps = lloyd(lw.matrix(points, { type }), lw.matrix(start, { type }));
      let before = objective(points, start);
      for (let i = 0; i < 6; i++) {
        const { value } = steps.next();
        if (!value) throw new Error("ended");
        expect(new Set(value.labels).size).toBe(6);
        const now = objective(points, rowsOf(value.centres));
        expect(now).toBeLessThanOrEqual(before * (1 + 16 * eps[type]));
        if (i === 0) expect(now).toBeLessThan(0.9 * before);
        before = now;
      }
      steps.return();
    }));

  test("k-means++ finds clusters that lie apart, and the seed decides", () =>
    lw.scope(() => {
      const points = blobs(12, 15, 5, 9);
      const X = lw.matrix(points, { type });
      for (const seed of [0, 1, 2, 3]) {
        const fit = kMeans(X, { nClusters: 12, randomState: seed });
        const groups = new Set(points.map((_, i) => `${(7 * i) % 12} ${fit.labels[i]}`));
        expect(groups.size).toBe(12);
        const centres = rowsOf(fit.clusterCenters);
        for (const [i, row] of points.entries()) expect(fit.labels[i]).toBe(nearest(row, centres));
        expect(Math.abs(fit.inertia - objective(points, centres))).toBeLessThanOrEqual(64 * eps[type] * fit.inertia);
        const again = kMeans(X, { nClusters: 12, randomState: seed });
        expect([...again.clusterCenters.data]).toEqual([...fit.clusterCenters.data]);
      }
      const orders = [0, 1, 2, 3].map((seed) => [...kMeans(X, { nClusters: 12, randomState: seed }).labels].join());
      expect(new Set(orders).size).toBeGreaterThan(1);
    }));

  test("of several starts the best is kept", () =>
    lw.scope(() => {
      const points = Array.from({ length: 200 }, (_, i) => reals(2, i));
      const X = lw.matrix(points, { type });
      const starts = new Map<number, number>();
      const options = { nClusters: 15, init: "random", tolerance: 0, randomState: 3 } as const;
      const fit = kMeans(X, { ...options, onProgress: ({ inertia, start }) => starts.set(start, inertia) });
      expect(starts.size).toBe(10);
      const ends = [...starts.values()];
      expect(Math.max(...ends)).toBeGreaterThan(1.01 * Math.min(...ends));
      expect(Math.abs(fit.inertia - Math.min(...ends))).toBeLessThanOrEqual(32 * eps[type] * fit.inertia);
      expect(fit.inertia).toBeLessThanOrEqual(kMeans(X, { ...options, nInit: 1 }).inertia);
    }));

  test("fewer distinct samples than clusters, samples all alike, samples of no numbers", () =>
    lw.scope(() => {
      const X = lw.matrix(
        [
          [1, 2],
          [1, 2],
          [5, 5],
          [1, 2],
          [5, 5],
        ],
        { type },
      );
      const fit = kMeans(X, { nClusters: 4, tolerance: 0 });
      expect([fit.inertia, fit.converged]).toEqual([0, true]);
      expect(fit.labels[0] === fit.labels[1] && fit.labels[0] !== fit.labels[2]).toBe(true);
      expect(kMeans(lw.matrix(9, 3, undefined, { type }), { nClusters: 3 }).inertia).toBe(0);
      expect(kMeans(lw.matrix(9, 0, undefined, { type }), { nClusters: 2 }).inertia).toBe(0);
    }));
});

test("stops as told: tolerance, iterations, a signal between steps", () =>
  lw.scope(() => {
    const X = lw.matrix(Array.from({ length: 300 }, (_, i) => reals(3, i)));
    const [short, loose, tight] = [{ maxIterations: 2 }, { tolerance: 0.5 }, { tolerance: 0 }].map((options) =>
      kMeans(X, { nClusters: 20, ...options }),
    );
    expect([short!.iterations, short!.converged]).toEqual([2, false]);
    expect(loose!.converged && tight!.converged && loose!.iterations < tight!.iterations).toBe(true);
    const before = lw.memory.arrays;
    const reason = new Error("enough");
    const controller = new AbortController();
    let told = 0;
    const onProgress = () => ++told === 3 && controller.abort(reason);
    const aborted = () => kMeans(X, { nClusters: 20, tolerance: 0, signal: controller.signal, onProgress });
    expect(thrown(aborted)).toBe(reason);
    expect(told).toBe(3);
    expect(lw.memory.arrays).toBe(before);
  }));

test("holds the centres alone, and an iteration reserves nothing", () => {
  const X = lw.matrix(Array.from({ length: 100 }, (_, i) => reals(3, i)));
  const before = lw.memory;
  const fit = kMeans(X, { nClusters: 7 });
  expect([lw.memory.arrays - before.arrays, lw.memory.bytes - before.bytes]).toEqual([1, 7 * 3 * 8]);
  fit.dispose();
  const C = lw.matrix(Array.from({ length: 7 }, (_, i) => reals(3, i)));
  const used: number[] = [];
  const state = run(lloyd(X, C), { tolerance: 0, onProgress: () => used.push(lw.memory.bytes + lw.memory.workspace) });
  expect(new Set(used).size).toBe(1);
  for (const array of [state.centres, C, X]) array.dispose();
  expect(lw.memory.arrays).toBe(before.arrays - 1);
});

test("says what is wrong", () =>
  lw.scope(() => {
    const X = lw.matrix([
      [1, 2],
      [3, 4],
      [5, 7],
    ]);
    const wrong = (options: object) => thrown(() => kMeans(X, options));
    checkFault(wrong({ nClusters: 4 }), "ArgumentRangeError", "nClusters");
    checkFault(wrong({ nClusters: 0 }), "ArgumentRangeError", "nClusters");
    checkFault(wrong({ nClusters: 2, init: "best" }), "ArgumentTypeError", "init");
    checkFault(wrong({ nClusters: 2, init: X }), "ShapeError", "init");
    checkFault(wrong({ nClusters: 1, init: lw.matrix([[NaN, 1]]) }), "ArgumentRangeError", "init");
    checkFault(wrong({ nClusters: 2, nInit: 0 }), "ArgumentRangeError", "nInit");
    checkFault(wrong({ nClusters: 2, tolerance: -1 }), "ArgumentRangeError", "tolerance");
    checkFault(wrong({ nClusters: 2, signal: {} }), "ArgumentTypeError", "signal");
    checkFault(
      thrown(() => kMeans(lw.matrix(0, 2), { nClusters: 1 })),
      "ArgumentRangeError",
      "nClusters",
    );
    for (const bad of [NaN, Infinity, -Infinity, 1e200]) {
      const Z = X.clone();
      Z.data[3] = bad;
      checkFault(
        thrown(() => kMeans(Z, { nClusters: 2 })),
        "ArgumentRangeError",
        "X",
      );
    }
    const fit = kMeans(X, { nClusters: 2 });
    checkFault(
      thrown(() => fit.predict(lw.matrix(2, 3))),
      "ShapeError",
      "X",
    );
    checkFault(
      thrown(() => fit.predict(lw.matrix([[NaN, 1]]))),
      "ArgumentRangeError",
      "X",
    );
    checkFault(
      thrown(() => lloyd(X, lw.matrix(0, 2)).next()),
      "ArgumentRangeError",
      "centres",
    );
    checkFault(
      thrown(() => lloyd(X, lw.matrix([[Infinity, 0]])).next()),
      "ArgumentRangeError",
      "centres",
    );
  }));
