import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ActiveOptions, ColumnMatrix } from "../../src/index.ts";
import { equal, identical } from "../compare.ts";
import { integers, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/colsparse.ts";
import * as dense from "../oracle/dense.ts";

const shapes: [m: number, n: number][] = [
  [0, 0],
  [0, 5],
  [5, 0],
  [1, 1],
  [3, 7],
  [4, 8],
  [5, 9],
  [17, 16],
  [33, 40],
  [130, 97],
  [1024, 20],
  [4500, 19],
];

describe.each(types)("a matrix by columns, %s", (type) => {
  test.each(shapes)("holds the matrix and gives the dense products, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x, y, many] = [integers(m * n, 1), integers(n, 2), integers(m, 3), integers(n * 3, 4)];
      const W = lw.colsparse(lw.matrix(m, n, a, { type }));
      equal(W.toDense().data, a, "entries");
      equal(W.matmul(lw.vector(x, { type })).data, dense.gemv(a, x, m, n), "A x");
      equal(W.tmatmul(lw.vector(y, { type })).data, dense.gemv(dense.transposed(a, m, n), y, n, m), "A' y");
      equal(W.matmul(lw.matrix(n, 3, many, { type })).data, dense.gemm(a, many, m, 3, n), "A X");
    }),
  );

  test.each(shapes)("reads the columns that count, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x] = [integers(m * n, 1), integers(n, 2)];
      const W = lw.colsparse(lw.matrix(m, n, a, { type }));
      const [X, out] = [lw.vector(x, { type }), lw.vector(new Array(m).fill(Number.NaN), { type })];
      const check = (active: ActiveOptions, places: number[]) => {
        expect(W.apply(out, X, active)).toBe(places.length);
        equal(out.data, dense.gemv(a, oracle.kept(x, places), m, n), JSON.stringify(active));
      };
      for (const threshold of [0, 0.5, 3, 5, 8, 9]) check({ threshold }, oracle.above(x, threshold));
      for (const topK of new Set([0, 1, 2, n >> 1, n - 1, n, n + 5]))
        if (topK >= 0) check({ topK }, oracle.largest(x, topK));
      for (const step of [1, 2, 3, 7]) {
        const mask = Uint8Array.from(x, (_, j) => (j % step === 0 ? j % 255 || 1 : 0));
        check(
          { mask },
          x.flatMap((_, j) => (mask[j] ? [j] : [])),
        );
      }
    }),
  );

  test("the largest of any numbers: signs, ties, zeros, subnormal, infinite, NaN", () => {
    const some = fc.oneof(
      fc.double(),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(0, -0, 1e-310, 1e-40, Number.NaN),
    );
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), fc.nat(45), (numbers, topK) =>
        lw.scope(() => {
          const n = numbers.length;
          const x = lw.vector(numbers, { type });
          const held = Array.from(x.data);
          const W = lw.colsparse(
            lw.matrix(
              n,
              n,
              held.flatMap((_, i) => held.map((_, j) => Number(i === j))),
              { type },
            ),
          );
          // Columns of the identity: what counts comes through, and an infinity or a NaN spoils every other row.
          const finite = held.every(Number.isFinite);
          const places = oracle.largest(held, topK);
          const out = lw.vector(n, { type });
          expect(W.apply(out, x, { topK })).toBe(places.length);
          if (finite) equal(out.data, oracle.kept(held, places));
          else for (const j of places) expect(Number.isFinite(held[j]) || !Number.isFinite(out.data[j])).toBe(true);
          expect(W.apply(out, x, { threshold: 1 })).toBe(oracle.above(held, 1).length);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test("a column that does not count is not read", () =>
    lw.scope(() => {
      const W = lw.colsparse(lw.matrix(2, 3, [1, Number.NaN, 3, 4, Number.POSITIVE_INFINITY, 6], { type }));
      const x = lw.vector([1, 0.25, 2], { type });
      equal(W.matmul(x, { threshold: 0.25 }).data, [7, 16]);
      equal(W.matmul(x, { topK: 2 }).data, [7, 16]);
      equal(W.matmul(x, { mask: Uint8Array.of(1, 0, 1) }).data, [7, 16]);
      equal(W.matmul(lw.vector([1, 0, 2], { type })).data, [Number.NaN, Number.NaN]);
    }));

  test("as an operator", () =>
    lw.scope(() => {
      const [a, x, y] = [integers(60, 1), integers(10, 2), integers(6, 3)];
      const W = lw.colsparse(lw.matrix(6, 10, a, { type }));
      const [Y, X] = [lw.vector(6, { type }), lw.vector(10, { type })];
      W.apply(Y, lw.vector(x, { type }));
      W.adjoint(X, lw.vector(y, { type }));
      identical(Y.data, W.matmul(lw.vector(x, { type })).data);
      identical(X.data, W.tmatmul(lw.vector(y, { type })).data);
    }));
});

test("reserves its columns, a line or two more each, and nothing in a product once there is scratch", () => {
  const before = lw.memory.bytes;
  const A = lw.matrix(1024, 8, undefined, { type: "f32" });
  const W = ColumnMatrix.fromDense(A);
  expect(W.bytes).toBe(8 * (4096 + 64));
  A.dispose();
  const [x, y] = [lw.vector(8, { type: "f32" }), lw.vector(1024, { type: "f32" })];
  W.apply(y, x, { topK: 3 });
  const { bytes, workspace } = lw.memory;
  W.apply(y, x, { topK: 3 });
  expect(lw.memory).toMatchObject({ bytes, workspace });
  for (const array of [W, x, y]) array.dispose();
  expect(lw.memory.bytes).toBe(before);
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const W = lw.colsparse(lw.matrix(2, 3));
    const x = lw.vector(3);
    faulty(() => W.matmul(x, { threshold: -1 }), "ArgumentRangeError", "threshold");
    faulty(() => W.matmul(x, { threshold: Number.NaN }), "ArgumentRangeError", "threshold");
    faulty(() => W.matmul(x, { topK: 1.5 }), "ArgumentRangeError", "topK");
    faulty(() => W.matmul(x, { mask: [1, 0, 1] as never }), "ArgumentTypeError", "mask");
    faulty(() => W.matmul(x, { mask: new Uint8Array(2) }), "ShapeError", "mask");
    faulty(() => W.matmul(x, { topK: 1, threshold: 0 }), "ArgumentRangeError", "active");
    faulty(() => W.matmul(x, null as never), "ArgumentTypeError", "active");
    faulty(() => lw.matrix(2, 2).matmul(W as never), "ArgumentTypeError", "B");
  }));
