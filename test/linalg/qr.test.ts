import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Matrix, type QR, qr, SingularMatrixError } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as gallery from "../oracle/gallery.ts";
import { norm1, orthogonalityRatio, residualRatio } from "../oracle/ratios.ts";

/** A problem and what LAPACK makes of it. */
interface Frozen extends Record<"A" | "B" | "X" | "pivots" | "diagonal", number[]> {
  m: number;
  n: number;
  rank: number;
  condition: number;
}

const frozen: { problems: Frozen[] } = JSON.parse(
  readFileSync(new URL("../fixtures/qr-lapack.json", import.meta.url), "utf8"),
);

/** Around the recursion, the block width and the gemm's tiles. */
const shapes: [m: number, n: number][] = [
  [0, 0],
  [0, 3],
  [3, 0],
  [1, 1],
  [1, 5],
  [5, 1],
  [2, 2],
  [3, 3],
  [7, 4],
  [4, 7],
  [13, 13],
  [47, 47],
  [48, 48],
  [49, 49],
  [97, 50],
  [50, 97],
  [131, 101],
  [200, 200],
];

const problems: [name: string, m: number, n: number, a: number[]][] = [
  ...shapes.map(([m, n]): [string, number, number, number[]] => ["random", m, n, reals(m * n, m + 3 * n)]),
  ["graded", 90, 60, gallery.graded(reals(90 * 60, 1), 90, 60, 12)],
  ["rank 11", 70, 60, gallery.lowRank(reals(70 * 11, 2), reals(11 * 60, 3), 70, 60, 11)],
  ["zero", 9, 6, new Array(54).fill(0)],
  ["Hilbert", 60, 50, gallery.hilbert(60, 50)],
  ["Kahan", 100, 100, gallery.kahan(100)],
  ["Frank", 60, 60, gallery.frank(60)],
  ["tiny", 12, 8, reals(96, 4).map((v) => v * 2 ** -140)],
  ["huge", 12, 8, reals(96, 5).map((v) => v * 2 ** 120)],
];

/** A's columns in the order of the pivots. */
const permuted = (a: ArrayLike<number>, m: number, n: number, pivots?: Uint32Array): number[] =>
  Array.from({ length: m * n }, (_, e) => {
    const j = e % n;
    return a[e - j + (pivots ? (pivots[j] as number) : j)] as number;
  });

describe.each(types)("QR in %s", (type) => {
  describe.each([false, true])("with pivoting: %s", (pivot) => {
    test.each(problems)("A P = Q R and Q'Q = I to rounding: %s %i x %i", (name, m, n, a) =>
      lw.scope(() => {
        const A = lw.matrix(m, n, a, { type });
        const F = lw.qr(A, { pivot });
        const k = Math.min(m, n);
        const [Q, full] = [F.Q(), F.Q({ full: true })];
        expect([Q.rows, Q.cols, full.rows, full.cols, F.R.rows, F.R.cols]).toEqual([m, k, m, m, k, n]);
        const AP = permuted(A.data, m, n, F.pivots);
        // Subnormal numbers are as far apart as 1e-45 however small they are.
        const slack = name === "tiny" && type === "f32" ? 2 ** 12 : 1;
        expect(residualRatio(AP, Q.data, F.R.data, m, n, k, eps[type] * slack)).toBeLessThan(30);
        expect(orthogonalityRatio(Q.data, m, k, eps[type])).toBeLessThan(30);
        expect(orthogonalityRatio(full.data, m, m, eps[type])).toBeLessThan(30);
        expect(F.R.data.every((v, e) => e % n >= Math.floor(e / n) || v === 0)).toBe(true);
        const thin = Array.from(full.data).filter((_, e) => e % m < k);
        within(thin, Array.from(Q.data), type, 30 * m, new Array(m * k).fill(1), "thin and full Q");
        if (!pivot) return expect(F.pivots).toBeUndefined();
        expect(Array.from(F.pivots as Uint32Array).sort((p, q) => p - q)).toEqual(
          Array.from({ length: n }, (_, i) => i),
        );
        const size = (i: number) => Math.abs(F.R.data[i * (n + 1)] as number);
        for (let i = 1; i < k; i++) expect(size(i)).toBeLessThanOrEqual(size(i - 1) * (1 + 1e-3) + 1e-6 * size(0));
      }),
    );
  });

  test("Q and Q' from the left and from the right are the Q that is formed", () =>
    lw.scope(() => {
      for (const [m, n] of [
        [1, 1],
        [9, 4],
        [4, 9],
        [130, 70],
      ] as const) {
        const F = lw.qr(lw.matrix(m, n, reals(m * n, 6), { type }));
        const Q = F.Q({ full: true });
        for (const p of [0, 1, 2, 19]) {
          const [B, C] = [lw.matrix(m, p, reals(m * p, 7), { type }), lw.matrix(p, m, reals(m * p, 8), { type })];
          const same = (got: Matrix, want: Matrix) =>
            within(got.data, Array.from(want.data), type, 60 * m, new Array(m * p).fill(1));
          same(F.applyQ(B), Q.matmul(B));
          same(F.applyQt(B), Q.matmul(B, { transposeA: true }));
          same(F.applyQ(C, { right: true }), C.matmul(Q));
          same(F.applyQt(C, { right: true }), C.matmul(Q, { transposeB: true }));
        }
        const b = lw.vector(reals(m, 9), { type });
        const vectors = [
          [F.applyQ(b), Q.matmul(b)],
          [F.applyQt(b), Q.matmul(b, { transposeA: true })],
          [F.applyQ(b, { right: true }), Q.matmul(b, { transposeA: true })],
          [F.applyQt(b, { right: true }), Q.matmul(b)],
        ] as const;
        for (const [got, want] of vectors)
          within(got.data, Array.from(want.data), type, 60 * m, new Array(m).fill(1), "vector");
      }
    }));

  test.each(frozen.problems)("agrees with LAPACK: $m x $n of rank $rank", (p: Frozen) =>
    lw.scope(() => {
      const { m, n, rank, A, B, X, pivots, diagonal, condition } = p;
      const F = lw.qr(lw.matrix(m, n, A, { type }), { pivot: true });
      expect(F.rank).toBe(rank);
      expect(Array.from(F.pivots as Uint32Array).slice(0, rank)).toEqual(pivots.slice(0, rank));
      const got = Array.from({ length: rank }, (_, i) => Math.abs(F.R.data[i * (n + 1)] as number));
      within(got, diagonal.slice(0, rank), type, 40, new Array(rank).fill(diagonal[0]), "|R_ii|");
      const size = new Array(n * 3).fill(Math.max(...X.map(Math.abs)));
      const right = lw.matrix(m, 3, B, { type });
      within(F.solve(right).data, X, type, 40 * n * condition, size, "X by pivoting");
      if (rank === Math.min(m, n)) {
        const G = lw.qr(lw.matrix(m, n, A, { type }));
        within(G.solve(right).data, X, type, 40 * n * condition, size, "X");
        const b = lw.vector(
          B.filter((_, e) => e % 3 === 1),
          { type },
        );
        const x = X.filter((_, e) => e % 3 === 1);
        within(G.solve(b).data, x, type, 40 * n * condition, size, "x");
      }
    }),
  );

  test("the rank of products of thin matrices, and a tolerance of one's own", () =>
    lw.scope(() => {
      for (const [m, n, rank] of [
        [40, 30, 1],
        [30, 80, 7],
        [200, 120, 60],
      ] as const) {
        const a = gallery.lowRank(reals(m * rank, 10), reals(rank * n, 11), m, n, rank);
        expect(lw.qr(lw.matrix(m, n, a, { type }), { pivot: true }).rank).toBe(rank);
      }
      const D = lw.matrix(3, 3, [1e-3, 0, 0, 0, 1, 0, 0, 0, 1e-2], { type });
      const rank = (tolerance: number) => lw.qr(D, { pivot: true, tolerance }).rank;
      expect([rank(1e-1), rank(5e-3), rank(5e-4), rank(2)]).toEqual([1, 2, 3, 0]);
      expect(lw.qr(lw.matrix(4, 3, undefined, { type }), { pivot: true }).rank).toBe(0);
    }));

  test("solve leaves a misfit orthogonal to the columns, and of rank 0 gives 0", () =>
    lw.scope(() => {
      const [m, n] = [90, 60];
      const A = lw.matrix(m, n, reals(m * n, 12), { type });
      const b = lw.vector(reals(m, 13), { type });
      for (const pivot of [false, true]) {
        const x = lw.qr(A, { pivot }).solve(b);
        const fit = A.matmul(x);
        const misfit = lw.vector(
          b.data.map((v, i) => v - (fit.data[i] as number)),
          { type },
        );
        const slope = A.matmul(misfit, { transposeA: true });
        for (const v of slope.data) expect(Math.abs(v)).toBeLessThan(30 * m * eps[type]);
      }
      const zero = lw.qr(lw.matrix(4, 3, new Array(12).fill(0), { type }), { pivot: true });
      expect(Array.from(zero.solve(lw.vector([1, 2, 3, 4], { type })).data)).toEqual([0, 0, 0]);
      expect(zero.condition()).toBe(0);
    }));

  test("of all solutions of a wide system the one of least norm", () =>
    lw.scope(() => {
      const [m, n] = [30, 70];
      const a = reals(m * n, 14);
      const A = lw.matrix(m, n, a, { type });
      // A'y is in the row space, so it is the shortest of all that A takes where it takes it.
      const want = A.matmul(lw.vector(reals(m, 15), { type }), { transposeA: true });
      const b = A.matmul(want);
      for (const pivot of [false, true]) {
        const out = lw.vector(n, { type });
        lw.qr(A, { pivot }).solveInto(out, b);
        within(out.data, Array.from(want.data), type, 3000, new Array(n).fill(3), "x");
      }
    }));

  test("log |det A| and the condition number", () =>
    lw.scope(() => {
      const frank = lw.matrix(6, 6, gallery.frank(6), { type });
      for (const pivot of [false, true])
        expect(Math.abs(lw.qr(frank, { pivot }).logDet())).toBeLessThan(1e5 * eps[type]);
      faulty(() => lw.qr(lw.matrix(3, 2, integers(6, 1), { type })).logDet(), "ShapeError", "A");
      // diag(1, 2, .., 8) has 8, whichever way it is counted; the inverse of 1, -1 on two diagonals is all ones above them.
      const diagonal = Array.from({ length: 64 }, (_, e) => (e % 9 === 0 ? e / 9 + 1 : 0));
      expect(lw.qr(lw.matrix(8, 8, diagonal, { type })).condition()).toBeCloseTo(8, 4);
      const ones = Array.from({ length: 64 }, (_, e) => (e % 9 === 0 ? 1 : e % 9 === 1 ? -1 : 0));
      expect(lw.qr(lw.matrix(8, 8, ones, { type })).condition()).toBeCloseTo(16, 4);
      const singular = lw.matrix(2, 2, [1, 1, 0, 0], { type });
      expect(lw.qr(singular).condition()).toBe(Infinity);
      expect(thrown(() => lw.qr(singular).solve(lw.vector([1, 1], { type })))).toBeInstanceOf(SingularMatrixError);
    }));

  test("holds what it says and gives it back", () => {
    for (const [m, n, pivot, rank] of [
      [70, 20, false, 20],
      [70, 20, true, 20],
      [20, 70, false, 20],
    ] as const) {
      const A = lw.matrix(m, n, reals(m * n, 16), { type });
      const before = lw.memory;
      const F: QR = lw.qr(A, { pivot });
      const [k, size] = [Math.min(m, n), type === "f32" ? 4 : 8];
      const more = rank < n ? rank * n + 48 * rank + rank * rank : 0;
      expect(lw.memory.bytes - before.bytes).toBe((k * m + 48 * k + k * n + more) * size);
      F.dispose();
      expect([lw.memory.bytes, lw.memory.arrays]).toEqual([before.bytes, before.arrays]);
      A.dispose();
    }
    const F = lw.scope(() => lw.qr(lw.matrix(3, 5, integers(15, 2), { type })));
    expect(norm1(F.R.data, 3, 5)).toBeGreaterThan(0);
    lw.scope(() => expect(F.solve(lw.vector([1, 2, 3], { type })).length).toBe(5));
    F.dispose();
  });
});

test("bad arguments are named, and nothing is kept", () =>
  lw.scope(() => {
    const A = lw.matrix(3, 2, integers(6, 6));
    const F = lw.qr(A);
    const [b2, b3, M] = [lw.vector(2), lw.vector(3), lw.matrix(3, 2)];
    const before = lw.memory.arrays;
    for (const bad of [NaN, Infinity, -Infinity]) {
      const B = lw.matrix(1, 2, [1, bad]);
      faulty(() => lw.qr(B), "ArgumentRangeError", "A");
      B.dispose();
    }
    faulty(() => lw.qr(null as never), "ArgumentTypeError", "A");
    faulty(() => qr([[1]] as never), "ArgumentTypeError", "A");
    faulty(() => lw.qr(A, null as never), "ArgumentTypeError", "options");
    faulty(() => lw.qr(A, { pivot: 1 as never }), "ArgumentTypeError", "pivot");
    faulty(() => lw.qr(A, { tolerance: -1 }), "ArgumentRangeError", "tolerance");
    faulty(() => F.solve(b2), "ShapeError", "b");
    faulty(() => F.solve([1] as never), "ArgumentTypeError", "b");
    faulty(() => F.solveInto(b3, b3), "ShapeError", "out");
    faulty(() => F.solveInto(M, b3), "ArgumentTypeError", "out");
    faulty(() => F.solveInto(b2, M), "ArgumentTypeError", "out");
    faulty(() => F.applyQ(b2), "ShapeError", "C");
    faulty(() => F.applyQt(M, { right: true }), "ShapeError", "C");
    faulty(() => F.applyQt(M, { right: 1 as never }), "ArgumentTypeError", "right");
    faulty(() => F.Q({ full: 0 as never }), "ArgumentTypeError", "full");
    expect(lw.memory.arrays).toBe(before);
  }));
