import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Real } from "../../src/core/types.ts";
import { gemm } from "../../src/kernels/dense.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";
import { matrixSlot } from "../slots.ts";

const transposes = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

const shapes: [m: number, n: number, k: number][] = [
  [0, 0, 0],
  [0, 3, 2],
  [3, 0, 2],
  [3, 2, 0],
  [1, 1, 1],
  [1, 17, 5],
  [17, 1, 5],
  [9, 11, 1],
  [1, 1, 97],
  [2, 3, 4],
  [3, 4, 2],
  [4, 4, 4],
  [4, 8, 3],
  [5, 7, 6],
  [6, 8, 8],
  [6, 9, 7],
  [7, 4, 9],
  [8, 16, 8],
  [11, 13, 17],
  [12, 8, 16],
  [16, 16, 16],
  [31, 33, 29],
  [48, 47, 49],
  [64, 64, 64],
  [97, 5, 3],
  [11, 3, 300],
  [10, 4, 515],
  [5, 1100, 7],
  [700, 530, 1],
  [3, 97, 5],
  [127, 255, 63],
];

/** The cache blocks of the packed product: shapes are made to need more than one of each. */
function blocks(): [rows: number, cols: number, depth: number] {
  const text = readFileSync(new URL("../../assembly/core/tile.ts", import.meta.url), "utf8");
  const sized = (name: string) => Number(new RegExp(`export const ${name}: usize = (\\d+);`).exec(text)?.[1]);
  return [sized("ROWS"), sized("COLS"), sized("DEPTH")];
}

/** The operands of one product with op(A) and op(B) as given, stored transposed where asked. */
function stored(
  type: Real,
  a: number[],
  b: number[],
  [m, n, k]: [number, number, number],
  transposeA: boolean,
  transposeB: boolean,
) {
  return [
    transposeA ? matrixSlot(type, k, m, oracle.transposed(a, m, k)) : matrixSlot(type, m, k, a),
    transposeB ? matrixSlot(type, n, k, oracle.transposed(b, k, n)) : matrixSlot(type, k, n, b),
  ] as const;
}

describe.each(types)("matrix times matrix, %s", (type) => {
  test.each(shapes)("exact on integers, all transposes, alpha and beta, %i x %i x %i", (m, n, k) => {
    const [a, b, c] = [integers(m * k, 1), integers(k * n, 2), integers(m * n, 3)];
    for (const [alpha, beta] of [
      [1, 0],
      [-2, 1],
      [3, -5],
      [0, 2],
      [0, 0],
    ] as const) {
      const want = oracle.gemm(a, b, m, n, k, alpha, beta, c);
      for (const { transposeA, transposeB } of transposes)
        lw.scope(() => {
          const [A, B] = stored(type, a, b, [m, n, k], transposeA, transposeB);
          const C = matrixSlot(type, m, n, c);
          gemm(C.ref, A.ref, B.ref, { alpha, beta, transposeA, transposeB });
          equal(C.read(), want, `C with alpha ${alpha}, beta ${beta}, transposes ${transposeA}, ${transposeB}`);
        });
    }
  });

  test("exact on integers over several cache blocks, all transposes", () => {
    const [rows, cols, depth] = blocks();
    expect(rows * cols * depth).toBeGreaterThan(0);
    const tall: [number, number, number] = [2 * rows + 7, 37, depth + 5];
    const flat: [number, number, number] = [13, cols + 11, 2 * depth + 3];
    for (const [m, n, k] of [tall, flat]) {
      const [a, b, c] = [integers(m * k, 4, 3), integers(k * n, 5, 3), integers(m * n, 6)];
      const want = oracle.gemm(a, b, m, n, k, 2, -1, c);
      for (const { transposeA, transposeB } of transposes)
        lw.scope(() => {
          const [A, B] = stored(type, a, b, [m, n, k], transposeA, transposeB);
          const C = matrixSlot(type, m, n, c);
          gemm(C.ref, A.ref, B.ref, { alpha: 2, beta: -1, transposeA, transposeB });
          equal(C.read(), want, `${m} x ${n} x ${k}, transposes ${transposeA}, ${transposeB}`);
        });
    }
  });

  test.each([
    [5, 7, 9],
    [33, 31, 65],
    [127, 255, 63],
    [64, 96, 300],
  ])("within rounding on reals, %i x %i x %i", (m, n, k) =>
    lw.scope(() => {
      const [a, b, c] = [reals(m * k, 7), reals(k * n, 8), reals(m * n, 9)];
      const [A, B] = [lw.matrix(m, k, a, { type }), lw.matrix(k, n, b, { type })];
      const C = lw.matrix(m, n, c, { type });
      gemm(C, A, B, { alpha: 0.75, beta: -1.5 });
      const bound = oracle.gemm(magnitudes(a), magnitudes(b), m, n, k, 0.75, 1.5, magnitudes(c));
      within(C.data, oracle.gemm(a, b, m, n, k, 0.75, -1.5, c), type, k + 4, bound, "C");
    }),
  );

  test("C v = alpha A (B v) + beta C0 v for a random v, over several blocks of every kind", () =>
    lw.scope(() => {
      const [rows, cols, depth] = blocks();
      const [m, n, k] = [rows + 31, cols + 61, depth + 97];
      const [a, b, c, v] = [reals(m * k, 10), reals(k * n, 11), reals(m * n, 12), reals(n, 13)];
      const C = lw.matrix(m, n, c, { type });
      gemm(C, lw.matrix(m, k, a, { type }), lw.matrix(k, n, b, { type }), { alpha: -0.5, beta: 2 });
      const through = (A: number[], B: number[], x: number[], y: number[], alpha: number, beta: number) =>
        oracle.gemv(A, oracle.gemv(B, x, k, n), m, k, alpha, beta, y);
      const want = through(a, b, v, oracle.gemv(c, v, m, n), -0.5, 2);
      const [p, q, r, s] = [a, b, c, v].map(magnitudes) as [number[], number[], number[], number[]];
      const bound = through(p, q, s, oracle.gemv(r, s, m, n), 0.5, 2);
      within(oracle.gemv(Array.from(C.data), v, m, n), want, type, k, bound, "C v");
    }));

  test.each(shapes)("beta = 0 does not read C, %i x %i x %i", (m, n, k) =>
    lw.scope(() => {
      const [a, b] = [integers(m * k, 1), integers(k * n, 2)];
      const C = lw.matrix(m, n, new Array(m * n).fill(Number.NaN), { type });
      gemm(C, lw.matrix(m, k, a, { type }), lw.matrix(k, n, b, { type }));
      equal(C.data, oracle.gemm(a, b, m, n, k));
    }),
  );

  test.each([
    [3, 3, 3],
    [7, 9, 5],
    [13, 17, 11],
  ])("NaN in A, B or C spoils its row, its column, its entry, %i x %i x %i", (m, n, k) =>
    lw.scope(() => {
      for (const where of ["A", "B", "C"] as const) {
        const [a, b, c] = [integers(m * k, 1), integers(k * n, 2), integers(m * n, 3)];
        const spoiled = { A: a, B: b, C: c }[where];
        spoiled[spoiled.length - 2] = Number.NaN;
        const C = lw.matrix(m, n, c, { type });
        gemm(C, lw.matrix(m, k, a, { type }), lw.matrix(k, n, b, { type }), { beta: 1 });
        equal(C.data, oracle.gemm(a, b, m, n, k, 1, 1, c), `C with NaN in ${where}`);
      }
    }),
  );
});
