import { describe, expect, test } from "vitest";
import { poissonL1, poissonPath } from "../../src/models/index.ts";
import { types } from "../data.ts";
import { thrown } from "../faults.ts";
import frozen from "../fixtures/glm.json" with { type: "json" };
import { lw } from "../instance.ts";
import { gap, objective, type Problem, violation } from "../oracle/glm.ts";

const { X: rows, weights, counts } = frozen;
const [n, p] = [rows.length, 7];
const X = lw.matrix(n, p, rows.flat());
const y = lw.vector(counts);

function near(got: ArrayLike<number>, want: readonly number[]): void {
  for (const [j, value] of want.entries()) expect(Math.abs((got[j] as number) - value)).toBeLessThan(1e-6);
}

test("scikit-learn's coefficients with a ridge; those of proximal gradient with l1, with and without weights", () =>
  lw.scope(() => {
    const tolerance = 1e-14;
    const ridge = poissonL1(X, y, { alpha: 0.05, l1Ratio: 0, tolerance });
    near(ridge.coefficients.data, frozen.poissonRidge.coefficients[0] as number[]);
    near([ridge.intercept], frozen.poissonRidge.intercept);
    const sampleWeight = lw.vector(weights);
    for (const [options, want] of [
      [{}, frozen.poisson],
      [{ sampleWeight }, frozen.poissonWeighted],
    ] as const) {
      const fit = poissonL1(X, y, { alpha: 0.05, tolerance, ...options });
      near(fit.coefficients.data, want.coefficients);
      near([fit.intercept], [want.intercept]);
    }
  }));

describe.each(types)("Poisson l1 in %s", (type) => {
  const problem = (alpha: number, l1Ratio: number, intercept: boolean): Problem => ({
    kind: "poisson",
    X: rows,
    y: counts,
    s: counts.map(() => 1 / n),
    l1: alpha * l1Ratio,
    ridge: alpha * (1 - l1Ratio),
    intercept,
  });
  const [tolerance, off, wide] = type === "f64" ? [1e-11, 1e-5, 1e-10] : [1e-5, 5e-3, 1e-5];

  test("is at a minimum, its gap that of the dual; sparse as dense; the path as single fits", () =>
    lw.scope(() => {
      const A = lw.matrix(n, p, rows.flat(), { type });
      const told = lw.vector(counts, { type });
      const alphas = [0.5, 0.05, 0.002];
      for (const [l1Ratio, fitIntercept] of [
        [1, true],
        [1, false],
        [0.5, true],
      ] as const)
        for (const samples of [A, lw.sparsify(A), lw.sparsify(A).toCsc()]) {
          const path = poissonPath(samples, told, { alphas, l1Ratio, fitIntercept, tolerance });
          for (const [i, fit] of path.entries()) {
            const own = problem(alphas[i] as number, l1Ratio, fitIntercept);
            const w = [...fit.coefficients.data];
            expect(fit.converged).toBe(true);
            expect(violation(own, w, fit.intercept)).toBeLessThan(off);
            expect(Math.abs(fit.objective - objective(own, w, fit.intercept))).toBeLessThan(wide);
            expect(Math.abs(fit.gap - gap(own, w, fit.intercept))).toBeLessThan(wide);
          }
        }
    }));

  test("counts that are all the same have no coefficients but their logarithm", () =>
    lw.scope(() => {
      const fit = poissonL1(
        lw.matrix(n, p, rows.flat(), { type }),
        lw.vector(
          counts.map(() => 3),
          { type },
        ),
        { alpha: 0.3 },
      );
      expect([...fit.support]).toEqual([]);
      expect(fit.intercept).toBeCloseTo(Math.log(3), 5);
    }));
});

test("far rates do not overflow: the line search holds the step", () =>
  lw.scope(() => {
    const steep = lw.matrix(4, 1, [0, 1, 2, 60]);
    const fit = poissonL1(steep, lw.vector([1, 0, 2, 900]), { alpha: 1e-3, tolerance: 1e-9, maxIterations: 200 });
    expect(fit.converged).toBe(true);
    expect(Number.isFinite(fit.coefficients.data[0])).toBe(true);
  }));

test("says what is wrong", () =>
  lw.scope(() => {
    expect(thrown(() => poissonL1(X, lw.vector(n)))).toMatchObject({ argument: "y" });
    expect(thrown(() => poissonL1(X, lw.vector(counts.map((count, i) => (i === 4 ? -1 : count)))))).toMatchObject({
      argument: "y[4]",
    });
    expect(thrown(() => poissonL1(X, y, { alpha: -1 }))).toMatchObject({ argument: "alpha" });
    expect(thrown(() => poissonL1(X, y, { sampleWeight: lw.vector(n) }))).toMatchObject({ argument: "sampleWeight" });
    expect(thrown(() => poissonL1(X, lw.vector(counts.map(() => NaN))))).toMatchObject({ argument: "y" });
    expect(thrown(() => poissonL1(X, y, { start: {} as never }))).toMatchObject({ argument: "start" });
  }));
