import { describe, expect, test } from "vitest";
import { Matrix } from "../../src/index.ts";
import { equal, identical } from "../compare.ts";
import { integers, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";

describe.each(types)("Matrix of %s", (type) => {
  test("is row-major, from numbers or from rows", () =>
    lw.scope(() => {
      const A = lw.matrix(2, 3, [1, 2, 3, 4, 5, 6], { type });
      const B = lw.matrix([[1, 2, 3], new Float32Array([4, 5, 6])], { type });
      for (const M of [A, B]) {
        expect([M.rows, M.cols, M.type]).toEqual([2, 3, type]);
        equal(M.toArray(), [1, 2, 3, 4, 5, 6]);
      }
      expect([lw.matrix([], { type }).rows, lw.matrix([[], []], { type }).rows]).toEqual([0, 2]);
    }));

  test("zeros, clone, transpose", () =>
    lw.scope(() => {
      lw.vector(new Array(50).fill(NaN), { type }).dispose();
      identical(lw.matrix(5, 10, undefined, { type }).data, new Array(50).fill(0));
      const a = integers(35, 1);
      const A = lw.matrix(5, 7, a, { type });
      const [B, T] = [A.clone(), A.transpose()];
      A.data.fill(0);
      equal(B.data, a);
      expect([T.rows, T.cols]).toEqual([7, 5]);
      equal(T.data, oracle.transposed(a, 5, 7));
    }));

  test("matmul with a vector and with a matrix, transposed or not, scaled", () =>
    lw.scope(() => {
      const [a, b, x, y] = [integers(35, 2), integers(21, 3), integers(7, 4), integers(5, 5)];
      const [A, B] = [lw.matrix(5, 7, a, { type }), lw.matrix(7, 3, b, { type })];
      const [At, Bt] = [A.transpose(), B.transpose()];
      equal(A.matmul(lw.vector(x, { type })).data, oracle.gemv(a, x, 5, 7));
      equal(A.matmul(lw.vector(x, { type }), { alpha: -2 }).data, oracle.gemv(a, x, 5, 7, -2));
      equal(
        A.matmul(lw.vector(y, { type }), { transposeA: true }).data,
        oracle.gemv(oracle.transposed(a, 5, 7), y, 7, 5),
      );
      const want = oracle.gemm(a, b, 5, 3, 7, 3);
      for (const [left, right, transposeA, transposeB] of [
        [A, B, false, false],
        [At, B, true, false],
        [A, Bt, false, true],
        [At, Bt, true, true],
      ] as const) {
        const C = left.matmul(right, { alpha: 3, transposeA, transposeB });
        expect([C.rows, C.cols]).toEqual([5, 3]);
        equal(C.data, want);
      }
      equal(A.matmul(A, { transposeB: true }).data, oracle.gemm(a, oracle.transposed(a, 5, 7), 5, 5, 7));
    }));

  test("apply and adjoint write into a vector that is there", () =>
    lw.scope(() => {
      const [a, x, y] = [integers(35, 6), integers(7, 7), integers(5, 8)];
      const A = lw.matrix(5, 7, a, { type });
      const [out, back] = [lw.vector(5, { type }), lw.vector(7, { type })];
      A.apply(out, lw.vector(x, { type }));
      A.adjoint(back, lw.vector(y, { type }));
      equal(out.data, oracle.gemv(a, x, 5, 7));
      equal(back.data, oracle.gemv(oracle.transposed(a, 5, 7), y, 7, 5));
    }));
});

test("the element type is that of the typed array, or of the first row", () =>
  lw.scope(() => {
    expect(lw.matrix(1, 1, new Float32Array(1)).type).toBe("f32");
    expect(lw.matrix([new Float32Array(1)]).type).toBe("f32");
    expect(lw.matrix(1, 1).type).toBe("f64");
  }));

test("bad arguments are named", () =>
  lw.scope(() => {
    const A = lw.matrix(2, 3);
    faulty(() => lw.matrix(-1, 2), "ArgumentRangeError", "rows");
    faulty(() => lw.matrix(2, 1.5), "ArgumentRangeError", "cols");
    faulty(() => lw.matrix(2, undefined as never), "ArgumentTypeError", "cols");
    faulty(() => lw.matrix(2, 3, [1, 2, 3]), "ShapeError", "data");
    faulty(() => lw.matrix(1, 2, [1, "2"] as never), "ArgumentTypeError", "data[1]");
    faulty(() => lw.matrix(1, 1, [1], { type: "f16" as never }), "ArgumentRangeError", "type");
    faulty(() => lw.matrix([[1, 2], [3]]), "ShapeError", "data[1]");
    faulty(
      () =>
        lw.matrix([
          [1, 2],
          [3, null],
        ] as never),
      "ArgumentTypeError",
      "data[1][1]",
    );
    faulty(() => lw.matrix([1, 2] as never), "ArgumentTypeError", "data[0]");
    faulty(() => lw.matrix("rows" as never), "ArgumentTypeError", "rows");
    faulty(() => lw.matrix([[1]], 5 as never), "ArgumentTypeError", "options");
    faulty(() => new Matrix(engine, "f64", 2, -1), "ArgumentRangeError", "cols");
    faulty(() => new Matrix(engine, undefined as never, 2, 1), "ArgumentRangeError", "type");
    faulty(() => A.matmul(lw.vector(2)), "ShapeError", "x");
    faulty(() => A.matmul(lw.vector(3), { transposeA: true }), "ShapeError", "x");
    faulty(() => A.matmul(A), "ShapeError", "B");
    faulty(() => A.matmul(undefined as never), "ArgumentTypeError", "B");
    faulty(() => A.matmul([1, 2, 3] as never), "ArgumentTypeError", "B");
    faulty(() => A.matmul(A, null as never), "ArgumentTypeError", "options");
    faulty(() => A.matmul(A, { transposeB: 1 as never }), "ArgumentTypeError", "transposeB");
    faulty(() => A.matmul(A, { transposeB: true, alpha: NaN }), "ArgumentRangeError", "alpha");
    faulty(() => A.matmul(lw.vector(3, { type: "f32" })), "ArgumentTypeError", "x");
    faulty(() => A.apply(lw.vector(3), lw.vector(3)), "ShapeError", "out");
    faulty(() => A.apply(lw.vector(2), lw.vector(2)), "ShapeError", "x");
    faulty(() => A.adjoint(lw.vector(2), lw.vector(2)), "ShapeError", "out");
    const [S, x] = [lw.matrix(2, 2), lw.vector(2)];
    faulty(() => S.apply(x, x), "ArgumentTypeError", "out");
  }));
