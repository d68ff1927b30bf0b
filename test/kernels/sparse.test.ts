import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CsrMatrix } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { integers, reals, sparse, types, words } from "../data.ts";
import { lw } from "../instance.ts";
import type { Csr } from "../oracle/csr.ts";
import { dense } from "../oracle/csr.ts";
import { gemm, transposed } from "../oracle/dense.ts";
import * as oracle from "../oracle/sparse.ts";

/** The same places, and numbers that compare. */
function same(
  got: CsrMatrix,
  want: Csr,
  what: string,
  numbers = (a: ArrayLike<number>) => equal(a, want.values, `${what}: values`),
) {
  expect([got.rows, got.cols, got.nnz], what).toEqual([want.rows, want.cols, want.values.length]);
  equal(got.indptr, want.indptr, `${what}: indptr`);
  equal(got.indices, want.indices, `${what}: indices`);
  numbers(got.values);
}

/** Patterns with empty rows, full rows, one column, no entries at all. */
const shape = fc.record({
  m: fc.integer({ min: 0, max: 40 }),
  k: fc.constantFrom(0, 1, 2, 7, 40, 90),
  n: fc.constantFrom(0, 1, 3, 31, 64, 65, 200),
  p: fc.constantFrom(0, 0.02, 0.1, 0.5, 1),
  q: fc.constantFrom(0, 0.02, 0.1, 0.5, 1),
  seed: fc.nat(1e6),
});
const fixture = JSON.parse(readFileSync(new URL("../fixtures/sparse.json", import.meta.url), "utf8"));

describe.each(types)("sparse matrices of %s", (type) => {
  const csr = (input: Csr) => lw.csr({ ...input, type });

  test("products, sums, transposes agree with the definition on random patterns", () => {
    fc.assert(
      fc.property(shape, ({ m, k, n, p, q, seed }) =>
        lw.scope(() => {
          const [a, b, c] = [sparse(m, k, p, seed), sparse(k, n, q, seed + 1), sparse(m, k, q, seed + 2)];
          const [A, B, C] = [csr(a), csr(b), csr(c)];
          const product = A.matmul(B);
          same(product, oracle.multiply(a, b), "A B");
          equal(product.toDense().data, gemm(dense(a), dense(b), m, n, k), "A B, dense");
          same(A.add(C), oracle.add(a, c, 1, 1), "A + C");
          same(A.add(C, { alpha: -3, beta: 2 }), oracle.add(a, c, -3, 2), "2 C - 3 A");
          same(A.transpose(), oracle.transposed(a), "A'");
          same(A.transpose().transpose(), a, "A''");
          same(A.clone(), a, "a copy");
        }),
      ),
      { numRuns: 200 },
    );
  });

  test("parts, scaling and diagonals agree with the definition on random patterns", () => {
    fc.assert(
      fc.property(shape, ({ m, n, p, seed }) =>
        lw.scope(() => {
          const a = sparse(m, n, p, seed);
          const A = csr(a);
          const next = words(seed);
          const between = (end: number) =>
            [next() % (end + 1), next() % (end + 1)].sort((x, y) => x - y) as [number, number];
          const [[r0, r1], [c0, c1]] = [between(m), between(n)];
          same(A.slice(r0, r1, c0, c1), oracle.slice(a, r0, r1, c0, c1), "a part");
          same(A.slice(r0), oracle.slice(a, r0, m, 0, n), "last rows");
          const [r, s] = [integers(m, seed + 1), integers(n, seed + 2)];
          same(
            A.scaleRows(lw.vector(r, { type })),
            oracle.mapped(a, (i, _, v) => r[i]! * v),
            "rows scaled",
          );
          same(
            A.scaleCols(lw.vector(s, { type })),
            oracle.mapped(a, (_, j, v) => s[j]! * v),
            "columns scaled",
          );
          const full = dense(a);
          equal(
            A.diagonal().data,
            Array.from({ length: Math.min(m, n) }, (_, i) => full[i * n + i]!),
            "diagonal",
          );
        }),
      ),
      { numRuns: 200 },
    );
  });

  test("entries in any order, several to a place, are sorted and summed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 9, 300),
        fc.constantFrom(1, 2, 5, 2048, 2049, 5_000_000),
        fc.integer({ min: 0, max: 400 }),
        fc.nat(1e6),
        (rows, cols, count, seed) =>
          lw.scope(() => {
            const next = words(seed);
            const few = Array.from({ length: 7 }, () => next() % cols);
            const entries = integers(count, seed).map(
              (v) => [next() % rows, next() & 1 ? few[next() % 7]! : next() % cols, v] as const,
            );
            const A = lw.coo({
              rows,
              cols,
              type,
              rowIndices: entries.map(([i]) => i),
              colIndices: entries.map(([, j]) => j),
              values: entries.map(([, , v]) => v),
            });
            same(A, oracle.fromEntries(rows, cols, entries), "entries");
          }),
      ),
      { numRuns: 200 },
    );
  });

  test("a product sampled at the places of a mask", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9, 33),
        fc.constantFrom(0, 0.1, 0.6, 1),
        fc.nat(1e6),
        (m, n, k, density, seed) =>
          lw.scope(() => {
            const s = sparse(m, n, density, seed);
            const [a, b] = [integers(m * k, seed + 1), integers(n * k, seed + 2)];
            const full = gemm(a, transposed(b, n, k), m, n, k);
            const [S, A, B] = [csr(s), lw.matrix(m, k, a, { type }), lw.matrix(n, k, b, { type })];
            same(
              lw.sddmm(S, A, B),
              oracle.mapped(s, (i, j) => full[i * n + j]!),
              "A B' at S",
            );
            const want = oracle.mapped(s, (i, j, v) => -2 * full[i * n + j]! * v);
            same(lw.sddmm(S, A, B, { alpha: -2, weighted: true }), want, "-2 A B' times S");
          }),
      ),
      { numRuns: 200 },
    );
  });

  /** Rows of at most `count` columns each, multiples of `step` below `cols`. */
  const scattered = (rows: number, cols: number, count: number, seed: number, step = 1): Csr => {
    const next = words(seed);
    const column = () => (next() % Math.floor(cols / step)) * step;
    const all = Array.from({ length: rows }, () => new Set(Array.from({ length: count }, column)));
    const indices = all.flatMap((row) => [...row].sort((x, y) => x - y));
    const indptr = [0];
    for (const row of all) indptr.push(indptr.at(-1)! + row.size);
    return { rows, cols, indptr, indices, values: integers(indices.length, seed + 1) };
  };

  test.each([
    ["few products a row", 20, 1000, 3, 1],
    ["long rows of close columns", 20, 500, 200, 1],
    ["long rows of columns far apart", 20, 60_000, 60, 1],
    ["the widest dense accumulator", 9, 2 ** 20, 70, 1],
    ["a hash table for a wider matrix", 9, 2 ** 20 + 1, 70, 1],
    ["a hash table, short rows", 30, 3_000_000, 2, 1],
    ["a hash table, columns at equal steps", 9, 2 ** 32 - 1, 40, 2 ** 20],
  ])("product with %s", (_, k, n, count, step) =>
    lw.scope(() => {
      const [a, b] = [sparse(25, k, 0.3, 1), scattered(k, n, count, 2, step)];
      same(csr(a).matmul(csr(b)), oracle.multiply(a, b), "A B");
    }),
  );

  test("one call after another of any kind leaves nothing behind in the accumulators", () =>
    lw.scope(() => {
      const a = sparse(30, 30, 0.4, 5);
      const [close, far] = [scattered(30, 400, 90, 6), scattered(30, 90_000, 50, 7)];
      for (let round = 0; round < 3; round++) {
        same(csr(a).matmul(csr(close)), oracle.multiply(a, close), "close");
        same(csr(a).matmul(csr(far)), oracle.multiply(a, far), "far");
        same(csr(a).matmul(csr(a)), oracle.multiply(a, a), "square");
      }
    }));

  test("products and samples of reals are within rounding", () =>
    lw.scope(() => {
      const [a, b] = [sparse(60, 80, 0.3, 1, reals), sparse(80, 70, 0.4, 2, reals)];
      const size = (x: Csr): Csr => ({ ...x, values: x.values.map(Math.abs) });
      const [want, bound] = [oracle.multiply(a, b), oracle.multiply(size(a), size(b)).values];
      same(csr(a).matmul(csr(b)), want, "A B", (got) => within(got, want.values, type, 82, bound));
      const [u, v] = [reals(60 * 37, 3), reals(80 * 37, 4)];
      const full = gemm(u, transposed(v, 80, 37), 60, 80, 37);
      const most = gemm(u.map(Math.abs), transposed(v.map(Math.abs), 80, 37), 60, 80, 37);
      const sampled = oracle.mapped(a, (i, j, w) => w * full[i * 80 + j]!);
      const limit = oracle.mapped(a, (i, j, w) => Math.abs(w) * most[i * 80 + j]!).values;
      const S = lw.sddmm(csr(a), lw.matrix(60, 37, u, { type }), lw.matrix(80, 37, v, { type }), { weighted: true });
      same(S, sampled, "A B' at S", (got) => within(got, sampled.values, type, 40, limit));
    }));

  test("what cancels stays stored, NaN and infinities go where they belong", () =>
    lw.scope(() => {
      const a = csr({ rows: 2, cols: 2, indptr: [0, 2, 3], indices: [0, 1, 1], values: [1, -1, 2] });
      const b = csr({ rows: 2, cols: 2, indptr: [0, 2, 3], indices: [0, 1, 1], values: [5, 3, 3] });
      const product = a.matmul(b);
      same(product, { rows: 2, cols: 2, indptr: [0, 2, 3], indices: [0, 1, 1], values: [5, 0, 6] }, "A B");
      same(
        a.add(a, { beta: -1 }),
        { rows: 2, cols: 2, indptr: [0, 2, 3], indices: [0, 1, 1], values: [0, 0, 0] },
        "A - A",
      );
      b.values[1] = Number.NaN;
      b.values[2] = Number.POSITIVE_INFINITY;
      equal(a.matmul(b).values, [5, Number.NaN, Number.POSITIVE_INFINITY]);
    }));

  test("agrees with SciPy", () =>
    lw.scope(() => {
      const [A, B, C] = [fixture.A, fixture.B, fixture.C].map(csr) as [CsrMatrix, CsrMatrix, CsrMatrix];
      same(A.matmul(B), fixture.product, "A @ B");
      same(A.add(C, { alpha: 3, beta: -2 }), fixture.sum, "3 * A - 2 * C");
      same(A.transpose(), fixture.transpose, "A.T");
      same(csr(fixture.laplacian).matmul(csr(fixture.laplacian)), fixture.squared, "laplacian @ laplacian");
      same(lw.coo({ ...fixture.coo, type }), fixture.summed, "coo");
      same(A.slice(4, 19, 7, 26), fixture.part, "A[4:19, 7:26]");
      same(A.scaleRows(lw.vector(fixture.factors, { type })), fixture.scaled, "diags(s) @ A");
      equal(A.diagonal().data, fixture.diagonal, "A.diagonal()");
    }));
});
