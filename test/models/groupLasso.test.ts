import { describe, expect, test } from "vitest";
import {
  blockCoordinateDescent,
  groupLasso as groupPenalty,
  powerSquaredNorm,
  proximalGradient,
  run,
  sparseGroupLasso,
} from "../../src/index.ts";
import { groupLasso, groupLassoPath, lasso } from "../../src/models/index.ts";
import { labelled, reals, sparse, types, words } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import { alive, instance, lw } from "../instance.ts";
import { groupCertificate, largestGroup, partition } from "../oracle/groups.ts";

/** Answers of a few groups. */
function answers(rows: number, cols: number, X: readonly number[], labels: readonly number[], seed: number): number[] {
  const noise = reals(rows, seed);
  const wanted = new Set([labels[0], labels[cols >> 1]]);
  return noise.map((e, i) =>
    labels.reduce(
      (sum, label, j) => (wanted.has(label) ? sum + (1 + (j % 3)) * (X[i * cols + j] ?? 0) : sum),
      0.3 * e + 0.7,
    ),
  );
}

describe.each(types)("group lasso in %s", (type) => {
  const tolerance = type === "f64" ? 1e-13 : 1e-6;
  const rounding = type === "f64" ? 1e-12 : 2e-5;

  test.each([
    [1, 1, 1],
    [7, 5, 2],
    [5, 17, 4],
    [40, 31, 31],
    [30, 90, 9],
    [64, 130, 13],
  ])("is optimal, and its gap is a certificate: %i x %i in %i groups", (rows, cols, count) =>
    lw.scope(() => {
      const X = reals(rows * cols, rows + cols);
      const labels = labelled(cols, count, cols);
      const y = answers(rows, cols, X, labels, 3);
      const word = words(9);
      const s = Array.from({ length: rows }, () => (word() % 4) / 2 + 0.25);
      const total = s.reduce((a, b) => a + b);
      const A = lw.matrix(rows, cols, X, { type });
      for (const intercept of [true, false])
        for (const weighted of [true, false]) {
          const weights = weighted ? s.map((v) => (v * rows) / total) : undefined;
          const plain = { rows, cols, X, y, weights, intercept, groups: partition(labels), l1: 0, group: 1 };
          const most = largestGroup(plain) / rows;
          if (most < 1e-6) continue;
          for (const [part, more] of [
            [0.5, 0],
            [0.1, 0],
            [0.05, 0.03],
          ] as const) {
            const options = {
              groups: labels,
              alpha: part * most,
              l1: more * most,
              fitIntercept: intercept,
              tolerance,
              ...(weighted && { sampleWeight: lw.vector(s, { type }) }),
            };
            const fit = groupLasso(A, lw.vector(y, { type }), options);
            const problem = { ...plain, group: rows * part * most, l1: rows * more * most };
            const truth = groupCertificate(problem, [...fit.coefficients.data]);
            expect(fit.converged).toBe(true);
            expect(Math.abs(fit.objective - truth.objective / rows)).toBeLessThan((rounding * truth.scale) / rows);
            expect(truth.gap).toBeLessThan(tolerance * truth.scale + rounding * truth.scale);
            expect(fit.gap).toBeLessThanOrEqual((tolerance * truth.scale * 1.001) / rows);
            expect(truth.violation).toBeLessThan(2 * Math.sqrt((tolerance + rounding) * truth.scale * rows));
            expect(Math.abs(fit.intercept - truth.intercept)).toBeLessThan(type === "f64" ? 1e-12 : 1e-4);
          }
        }
    }),
  );

  test("groups of one are the lasso, and alpha 0 with l1 is too", () =>
    lw.scope(() => {
      const [rows, cols] = [40, 70];
      const X = lw.matrix(rows, cols, reals(rows * cols, 5), { type });
      const y = lw.vector(reals(rows, 6), { type });
      const want = lasso(X, y, { alpha: 0.03, tolerance });
      const close = type === "f64" ? 1e-6 : 2e-3;
      for (const fit of [
        groupLasso(X, y, { groups: [...Array(cols).keys()], alpha: 0.03, tolerance }),
        groupLasso(X, y, { groups: labelled(cols, 9, 1), alpha: 0, l1: 0.03, tolerance }),
      ]) {
        expect(fit.converged).toBe(true);
        expect([...fit.support]).toEqual([...want.support]);
        for (let j = 0; j < cols; j++)
          expect(Math.abs((fit.coefficients.data[j] ?? 0) - (want.coefficients.data[j] ?? 0))).toBeLessThan(close);
        expect(Math.abs(fit.objective - want.objective)).toBeLessThan(fit.gap + want.gap + rounding / 10);
      }
    }));

  test("dense, by rows and by columns are the same problem; a column of zeros stays 0", () =>
    lw.scope(() => {
      const S = lw.csr({ ...sparse(60, 90, 0.15, 3, (count, seed) => reals(count, seed)), type });
      const D = S.toDense();
      for (let i = 0; i < 60; i++) D.data[i * 90 + 4] = D.data[i * 90 + 17] = 0;
      const C = lw.sparsify(D);
      const labels = labelled(90, 12, 4);
      const [y, sampleWeight] = [lw.vector(reals(60, 4), { type }), lw.vector(reals(60, 5).map(Math.abs), { type })];
      for (const more of [{}, { sampleWeight }, { fitIntercept: false, l1: 0.002 }]) {
        const fits = [D, C, C.toCsc()].map((A) =>
          groupLasso(A, y, { groups: labels, alpha: 0.005, tolerance, ...more }),
        );
        for (const fit of fits) {
          expect(fit.converged).toBe(true);
          expect([fit.coefficients.data[4], fit.coefficients.data[17]]).toEqual([0, 0]);
          expect(fit.support.length).toBeGreaterThan(5);
          const from = groupLasso(D, y, {
            groups: labels,
            alpha: 10,
            start: lw.vector(reals(90, 6), { type }),
            tolerance,
          });
          expect([from.support.length, from.converged]).toEqual([0, true]);
          expect(Math.abs(fit.objective - (fits[0]?.objective ?? 0))).toBeLessThan(rounding);
          expect(Math.abs(fit.intercept - (fits[0]?.intercept ?? 0))).toBeLessThan(type === "f64" ? 1e-6 : 2e-3);
        }
      }
    }));

  test("above the largest alpha all is 0; a group of zeros, constant answers, no features", () =>
    lw.scope(() => {
      const [rows, cols] = [20, 12];
      const X = reals(rows * cols, 8).map((v, at) => (at % cols < 3 ? 0 : v));
      const labels = Array.from({ length: cols }, (_, j) => Math.floor(j / 3));
      const y = answers(rows, cols, X, labels, 2);
      const most =
        largestGroup({ rows, cols, X, y, intercept: true, groups: partition(labels), l1: 0, group: 1 }) / rows;
      const A = lw.matrix(rows, cols, X, { type });
      const at = (part: number) =>
        groupLasso(A, lw.vector(y, { type }), { groups: labels, alpha: part * most, tolerance });
      expect([at(1.001).support.length, at(1.001).iterations, at(0.95).support.length]).toEqual([0, 1, 3]);
      expect([...at(0.001).support]).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
      const flat = groupLasso(A, lw.vector(new Array(rows).fill(0.5), { type }), { groups: labels, alpha: 0.1 });
      expect([flat.support.length, flat.intercept, flat.gap, flat.converged]).toEqual([0, 0.5, 0, true]);
      const none = groupLasso(lw.matrix(rows, 0, undefined, { type }), lw.vector(y, { type }), { groups: [] });
      expect([none.coefficients.length, none.converged]).toEqual([0, true]);
    }));

  test("starts where it is told and ends in the same place", () =>
    lw.scope(() => {
      const [rows, cols] = [40, 120];
      const labels = labelled(cols, 20, 2);
      const X = reals(rows * cols, 21);
      const A = lw.matrix(rows, cols, X, { type });
      const y = lw.vector(answers(rows, cols, X, labels, 22), { type });
      const options = { groups: labels, alpha: 0.05, l1: 0.01, tolerance };
      const cold = groupLasso(A, y, options);
      const start = lw.vector(
        reals(cols, 23).map((v, j) => (j % 3 ? 0 : v)),
        { type },
      );
      const warm = groupLasso(A, y, { ...options, start });
      for (let j = 0; j < cols; j++)
        expect(Math.abs((warm.coefficients.data[j] ?? 0) - (cold.coefficients.data[j] ?? 0))).toBeLessThan(
          type === "f64" ? 1e-5 : 5e-2,
        );
      expect(groupLasso(A, y, { ...options, tolerance: 10 * tolerance, start: warm }).iterations).toBe(1);
    }));

  test("each fit of a path is the one fitted alone", () =>
    lw.scope(() => {
      const [rows, cols] = [50, 200];
      const labels = labelled(cols, 25, 6);
      const X = reals(rows * cols, 31);
      const A = lw.matrix(rows, cols, X, { type });
      const y = lw.vector(answers(rows, cols, X, labels, 32), { type });
      for (const l1Ratio of [0, 0.4, 1]) {
        const path = groupLassoPath(A, y, { groups: labels, l1Ratio, nAlphas: 7, eps: 0.02, tolerance });
        expect([path.converged, path.at(0).support.length]).toEqual([true, 0]);
        expect(path.at(1).support.length).toBeGreaterThan(0);
        for (const k of [1, 4, 6]) {
          const one = path.at(k);
          const { alpha } = one;
          const alone = groupLasso(A, y, {
            groups: labels,
            alpha: alpha * (1 - l1Ratio),
            l1: alpha * l1Ratio,
            tolerance,
          });
          expect(alone.converged).toBe(true);
          expect(Math.abs(one.objective - alone.objective)).toBeLessThan(one.gap + alone.gap + rounding);
        }
      }
      const given = groupLassoPath(A, y, { groups: labels, alphas: [0.05, 0.2], maxIterations: 1, tolerance: 0 });
      expect([[...given.alphas], given.converged]).toEqual([[0.2, 0.05], false]);
    }));

  test("an abort leaves the heap as it was, and what is not finite is named", () => {
    const [rows, cols] = [30, 60];
    const X = lw.matrix(rows, cols, reals(rows * cols, 51), { type });
    const [y, groups] = [lw.vector(reals(rows, 52), { type }), labelled(cols, 9, 5)];
    const before = [lw.memory.bytes, alive.size];
    for (const model of [groupLasso, groupLassoPath]) {
      const controller = new AbortController();
      const onProgress = (_: unknown, iteration: number) => iteration === 1 && controller.abort(new Error("enough"));
      const options = { groups, alpha: 0.01, tolerance: 0, onProgress, signal: controller.signal };
      expect(() => model(X, y, options)).toThrow("enough");
      const [bad, wrong] = [X.clone(), y.clone()];
      bad.data[7] = wrong.data[3] = Number.NaN;
      checkFault(
        thrown(() => model(bad, y, { groups })),
        "ArgumentRangeError",
        "X",
      );
      checkFault(
        thrown(() => model(X, wrong, { groups })),
        "ArgumentRangeError",
        "y",
      );
      bad.dispose();
      wrong.dispose();
      expect([lw.memory.bytes, alive.size]).toEqual(before);
    }
    X.dispose();
    y.dispose();
  });
});

test("is FISTA with the groups' penalty at the optimum", () =>
  lw.scope(() => {
    const [rows, cols] = [80, 120];
    const offsets = [0, 1, 5, 20, 40, 64, 90, 120];
    const labels = Array.from({ length: cols }, (_, j) => offsets.filter((from) => from <= j).length);
    const X = reals(rows * cols, 61);
    const [A, y] = [lw.matrix(rows, cols, X), lw.vector(answers(rows, cols, X, labels, 62))];
    const step = 0.99 / run(powerSquaredNorm(A)).value;
    for (const [alpha, l1] of [
      [0.1, 0],
      [0.06, 0.04],
    ] as const) {
      const g = l1 > 0 ? sparseGroupLasso(rows * l1, rows * alpha, offsets) : groupPenalty(rows * alpha, offsets);
      const { x } = run(proximalGradient(A, y, g, step), { tolerance: 1e-10, maxIterations: 20_000 });
      const fit = groupLasso(A, y, { groups: labels, alpha, l1, fitIntercept: false, tolerance: 1e-15 });
      for (let j = 0; j < cols; j++)
        expect(Math.abs((fit.coefficients.data[j] ?? 0) - (x.data[j] ?? 0))).toBeLessThan(1e-6);
    }
  }));

test("20,000 features in groups of 10 take the memory of the working set, not their square", () => {
  const own = instance();
  const [rows, cols] = [60, 20_000];
  const numbers = own.random(3).normal(rows * cols);
  const A = Array.from(numbers.data);
  numbers.dispose();
  const groups = Array.from({ length: cols }, (_, j) => Math.floor(j / 10));
  const X = own.matrix(rows, cols, A);
  const y = own.vector(answers(rows, cols, A, groups, 5));
  const before = own.memory.bytes;
  const fit = groupLasso(X, y, { groups, alpha: 0.3, tolerance: 1e-8 });
  expect(fit.converged).toBe(true);
  expect(fit.support.length).toBeGreaterThan(9);
  expect(own.memory.peak - before).toBeLessThan(8 * (4 * cols + 1_000_000));
  for (const array of [X, y, fit]) array.dispose();
});

test.each([
  ["groups", { groups: [1] }],
  ["groups", {}],
  ["alpha", { groups: [1, 2], alpha: -1 }],
  ["l1", { groups: [1, 2], l1: Number.NaN }],
  ["start", { groups: [1, 2], start: [0, 0] }],
  ["options", undefined],
])("refuses wrong %s", (argument, options) =>
  lw.scope(() => {
    const [X, y] = [lw.matrix(2, 2, [1, 2, 3, 5]), lw.vector([1, 2])];
    expect(thrown(() => groupLasso(X, y, options as never))).toMatchObject({ argument });
    if (argument === "groups" || argument === "options")
      expect(thrown(() => groupLassoPath(X, y, options as never))).toMatchObject({ argument });
    expect(thrown(() => groupLassoPath(X, y, { groups: [1, 2], l1Ratio: 1.5 }))).toMatchObject({ argument: "l1Ratio" });
    expect(thrown(() => run(blockCoordinateDescent(X, y, { groups: [1, 2], group: -1 })))).toMatchObject({
      argument: "group",
    });
  }),
);
