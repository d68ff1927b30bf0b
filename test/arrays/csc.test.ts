import { describe, expect, test } from "vitest";
import { CscMatrix, dotTest } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { integers, reals, sparse, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as csr from "../oracle/csr.ts";
import { gemm, gemv, transposed } from "../oracle/dense.ts";
import * as oracle from "../oracle/sparse.ts";

describe.each(types)("CscMatrix of %s", (type) => {
  const [m, n] = [13, 9];
  const a = sparse(m, n, 0.3, 1);
  /** The compressed columns of A are the compressed rows of A', with the shape of A. */
  const columns = { ...oracle.transposed(a), rows: m, cols: n, type };

  test("holds columns, and stands for the same matrix as its rows do", () =>
    lw.scope(() => {
      const A = lw.csc(columns);
      expect([A.rows, A.cols, A.nnz, A.type, A.disposed]).toEqual([m, n, a.values.length, type, false]);
      equal(A.indptr, columns.indptr);
      equal(A.indices, columns.indices);
      equal(A.values, columns.values);
      equal(A.toDense().data, csr.dense(a));
      equal(A.toCsr().toDense().data, csr.dense(a));
      equal(
        lw
          .csr({ ...a, type })
          .toCsc()
          .toDense().data,
        csr.dense(a),
      );
      equal(A.transpose().toDense().data, transposed(csr.dense(a), m, n));
      expect(A.bytes).toBe(A.transposed.bytes);
    }));

  test("products are those of the dense matrix", () =>
    lw.scope(() => {
      const [A, full] = [lw.csc(columns), csr.dense(a)];
      const back = transposed(full, m, n);
      const [x, y, X, Y] = [integers(n, 2), integers(m, 3), integers(n * 5, 4), integers(m * 5, 5)];
      equal(A.matmul(lw.vector(x, { type })).data, gemv(full, x, m, n));
      equal(A.tmatmul(lw.vector(y, { type })).data, gemv(back, y, n, m));
      equal(A.matmul(lw.matrix(n, 5, X, { type })).data, gemm(full, X, m, 5, n));
      equal(A.tmatmul(lw.matrix(m, 5, Y, { type })).data, gemm(back, Y, n, 5, m));
      const b = sparse(n, 6, 0.4, 6);
      const B = lw.csr({ ...b, type }).toCsc();
      const C = A.matmul(B);
      expect(C).toBeInstanceOf(CscMatrix);
      const want = oracle.transposed(oracle.multiply(a, b));
      equal(C.indptr, want.indptr);
      equal(C.indices, want.indices);
      equal(C.values, want.values);
    }));

  test("is a linear operator with its adjoint", () =>
    lw.scope(() => {
      const A = lw.csc({ ...columns, values: reals(a.values.length, 7) });
      const [x, y] = [lw.vector(reals(n, 8), { type }), lw.vector(reals(m, 9), { type })];
      expect(dotTest(A, x, y)).toBeLessThan(type === "f32" ? 1e-6 : 1e-15);
    }));

  test("gives its memory back, and a scope keeps it where it is returned", () => {
    const A = lw.scope(() => lw.csc(columns));
    equal(A.indptr, columns.indptr);
    A.dispose();
    expect(A.disposed).toBe(true);
    expect(() => A.toCsr()).toThrow(/disposed/);
  });
});

test("what breaks the rules is named as the columns name it", () => {
  const good = { rows: 3, cols: 2, indptr: [0, 1, 2], indices: [2, 0], values: [1, 2] };
  faulty(() => lw.csc({ ...good, indices: [3, 0] }), "SparseStructureError", "indices[0]");
  faulty(() => lw.csc({ ...good, indptr: [0, 1] }), "ShapeError", "indptr");
  faulty(() => lw.csc(undefined as never), "ArgumentTypeError", "matrix");
  faulty(() => new CscMatrix({} as never), "ArgumentTypeError", "transposed");
});
