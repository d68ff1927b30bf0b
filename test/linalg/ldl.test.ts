import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LDL, ldl, SingularMatrixError } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { definite, eps, integers, magnitudes, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as gallery from "../oracle/gallery.ts";
import { inverseRatio, misfit, norm1, solutionRatio } from "../oracle/ratios.ts";

interface Frozen extends Record<"A" | "B" | "X" | "inverse", number[]> {
  n: number;
  sign: number;
  logDet: number;
  condition: number;
  positive: number;
  negative: number;
}

const frozen: Frozen = JSON.parse(readFileSync(new URL("../fixtures/factor.json", import.meta.url), "utf8")).indefinite;

/** Around the panels and the strips. */
const sizes = [1, 2, 3, 4, 5, 7, 16, 33, 46, 47, 48, 49, 50, 65, 95, 97, 145, 200];
const problems: [name: string, n: number, a: number[]][] = [
  ...sizes.map((n): [string, number, number[]] => ["indefinite", n, gallery.mirrored(reals(n * n, n), n)]),
  ["of a diagonal of zeros", 60, gallery.mirrored(reals(3600, 1), 60).map((v, e) => (e % 61 === 0 ? 0 : v))],
  ["definite", 70, definite(70, 2)],
  ["graded", 60, gallery.mirrored(gallery.graded(reals(3600, 3), 60, 60, 5), 60)],
  ["Hilbert", 12, gallery.hilbert(12, 12)],
  ["Frank, mirrored", 30, gallery.mirrored(gallery.frank(30), 30)],
  ["Wilkinson's tridiagonal", 41, gallery.wilkinson(41)],
  [
    "of a saddle point",
    90,
    gallery.mirrored(reals(8100, 4), 90).map((v, e) => (Math.min(Math.floor(e / 90), e % 90) >= 50 ? 0 : v)),
  ],
];

describe.each(types)("LDL in %s", (type) => {
  test.each(problems)("P A P' = L D L', solutions and inverse to rounding: %s %i", (_, n, a) =>
    lw.scope(() => {
      const A = lw.matrix(n, n, a, { type });
      const F = lw.ldl(A);
      const exact = Array.from(A.data);
      const at = (i: number) => F.permutation[i] as number;
      const PAP = Array.from({ length: n * n }, (_, e) => exact[at(Math.floor(e / n)) * n + at(e % n)] as number);
      const [L, D] = [Array.from(F.L().data), Array.from(F.D().data)];
      const LD = dense.gemm(L, D, n, n, n);
      expect(L.every((v, e) => e % n <= Math.floor(e / n) || v === 0)).toBe(true);
      // L itself may be large, L D L' is not: Higham, SIAM J. Matrix Anal. Appl. 18 (1997) 52-65.
      const ratio = norm1(misfit(PAP, LD, dense.transposed(L, n, n), n, n, n), n, n);
      expect(ratio / (n * eps[type] * norm1(exact, n, n))).toBeLessThan(30);
      const b = integers(n * 3, 5);
      const X = F.solve(lw.matrix(n, 3, b, { type }));
      expect(solutionRatio(exact, X.data, b, n, 3, eps[type])).toBeLessThan(30);
      const x = lw.vector(b.slice(0, n), { type });
      F.solveInto(x);
      expect(solutionRatio(exact, x.data, b.slice(0, n), n, 1, eps[type])).toBeLessThan(30);
      expect(inverseRatio(exact, F.inverse().data, n, eps[type])).toBeLessThan(30);
    }),
  );

  test("reads the lower triangle alone", () =>
    lw.scope(() => {
      const n = 30;
      const a = gallery.mirrored(reals(n * n, 6), n);
      const odd = a.map((v, e) => (e % n > Math.floor(e / n) ? Number.NaN : v));
      const [F, G] = [lw.ldl(lw.matrix(n, n, odd, { type })), lw.ldl(lw.matrix(n, n, a, { type }))];
      equal(F.L().data, G.L().data, "L");
      equal(F.D().data, G.D().data, "D");
    }));

  test("agrees with LAPACK: solutions, inertia, determinant, inverse, condition", () =>
    lw.scope(() => {
      const { n, A, B, X, inverse, sign, logDet, condition, positive, negative } = frozen;
      const F = lw.ldl(lw.matrix(n, n, A, { type }));
      const near = (got: ArrayLike<number>, want: number[], what: string) =>
        within(got, want, type, 20 * condition, new Array(want.length).fill(Math.max(...magnitudes(want))), what);
      near(F.solve(lw.matrix(n, 3, B, { type })).data, X, "X");
      near(F.inverse().data, inverse, "inverse");
      expect(F.inertia()).toEqual({ positive, negative, zero: 0 });
      expect(F.sign).toBe(sign);
      expect(Math.abs(F.logDet() - logDet)).toBeLessThan(n * condition * eps[type]);
      expect(F.condition()).toBeGreaterThan(condition / 3);
      expect(F.condition()).toBeLessThan(condition * 1.001);
    }));

  test("inertia of L D L' is that of D, whatever L", () =>
    lw.scope(() => {
      // D of 1, -1 and (in exact integers) nothing else; L of small integers.
      for (const n of [1, 6, 20]) {
        const L = integers(n * n, n, 1).map((v, e) =>
          e % n > Math.floor(e / n) ? 0 : e % (n + 1) === 0 ? 1 : e % 5 ? 0 : v,
        );
        const D = Array.from({ length: n }, (_, i) => (i % 3 === 1 ? -1 : 1));
        const LD = L.map((v, e) => v * (D[e % n] as number));
        const F = lw.ldl(lw.matrix(n, n, dense.gemm(LD, dense.transposed(L, n, n), n, n, n), { type }));
        const negative = D.filter((v) => v < 0).length;
        expect(F.inertia()).toEqual({ positive: n - negative, negative, zero: 0 });
        expect(F.sign).toBe(negative % 2 === 0 ? 1 : -1);
        expect(F.logDet()).toBeCloseTo(0, type === "f32" ? 3 : 10);
      }
    }));

  test("a zero pivot is named when solving, not before", () =>
    lw.scope(() => {
      const F = lw.ldl(
        lw.matrix(
          [
            [1, 1, 0],
            [1, 1, 0],
            [0, 0, 2],
          ],
          { type },
        ),
      );
      expect(F.inertia()).toEqual({ positive: 2, negative: 0, zero: 1 });
      expect([F.sign, F.logDet(), F.condition()]).toEqual([0, -Infinity, Infinity]);
      const error = thrown(() => F.solve(lw.vector(3, { type })));
      expect(error).toBeInstanceOf(SingularMatrixError);
      expect(error).toMatchObject({ pivot: 1 });
      const zero = lw.ldl(lw.matrix(60, 60, undefined, { type }));
      expect(zero.inertia()).toEqual({ positive: 0, negative: 0, zero: 60 });
      expect(thrown(() => zero.inverse())).toMatchObject({ pivot: 0 });
    }));

  test("0 1; 1 0 has one block of two rows", () =>
    lw.scope(() => {
      const F = lw.ldl(
        lw.matrix(
          [
            [0, 2],
            [2, 0],
          ],
          { type },
        ),
      );
      expect(Array.from(F.D().data)).toEqual([0, 2, 2, 0]);
      expect(Array.from(F.solve(lw.vector([2, 6], { type })).data)).toEqual([3, 1]);
      expect(F.inertia()).toEqual({ positive: 1, negative: 1, zero: 0 });
    }));
});

test("a factorisation holds one matrix and two vectors, and gives them back", () => {
  const A = lw.matrix([
    [1, 2],
    [2, 4],
  ]);
  const before = lw.memory.bytes;
  {
    using F = ldl(A);
    expect(F).toBeInstanceOf(LDL);
    expect(lw.memory.bytes - before).toBe(8 * 8);
  }
  expect(lw.memory.bytes).toBe(before);
  A.dispose();
});

test("nothing by nothing", () =>
  lw.scope(() => {
    const none = lw.ldl(lw.matrix(0, 0));
    expect([none.sign, none.logDet(), none.condition()]).toEqual([1, 0, 0]);
    expect(none.solve(lw.vector(0)).length).toBe(0);
  }));

test("bad arguments are named", () =>
  lw.scope(() => {
    faulty(() => lw.ldl(lw.matrix(2, 3)), "ShapeError", "A");
    faulty(() => lw.ldl(undefined as never), "ArgumentTypeError", "A");
    for (const bad of [Number.NaN, Infinity])
      faulty(
        () =>
          lw.ldl(
            lw.matrix([
              [1, 2],
              [bad, 4],
            ]),
          ),
        "ArgumentRangeError",
        "A",
      );
    const F = lw.ldl(
      lw.matrix([
        [1, 2],
        [2, 3],
      ]),
    );
    faulty(() => F.solve(lw.vector(3)), "ShapeError", "b");
    faulty(() => F.solve(lw.matrix(3, 2)), "ShapeError", "B");
    faulty(() => F.solveInto([1, 2] as never), "ArgumentTypeError", "b");
  }));
