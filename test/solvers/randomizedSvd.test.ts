import { describe, expect, test } from "vitest";
import {
  adjointBlock,
  applyBlock,
  type LinearOperator,
  type Matrix,
  randomizedSvd,
  type Svd,
} from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, reals, sparse, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import * as oracle from "../oracle/spectral.ts";

/** m x n with singular values s, and them. */
const decaying = (m: number, n: number, fall: (i: number) => number) => {
  const [left, right] = [oracle.orthogonal(m, 1), oracle.orthogonal(n, 2)];
  const s = Array.from({ length: Math.min(m, n) }, (_, i) => fall(i));
  const scaled = Array.from({ length: m * n }, (_, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    return j < s.length ? (left[i * m + j] as number) * (s[j] as number) : 0;
  });
  return { a: oracle.multiply(scaled, right, m, n, n), s };
};

/** ||A - U S V'||_F */
const error = (a: readonly number[], { U, values, V }: Svd, m: number, n: number) => {
  const [u, s, v] = [U, values, V].map((x) => Array.from((x as Matrix).data)) as [number[], number[], number[]];
  const k = s.length;
  const made = oracle.multiply(
    u.map((x, e) => x * (s[e % k] as number)),
    oracle.transposed(v, n, k),
    m,
    n,
    k,
  );
  return Math.hypot(...a.map((x, e) => x - (made[e] as number)));
};

describe.each(types)("the randomized svd in %s", (type) => {
  const [m, n, rank] = [90, 60, 8];
  const { a, s } = decaying(m, n, (i) => 0.8 ** i);
  const optimal = Math.hypot(...s.slice(rank));

  test("is within 1.05 of the best approximation of its rank on a decaying spectrum, orthonormal, values from below", () =>
    lw.scope(() => {
      const A = lw.matrix(m, n, a, { type });
      const F = randomizedSvd(A, { rank });
      expect([F.U?.cols, F.V?.cols, F.values.length, F.converged]).toEqual([rank, rank, rank, true]);
      expect(error(a, F, m, n)).toBeLessThan(1.05 * optimal);
      expect(oracle.orthogonality(Array.from((F.U as Matrix).data), m, rank)).toBeLessThan(100 * eps[type]);
      expect(oracle.orthogonality(Array.from((F.V as Matrix).data), n, rank)).toBeLessThan(100 * eps[type]);
      for (const [i, value] of F.values.data.entries()) {
        expect(value).toBeLessThan((s[i] as number) * (1 + 100 * eps[type]));
        expect(value).toBeGreaterThan((s[i] as number) * 0.98);
      }
      // A' has the same values; another seed about the same.
      const B = randomizedSvd(A.transpose(), { rank, seed: 5, iterations: 3 });
      within(B.values.data, F.values.data, "f32", 2 ** 16, new Array(rank).fill(1), "values of A'");
    }));

  test("more subspace iterations are better, none is worst, on a spectrum that falls slowly", () =>
    lw.scope(() => {
      const slow = decaying(m, n, (i) => 1 / (1 + i) ** 0.3);
      const A = lw.matrix(m, n, slow.a, { type });
      const errors = [0, 1, 4].map((iterations) => error(slow.a, randomizedSvd(A, { rank, iterations }), m, n));
      expect(errors[1]).toBeLessThan(errors[0] as number);
      expect(errors[2]).toBeLessThan(errors[1] as number);
    }));

  test("finds the rank that a tolerance takes", () =>
    lw.scope(() => {
      for (const tolerance of [0.3, 0.03, 1e-3]) {
        const F = randomizedSvd(lw.matrix(m, n, a, { type }), { tolerance });
        const needed = s.filter((value) => value > tolerance).length;
        expect(Math.abs(F.values.length - needed)).toBeLessThan(2);
        expect(error(a, F, m, n)).toBeLessThan(1.2 * Math.hypot(...s.slice(needed)) + 0.2 * tolerance);
      }
      const low = oracle.multiply(reals(m * 5, 3), reals(5 * n, 4), m, n, 5);
      const F = randomizedSvd(lw.matrix(m, n, low, { type }), { tolerance: 1e-4 });
      expect(F.values.length).toBe(5);
      expect(randomizedSvd(lw.matrix(m, n, low, { type }), { tolerance: 1e-4, rank: 3 }).values.length).toBe(3);
    }));

  test("one pass: one product each way, error within a factor of the best", () =>
    lw.scope(() => {
      const A = lw.matrix(m, n, a, { type });
      let products = 0;
      const counted: LinearOperator = {
        engine: A.engine,
        type,
        rows: m,
        cols: n,
        apply: (out, x) => {
          products++;
          A.apply(out, x);
        },
        adjoint: (out, x) => A.adjoint(out, x),
      };
      const F = randomizedSvd(counted, { rank, singlePass: true });
      expect(products).toBe(rank + 10);
      expect(error(a, F, m, n)).toBeLessThan(2 * optimal);
      expect(error(a, randomizedSvd(A, { rank, singlePass: true, oversampling: 30 }), m, n)).toBeLessThan(
        1.1 * optimal,
      );
    }));

  test("sparse matrices and plain operators give what the dense one gives", () =>
    lw.scope(() => {
      const input = sparse(50, 40, 0.3, 3, reals);
      const S = lw.csr({ ...input, type });
      const D = lw.matrix(50, 40, dense(input), { type });
      const plain: LinearOperator = {
        engine: S.engine,
        type,
        rows: 50,
        cols: 40,
        apply: (out, x) => S.apply(out, x),
        adjoint: (out, x) => S.adjoint(out, x),
      };
      const want = randomizedSvd(D, { rank: 6 }).values.data;
      for (const A of [S, plain])
        within(randomizedSvd(A, { rank: 6 }).values.data, want, type, 200, new Array(6).fill(4));
      const X = lw.matrix(40, 3, reals(120, 6), { type });
      const Y = lw.matrix(50, 3, reals(150, 7), { type });
      for (const A of [S, plain]) {
        within(applyBlock(A, X).data, D.matmul(X).data, type, 60, new Array(150).fill(5), "A X");
        within(
          adjointBlock(A, Y).data,
          D.matmul(Y, { transposeA: true }).data,
          type,
          60,
          new Array(120).fill(5),
          "A' Y",
        );
      }
    }));

  test("small, empty and zero matrices", () =>
    lw.scope(() => {
      expect(Array.from(randomizedSvd(lw.matrix(1, 1, [-3], { type }), { rank: 4 }).values.data)).toEqual([3]);
      expect(randomizedSvd(lw.matrix(0, 3, [], { type }), { rank: 2 }).values.length).toBe(0);
      expect(randomizedSvd(lw.matrix(5, 3, reals(15, 1), { type }), { rank: 0 }).values.length).toBe(0);
      expect(Math.max(...randomizedSvd(lw.matrix(4, 3, undefined, { type }), { rank: 2 }).values.data)).toBe(0);
      expect(randomizedSvd(lw.matrix(4, 3, undefined, { type }), { tolerance: 0.1 }).values.length).toBe(0);
    }));
});

test("keeps the result alone; bad arguments are named", () => {
  const A = lw.matrix(20, 30, reals(600, 1));
  const before = lw.memory;
  randomizedSvd(A, { rank: 3 }).dispose();
  expect([lw.memory.bytes, lw.memory.arrays]).toEqual([before.bytes, before.arrays]);
  faulty(() => randomizedSvd(A, {}), "ArgumentRangeError", "rank");
  faulty(() => randomizedSvd(A, null as never), "ArgumentTypeError", "options");
  faulty(() => randomizedSvd(3 as never, { rank: 1 }), "ArgumentTypeError", "A");
  faulty(() => randomizedSvd(A, { rank: -1 }), "ArgumentRangeError", "rank");
  faulty(() => randomizedSvd(A, { tolerance: 0 }), "ArgumentRangeError", "tolerance");
  faulty(() => randomizedSvd(A, { rank: 1, oversampling: 0.5 }), "ArgumentRangeError", "oversampling");
  faulty(() => randomizedSvd(A, { rank: 1, iterations: -1 }), "ArgumentRangeError", "iterations");
  faulty(() => randomizedSvd(A, { rank: 1, singlePass: 1 as never }), "ArgumentTypeError", "singlePass");
  faulty(() => randomizedSvd(A, { tolerance: 1, singlePass: true }), "ArgumentRangeError", "singlePass");
  const bad = lw.matrix(2, 2, [1, NaN, 0, 1]);
  faulty(() => randomizedSvd(bad, { rank: 1 }), "ArgumentRangeError", "A");
  bad.dispose();
  expect(lw.memory.arrays).toBe(before.arrays);
  A.dispose();
});
