import { describe, expect, test } from "vitest";
import {
  IncompleteCholesky,
  incompleteCholesky,
  incompleteLu,
  NotPositiveDefiniteError,
  SingularMatrixError,
  sparseCholesky,
} from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, magnitudes, reals, sparse, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { type Csr, dense, fromDense } from "../oracle/csr.ts";
import * as oracle from "../oracle/dense.ts";
import { definiteOf, gridEdges, shapes } from "../problems/definite.ts";

/** A general matrix with a large diagonal. */
function general(n: number, seed: number): Csr {
  const a = dense(sparse(n, n, 0.15, seed, (count, s) => integers(count, s, 4)));
  for (let i = 0; i < n; i++) a[i * n + i] = 16 + (i % 5);
  return fromDense(a, n, n, 0);
}

/** The product of two factors and the sum of its terms' sizes, at the places of A alone. */
function productAt(A: Csr, L: number[], R: number[]): [product: number[], size: number[]] {
  const n = A.rows;
  const at = (full: number[]) => dense(A).map((v, e) => (v === 0 ? 0 : full[e]!));
  return [at(oracle.gemm(L, R, n, n, n)), at(oracle.gemm(magnitudes(L), magnitudes(R), n, n, n))];
}

describe.each(types)("incomplete Cholesky in %s", (type) => {
  test.each(Object.entries(shapes))("L L' is A at the places of A: %s", (_, edges) => {
    for (const n of [0, 1, 2, 7, 40])
      lw.scope(() => {
        const A = definiteOf(n, edges(n));
        using M = incompleteCholesky(lw.csr({ ...A, type }));
        const L = Array.from(M.L.toDense().data);
        const [product, size] = productAt(A, L, oracle.transposed(L, n, n));
        within(product, dense(A), type, n + 4, size, "L L'");
        equal(
          Array.from(M.L.indices),
          A.indices.filter((j, p) => j <= A.indptr.findIndex((s) => s > p) - 1),
          "places of L",
        );
        expect(M.shift).toBe(0);
      });
  });

  test("where nothing fills it is the Cholesky factor", () =>
    lw.scope(() => {
      const A = lw.csr({ ...definiteOf(50, shapes.path!(50)), type });
      const b = lw.vector(reals(50, 1), { type });
      using F = sparseCholesky(A);
      const x = F.solve(b).data;
      within(
        incompleteCholesky(A).solve(b).data,
        x,
        type,
        500,
        Array.from(x, () => Math.max(...magnitudes([...x]))),
      );
    }));

  test("a breakdown is an error with the row, or is met by a shift", () =>
    lw.scope(() => {
      // Kershaw, J. Comput. Phys. 26 (1978) 43-65: positive definite, and yet IC(0) breaks down at the last pivot.
      const a = [3, -2, 0, 2, -2, 3, -2, 0, 0, -2, 3, -2, 2, 0, -2, 3];
      const A = lw.sparsify(lw.matrix(4, 4, a, { type }));
      const error = thrown(() => incompleteCholesky(A));
      expect(error).toBeInstanceOf(NotPositiveDefiniteError);
      expect(error).toMatchObject({ pivot: 3 });
      sparseCholesky(A).dispose();
      const M = incompleteCholesky(A, { shift: "auto" });
      expect(M.shift).toBeGreaterThan(0);
      expect(M.shift).toBeLessThan(1.5);
      const L = Array.from(M.L.toDense().data);
      const shifted = a.map((v, e) => (e % 5 === 0 ? v * (1 + M.shift) : v));
      const [product, size] = productAt(fromDense(shifted, 4, 4, 0), L, oracle.transposed(L, 4, 4));
      within(product, shifted, type, 10, size, "L L'");
      equal(incompleteCholesky(A, { shift: M.shift }).L.values, M.L.values);
      expect(thrown(() => incompleteCholesky(A, { shift: 0.001 }))).toBeInstanceOf(NotPositiveDefiniteError);
      const indefinite = lw.sparsify(lw.matrix(2, 2, [1, 0, 0, -1], { type }));
      expect(thrown(() => incompleteCholesky(indefinite, { shift: "auto" }))).toMatchObject({ pivot: 1 });
    }));

  test("as a preconditioner it shortens conjugate gradients", () =>
    lw.scope(() => {
      const A = lw.csr({ ...definiteOf(900, gridEdges(30, 2)), type });
      using M = incompleteCholesky(A);
      const steps = (apply: (r: number[]) => number[]) => {
        const b = reals(900, 3);
        const times = (v: number[]) => Array.from(A.matmul(lw.vector(v, { type })).data);
        const inner = (u: number[], v: number[]) => u.reduce((sum, x, i) => sum + x * v[i]!, 0);
        let [r, z] = [b, apply(b)];
        let [p, rho] = [z, inner(b, z)];
        const target = 1e-8 * inner(b, b);
        for (let step = 1; ; step++) {
          const q = times(p);
          const alpha = rho / inner(p, q);
          r = r.map((v, i) => v - alpha * q[i]!);
          if (inner(r, r) < target || step > 500) return step;
          z = apply(r);
          const next = inner(r, z);
          p = z.map((v, i) => v + (next / rho) * p[i]!);
          rho = next;
        }
      };
      const plain = steps((r) => r);
      const better = steps((r) => {
        const out = lw.vector(900, { type });
        M.apply(out, lw.vector(r, { type }));
        return Array.from(out.data);
      });
      expect(better).toBeLessThan(0.7 * plain);
    }));
});

describe.each(types)("incomplete LU in %s", (type) => {
  test.each([0, 1, 2, 9, 48])("L U is A at the places of A, n = %i", (n) =>
    lw.scope(() => {
      const A = general(n, n + 2);
      using M = incompleteLu(lw.csr({ ...A, type }));
      const lu = Array.from(M.LU.toDense().data);
      const L = oracle.triangular(lu, n, { lower: true, transpose: false, unitDiagonal: true });
      const U = oracle.triangular(lu, n, { lower: false, transpose: false, unitDiagonal: false });
      const [product, size] = productAt(A, L, U);
      within(product, dense(A), type, n + 4, size, "L U");
      // M^-1 and M'^-1 undo M and M'.
      const x = reals(n, 4);
      const back = (run: "apply" | "adjoint", matrix: number[]) => {
        const out = lw.vector(n, { type });
        M[run](out, lw.vector(matrix, { type }));
        within(
          out.data,
          x,
          type,
          100 * (n + 1),
          x.map(() => 1),
          run,
        );
      };
      back("apply", oracle.gemv(L, oracle.gemv(U, x, n, n), n, n));
      const [Lt, Ut] = [oracle.transposed(L, n, n), oracle.transposed(U, n, n)];
      back("adjoint", oracle.gemv(Ut, oracle.gemv(Lt, x, n, n), n, n));
    }),
  );

  test("a pivot that is 0 or not stored is named", () =>
    lw.scope(() => {
      for (const a of [
        [1, 2, 0, 2, 4, 0, 0, 0, 1],
        [1, 0, 0, 0, 0, 5, 0, 5, 1],
      ]) {
        const error = thrown(() => incompleteLu(lw.sparsify(lw.matrix(3, 3, a, { type }))));
        expect(error).toBeInstanceOf(SingularMatrixError);
        expect(error).toMatchObject({ pivot: 1 });
      }
    }));

  test("many right-hand sides are solved as one by one, in place or not", () =>
    lw.scope(() => {
      const n = 30;
      using M = incompleteLu(lw.csr({ ...general(n, 1), type }));
      const b = reals(3 * n, 2);
      const X = M.solve(lw.matrix(n, 3, b, { type })).data;
      for (let c = 0; c < 3; c++) {
        const x = lw.vector(
          b.filter((_, e) => e % 3 === c),
          { type },
        );
        M.solveInto(x);
        for (let i = 0; i < n; i++)
          expect(Math.abs(X[3 * i + c]! - x.data[i]!)).toBeLessThan(
            100 * eps[type] * Math.max(1, Math.abs(x.data[i]!)),
          );
        M.apply(x, x);
      }
    }));
});

test("bad arguments are named, and nothing is kept", () =>
  lw.scope(() => {
    const A = lw.csr(definiteOf(9, gridEdges(3, 2)));
    const before = lw.memory.arrays;
    for (const make of [incompleteCholesky, incompleteLu]) {
      faulty(() => make(undefined as never), "ArgumentTypeError", "A");
      faulty(
        () => make(lw.scope(() => lw.csr({ ...definiteOf(2, []), values: [1, Number.NaN] }))),
        "ArgumentRangeError",
        "A",
      );
    }
    for (const shift of [-1, Number.NaN]) faulty(() => incompleteCholesky(A, { shift }), "ArgumentRangeError", "shift");
    faulty(() => incompleteCholesky(A, { shift: "much" as never }), "ArgumentTypeError", "shift");
    faulty(() => incompleteCholesky(A, 3 as never), "ArgumentTypeError", "options");
    expect(lw.memory.arrays).toBe(before + 2);
    expect(incompleteCholesky(A)).toBeInstanceOf(IncompleteCholesky);
    faulty(() => incompleteLu(lw.sparsify(lw.matrix(2, 3))), "ShapeError", "A");
  }));
