import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { integers, sparse, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/csr.ts";
import * as dense from "../oracle/dense.ts";

const small: oracle.Csr = { rows: 3, cols: 4, indptr: [0, 2, 2, 3], indices: [0, 3, 1], values: [1, -2, 3] };

describe.each(types)("CsrMatrix of %s", (type) => {
  test("copies the three arrays in, and shows them", () =>
    lw.scope(() => {
      const A = lw.csr({ ...small, type });
      expect([A.rows, A.cols, A.nnz, A.type]).toEqual([3, 4, 3, type]);
      equal(A.indptr, small.indptr);
      equal(A.indices, small.indices);
      equal(A.values, small.values);
      equal(A.toDense().data, oracle.dense(small));
    }));

  test("from a dense matrix: the entries above the threshold, NaN among them", () =>
    lw.scope(() => {
      const a = integers(35, 1).map((v, i) => (i % 3 === 0 ? 0 : i === 7 ? NaN : v));
      const D = lw.matrix(5, 7, a, { type });
      for (const threshold of [0, 4, 9]) {
        const want = oracle.fromDense(a, 5, 7, threshold);
        const A = lw.sparsify(D, threshold);
        equal(A.indptr, want.indptr, "indptr");
        equal(A.indices, want.indices, "indices");
        equal(A.values, want.values, "values");
      }
      expect(lw.sparsify(lw.matrix(0, 3, undefined, { type })).nnz).toBe(0);
    }));

  test("agrees with the dense product on random patterns", () => {
    const pattern = fc.record({
      rows: fc.integer({ min: 0, max: 20 }),
      cols: fc.integer({ min: 0, max: 20 }),
      k: fc.integer({ min: 0, max: 40 }),
      density: fc.constantFrom(0, 0.1, 0.5, 1),
      seed: fc.nat(1e6),
    });
    fc.assert(
      fc.property(pattern, ({ rows, cols, k, density, seed }) =>
        lw.scope(() => {
          const input = sparse(rows, cols, density, seed);
          const [x, y] = [integers(cols * k, seed), integers(rows * k, seed + 1)];
          const A = lw.csr({ ...input, type });
          const a = oracle.dense(input);
          equal(A.toDense().data, a);
          const [X, Y] = [lw.matrix(cols, k, x, { type }), lw.matrix(rows, k, y, { type })];
          equal(A.matmul(X).data, dense.gemm(a, x, rows, k, cols));
          equal(A.tmatmul(Y).data, dense.gemm(dense.transposed(a, rows, cols), y, cols, k, rows));
          if (k === 0) return;
          const [u, v] = [x.slice(0, cols), y.slice(0, rows)];
          equal(A.matmul(lw.vector(u, { type })).data, dense.gemv(a, u, rows, cols));
          equal(A.tmatmul(lw.vector(v, { type })).data, dense.gemv(dense.transposed(a, rows, cols), v, cols, rows));
        }),
      ),
      { numRuns: 300 },
    );
  });
});

test("the element type is that of the values, or as asked for", () =>
  lw.scope(() => {
    expect(lw.csr(small).type).toBe("f64");
    expect(lw.csr({ ...small, values: new Float32Array(3) }).type).toBe("f32");
    expect(lw.csr({ ...small, type: "f32" }).type).toBe("f32");
  }));

test("indices may come in any container of numbers", () =>
  lw.scope(() => {
    const containers = [
      (x: readonly number[]) => Int32Array.from(x),
      (x: readonly number[]) => Uint8Array.from(x),
      (x: readonly number[]) => Float64Array.from(x),
      (x: readonly number[]) => x.slice(),
    ];
    for (const into of containers) {
      const A = lw.csr({ ...small, indptr: into(small.indptr), indices: into(small.indices) });
      equal(A.toDense().data, oracle.dense(small));
    }
  }));

test("an array that answers otherwise when read again is read once", () =>
  lw.scope(() => {
    let reads = 0;
    const shifty = new Proxy([0, 3, 1], {
      get: (target, key, self) => (key === "1" && reads++ > 0 ? 4_000_000 : Reflect.get(target, key, self)),
    });
    equal(lw.csr({ ...small, indices: shifty }).indices, small.indices);
  }));

test("bad arguments of methods are named", () =>
  lw.scope(() => {
    const A = lw.csr(small);
    faulty(() => A.matmul(lw.vector(3)), "ShapeError", "x");
    faulty(() => A.tmatmul(lw.vector(4)), "ShapeError", "x");
    faulty(() => A.matmul(lw.matrix(3, 2)), "ShapeError", "X");
    faulty(() => A.tmatmul(lw.matrix(4, 2)), "ShapeError", "X");
    faulty(() => A.matmul(A), "ShapeError", "B");
    faulty(() => A.matmul([1, 2, 3, 4] as never), "ArgumentTypeError", "X");
    faulty(() => A.tmatmul(undefined as never), "ArgumentTypeError", "X");
    faulty(() => A.matmul(lw.vector(4, { type: "f32" })), "ArgumentTypeError", "x");
    faulty(() => A.apply(lw.vector(4), lw.vector(4)), "ShapeError", "out");
    faulty(() => A.adjoint(lw.vector(4), lw.vector(4)), "ShapeError", "x");
    faulty(() => lw.sparsify(A as never), "ArgumentTypeError", "A");
    faulty(() => lw.sparsify(lw.matrix(1, 1), -1), "ArgumentRangeError", "threshold");
    faulty(() => lw.sparsify(lw.matrix(1, 1), NaN), "ArgumentRangeError", "threshold");
    faulty(() => CsrMatrix.fromDense(undefined as never), "ArgumentTypeError", "A");
    faulty(() => new CsrMatrix(engine, "f32", 1, 1, -1), "ArgumentRangeError", "nnz");
    faulty(() => new CsrMatrix(engine, "f32", -1, 1, 1), "ArgumentRangeError", "rows");
  }));
