import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeCholesky, NotPositiveDefiniteError, sparseCholesky } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, magnitudes, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { type Csr, dense } from "../oracle/csr.ts";
import * as matrices from "../oracle/dense.ts";
import * as oracle from "../oracle/sparsefactor.ts";
import { definiteOf, type Edge, gridEdges, shapes } from "../problems/definite.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/sparsefactor.json", import.meta.url), "utf8"));
const everywhere = (n: number, v: number) => new Array<number>(n).fill(v);
const orderings = ["amd", "natural"] as const;

/** P*A*P', dense. */
function permuted(a: readonly number[], perm: ArrayLike<number>, n: number): number[] {
  return Array.from({ length: n * n }, (_, e) => a[perm[Math.floor(e / n)]! * n + perm[e % n]!]!);
}

/** The lower triangle as compressed rows. */
function lower(A: Csr): Csr {
  const out = { rows: A.rows, cols: A.cols, indptr: [0], indices: [] as number[], values: [] as number[] };
  for (let i = 0; i < A.rows; i++) {
    for (let p = A.indptr[i]!; p < A.indptr[i + 1]!; p++) {
      if (A.indices[p]! > i) continue;
      out.indices.push(A.indices[p]!);
      out.values.push(A.values[p]!);
    }
    out.indptr.push(out.indices.length);
  }
  return out;
}

/** ||A x - b|| / (||A|| ||x|| n eps), in the largest entry. */
function ratio(A: Csr, x: ArrayLike<number>, b: readonly number[], type: "f32" | "f64"): number {
  let [worst, norm, size] = [0, 0, 0];
  for (let i = 0; i < A.rows; i++) {
    let [rest, row] = [b[i]!, 0];
    for (let p = A.indptr[i]!; p < A.indptr[i + 1]!; p++) {
      rest -= A.values[p]! * x[A.indices[p]!]!;
      row += Math.abs(A.values[p]!);
    }
    [worst, norm, size] = [Math.max(worst, Math.abs(rest)), Math.max(norm, row), Math.max(size, Math.abs(x[i]!))];
  }
  return A.rows === 0 ? 0 : worst / (norm * size * A.rows * eps[type]);
}

/** Everything a factorisation promises, against the dense oracle. */
function check(A: Csr, ordering: "amd" | "natural" | number[], type: "f32" | "f64"): void {
  lw.scope(() => {
    const n = A.rows;
    const F = sparseCholesky(lw.csr({ ...A, type }), { ordering });
    using analysis = analyzeCholesky(lw.csr({ ...A, type }), { ordering });
    const perm = Array.from(F.permutation);
    expect(perm.slice().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    equal(analysis.permutation, perm, "permutation");
    const a = permuted(dense(A), perm, n);
    const pattern = oracle.factorPattern(
      permuted(dense({ ...A, values: everywhere(A.values.length, 1) }), perm, n).map((v) => v !== 0),
      n,
    );
    equal(analysis.parent, oracle.parents(pattern, n), "parent");
    equal(analysis.counts, oracle.counts(pattern, n), "counts");
    const L = F.L();
    const nnz = pattern.filter(Boolean).length;
    expect([F.nnz, analysis.nnz, L.nnz]).toEqual([nnz, nnz, nnz]);
    const l = Array.from(L.toDense().data);
    const held = dense({
      ...L.transposed,
      indptr: [...L.indptr],
      indices: [...L.indices],
      values: everywhere(nnz, 1),
      rows: n,
      cols: n,
    });
    equal(matrices.transposed(held, n, n), pattern.map(Number), "places of L");
    const p = magnitudes(l);
    within(
      matrices.gemm(l, matrices.transposed(l, n, n), n, n, n),
      a,
      type,
      n + 4,
      matrices.gemm(p, matrices.transposed(p, n, n), n, n, n),
      "L L'",
    );
    const b = reals(n, 5);
    expect(ratio(A, F.solve(lw.vector(b, { type })).data, b, type)).toBeLessThan(30);
    F.dispose();
  });
}

describe.each(types)("sparse Cholesky in %s", (type) => {
  describe.each(Object.entries(shapes))("%s", (_, edges) => {
    test.each([0, 1, 2, 5, 23, 49])("P A P' = L L', places and tree, n = %i", (n) => {
      for (const ordering of orderings) check(definiteOf(n, edges(n)), ordering, type);
    });
  });

  test("any pattern in any order", () => {
    const pattern = fc.integer({ min: 1, max: 30 }).chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 3 * n }),
        fc.constantFrom("amd" as const, "natural" as const, "given" as const),
        fc.shuffledSubarray(
          Array.from({ length: n }, (_, i) => i),
          { minLength: n },
        ),
      ),
    );
    fc.assert(
      fc.property(pattern, ([n, edges, ordering, given]) => {
        check(definiteOf(n, edges as Edge[]), ordering === "given" ? given : ordering, type);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test.each([
    [12, 2],
    [60, 2],
    [9, 3],
  ] as const)("one and many right-hand sides on a grid of side %i in %i dimensions", (k, dimensions) =>
    lw.scope(() => {
      const A = definiteOf(k ** dimensions, gridEdges(k, dimensions));
      const n = A.rows;
      using F = lw.sparseCholesky(lw.csr({ ...lower(A), type }));
      for (const columns of [0, 1, 2, 3, 17]) {
        const B = reals(n * columns, 3);
        const X = F.solve(lw.matrix(n, columns, B, { type })).data;
        for (let j = 0; j < columns; j++) {
          const column = (of: ArrayLike<number>) => Array.from({ length: n }, (_, i) => of[i * columns + j]!);
          expect(ratio(A, column(X), column(B), type)).toBeLessThan(30);
        }
      }
      const b = reals(n, 4);
      const x = lw.vector(b, { type });
      F.solveInto(x);
      expect(ratio(A, x.data, b, type)).toBeLessThan(30);
      equal(F.solve(lw.vector(b, { type })).data, x.data);
    }),
  );

  test("only the lower triangle is read, whether the upper is stored or not", () =>
    lw.scope(() => {
      const A = definiteOf(64, gridEdges(8, 2));
      const odd = {
        ...A,
        values: A.values.map((v, p) => (A.indices[p]! > A.indptr.findIndex((s) => s > p) - 1 ? 77 : v)),
      };
      using F = lw.sparseCholesky(lw.csr({ ...A, type }));
      const b = lw.vector(reals(64, 1), { type });
      for (const other of [odd, lower(A)]) {
        using G = lw.sparseCholesky(lw.csr({ ...other, type }));
        equal(G.solve(b).data, F.solve(b).data);
        expect(G.nnz).toBe(F.nnz);
      }
    }));

  test("agrees with SciPy: solutions, determinant, condition", () =>
    lw.scope(() => {
      const { A, b, x, B, X, logDet, condition } = frozen.definite;
      using F = lw.sparseCholesky(lw.csr({ ...A, type }));
      const size = (v: number[]) => everywhere(v.length, Math.max(...magnitudes(v)));
      within(F.solve(lw.vector(b, { type })).data, x, type, 1000, size(x), "x");
      within(F.solve(lw.matrix(60, 3, B, { type })).data, X, type, 1000, size(X), "X");
      expect(Math.abs(F.logDet() - logDet)).toBeLessThan(100 * eps[type] * Math.abs(logDet));
      expect(F.condition()).toBeLessThanOrEqual(condition * (1 + 1e-3));
      expect(F.condition()).toBeGreaterThan(condition / 3);
      const G = F.updatable();
      expect(G.condition()).toBeLessThanOrEqual(condition * (1 + 1e-3));
      expect(G.condition()).toBeGreaterThan(condition / 3);
    }));

  test("analysed once, factored often", () =>
    lw.scope(() => {
      const A = definiteOf(100, gridEdges(10, 2));
      const b = reals(100, 2);
      using analysis = analyzeCholesky(lw.csr({ ...A, type }));
      for (const factor of [1, 2, 0.25]) {
        const scaled = { ...A, values: A.values.map((v) => v * factor) };
        using F = analysis.factor(lw.csr({ ...scaled, type }));
        expect(ratio(scaled, F.solve(lw.vector(b, { type })).data, b, type)).toBeLessThan(30);
      }
      faulty(() => analysis.factor(lw.csr({ ...lower(A), type })), "SparseStructureError", "A");
      const moved = { ...A, indices: A.indices.map((j, p) => (p === 1 ? 5 : j)) };
      faulty(() => analysis.factor(lw.csr({ ...moved, type })), "SparseStructureError", "A");
      faulty(() => analysis.factor(lw.csr({ ...A, type: type === "f32" ? "f64" : "f32" })), "ArgumentTypeError", "A");
    }));

  test("the failing pivot is a row of A", () => {
    for (const ordering of orderings)
      for (const at of [0, 7, 41, 63])
        for (const entry of [0, -3, undefined])
          lw.scope(() => {
            // A node of its own fails whatever is eliminated before it.
            const A = definiteOf(
              64,
              gridEdges(8, 2).filter((edge) => !edge.includes(at)),
            );
            const place = A.indptr[at]!;
            expect(A.indices[place]).toBe(at);
            const values = A.values.map((v, p) => (p === place ? (entry ?? v) : v));
            const broken =
              entry === undefined
                ? {
                    ...A,
                    indptr: A.indptr.map((p) => (p > place ? p - 1 : p)),
                    indices: A.indices.filter((_, p) => p !== place),
                    values: A.values.filter((_, p) => p !== place),
                  }
                : { ...A, values };
            const error = thrown(() => lw.sparseCholesky(lw.csr({ ...broken, type }), { ordering }));
            expect(error).toBeInstanceOf(NotPositiveDefiniteError);
            expect((error as NotPositiveDefiniteError).pivot).toBe(at);
          });
  });

  test("rows eliminated up to the failing pivot make a minor that fails", () =>
    lw.scope(() => {
      const A = definiteOf(49, gridEdges(7, 2));
      const values = A.values.map((v, p) => (A.indices[p] === A.indptr.findIndex((s) => s > p) - 1 ? v - 2.6875 : v));
      const a = dense({ ...A, values });
      const { permutation } = analyzeCholesky(lw.csr({ ...A, type }));
      const error = thrown(() => lw.sparseCholesky(lw.csr({ ...A, values, type })));
      const pivot = (error as NotPositiveDefiniteError).pivot;
      const step = permutation.indexOf(pivot);
      const minor = (m: number) =>
        Array.from({ length: m * m }, (_, e) => a[permutation[Math.floor(e / m)]! * 49 + permutation[e % m]!]!);
      expect(positive(minor(step), step)).toBe(true);
      expect(positive(minor(step + 1), step + 1)).toBe(false);
    }));
});

/** Whether elimination meets pivots > 0 alone. */
function positive(a: number[], n: number): boolean {
  const m = a.slice();
  for (let k = 0; k < n; k++) {
    if (!(m[k * n + k]! > 0)) return false;
    for (let i = k + 1; i < n; i++) {
      const f = m[i * n + k]! / m[k * n + k]!;
      for (let j = k; j < n; j++) m[i * n + j]! -= f * m[k * n + j]!;
    }
  }
  return true;
}

describe("the ordering", () => {
  test.each(frozen.fills as { kind: string; k: number; nnz: number }[])(
    "fills a $kind of side $k as little as SuperLU's, and no more than none",
    ({ kind, k, nnz }) =>
      lw.scope(() => {
        const dimensions = kind === "grid" ? 2 : 3;
        const A = lw.csr(definiteOf(k ** dimensions, gridEdges(k, dimensions)));
        using amd = analyzeCholesky(A);
        using natural = analyzeCholesky(A, { ordering: "natural" });
        expect(amd.nnz).toBeLessThan(1.2 * nnz);
        expect(amd.nnz).toBeLessThanOrEqual(natural.nnz);
      }),
  );

  test("adds nothing to an arrow or a tree", () =>
    lw.scope(() => {
      for (const n of [2, 50, 3000]) {
        const edges: Edge[] = Array.from({ length: n - 1 }, (_, i) => [i + 1, Math.floor(i / 2)] as const);
        expect(analyzeCholesky(lw.csr(definiteOf(n, edges))).nnz).toBe(2 * n - 1);
        expect(analyzeCholesky(lw.csr(definiteOf(n, shapes["arrow to the first"]!(n)))).nnz).toBe(2 * n - 1);
      }
    }));
});
