import { describe, expect, test } from "vitest";
import { groupLasso, predict, ridge, ridgePath } from "../../src/models/index.ts";
import { groupLasso as groupPenalty } from "../../src/prox/groups.ts";
import { run } from "../../src/core/run.ts";
import { proximalGradient } from "../../src/solvers/proximalGradient.ts";
import { reals, types } from "../data.ts";
import { thrown } from "../faults.ts";
import frozen from "../fixtures/glm.json" with { type: "json" };
import { lw } from "../instance.ts";
import { objective, type Problem, violation } from "../oracle/glm.ts";

const { X: rows, real, weights } = frozen;
const [n, p] = [rows.length, 7];
const X = lw.matrix(n, p, rows.flat());
const y = lw.vector(real);

function near(got: ArrayLike<number>, want: readonly number[]): void {
  for (const [j, value] of want.entries()) expect(Math.abs((got[j] as number) - value)).toBeLessThan(1e-6);
}

test("ridge gives scikit-learn's coefficients: a path, weights, through the origin, sparse", () =>
  lw.scope(() => {
    const path = ridgePath(X, y, { alphas: [3, 0.1] });
    for (const [k, want] of [frozen.ridge["3.0"], frozen.ridge["0.1"]].entries()) {
      near(path[k]?.coefficients.data ?? [], want.coefficients[0] as number[]);
      near([path[k]?.intercept ?? NaN], want.intercept);
    }
    const weighted = ridge(X, y, { alpha: 0.5, sampleWeight: lw.vector(weights) });
    near(weighted.coefficients.data, frozen.ridgeWeighted.coefficients[0] as number[]);
    near([weighted.intercept], frozen.ridgeWeighted.intercept);
    for (const A of [X, lw.sparsify(X), lw.sparsify(X).toCsc()])
      near(
        ridge(A, y, { alpha: 0.5, fitIntercept: false }).coefficients.data,
        frozen.ridgeThrough.coefficients[0] as number[],
      );
  }));

describe.each(types)("in %s", (type) => {
  const [tight, off] = type === "f64" ? [1e-13, 1e-9] : [1e-5, 1e-2];

  test.each([
    [30, 8],
    [9, 40],
  ])("ridge of %i samples and %i features is at the minimum, and its gap says so", (m, q) =>
    lw.scope(() => {
      const A = Array.from({ length: m }, (_, i) => reals(q, i));
      const told = reals(m, 99);
      const fit = ridge(lw.matrix(m, q, A.flat(), { type }), lw.vector(told, { type }), { alpha: 0.7 });
      const s = told.map(() => 2);
      const problem: Problem = { kind: "squared", X: A, y: told, s, l1: 0, ridge: 1.4, intercept: true };
      const w = [...fit.coefficients.data];
      expect(violation(problem, w, fit.intercept)).toBeLessThan(off);
      expect(Math.abs(fit.objective - objective(problem, w, fit.intercept))).toBeLessThan(off);
      expect(Math.abs(fit.gap)).toBeLessThan(off);
      expect(fit.converged).toBe(true);
    }),
  );

  test.each(["csr", "csc"] as const)(
    "ridge of many sparse samples by LSQR, %s: the minimum, by the dense way too",
    (format) =>
      lw.scope(() => {
        const [m, q] = [900, 520];
        const kept = lw
          .random(4)
          .uniform(m * q, type)
          .toArray();
        const A = lw.matrix(
          m,
          q,
          Array.from(lw.random(5).normal(m * q).data, (v, i) => (kept[i]! < 0.02 ? v + 1 : 0)),
          { type },
        );
        const S = format === "csr" ? lw.sparsify(A) : lw.sparsify(A).toCsc();
        const told = lw.vector(reals(m, 7), { type });
        const sampleWeight = lw.vector(
          reals(m, 8).map((v) => 0.2 + v * v),
          { type },
        );
        for (const options of [{}, { sampleWeight }, { fitIntercept: false }]) {
          const [fit, dense] = [ridge(S, told, { alpha: 2, ...options }), ridge(A, told, { alpha: 2, ...options })];
          expect(fit.iterations).toBeGreaterThan(1);
          expect(dense.iterations).toBe(1);
          const bound = type === "f64" ? 1e-10 : 1e-4;
          for (const [j, v] of dense.coefficients.toArray().entries())
            expect(Math.abs(fit.coefficients.data[j]! - v)).toBeLessThan(bound);
          expect(Math.abs(fit.intercept - dense.intercept)).toBeLessThan(bound);
          expect(Math.abs(fit.dualGap)).toBeLessThan(type === "f64" ? 1e-12 : 1e-5);
        }
      }),
  );

  test("group lasso: the coefficients of proximal gradient, whole groups at 0, a certificate", () =>
    lw.scope(() => {
      const groups = [4, 4, 9, 9, 9, 1, 1];
      const A = lw.matrix(n, p, rows.flat(), { type });
      const told = lw.vector(real, { type });
      for (const [options, want] of [
        [{ alpha: 0.08 }, frozen.group],
        [{ alpha: 0.05, l1: 0.03 }, frozen.sparseGroup],
      ] as const)
        for (const samples of [A, lw.sparsify(A)]) {
          const fit = groupLasso(samples, told, { groups, tolerance: tight, ...options });
          expect(fit.converged).toBe(true);
          for (const [j, value] of want.coefficients.entries())
            expect(Math.abs((fit.coefficients.data[j] as number) - value)).toBeLessThan(type === "f64" ? 2e-6 : 5e-3);
          expect(Math.abs(fit.intercept - want.intercept)).toBeLessThan(type === "f64" ? 2e-6 : 5e-3);
          const r = [...predict(fit, samples).data].map((f, i) => (real[i] as number) - f);
          const w = [...fit.coefficients.data];
          const norms = [
            [0, 1],
            [2, 3, 4],
            [5, 6],
          ].map((group) => Math.sqrt(group.length * group.reduce((t, j) => t + (w[j] as number) ** 2, 0)));
          const size = r.reduce((t, v) => t + v * v, 0) / (2 * n);
          const l1 = "l1" in options ? options.l1 : 0;
          const value =
            size + options.alpha * norms.reduce((a, b) => a + b) + l1 * w.reduce((t, v) => t + Math.abs(v), 0);
          expect(Math.abs(fit.objective - value)).toBeLessThan(type === "f64" ? 1e-12 : 1e-4);
        }
    }));
});

test("group lasso without a constant is proximalGradient with the groups' penalty", () =>
  lw.scope(() => {
    const alpha = 0.1;
    const fit = groupLasso(X, y, { groups: [0, 0, 1, 1, 1, 2, 2], alpha, fitIntercept: false, tolerance: 1e-14 });
    const steps = proximalGradient(X, y, groupPenalty(alpha * n, [0, 2, 5, 7]), 0.005);
    const { x } = run(steps, { tolerance: 1e-10, maxIterations: 20000 });
    near(fit.coefficients.data, [...x.data]);
    const least = Math.max(
      ...[
        [0, 1],
        [2, 3, 4],
        [5, 6],
      ].map((group) => {
        const slopes = group.map(
          (j) => rows.reduce((t, row, i) => t + (row[j] as number) * (real[i] as number), 0) / n,
        );
        return Math.sqrt(slopes.reduce((t, v) => t + v * v, 0) / group.length);
      }),
    );
    const at = (part: number) =>
      groupLasso(X, y, { groups: [0, 0, 1, 1, 1, 2, 2], alpha: part * least, fitIntercept: false, tolerance: 1e-9 })
        .support.length;
    expect([at(1.0001), at(0.99)]).toEqual([0, 2]);
  }));

test("says what is wrong, and gives all memory back", () =>
  lw.scope(() => {
    const before = lw.memory.arrays;
    expect(thrown(() => ridge(X, y, { alpha: 0 }))).toMatchObject({ argument: "alpha" });
    expect(thrown(() => ridgePath(X, y, { alphas: [] }))).toMatchObject({ argument: "alphas" });
    expect(thrown(() => groupLasso(X, y, { groups: [1] }))).toMatchObject({ argument: "groups" });
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    expect(thrown(() => groupLasso(X, y, { groups: [0, 0, 1, 1, 1, 2, 2], signal }))).toBe(reason);
    expect(lw.memory.arrays).toBe(before);
    const bad = lw.matrix(n, p, rows.flat());
    bad.data[3] = NaN;
    expect(thrown(() => ridge(bad, y))).toMatchObject({ argument: "X" });
    expect(thrown(() => groupLasso(bad, y, { groups: [0, 0, 1, 1, 1, 2, 2] }))).toMatchObject({ argument: "X" });
  }));
