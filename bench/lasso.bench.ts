/** The lasso by coordinate descent: one alpha, and a path of k. n/100 of the coefficients are not 0, and there is noise. */
import type { Floats, Real } from "../src/core/types.ts";
import type { Lanewise } from "../src/lanewise.ts";
import { lasso, lassoPath } from "../src/models/index.ts";
import type { Case } from "./case.ts";
import { normal, transposed, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { lasso as plain } from "./js/lasso.ts";

/** The last alpha over the one that makes all coefficients 0. */
const EPS = 0.05;

/** Elements of a matrix up to which the plain loop goes along a path: on a larger one it takes minutes. */
const LITTLE = 1e5;

interface Problem {
  readonly a: Floats;
  readonly b: Floats;
  /** The least alpha that makes all coefficients 0. */
  readonly most: number;
}

function problem(lw: Lanewise, m: number, n: number, type: Real): Problem {
  const [a, b, size] = [normal(lw, m * n, type, 1), normal(lw, m, type, 2), normal(lw, n, type, 3)];
  for (let i = 0; i < m; i++) {
    b[i]! *= 0.5;
    for (let j = 0; j < n; j += 100) b[i]! += a[i * n + j]! * (2 * size[j]! + Math.sign(size[j + 1]!));
  }
  return { a, b, most: most(a, b, m, n) };
}

function most(a: Floats, b: Floats, m: number, n: number): number {
  const slopes = new Float64Array(n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) slopes[j]! += a[i * n + j]! * b[i]!;
  return slopes.reduce((top, c) => Math.max(top, Math.abs(c)), 0) / m;
}

/** One fit to a gap of `tolerance` times ||b||^2 / m. */
export const lassoCase = (type: Real, m: number, n: number, tolerance = 1e-8): Case => ({
  name: "lasso",
  type,
  sizes: { m, n },
  setup(lw) {
    const { a, b, most } = problem(lw, m, n, type);
    const alpha = EPS * most;
    const [A, B, columns] = [lw.matrix(m, n, a), lw.vector(b), transposed(a, m, n)];
    const [w, r, js] = [zeros(a, n), zeros(a, m), fresh(plain)];
    const solve = () => lasso(A, B, { alpha, tolerance, fitIntercept: false });
    return {
      arrays: [A, B],
      work: { bytes: A.bytes },
      ours: () => solve().dispose(),
      js: () => js(m, n, columns, b, w.fill(0), r, alpha, tolerance),
      result: () => {
        const { coefficients, objective } = solve();
        coefficients.dispose();
        return [objective];
      },
      reference: () => [
        plain(m, n, Float64Array.from(columns), b, new Float64Array(n), new Float64Array(m), alpha, tolerance / 10),
      ],
      task: {
        op: "lasso",
        type,
        sizes: { m, n },
        arrays: { a, b },
        numbers: { alpha, tolerance },
        tolerance: 2 * tolerance + (type === "f32" ? 1e-5 : 1e-12),
      },
    };
  },
});

/** Nearly collinear columns, many more than rows: each is 0.95 of the one before, and alpha is a thousandth of the largest. */
export const lassoCorrelatedCase = (type: Real, m: number, n: number, tolerance: number): Case => ({
  name: "lasso-correlated",
  type,
  sizes: { m, n },
  setup(lw) {
    const [a, b] = [normal(lw, m * n, type, 1), normal(lw, m, type, 2)];
    for (let i = 0; i < m; i++) {
      for (let j = 1; j < n; j++) a[i * n + j] = 0.95 * a[i * n + j - 1]! + Math.sqrt(1 - 0.95 ** 2) * a[i * n + j]!;
      b[i]! *= 0.1;
      for (let j = 0; j < n; j += Math.ceil(n / 20)) b[i]! += (j % 3 ? 1 : -1) * a[i * n + j]!;
    }
    const alpha = 1e-3 * most(a, b, m, n);
    const [A, B] = [lw.matrix(m, n, a), lw.vector(b)];
    const solve = () => lasso(A, B, { alpha, tolerance, fitIntercept: false });
    const value = () => {
      const { coefficients, objective } = solve();
      coefficients.dispose();
      return objective;
    };
    const energy = (b as Float64Array).reduce((sum, v) => sum + v * v, 0);
    return {
      arrays: [A, B],
      work: { bytes: A.bytes },
      ours: () => solve().dispose(),
      result: () => [value()],
      task: {
        op: "lasso",
        type,
        sizes: { m, n },
        arrays: { a, b },
        numbers: { alpha, tolerance },
        // The objective is far below ||b||^2 / m, which the gap is relative to.
        tolerance: (2 * tolerance * energy) / (m * value()),
      },
    };
  },
});

/** Fits for k alphas down to the twentieth part of the first. */
export const lassoPathCase = (type: Real, m: number, n: number, k: number, tolerance = 1e-4): Case => ({
  name: "lasso-path",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const { a, b, most } = problem(lw, m, n, type);
    const [A, B] = [lw.matrix(m, n, a), lw.vector(b)];
    const path = () => lassoPath(A, B, { eps: EPS, nAlphas: k, tolerance, fitIntercept: false });
    const reference = () => {
      const columns = Float64Array.from(transposed(a, m, n));
      const [w, r] = [new Float64Array(n), new Float64Array(m)];
      const alphas = Float64Array.from({ length: k }, (_, i) => most * EPS ** (i / (k - 1)));
      return alphas.map((alpha) => plain(m, n, columns, b, w, r, alpha, tolerance / 10));
    };
    return {
      arrays: [A, B],
      work: { bytes: A.bytes },
      ours: () => path().dispose(),
      result: () => {
        const made = path();
        made.dispose();
        return made.objectives;
      },
      ...(m * n <= LITTLE ? { reference } : {}),
      task: {
        op: "lasso-path",
        type,
        sizes: { m, n, k },
        arrays: { a, b },
        numbers: { eps: EPS, tolerance },
        tolerance: 2 * tolerance + (type === "f32" ? 1e-5 : 1e-12),
      },
    };
  },
});

export const cases: Case[] = [
  lassoCase("f32", 1000, 5000, 1e-5),
  lassoCase("f64", 1000, 5000),
  lassoPathCase("f64", 1000, 5000, 100),
  lassoCorrelatedCase("f64", 100, 5000, 1e-4),
];
