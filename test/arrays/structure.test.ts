// Making sparse matrices out of others: what is refused, and that nothing is left behind where it is.
import { describe, expect, test } from "vitest";
import { OutOfMemoryError } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { sparse, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { instance, lw } from "../instance.ts";

const good = { rows: 3, cols: 4, indptr: [0, 2, 2, 3], indices: [0, 3, 1], values: [1, -2, 3] };

describe.each([
  ["an array", (x: number[]) => x],
  ["an Int32Array", (x: number[]) => Int32Array.from(x)],
  ["a Uint32Array", (x: number[]) => Uint32Array.from(x)],
  ["a Float64Array", (x: number[]) => Float64Array.from(x)],
] as const)("rows in %s that break a rule", (_, into) => {
  const csr = (change: { indptr?: number[]; indices?: number[] }) => () => {
    const { indptr, indices } = { ...good, ...change };
    lw.csr({ ...good, indptr: into(indptr), indices: into(indices) }).dispose();
  };

  test("are refused by the name of the first number that does", () => {
    csr({})();
    faulty(csr({ indptr: [1, 2, 2, 3] }), "SparseStructureError", "indptr[0]");
    faulty(csr({ indptr: [0, 2, 2, 2] }), "SparseStructureError", "indptr[3]");
    faulty(csr({ indptr: [0, 2, 1, 3] }), "SparseStructureError", "indptr[2]");
    faulty(csr({ indptr: [0, 4, 3, 3] }), "SparseStructureError", "indptr[1]");
    faulty(csr({ indptr: [0, 2, 3] }), "ShapeError", "indptr");
    faulty(csr({ indices: [0, 4, 1] }), "SparseStructureError", "indices[1]");
    faulty(csr({ indices: [3, 3, 1] }), "SparseStructureError", "indices[1]");
    faulty(csr({ indices: [3, 0, 1] }), "SparseStructureError", "indices[1]");
    faulty(csr({ indices: [0, 3, 7] }), "SparseStructureError", "indices[2]");
    if (into([-1])[0] === -1) {
      faulty(csr({ indices: [-1, 3, 1] }), "SparseStructureError", "indices[0]");
      faulty(csr({ indptr: [0, -1, 2, 3] }), "SparseStructureError", "indptr[1]");
    }
    if (into([0.5])[0] === 0.5) faulty(csr({ indices: [0, 0.5, 1] }), "SparseStructureError", "indices[1]");
  });
});

test("entries out of range are named", () => {
  const coo = { rows: 2, cols: 3, rowIndices: [0, 1], colIndices: [2, 0], values: [1, 2] };
  lw.coo(coo).dispose();
  faulty(() => lw.coo({ ...coo, rowIndices: [0, 2] }), "SparseStructureError", "rowIndices[1]");
  faulty(() => lw.coo({ ...coo, colIndices: [3, 0] }), "SparseStructureError", "colIndices[0]");
  faulty(() => lw.coo({ ...coo, colIndices: [-1, 0] }), "SparseStructureError", "colIndices[0]");
  faulty(() => lw.coo({ ...coo, rowIndices: [0, 0.5] }), "SparseStructureError", "rowIndices[1]");
  faulty(() => lw.coo({ ...coo, rowIndices: [Number.NaN, 0] }), "SparseStructureError", "rowIndices[0]");
  faulty(() => lw.coo({ ...coo, rowIndices: [0] }), "ShapeError", "rowIndices");
  faulty(() => lw.coo({ ...coo, colIndices: [0] }), "ShapeError", "colIndices");
  faulty(() => lw.coo({ ...coo, values: [1, "2"] as never }), "ArgumentTypeError", "values[1]");
  faulty(() => lw.coo({ ...coo, rows: -1 }), "ArgumentRangeError", "rows");
  faulty(() => lw.coo({ ...coo, type: "f16" as never }), "ArgumentRangeError", "type");
  faulty(() => lw.coo(3 as never), "ArgumentTypeError", "matrix");
});

test("entries of a view of the instance's own memory are copied before memory grows", () => {
  const own = instance({ memory: { initial: 1 << 17 } });
  own.scope(() => {
    const x = own.vector([1, 2, 3]);
    const A = own.coo({ rows: 1, cols: 200_000, rowIndices: [0, 0, 0], colIndices: [2, 1, 0], values: x.data });
    equal(A.values, [3, 2, 1]);
  });
});

test("operands of the wrong kind or shape are named", () =>
  lw.scope(() => {
    const A = lw.csr(good);
    const wrong = lw.csr({ ...good, rows: 3, cols: 5 });
    faulty(() => A.matmul(A), "ShapeError", "B");
    faulty(() => A.matmul(lw.csr({ ...good, type: "f32" })), "ArgumentTypeError", "B");
    const other = instance();
    other.scope(() => faulty(() => A.matmul(other.csr(good)), "ArgumentTypeError", "B"));
    faulty(() => A.add(wrong), "ShapeError", "B");
    faulty(() => A.add(lw.matrix(3, 4) as never), "ArgumentTypeError", "B");
    faulty(() => A.add(A, { beta: Number.NaN }), "ArgumentRangeError", "beta");
    faulty(() => A.scaleRows(lw.vector(4)), "ShapeError", "s");
    faulty(() => A.scaleCols(lw.vector(3)), "ShapeError", "s");
    faulty(() => A.scaleCols([1] as never), "ArgumentTypeError", "s");
    faulty(() => A.slice(2, 1), "ArgumentRangeError", "rowStart");
    faulty(() => A.slice(0, 4), "ArgumentRangeError", "rowEnd");
    faulty(() => A.slice(0, 3, 0, 5), "ArgumentRangeError", "colEnd");
    faulty(() => A.slice(0.5), "ArgumentRangeError", "rowStart");
    faulty(() => lw.sddmm(A, lw.matrix(2, 6), lw.matrix(4, 6)), "ShapeError", "A");
    faulty(() => lw.sddmm(A, lw.matrix(3, 6), lw.matrix(4, 5)), "ShapeError", "B");
    faulty(() => lw.sddmm(lw.matrix(3, 4) as never, lw.matrix(3, 6), lw.matrix(4, 6)), "ArgumentTypeError", "mask");
    faulty(
      () => lw.sddmm(A, lw.matrix(3, 6), lw.matrix(4, 6), { weighted: 1 as never }),
      "ArgumentTypeError",
      "weighted",
    );
  }));

describe.each(types)("from a dense matrix of %s", (type) => {
  test("a threshold between two f32 counts as it is", () =>
    lw.scope(() => {
      const above = Math.fround(0.1);
      const A = lw.sparsify(lw.matrix(1, 5, [above, -above, 0.05, 0.2, -0], { type }), 0.1);
      equal(A.indices, [0, 1, 3]);
      equal(lw.sparsify(lw.matrix(1, 2, [above, 1], { type }), above).indices, [1]);
    }));

  test("every length round the lanes, NaN and infinities kept", () =>
    lw.scope(() => {
      for (let n = 0; n < 12; n++) {
        const row = Array.from({ length: n }, (_, j) => [0, 3, Number.NaN, -0, -Infinity][j % 5]!);
        const A = lw.sparsify(lw.matrix(2, n, [...row, ...row], { type }));
        const kept = row.flatMap((v, j) => (v === 0 ? [] : [j]));
        equal(A.indices, [...kept, ...kept]);
        equal(
          A.values,
          [...kept, ...kept].map((j) => row[j]!),
        );
        equal(
          A.toDense().data,
          [...row, ...row].map((v) => v + 0),
        );
      }
    }));
});

test("a result that does not fit leaves nothing behind", () => {
  const small = instance({ memory: { initial: 1 << 16, maximum: 1 << 20 } });
  small.scope(() => {
    const A = small.csr(sparse(300, 300, 0.2, 1));
    const before = small.memory;
    expect(() => A.matmul(A)).toThrow(OutOfMemoryError);
    expect([small.memory.bytes, small.memory.arrays]).toEqual([before.bytes, before.arrays]);
    equal(A.slice(0, 1).indptr.slice(0, 1), [0]);
  });
});
