import { describe, expect, test } from "vitest";
import { GrowingCholesky, growingCholesky, type Matrix, NotPositiveDefiniteError } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { definite, eps, integers, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import { residualRatio, solutionRatio } from "../oracle/ratios.ts";

const sizes = [1, 2, 3, 4, 5, 8, 23, 64, 101];
/** ||A - L*L'|| / (n eps ||A||) */
const ratio = (A: number[], { data, rows: n }: Matrix, unit: number) =>
  residualRatio(A, data, dense.transposed(Array.from(data), n, n), n, n, n, unit);
/** A + sign * X X' for X of n x k. */
const changed = (A: number[], X: number[], n: number, k: number, sign: number) =>
  dense.gemm(X, dense.transposed(X, n, k), n, n, k, sign, 1, A);
/** A without row and column `at`. */
const without = (A: number[], n: number, at: number) => A.filter((_, e) => e % n !== at && Math.floor(e / n) !== at);
/** The leading m x m of an n x n matrix. */
const leading = (A: number[], n: number, m: number) => A.filter((_, e) => e % n < m && Math.floor(e / n) < m);

describe.each(types)("changes of a Cholesky factor in %s", (type) => {
  test.each(sizes)("A + X X' and back, of one vector and of three, n = %i", (n) =>
    lw.scope(() => {
      const a = definite(n, n);
      for (const k of [1, 3]) {
        const x = integers(n * k, 2, 5);
        const F = lw.cholesky(lw.matrix(n, n, a, { type }));
        const X = k === 1 ? lw.vector(x, { type }) : lw.matrix(n, k, x, { type });
        const more = changed(a, x, n, k, 1);
        F.update(X);
        equal(X.data, x, "X is left alone");
        expect(ratio(more, F.L, eps[type])).toBeLessThan(30);
        expect(F.L.data.every((v, e) => e % n <= Math.floor(e / n) || v === 0)).toBe(true);
        F.downdate(X);
        // Errors are those of the larger matrix.
        expect(ratio(a, F.L, eps[type] * (1 + k * 25))).toBeLessThan(30);
        const b = integers(n, 3);
        const y = F.solve(lw.vector(b, { type })).data;
        expect(solutionRatio(a, y, b, n, 1, eps[type] * (1 + k * 25))).toBeLessThan(30);
      }
    }),
  );

  test.each([1, 2, 4, 7, 33])("a difference that is not definite names its pivot and changes nothing, n = %i", (n) =>
    lw.scope(() => {
      for (const at of [0, n >> 1, n - 1]) {
        // 4 I - x x' with x = 1 at one place and 2 or 3 at a later one: the minor of that place is the first to fail.
        const a = Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 4 : 0));
        const F = lw.cholesky(lw.matrix(n, n, a, { type }));
        const before = F.L.toArray();
        for (const entry of [2, 3]) {
          const x = Array.from({ length: n }, (_, i) => (i === at ? entry : i === 0 ? 1 : 0));
          const error = thrown(() => F.downdate(lw.vector(x, { type })));
          expect(error).toBeInstanceOf(NotPositiveDefiniteError);
          expect(error).toMatchObject({ pivot: at });
          equal(F.L.data, before, "L");
          const X = lw.matrix(
            n,
            2,
            x.flatMap((v) => [0.5, v]),
            { type },
          );
          expect(thrown(() => F.downdate(X))).toBeInstanceOf(NotPositiveDefiniteError);
          equal(F.L.data, before, "L after the second of two vectors failed");
        }
      }
    }),
  );

  test.each(sizes)("rows appended in parts are those of the whole, and removed ones are gone, n = %i", (n) =>
    lw.scope(() => {
      const a = definite(n, 4);
      const F = growingCholesky(lw.matrix(0, 0, undefined, { type }), { capacity: n + 3 });
      for (let from = 0, step = 1; from < n; from += step, step = Math.min(step * 3, n - from)) {
        const to = Math.min(from + step, n);
        const rows = Array.from(
          { length: (to - from) * to },
          (_, e) => a[(from + Math.floor(e / to)) * n + (e % to)] as number,
        );
        F.append(lw.matrix(to - from, to, rows, { type }));
        step = to - from;
      }
      expect([F.rows, F.capacity]).toEqual([n, n + 3]);
      expect(ratio(a, F.L(), eps[type])).toBeLessThan(30);
      expect(Math.abs(F.logDet() / lw.cholesky(lw.matrix(n, n, a, { type })).logDet() - 1)).toBeLessThan(
        50 * n * eps[type],
      );
      const b = integers(n * 2, 5);
      const [x, X] = [F.solve(lw.vector(b.slice(0, n), { type })), F.solve(lw.matrix(n, 2, b, { type }))];
      expect(solutionRatio(a, x.data, b.slice(0, n), n, 1, eps[type])).toBeLessThan(30);
      expect(solutionRatio(a, X.data, b, n, 2, eps[type])).toBeLessThan(30);
      let left = a;
      for (let m = n, at = n >> 1; m > Math.max(0, n - 4); m--, at = (at * 7 + 3) % m) {
        F.remove(at);
        left = without(left, m, at);
        if (m > 1) expect(ratio(left, F.L(), eps[type])).toBeLessThan(30);
      }
      expect(F.rows).toBe(Math.max(0, n - 4));
    }),
  );

  test("a row that makes A indefinite names its pivot and changes nothing", () =>
    lw.scope(() => {
      const n = 40;
      const a = definite(n, 6);
      const F = growingCholesky(lw.matrix(37, 37, leading(a, n, 37), { type }), { capacity: n });
      const before = F.L().toArray();
      const rows = a.slice(37 * n).map((v, e) => (e === n + 38 ? -1 : v));
      const error = thrown(() => F.append(lw.matrix(3, n, rows, { type })));
      expect(error).toBeInstanceOf(NotPositiveDefiniteError);
      expect(error).toMatchObject({ pivot: 38 });
      equal(F.L().data, before, "L");
      F.append(lw.matrix(3, n, a.slice(37 * n), { type }));
      expect(ratio(a, F.L(), eps[type])).toBeLessThan(30);
      expect(F.condition()).toBeGreaterThan(1);
    }));
});

test("growing reserves nothing", () => {
  const A = lw.matrix([
    [4, 1],
    [1, 3],
  ]);
  const row = lw.matrix([[1, 1, 9]]);
  const before = lw.memory;
  const F = growingCholesky(A, { capacity: 5 });
  expect(F).toBeInstanceOf(GrowingCholesky);
  const held = lw.memory.bytes;
  expect(held - before.bytes).toBe(25 * 8);
  F.append(row);
  F.remove(0);
  expect(lw.memory.bytes).toBe(held);
  F.dispose();
  expect(lw.memory.bytes).toBe(before.bytes);
  A.dispose();
  row.dispose();
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const F = growingCholesky(
      lw.matrix([
        [4, 1],
        [1, 3],
      ]),
      { capacity: 3 },
    );
    faulty(() => F.append(lw.matrix(1, 2)), "ShapeError", "rows");
    faulty(() => F.append(lw.matrix([[0, 0, Number.NaN]])), "ArgumentRangeError", "rows[2]");
    faulty(
      () =>
        F.append(
          lw.matrix([
            [0, 0, 1, 0],
            [0, 0, 0, 1],
          ]),
        ),
      "ArgumentRangeError",
      "rows",
    );
    faulty(() => F.remove(2), "ArgumentRangeError", "at");
    faulty(() => F.remove(0.5), "ArgumentRangeError", "at");
    faulty(() => growingCholesky(lw.matrix(2, 3)), "ShapeError", "A");
    faulty(() => growingCholesky(lw.matrix(2, 2), { capacity: 1 }), "ArgumentRangeError", "capacity");
    faulty(() => growingCholesky(lw.matrix([[Infinity]])), "ArgumentRangeError", "A[0]");
    const G = lw.cholesky(
      lw.matrix([
        [4, 1],
        [1, 3],
      ]),
    );
    faulty(() => G.update(lw.vector(3)), "ShapeError", "x");
    faulty(() => G.downdate(lw.matrix(3, 1)), "ShapeError", "x");
    faulty(() => G.update([1, 2] as never), "ArgumentTypeError", "x");
    faulty(() => G.update(lw.vector([1, Infinity])), "ArgumentRangeError", "x[1]");
    faulty(() => G.downdate(lw.vector([Number.NaN, 0])), "ArgumentRangeError", "x[0]");
  }));
