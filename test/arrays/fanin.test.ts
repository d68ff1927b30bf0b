import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ArgumentRangeError,
  ArgumentTypeError,
  DisposedError,
  ShapeError,
  SparseStructureError,
} from "../../src/core/errors.ts";
import { dotTest } from "../../src/operators/linear.ts";
import { equal, identical } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/fanin.ts";

describe.each(types)("FanInMatrix of %s", (type) => {
  test("holds what it was given", () =>
    lw.scope(() => {
      const want = { rows: 3, cols: 5, fan: 2, indices: [0, 4, 1, 2, 0, 1], values: [1, -2, 0, 0.5, 3, 4] };
      const A = lw.fanin({ ...want, type });
      equal(A.indices, want.indices);
      identical(A.values, want.values);
      identical(A.toDense().data, oracle.dense(want));
      expect([A.rows, A.cols, A.fan, A.nnz]).toEqual([3, 5, 2, 6]);
      expect(A.indices).toBeInstanceOf(Uint16Array);
      const wide = lw.fanin({ ...want, cols: 65537, indices: [0, 65536, 1, 2, 0, 1], type });
      expect(wide.indices).toBeInstanceOf(Uint32Array);
      equal(wide.indices, [0, 65536, 1, 2, 0, 1]);
    }));

  test("keeps the largest entries of each row, of equal ones the first", () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(9), fc.nat(9), fc.nat(99), (m, n, fan, seed) => {
        fc.pre(fan <= n);
        lw.scope(() => {
          const a = integers(m * n, seed, 3);
          if (a.length > 2) a[2] = Number.NaN;
          const A = lw.faninFromDense(lw.matrix(m, n, a, { type }), fan);
          const want = oracle.fromDense(a, m, n, fan);
          equal(A.indices, want.indices);
          equal(A.values, want.values);
        });
      }),
    );
  });

  test("is a linear operator with its adjoint", () =>
    lw.scope(() => {
      const A = lw.faninFromDense(lw.matrix(20, 31, reals(620, 1), { type }), 7);
      const defect = dotTest(A, lw.vector(reals(31, 2), { type }), lw.vector(reals(20, 3), { type }));
      expect(defect).toBeLessThan(31 * eps[type]);
    }));
});

test("broken structure is named, and nothing is left behind", () => {
  const good = { rows: 2, cols: 4, fan: 2, indices: [0, 3, 1, 2], values: [1, 2, 3, 4] };
  lw.fanin(good).dispose();
  const bad = (change: object, error: new (...args: never[]) => Error) =>
    expect(() => lw.fanin({ ...good, ...change })).toThrow(error);
  bad({ indices: [3, 0, 1, 2] }, SparseStructureError);
  bad({ indices: [0, 0, 1, 2] }, SparseStructureError);
  bad({ indices: [0, 4, 1, 2] }, SparseStructureError);
  bad({ indices: [0, 1.5, 1, 2] }, SparseStructureError);
  bad({ indices: [-1, 1, 1, 2] }, SparseStructureError);
  bad({ indices: [0, 3, 1] }, ShapeError);
  bad({ values: [1, 2, 3] }, ShapeError);
  bad({ values: ["1", 2, 3, 4] }, ArgumentTypeError);
  bad({ fan: 5, indices: new Array(10).fill(0), values: new Array(10).fill(0) }, SparseStructureError);
  bad({ rows: 0, fan: 5, indices: [], values: [] }, ArgumentRangeError);
  bad({ fan: -1 }, ArgumentRangeError);
  bad({ type: "f16" }, ArgumentRangeError);
  expect(() => lw.fanin(undefined as never)).toThrow(ArgumentTypeError);
});

test("wrong arguments are named", () =>
  lw.scope(() => {
    const A = lw.matrix(4, 4);
    expect(() => lw.faninFromDense(A, 5)).toThrow(ArgumentRangeError);
    expect(() => lw.faninFromDense(A, 1.5)).toThrow(ArgumentRangeError);
    expect(() => lw.faninFromDense(lw.vector(4) as never, 1)).toThrow(ArgumentTypeError);
    const foreign = instance().matrix(4, 4);
    expect(() => lw.faninFromDense(foreign, 1)).toThrow(ArgumentTypeError);
    foreign.dispose();
    const F = lw.faninFromDense(A, 2);
    expect(() => F.matmul([1, 2, 3, 4] as never)).toThrow(ArgumentTypeError);
    expect(() => F.tmatmul(A as never)).toThrow(ArgumentTypeError);
    expect(() => F.linear(lw.vector(4) as never)).toThrow(ArgumentTypeError);
    F.dispose();
    F.dispose();
    expect(() => F.matmul(A)).toThrow(DisposedError);
    expect(() => F.toDense()).toThrow(DisposedError);
  }));
