import { describe, expect, test } from "vitest";
import { gemv, matrixAmax, tgemv, transpose } from "../../src/kernels/dense.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const shapes: [m: number, n: number][] = [
  [0, 0],
  [0, 5],
  [5, 0],
  [1, 1],
  [1, 9],
  [9, 1],
  [2, 3],
  [3, 2],
  [3, 5],
  [4, 4],
  [5, 3],
  [5, 7],
  [6, 8],
  [7, 16],
  [8, 15],
  [9, 17],
  [13, 31],
  [31, 13],
  [33, 65],
  [64, 64],
  [127, 255],
  [255, 127],
  [1, 1009],
  [1009, 1],
  [300, 257],
];

describe.each(types)("matrix times vector, %s", (type) => {
  test.each(shapes)("exact on integers, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x, y] = [integers(m * n, 1), integers(n, 2), integers(m, 3)];
      const at = oracle.transposed(a, m, n);
      const A = matrixSlot(type, m, n, a);
      const [tall, wide] = [vectorSlot(type, y), vectorSlot(type, x)];
      for (const [alpha, beta] of [
        [1, 0],
        [-3, 1],
        [2, -5],
        [0, 2],
        [0, 0],
      ] as const) {
        const [out, back] = [vectorSlot(type, y), vectorSlot(type, x)];
        gemv(out.ref, A.ref, wide.ref, { alpha, beta });
        equal(out.read(), oracle.gemv(a, x, m, n, alpha, beta, y), `A x, alpha ${alpha}, beta ${beta}`);
        tgemv(back.ref, A.ref, tall.ref, { alpha, beta });
        equal(back.read(), oracle.gemv(at, y, n, m, alpha, beta, x), `A' y, alpha ${alpha}, beta ${beta}`);
      }
      const T = matrixSlot(type, n, m, a);
      transpose(T.ref, A.ref);
      equal(T.read(), at, "A'");
      expect(matrixAmax(A.ref)).toBe(Math.max(0, ...magnitudes(a)));
    }),
  );

  test.each(shapes)("within rounding on reals, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x, y] = [reals(m * n, 4), reals(n, 5), reals(m, 6)];
      const [p, q, r] = [a, x, y].map(magnitudes) as [number[], number[], number[]];
      const A = lw.matrix(m, n, a, { type });
      const [out, back] = [lw.vector(y, { type }), lw.vector(x, { type })];
      gemv(out, A, lw.vector(x, { type }), { alpha: 0.75, beta: -1.5 });
      within(
        out.data,
        oracle.gemv(a, x, m, n, 0.75, -1.5, y),
        type,
        n + 4,
        oracle.gemv(p, q, m, n, 0.75, 1.5, r),
        "A x",
      );
      tgemv(back, A, lw.vector(y, { type }), { alpha: 0.75, beta: -1.5 });
      const [at, pt] = [oracle.transposed(a, m, n), oracle.transposed(p, m, n)];
      within(
        back.data,
        oracle.gemv(at, y, n, m, 0.75, -1.5, x),
        type,
        m + 4,
        oracle.gemv(pt, r, n, m, 0.75, 1.5, q),
        "A' y",
      );
    }),
  );

  test.each([
    [1, 1],
    [3, 3],
    [5, 6],
    [9, 18],
  ])("beta = 0 does not read the result's old contents, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x, y] = [integers(m * n, 1), integers(n, 2), integers(m, 3)];
      const A = lw.matrix(m, n, a, { type });
      const out = lw.vector(new Array(m).fill(Number.NaN), { type });
      const back = lw.vector(new Array(n).fill(Number.NaN), { type });
      gemv(out, A, lw.vector(x, { type }));
      equal(out.data, oracle.gemv(a, x, m, n));
      tgemv(back, A, lw.vector(y, { type }));
      equal(back.data, oracle.gemv(oracle.transposed(a, m, n), y, n, m));
    }),
  );

  test("NaN and infinities go to the rows and columns they belong to", () =>
    lw.scope(() => {
      const [m, n] = [9, 11];
      for (const [i, j] of [
        [0, 0],
        [3, 2],
        [4, 10],
        [8, 9],
        [8, 10],
      ] as const)
        for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const a = integers(m * n, 7).map(Math.abs);
          a[i * n + j] = odd;
          const A = lw.matrix(m, n, a, { type });
          const [x, y] = [lw.vector(new Array(n).fill(1), { type }), lw.vector(new Array(m).fill(1), { type })];
          const [out, back] = [lw.vector(m, { type }), lw.vector(n, { type })];
          gemv(out, A, x);
          equal(out.data, oracle.gemv(a, new Array(n).fill(1), m, n), `A x with ${odd} at ${i}, ${j}`);
          tgemv(back, A, y);
          equal(
            back.data,
            oracle.gemv(oracle.transposed(a, m, n), new Array(m).fill(1), n, m),
            `A' y with ${odd} at ${i}, ${j}`,
          );
        }
    }));
});
