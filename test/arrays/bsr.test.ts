import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BsrMatrix } from "../../src/arrays/bsr.ts";
import {
  ArgumentRangeError,
  ArgumentTypeError,
  DisposedError,
  ShapeError,
  SparseStructureError,
} from "../../src/core/errors.ts";
import { dotTest } from "../../src/operators/linear.ts";
import { equal, identical } from "../compare.ts";
import { eps, integers, reals, sparse, types } from "../data.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/bsr.ts";
import * as csr from "../oracle/csr.ts";

function plain(rows: number, cols: number, blockRows: number, blockCols: number, seed: number): oracle.Bsr {
  const pattern = sparse(Math.ceil(rows / blockRows), Math.ceil(cols / blockCols), 0.5, seed);
  return {
    ...pattern,
    rows,
    cols,
    blockRows,
    blockCols,
    values: reals(pattern.indices.length * blockRows * blockCols, seed),
  };
}

// biome-ignore format: a table
const shapes = [[0, 0, 4, 4], [16, 24, 4, 8], [13, 9, 4, 4], [7, 11, 3, 5], [64, 32, 32, 16], [5, 5, 1, 1], [3, 4, 9, 9]] as const;

describe.each(types)("BsrMatrix of %s", (type) => {
  test.each(shapes)("holds what it was given, %i x %i in blocks of %i x %i", (...shape) =>
    lw.scope(() => {
      const want = plain(...shape, 1);
      const A = lw.bsr({ ...want, type });
      equal(A.indptr, want.indptr);
      equal(A.indices, want.indices);
      identical(A.blocks(), oracle.inside(want));
      identical(A.toDense().data, oracle.dense(want));
      expect([A.rows, A.cols, A.blockRows, A.blockCols]).toEqual(shape);
      expect([A.blockCount, A.nnz]).toEqual([want.indices.length, want.values.length]);
    }),
  );

  test("blocks of a dense matrix by threshold: those with an entry above it, whole", () =>
    lw.scope(() => {
      const a = [1, 0, 0, 0, -3, 0, 0, 2, 0, 0, 0, 0, 0, Number.NaN, 1, 0.5].map((v) => v || (Number.isNaN(v) ? v : 0));
      const A = lw.matrix(4, 4, a, { type });
      const all = lw.bsrFromDense(A, 2);
      equal(all.indices, [0, 1, 0, 1]);
      equal(all.blocks(), [1, 0, -3, 0, 0, 0, 0, 2, 0, 0, 0, Number.NaN, 0, 0, 1, 0.5]);
      const some = lw.bsrFromDense(A, [2, 2], { threshold: 2 });
      equal(some.indptr, [0, 1, 2]);
      equal(some.indices, [0, 0]);
      equal(some.blocks(), [1, 0, -3, 0, 0, 0, 0, Number.NaN]);
    }));

  test("blocks of a dense matrix by mask, zeros included", () =>
    lw.scope(() => {
      const A = lw.matrix(3, 5, integers(15, 2), { type });
      const B = lw.bsrFromDense(A, [2, 3], { mask: [false, true, true, false] });
      equal(B.indices, [1, 0]);
      const a = Array.from(A.data);
      const want = a.map((v, e) => ((e < 10 ? e % 5 > 2 : e % 5 < 3) ? v : 0));
      equal(B.toDense().data, want);
      equal(lw.bsrFromDense(A, [2, 3], { mask: new Uint8Array(4) }).indptr, [0, 0, 0]);
    }));

  test("dense, compressed rows and blocks hold the same matrix", () => {
    const side = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.nat(20),
        side,
        side,
        fc.constantFrom(0, 0.1, 0.5, 1),
        fc.nat(99),
        (m, n, br, bc, density, seed) =>
          lw.scope(() => {
            const rows = sparse(m, n, density, seed);
            const want = csr.dense(rows);
            const C = lw.csr({ ...rows, type });
            const B = lw.bsrFromCsr(C, [br, bc]);
            equal(B.toDense().data, want);
            equal(lw.bsrFromDense(lw.matrix(m, n, want, { type }), [br, bc]).indices, B.indices);
            const back = B.toCsr();
            equal(back.indptr, rows.indptr);
            equal(back.indices, rows.indices);
            equal(back.values, rows.values);
          }),
      ),
    );
  });

  test("is a linear operator with its adjoint", () =>
    lw.scope(() => {
      const A = lw.bsr({ ...plain(37, 50, 8, 16, 3), type });
      const defect = dotTest(A, lw.vector(reals(50, 4), { type }), lw.vector(reals(37, 5), { type }));
      expect(defect).toBeLessThan(50 * eps[type]);
    }));

  test("sddmm keeps the pattern and scales", () =>
    lw.scope(() => {
      const mask = plain(6, 9, 2, 3, 6);
      const M = lw.bsr({ ...mask, type });
      const [a, b] = [integers(6 * 2, 7), integers(9 * 2, 8)];
      const C = M.sddmm(lw.matrix(6, 2, a, { type }), lw.matrix(9, 2, b, { type }), { alpha: 3 });
      equal(C.indices, mask.indices);
      const product = Array.from({ length: 54 }, (_, e) => {
        const [i, j] = [Math.floor(e / 9), e % 9];
        return 3 * (a[2 * i]! * b[2 * j]! + a[2 * i + 1]! * b[2 * j + 1]!);
      });
      equal(C.toDense().data, oracle.sampled(mask, product));
    }));

  test("the sparse layer, by name", () =>
    lw.scope(() => {
      const [up, down] = [plain(10, 6, 2, 2, 9), plain(4, 10, 2, 5, 10)];
      const x = reals(3 * 6, 11);
      const out = lw.sparseMlp(lw.matrix(3, 6, x, { type }), {
        up: lw.bsr({ ...up, type }),
        down: lw.bsr({ ...down, type }),
        activation: "relu",
      });
      const want = oracle.mlp(x, 3, 6, 10, 4, undefined, oracle.dense(up), oracle.dense(down), (v) => Math.max(v, 0));
      expect([out.rows, out.cols]).toEqual([3, 4]);
      for (const [e, v] of want.entries()) expect(out.data[e]).toBeCloseTo(v, type === "f32" ? 5 : 13);
    }));
});

test("broken structure is named, and nothing is left behind", () => {
  const good = {
    rows: 4,
    cols: 6,
    blockRows: 2,
    blockCols: 3,
    indptr: [0, 1, 2],
    indices: [1, 0],
    values: new Array(12).fill(1),
  };
  lw.bsr(good).dispose();
  const bad = (change: object, error: new (...args: never[]) => Error) =>
    expect(() => lw.bsr({ ...good, ...change })).toThrow(error);
  bad({ indptr: [0, 2, 1] }, SparseStructureError);
  bad({ indptr: [1, 1, 2] }, SparseStructureError);
  bad({ indptr: [0, 2] }, ShapeError);
  bad({ indices: [2, 0] }, SparseStructureError);
  bad({ indices: [1, 0.5] }, SparseStructureError);
  bad({ indptr: [0, 2, 2], indices: [1, 0] }, SparseStructureError);
  bad({ values: new Array(11).fill(1) }, ShapeError);
  bad({ values: new Array(12).fill("1") }, ArgumentTypeError);
  bad({ blockRows: 0 }, ArgumentRangeError);
  bad({ blockCols: 1.5 }, ArgumentRangeError);
  bad({ rows: -1 }, ArgumentRangeError);
  bad({ type: "f16" }, ArgumentRangeError);
  expect(() => lw.bsr(null as never)).toThrow(ArgumentTypeError);
});

test("wrong arguments of the makers are named", () =>
  lw.scope(() => {
    const A = lw.matrix(4, 4);
    expect(() => lw.bsrFromDense(A, 0)).toThrow(ArgumentRangeError);
    expect(() => lw.bsrFromDense(A, [2] as never)).toThrow(ShapeError);
    expect(() => lw.bsrFromDense(A, 2, { threshold: -1 })).toThrow(ArgumentRangeError);
    expect(() => lw.bsrFromDense(A, 2, { mask: [1, 0, 1] })).toThrow(ShapeError);
    expect(() => lw.bsrFromDense(lw.vector(4) as never, 2)).toThrow(ArgumentTypeError);
    expect(() => lw.bsrFromCsr(A as never, 2)).toThrow(ArgumentTypeError);
    expect(() => BsrMatrix.fromCsr(A as never, 2)).toThrow(ArgumentTypeError);
    const foreign = instance().matrix(4, 4);
    expect(() => lw.bsrFromDense(foreign, 2)).toThrow(ArgumentTypeError);
    foreign.dispose();
    const B = lw.bsrFromDense(A, 2);
    expect(() => B.matmul(3 as never)).toThrow(ArgumentTypeError);
    expect(() => B.linear(lw.vector(4) as never)).toThrow(ArgumentTypeError);
    expect(() => B.matmul(lw.matrix(5, 2))).toThrow(ShapeError);
    expect(() => lw.sparseMlp(A, { up: B } as never)).toThrow(ArgumentTypeError);
    expect(() => lw.sparseMlp(lw.vector(4) as never, { up: B, down: B })).toThrow(ArgumentTypeError);
    B.dispose();
    B.dispose();
    expect(() => B.matmul(A)).toThrow(DisposedError);
    expect(() => B.blocks()).toThrow(DisposedError);
    expect(() => B.toCsr()).toThrow(DisposedError);
  }));
