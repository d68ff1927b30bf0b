import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LU, lu, SingularMatrixError } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, integers, magnitudes, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as gallery from "../oracle/gallery.ts";
import { inverseRatio, misfit, norm1, solutionRatio } from "../oracle/ratios.ts";

const { general: frozen } = JSON.parse(
  readFileSync(new URL("../fixtures/factor.json", import.meta.url), "utf8"),
) as Record<string, Record<"A" | "B" | "X" | "Y" | "factors" | "exchanges" | "inverse", number[]> & Facts>;

interface Facts {
  n: number;
  sign: number;
  logDet: number;
  condition: number;
}

/** Around the panels, the recursion and the tiles. */
const sizes = [1, 2, 3, 4, 5, 7, 15, 16, 17, 23, 24, 31, 33, 48, 65, 96, 97, 121, 160, 200];
const problems: [name: string, n: number, a: number[]][] = [
  ...sizes.map((n): [string, number, number[]] => ["random", n, reals(n * n, n)]),
  ["graded", 60, gallery.graded(reals(3600, 1), 60, 60, 6)],
  ["Hilbert", 12, gallery.hilbert(12, 12)],
  ["Frank", 40, gallery.frank(40)],
  ["Wilkinson's tridiagonal", 41, gallery.wilkinson(41)],
  ["of the largest growth", 12, gallery.growth(12)],
  ["upper triangular", 70, reals(4900, 2).map((v, e) => (e % 70 < Math.floor(e / 70) ? 0 : v))],
  [
    "a permutation",
    37,
    Array.from({ length: 37 ** 2 }, (_, e) => (((e % 37) * 5 + 3) % 37 === Math.floor(e / 37) ? 1 : 0)),
  ],
];

describe.each(types)("LU in %s", (type) => {
  test.each(problems)("P A = L U, solutions and inverse to rounding: %s %i", (_, n, a) =>
    lw.scope(() => {
      const A = lw.matrix(n, n, a, { type });
      const F = lw.lu(A);
      const exact = Array.from(A.data);
      const PA = Array.from(
        { length: n * n },
        (_, e) => exact[(F.permutation[Math.floor(e / n)] as number) * n + (e % n)] as number,
      );
      const [L, U] = [F.L().data, F.U().data];
      expect(norm1(misfit(PA, L, U, n, n, n), n, n) / (n * eps[type] * norm1(exact, n, n))).toBeLessThan(30);
      expect(Math.max(...magnitudes(Array.from(L)))).toBe(1);
      const b = integers(n * 3, 5);
      const B = lw.matrix(n, 3, b, { type });
      expect(solutionRatio(exact, F.solve(B).data, b, n, 3, eps[type])).toBeLessThan(30);
      const transposed = dense.transposed(exact, n, n);
      expect(solutionRatio(transposed, F.solve(B, { transpose: true }).data, b, n, 3, eps[type])).toBeLessThan(30);
      const [x, y] = [lw.vector(b.slice(0, n), { type }), lw.vector(b.slice(0, n), { type })];
      F.solveInto(x);
      F.solveInto(y, { transpose: true });
      expect(solutionRatio(exact, x.data, b.slice(0, n), n, 1, eps[type])).toBeLessThan(30);
      expect(solutionRatio(transposed, y.data, b.slice(0, n), n, 1, eps[type])).toBeLessThan(30);
      expect(inverseRatio(exact, F.inverse().data, n, eps[type])).toBeLessThan(30);
    }),
  );

  test("agrees with LAPACK: factors, exchanges, solutions, determinant, inverse, condition", () =>
    lw.scope(() => {
      const { n, A, B, X, Y, factors, exchanges, inverse, sign, logDet, condition } = frozen as typeof frozen & object;
      const F = lw.lu(lw.matrix(n, n, A, { type }));
      const near = (got: ArrayLike<number>, want: number[], units: number, what: string) =>
        within(got, want, type, units, new Array(want.length).fill(Math.max(...magnitudes(want))), what);
      const rows = Array.from({ length: n }, (_, i) => i);
      for (const [i, j] of exchanges.entries()) [rows[i], rows[j]] = [rows[j] as number, rows[i] as number];
      expect(Array.from(F.permutation)).toEqual(rows);
      near(F.factors.data, factors, 500, "L and U");
      near(F.solve(lw.matrix(n, 3, B, { type })).data, X, 20 * condition, "X");
      near(F.solve(lw.matrix(n, 3, B, { type }), { transpose: true }).data, Y, 20 * condition, "Y");
      near(F.inverse().data, inverse, 20 * condition, "inverse");
      expect(F.sign).toBe(sign);
      expect(Math.abs(F.logDet() - logDet)).toBeLessThan(n * condition * eps[type]);
      expect(F.det() / (sign * Math.exp(logDet))).toBeCloseTo(1, type === "f32" ? 2 : 9);
      expect(F.condition()).toBeGreaterThan(condition / 3);
      expect(F.condition()).toBeLessThan(condition * 1.001);
    }));

  test.each([0, 1, 15, 16, 40, 69])("a zero pivot is named when solving, not before: %i", (at) =>
    lw.scope(() => {
      // Column `at` is the sum of two columns before it, or zero: of integers, so that elimination by powers of two is exact.
      const n = 70;
      const a = Array.from({ length: n * n }, (_, e) => {
        const [i, j] = [Math.floor(e / n), e % n];
        return j === at ? (i < at ? 1 : 0) : j === i ? 2 : j > i ? 1 : 0;
      });
      const F = lw.lu(lw.matrix(n, n, a, { type }));
      expect([F.zeroPivot, F.sign, F.logDet(), F.condition()]).toEqual([at, 0, -Infinity, Infinity]);
      expect(F.det()).toBe(0);
      const error = thrown(() => F.solve(lw.vector(n, { type })));
      expect(error).toBeInstanceOf(SingularMatrixError);
      expect(error).toMatchObject({ pivot: at });
      expect(thrown(() => F.inverse())).toMatchObject({ pivot: at });
    }),
  );

  test("the first of two zero pivots", () =>
    lw.scope(() => {
      const n = 40;
      const a = Array.from({ length: n * n }, (_, e) =>
        e % (n + 1) === 0 && e !== 9 * (n + 1) && e !== 30 * (n + 1) ? 1 : 0,
      );
      expect(lw.lu(lw.matrix(n, n, a, { type })).zeroPivot).toBe(9);
    }));

  test("pivots so small that their inverse overflows are divided by", () =>
    lw.scope(() => {
      const tiny = type === "f32" ? 2 ** -140 : 2 ** -1060;
      const F = lw.lu(lw.matrix(2, 2, [2 * tiny, 0, tiny, tiny], { type }));
      expect(Array.from(F.factors.data)).toEqual([2 * tiny, 0, 0.5, tiny]);
    }));
});

test("nothing by nothing, and a determinant with its sign", () =>
  lw.scope(() => {
    const none = lw.lu(lw.matrix(0, 0));
    expect([none.det(), none.sign, none.logDet(), none.zeroPivot, none.condition()]).toEqual([1, 1, 0, undefined, 0]);
    expect(none.solve(lw.vector(0)).length).toBe(0);
    const F = lw.lu(
      lw.matrix([
        [0, 2],
        [3, 0],
      ]),
    );
    expect(F.det()).toBeCloseTo(-6, 12);
  }));

test("a factorisation holds one matrix, and gives it back", () => {
  const A = lw.matrix([
    [1, 2],
    [3, 4],
  ]);
  const before = lw.memory.bytes;
  {
    using F = lu(A);
    expect(F).toBeInstanceOf(LU);
    expect(lw.memory.bytes - before).toBe(32);
  }
  expect(lw.memory.bytes).toBe(before);
  A.dispose();
});

test("bad arguments are named", () =>
  lw.scope(() => {
    faulty(() => lw.lu(lw.matrix(2, 3)), "ShapeError", "A");
    faulty(() => lw.lu(undefined as never), "ArgumentTypeError", "A");
    for (const bad of [Number.NaN, Infinity, -Infinity])
      faulty(
        () =>
          lw.lu(
            lw.matrix([
              [1, 2],
              [bad, 4],
            ]),
          ),
        "ArgumentRangeError",
        "A",
      );
    const F = lw.lu(
      lw.matrix([
        [1, 2],
        [3, 4],
      ]),
    );
    faulty(() => F.solve(lw.vector(3)), "ShapeError", "b");
    faulty(() => F.solve(lw.matrix(3, 2)), "ShapeError", "B");
    faulty(() => F.solve([1, 2] as never), "ArgumentTypeError", "b");
    faulty(() => F.solve(lw.vector(2), { transpose: 1 as never }), "ArgumentTypeError", "transpose");
    faulty(() => F.solve(lw.vector(2), null as never), "ArgumentTypeError", "side");
  }));
