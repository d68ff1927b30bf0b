import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NotPositiveDefiniteError, SparseStructureError, type UpdatableCholesky } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, magnitudes, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import * as oracle from "../oracle/dense.ts";
import { definiteOf, type Edge, gridEdges, shapes } from "../problems/definite.ts";

/** Rows of A that have an entry in column k of L, in some order. */
function column(G: UpdatableCholesky, k: number): number[] {
  const [{ indptr, indices }, permutation] = [lw.scope(() => copied(G)), G.permutation];
  return indices.slice(indptr[k], indptr[k + 1]).map((i) => permutation[i]!);
}

function copied(G: UpdatableCholesky): { indptr: number[]; indices: number[]; l: number[] } {
  const L = G.L();
  return { indptr: [...L.indptr], indices: [...L.indices], l: Array.from(L.toDense().data) };
}

/** A + sigma w w' */
function changed(a: readonly number[], n: number, places: number[], numbers: number[], sigma: number): number[] {
  const out = a.slice();
  for (const [p, i] of places.entries())
    for (const [q, j] of places.entries()) out[i * n + j]! += sigma * numbers[p]! * numbers[q]!;
  return out;
}

/** L L' is P A P', as closely as factoring A would have come, and systems with A are solved. */
function check(G: UpdatableCholesky, a: readonly number[], n: number, type: "f32" | "f64", steps: number): void {
  lw.scope(() => {
    const perm = G.permutation;
    const { l } = copied(G);
    const want = a.map((_, e) => a[perm[Math.floor(e / n)]! * n + perm[e % n]!]!);
    const size = oracle.gemm(magnitudes(l), oracle.transposed(magnitudes(l), n, n), n, n, n);
    const largest = size.map((_, e) => Math.sqrt(size[Math.floor(e / n) * (n + 1)]! * size[(e % n) * (n + 1)]!));
    within(oracle.gemm(l, oracle.transposed(l, n, n), n, n, n), want, type, 8 * (steps + 1) * (n + 4), largest, "L L'");
    const x = integers(n, 2, 3);
    const b = oracle.gemv(a as number[], x, n, n);
    const got = G.solve(lw.vector(b, { type })).data;
    for (let i = 0; i < n; i++) expect(Math.abs(got[i]! - x[i]!)).toBeLessThan(1e5 * n * eps[type]);
  });
}

describe.each(types)("rank-one changes of a sparse factor in %s", (type) => {
  test.each(Object.entries(shapes))("A + w w' and back again: %s", (_, edges) => {
    for (const n of [1, 2, 9, 30])
      lw.scope(() => {
        const A = definiteOf(n, edges(n));
        const G = lw.sparseCholesky(lw.csr({ ...A, type })).updatable();
        const a = dense(A);
        const before = copied(G);
        for (const k of new Set([0, Math.floor(n / 2), n - 1])) {
          const indices = column(G, k).reverse();
          const values = integers(indices.length, k + 1, 3).map((v) => v / 2);
          G.update({ indices, values });
          check(G, changed(a, n, indices, values, 1), n, type, 1);
          G.downdate({ indices, values });
          check(G, a, n, type, 2);
        }
        const after = copied(G);
        equal(after.indices, before.indices, "places of L");
      });
  });

  test("the condition number follows the changes", () =>
    lw.scope(() => {
      const G = lw.sparseCholesky(lw.sparsify(lw.matrix(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1], { type }))).updatable();
      expect(G.condition()).toBe(1);
      G.update({ indices: [1], values: [Math.sqrt(15)] });
      expect(Math.abs(G.condition() - 16)).toBeLessThan(100 * eps[type]);
    }));

  test("any sequence of changes", () => {
    const cases = fc.integer({ min: 2, max: 20 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        edges: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 2 * n }),
        columns: fc.array(fc.tuple(fc.nat(n - 1), fc.boolean()), { minLength: 1, maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ n, edges, columns }) =>
        lw.scope(() => {
          const A = definiteOf(n, edges as Edge[]);
          const G = lw.sparseCholesky(lw.csr({ ...A, type })).updatable();
          let a = dense(A);
          for (const [step, [k, all]] of columns.entries()) {
            const places = column(G, k);
            const indices = all ? places : places.filter((_, p) => p % 2 === 0);
            const values = integers(indices.length, step, 4);
            G.update({ indices, values });
            a = changed(a, n, indices, values, 1);
          }
          check(G, a, n, type, columns.length);
        }),
      ),
      { numRuns: 40, seed: 11 },
    );
  });

  test("log det follows, many right-hand sides are solved", () =>
    lw.scope(() => {
      const A = definiteOf(64, gridEdges(8, 2));
      const G = lw.sparseCholesky(lw.csr({ ...A, type })).updatable();
      const at = G.permutation[5]!;
      const x = G.solve(
        lw.vector(
          Array.from({ length: 64 }, (_, i) => Number(i === at)),
          { type },
        ),
      ).data[at]!;
      const before = G.logDet();
      G.update({ indices: [at], values: [2] });
      // det(A + w w') = det(A) (1 + w' A^-1 w)
      expect(Math.abs(G.logDet() - before - Math.log(1 + 4 * x))).toBeLessThan(1e4 * eps[type]);
      const B = reals(128, 3);
      const X = G.solve(lw.matrix(64, 2, B, { type })).data;
      for (const c of [0, 1]) {
        const y = G.solve(
          lw.vector(
            B.filter((_, e) => e % 2 === c),
            { type },
          ),
        ).data;
        for (let i = 0; i < 64; i++) expect(Math.abs(X[2 * i + c]! - y[i]!)).toBeLessThan(100 * eps[type]);
      }
    }));

  test("a downdate that would not leave A positive definite is refused, and changes nothing", () =>
    lw.scope(() => {
      const A = definiteOf(25, gridEdges(5, 2));
      const G = lw.sparseCholesky(lw.csr({ ...A, type })).updatable();
      const before = copied(G);
      for (const k of [0, 7, 24]) {
        const indices = column(G, k);
        const error = thrown(() => G.downdate({ indices, values: indices.map(() => 40) }));
        expect(error).toBeInstanceOf(NotPositiveDefiniteError);
        // The very first pivot is taken away.
        expect((error as NotPositiveDefiniteError).pivot).toBe(G.permutation[k]);
      }
      // And one after it.
      const indices = column(G, 0);
      expect(indices.length).toBeGreaterThan(1);
      const late = thrown(() => G.downdate({ indices, values: indices.map((_, p) => (p === 0 ? 0.25 : 40)) }));
      expect(late).toMatchObject({ pivot: indices[1] });
      equal(copied(G).l, before.l);
      // Where a square overflows there is no factor either.
      const huge = type === "f32" ? 1e38 : 1e300;
      expect(thrown(() => G.update({ indices: [0], values: [huge] }))).toMatchObject({ pivot: 0 });
      equal(copied(G).l, before.l);
      G.update({ indices: [], values: [] });
      equal(copied(G).l, before.l);
    }));
});

test("a vector whose places are not those of a column is refused by the place", () =>
  lw.scope(() => {
    const F = lw.sparseCholesky(lw.csr(definiteOf(6, shapes.path!(6))), { ordering: "natural" });
    const G = F.updatable();
    expect(G.bytes).toBeGreaterThan(0);
    expect([G.rows, G.nnz]).toEqual([6, F.nnz]);
    const [first, second, third] = G.permutation;
    faulty(() => G.update({ indices: [first!, third!], values: [1, 1] }), "SparseStructureError", "w.indices[1]");
    faulty(() => G.downdate({ indices: [third!, first!], values: [1, 1] }), "SparseStructureError", "w.indices[0]");
    expect(thrown(() => G.update({ indices: [first!, third!], values: [1, 1] }))).toBeInstanceOf(SparseStructureError);
    faulty(() => G.update({ indices: [first!, first!], values: [1, 1] }), "ArgumentRangeError", "w.indices[1]");
    for (const i of [-1, 6, 0.5, Number.NaN])
      faulty(() => G.update({ indices: [i], values: [1] }), "ArgumentRangeError", "w.indices[0]");
    faulty(() => G.update({ indices: [0], values: [Number.NaN] }), "ArgumentRangeError", "w.values[0]");
    faulty(() => G.update({ indices: [0], values: [1, 2] }), "ShapeError", "w.values");
    faulty(() => G.update({ indices: [0], values: ["1"] as never }), "ArgumentTypeError", "w.values[0]");
    faulty(() => G.update(lw.vector(6) as never), "ArgumentTypeError", "w.indices");
    faulty(() => G.update(undefined as never), "ArgumentTypeError", "w");
    G.update({ indices: [second!, first!], values: [1, 1] });
    const x = G.solve(lw.vector([1, 0, 0, 0, 0, 0]));
    G.solveInto(x);
    faulty(() => G.solve(lw.vector(5)), "ShapeError", "b");
  }));
