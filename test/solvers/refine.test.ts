import { describe, expect, test } from "vitest";
import {
  type FactorPrecision,
  type Matrix,
  type RefineOptions,
  type RefineState,
  type Real,
  refine,
  run,
  SingularMatrixError,
} from "../../src/index.ts";
import { eps, integers, reals, types } from "../data.ts";
import { type Fault, faulty, thrown } from "../faults.ts";
import { instance, lw } from "../instance.ts";
import { gemm } from "../oracle/dense.ts";
import { definiteOf, shapes } from "../problems/definite.ts";

/** The Hilbert matrix times the least number that makes it whole. */
function hilbert(n: number): number[] {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let scale = 1;
  for (let k = 1; k < 2 * n; k++) scale = (scale / gcd(scale, k)) * k;
  return Array.from({ length: n * n }, (_, e) => scale / (Math.floor(e / n) + (e % n) + 1));
}

/** Singular values from 1 down to 1/condition, between two random reflections, on a grid of 2^-bits. */
function conditioned(n: number, condition: number, bits: number): number[] {
  const reflect = (seed: number) => {
    const v = reals(n, seed);
    const size = v.reduce((s, w) => s + w * w, 0);
    return Array.from({ length: n * n }, (_, e) => {
      const [i, j] = [Math.floor(e / n), e % n];
      return Number(i === j) - (2 * (v[i] as number) * (v[j] as number)) / size;
    });
  };
  const middle = reflect(1).map((v, e) => v * condition ** (-(e % n) / (n - 1)));
  return gemm(middle, reflect(2), n, n, n).map((v) => Math.round(v * 2 ** bits) / 2 ** bits);
}

/** A system that is exact: A, x of whole numbers, b. */
function system(a: number[], n: number, type: Real) {
  const exact = integers(n, 5, 3);
  const b = gemm(a, exact, n, 1, n);
  if (type === "f32") for (const v of [...a, ...b]) if (Math.fround(v) !== v) throw new Error("not exact in f32");
  return { A: lw.matrix(n, n, a, { type }), b: lw.vector(b, { type }), exact };
}

const error = (x: ArrayLike<number>, exact: number[]): number =>
  Math.max(...exact.map((v, i) => Math.abs((x[i] as number) - v))) / Math.max(...exact.map(Math.abs));

type Case = [type: Real, name: string, n: number, make: (n: number) => number[], factor: FactorPrecision, way: string];
const of = (condition: number, bits: number) => (n: number) => conditioned(n, condition, bits);
const cases: Case[] = [
  ["f64", "condition 5", 40, of(5, 34), "bf16", "classic"],
  ["f64", "condition 1e4", 40, of(1e4, 34), "bf16", "gmres"],
  ["f64", "condition 50", 40, of(50, 34), "f16", "classic"],
  ["f64", "condition 1e6", 40, of(1e6, 34), "f16", "gmres"],
  ["f64", "condition 1e4", 40, of(1e4, 34), "f32", "classic"],
  ["f64", "Hilbert 8, condition 1.5e10", 8, hilbert, "f32", "gmres"],
  ["f64", "Hilbert 8, condition 1.5e10", 8, hilbert, "f64", "classic"],
  ["f64", "Hilbert 10, condition 1.6e13", 10, hilbert, "f64", "classic"],
  ["f32", "condition 5", 20, of(5, 14), "bf16", "classic"],
  ["f32", "condition 50", 20, of(50, 14), "f16", "classic"],
  ["f32", "condition 500", 20, of(500, 14), "bf16", "classic"],
  ["f32", "Hilbert 5, condition 4.8e5", 5, hilbert, "bf16", "gmres"],
  ["f32", "condition 500", 20, of(500, 14), "f32", "classic"],
  ["f32", "Hilbert 5, condition 4.8e5", 5, hilbert, "f32", "classic"],
];

describe("refinement reaches the accuracy of the element type", () => {
  test.each(cases)("%s, %s, n = %i, (%o), factors of %s, by %s", (type, _, n, make, factor, way) =>
    lw.scope(() => {
      const { A, b, exact } = system(make(n), n, type);
      const { x, converged, residual, backward, method, iterations } = run(refine(A, b, { factor }), {
        tolerance: 2 * eps[type],
        maxIterations: 60,
      });
      expect([converged, method]).toEqual([true, way]);
      expect(residual).toBeLessThanOrEqual(2 * eps[type]);
      expect(iterations).toBeLessThan(way === "gmres" ? 20 : 45);
      expect(error(x.data, exact)).toBeLessThanOrEqual(2 * eps[type]);
      expect(backward).toBeLessThanOrEqual(2 * eps[type]);
    }),
  );
});

test("factors too poor by themselves do not converge, and that is a value", () =>
  lw.scope(() => {
    const { A, b, exact } = system(conditioned(40, 1e6, 34), 40, "f64");
    const { converged, x } = run(refine(A, b, { factor: "bf16", method: "classic" }), {
      tolerance: 1e-14,
      maxIterations: 40,
    });
    expect(converged).toBe(false);
    expect(error(x.data, exact)).toBeGreaterThan(1e-10);
    const rescued = run(refine(A, b, { factor: "bf16", method: "gmres" }), { tolerance: 1e-15, maxIterations: 40 });
    expect([rescued.converged, error(rescued.x.data, exact) < 1e-15]).toEqual([true, true]);
  }));

describe.each(types)("refinement in %s", (type) => {
  test("a sparse matrix, any factor, from zero and from a start", () =>
    lw.scope(() => {
      const n = 60;
      const of = definiteOf(n, shapes.random!(n));
      const A = lw.csr({ ...of, type });
      const exact = integers(n, 4);
      const b = lw.vector(n, { type });
      A.apply(b, lw.vector(exact, { type }));
      for (const factor of ["bf16", "f16", "f32"] as const) {
        const options = { tolerance: 2 * eps[type], maxIterations: 60 };
        const { x, converged } = run(refine(A, b, { factor }), options);
        expect([converged, error(x.data, exact) <= eps[type]]).toEqual([true, true]);
        const again = run(refine(A, b, { factor, x }), options);
        expect([again.x === x, again.iterations]).toEqual([true, 1]);
      }
    }));

  test("rows and columns of sizes far apart", () =>
    lw.scope(() => {
      const n = 20;
      const scale = (k: number, seed: number) => 2 ** ((type === "f32" ? 6 : 60) * Math.sin(k + seed));
      const power = (v: number) => 2 ** Math.round(Math.log2(v));
      const a = conditioned(n, 5, 14).map((v, e) => v * power(scale(Math.floor(e / n), 1)) * power(scale(e % n, 2)));
      const exact = integers(n, 5, 3).map((v, j) => v / power(scale(j, 2)));
      const b = gemm(a, exact, n, 1, n);
      for (const factor of ["bf16", "f16", "f32"] as const) {
        const { x } = run(refine(lw.matrix(n, n, a, { type }), lw.vector(b, { type }), { factor }), {
          tolerance: 4 * eps[type],
          maxIterations: 80,
        });
        for (const [j, v] of exact.entries())
          expect(Math.abs((x.data[j] as number) / v - 1)).toBeLessThan(60 * eps[type]);
      }
    }));

  test("b = 0, no rows, a singular matrix", () =>
    lw.scope(() => {
      const A = lw.matrix(2, 2, [1, 2, 3, 4], { type });
      const zero = run(refine(A, lw.vector(2, { type })), { tolerance: 0 });
      expect([zero.iterations, zero.residual, zero.backward, ...zero.x.data]).toEqual([1, 0, 0, 0, 0]);
      expect(run(refine(lw.matrix(0, 0, [], { type }), lw.vector(0, { type }))).converged).toBe(true);
      const before = lw.memory.arrays;
      const singular = lw.matrix(2, 2, [1, 1, 1, 1], { type });
      expect(thrown(() => run(refine(singular, lw.vector([1, 2], { type }))))).toBeInstanceOf(SingularMatrixError);
      expect(lw.memory.arrays).toBe(before + 2);
    }));

  test("keeps x alone at the end, nothing after an error", () =>
    lw.scope(() => {
      const { A, b } = system(conditioned(20, 500, 14), 20, type);
      const before = lw.memory.arrays;
      const steps = refine(A, b, { factor: "bf16" });
      const { x } = steps.next().value as RefineState;
      steps.next();
      steps.next();
      steps.return();
      expect(lw.memory.arrays).toBe(before + 1);
      x.dispose();
      const control = new AbortController();
      expect(() =>
        run(refine(A, b), { tolerance: 0, signal: control.signal, onProgress: () => control.abort(new Error("on")) }),
      ).toThrow("on");
    }));

  test("bad arguments are named, and nothing is kept", () =>
    lw.scope(() => {
      const make = (numbers: number[]) => lw.matrix(2, 2, numbers, { type });
      const [A, b] = [make([2, 1, 1, 3]), lw.vector([1, 2], { type })];
      const other = instance().vector(2);
      const short = lw.vector(3, { type });
      const spoilt = lw.vector([1, NaN], { type });
      const cases: [unknown, unknown, RefineOptions | null, Fault, string][] = [
        [undefined, b, {}, "ArgumentTypeError", "A"],
        [b, b, {}, "ArgumentTypeError", "A"],
        [lw.matrix(2, 3, undefined, { type }), b, {}, "ShapeError", "A"],
        [make([1, 2, NaN, 4]), b, {}, "ArgumentRangeError", "A"],
        [make([1, 2, Infinity, 4]), b, {}, "ArgumentRangeError", "A"],
        [A, short, {}, "ShapeError", "b"],
        [A, other, {}, "ArgumentTypeError", "b"],
        [A, spoilt, {}, "ArgumentRangeError", "b"],
        [A, b, { x: spoilt }, "ArgumentRangeError", "x"],
        [A, b, { x: short }, "ShapeError", "x"],
        [A, b, null, "ArgumentTypeError", "options"],
        [A, b, { factor: "f8" as never }, "ArgumentRangeError", "factor"],
        [A, b, { method: "none" as never }, "ArgumentRangeError", "method"],
      ];
      if (type === "f32") cases.push([A, b, { factor: "f64" }, "ArgumentRangeError", "factor"]);
      const before = lw.memory.arrays;
      for (const [op, right, options, fault, argument] of cases)
        faulty(() => run(refine(op as Matrix, right as never, options as never)), fault, argument);
      expect(lw.memory.arrays).toBe(before);
      other.dispose();
    }));
});
