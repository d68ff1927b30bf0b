import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Matrix, Vector } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { integers, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";

/** What every storage of a matrix offers. */
interface Stored {
  matmul(x: Vector): Vector;
  matmul(X: Matrix): Matrix;
  tmatmul(x: Vector): Vector;
  toDense(): Matrix;
}

type Row = "empty" | "full" | "sparse";

/** A matrix whose rows are each empty, full, or hold about a third of their entries. */
function matrixOf(rows: readonly Row[], cols: number, seed: number): number[] {
  const values = integers(rows.length * cols, seed);
  const chosen = integers(rows.length * cols, seed + 1, 3);
  return values.map((v, e) => {
    const row = rows[Math.floor(e / cols)] as Row;
    return row === "full" || (row === "sparse" && chosen[e] === 1) ? v : 0;
  });
}

/** The greatest number of entries that are not zero in `length` places side by side, a row at a time. */
function densest(a: readonly number[], cols: number, length: number): number {
  let most = 0;
  for (let i = 0; i * cols < a.length; i++)
    for (let j = 0; j < cols; j += length)
      most = Math.max(most, a.slice(i * cols + j, i * cols + Math.min(j + length, cols)).filter((v) => v !== 0).length);
  return most;
}

/** The matrix in every format that can hold it. */
function formats(A: Matrix, a: readonly number[]): Record<string, Stored> {
  const csr = lw.sparsify(A);
  const all: Record<string, Stored> = {
    csr,
    csc: csr.toCsc(),
    "bsr of squares": lw.bsrFromDense(A, 4),
    "bsr of 3 x 5": lw.bsrFromDense(A, [3, 5]),
    "bsr from csr": lw.bsrFromCsr(csr, 2),
    "constant fan-in": lw.faninFromDense(A, densest(a, A.cols, Math.max(A.cols, 1))),
  };
  for (const m of [4, 8]) {
    const n = densest(a, A.cols, m);
    if (n > 0 && lw.isNM(A, n, m)) all[`${n}:${m}`] = lw.nm(A, n, m);
  }
  return all;
}

describe.each(types)("all formats of %s", (type) => {
  test("hold the same matrix and give the dense product, on random patterns", () => {
    const seen = new Set<string>();
    const rows = fc.array(fc.constantFrom<Row>("empty", "full", "sparse", "sparse"), { maxLength: 14 });
    fc.assert(
      fc.property(rows, fc.nat(20), fc.integer({ min: 1, max: 19 }), fc.nat(1e6), (kinds, cols, k, seed) =>
        lw.scope(() => {
          const m = kinds.length;
          const a = matrixOf(kinds, cols, seed);
          const [x, u, v] = [integers(cols * k, seed + 2), integers(cols, seed + 3), integers(m, seed + 4)];
          const want = {
            mm: dense.gemm(a, x, m, k, cols),
            mv: dense.gemv(a, u, m, cols),
            tmv: dense.gemv(dense.transposed(a, m, cols), v, cols, m),
          };
          const [A, X] = [lw.matrix(m, cols, a, { type }), lw.matrix(cols, k, x, { type })];
          for (const [name, S] of Object.entries(formats(A, a))) {
            seen.add(name.replace(/^\d:/, "N:"));
            equal(S.toDense().data, a, `${name}: entries`);
            equal(S.matmul(X).data, want.mm, `${name}: A X`);
            equal(S.matmul(lw.vector(u, { type })).data, want.mv, `${name}: A x`);
            equal(S.tmatmul(lw.vector(v, { type })).data, want.tmv, `${name}: A' x`);
          }
        }),
      ),
      { numRuns: 150 },
    );
    expect([...seen].sort()).toEqual(
      ["N:4", "N:8", "bsr from csr", "bsr of 3 x 5", "bsr of squares", "constant fan-in", "csc", "csr"].sort(),
    );
  });

  test.each([
    ["no entry at all", 5, 7, () => 0],
    ["one column", 6, 1, (e: number) => e - 2],
    ["one row", 1, 9, (e: number) => (e % 2 === 0 ? e + 1 : 0)],
    ["all entries", 4, 8, (e: number) => e + 1],
  ] as const)("%s", (_, m, n, entry) =>
    lw.scope(() => {
      const a = Array.from({ length: m * n }, (_, e) => entry(e));
      const A = lw.matrix(m, n, a, { type });
      const x = integers(n * 3, 1);
      const X = lw.matrix(n, 3, x, { type });
      for (const [name, S] of Object.entries(formats(A, a))) {
        equal(S.toDense().data, a, `${name}: entries`);
        equal(S.matmul(X).data, dense.gemm(a, x, m, 3, n), `${name}: A X`);
      }
    }),
  );
});
