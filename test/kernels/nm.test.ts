import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentTypeError, ShapeError } from "../../src/core/errors.ts";
import { nmLinear, nmMm, nmMv, nmTmv } from "../../src/kernels/nm.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/nm.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const patterns = [
  [1, 2],
  [1, 4],
  [2, 4],
  [4, 8],
  [3, 8],
  [4, 4],
  [8, 16],
  [1, 1],
  [5, 128],
] as const;
// biome-ignore format: a table
const shapes = [[0, 0], [0, 8], [4, 0], [1, 1], [3, 4], [4, 8], [5, 7], [8, 16], [9, 23], [6, 128], [3, 129], [7, 140], [260, 12], [2, 400]] as const;
const columns = [0, 1, 2, 3, 5, 8, 16, 17, 32, 33, 64, 100];
const nothing = (length: number) => new Array<number>(length).fill(Number.NaN);

describe.each(types)("%s", (type) => {
  describe.each(["input", "output"] as const)("along the %s", (along) => {
    test.each(patterns)("A x and A' y exact on integers, %i of %i", (n, m) => {
      for (const [rows, cols] of shapes)
        lw.scope(() => {
          const a = integers(rows * cols, rows + cols);
          const A = lw.nm(lw.matrix(rows, cols, a, { type }), n, m, { along });
          const want = oracle.pruned(a, rows, cols, n, m, along);
          const [x, y] = [integers(cols, 2), integers(rows, 3)];
          for (const [alpha, beta] of [
            [1, 0],
            [-3, 2],
          ] as const) {
            const [out, back] = [
              vectorSlot(type, beta ? y : nothing(rows)),
              vectorSlot(type, beta ? x : nothing(cols)),
            ];
            nmMv(out.ref, A, vectorSlot(type, x).ref, { alpha, beta });
            equal(out.read(), dense.gemv(want, x, rows, cols, alpha, beta, y), `A x, ${rows} x ${cols}, beta ${beta}`);
            nmTmv(back.ref, A, vectorSlot(type, y).ref, { alpha, beta });
            const transposed = dense.transposed(want, rows, cols);
            equal(back.read(), dense.gemv(transposed, y, cols, rows, alpha, beta, x), `A' y, ${rows} x ${cols}`);
          }
        });
    });

    test.each(columns)("A X and X A' exact on integers, %i columns", (k) => {
      for (const [n, m] of patterns)
        for (const [rows, cols] of shapes)
          lw.scope(() => {
            const a = integers(rows * cols, rows + cols + k);
            const A = lw.nm(lw.matrix(rows, cols, a, { type }), n, m, { along });
            const want = oracle.pruned(a, rows, cols, n, m, along);
            const [x, y] = [integers(cols * k, 4), integers(rows * k, 5)];
            const [alpha, beta] = k % 2 ? [1, 0] : [-2, 3];
            const old = beta === 0 ? nothing(rows * k) : y;
            const [out, layer] = [matrixSlot(type, rows, k, old), matrixSlot(type, k, rows, old)];
            const what = `${rows} x ${cols}, ${n} of ${m}`;
            nmMm(out.ref, A, matrixSlot(type, cols, k, x).ref, { alpha, beta });
            equal(out.read(), dense.gemm(want, x, rows, k, cols, alpha, beta, y), `A X, ${what}`);
            nmLinear(layer.ref, A, matrixSlot(type, k, cols, x).ref, { alpha, beta });
            const at = dense.transposed(want, rows, cols);
            equal(layer.read(), dense.gemm(x, at, k, rows, cols, alpha, beta, y), `X A', ${what}`);
          });
    });

    test.each([1, 5, 40])("within rounding on reals, %i columns", (k) =>
      lw.scope(() => {
        const [rows, cols] = [45, 300];
        const a = reals(rows * cols, 6);
        const want = oracle.pruned(a, rows, cols, 2, 4, along);
        const A = lw.nm(lw.matrix(rows, cols, a, { type }), 2, 4, { along });
        const x = reals(cols * k, 7);
        const [p, q] = [magnitudes(want), magnitudes(x)];
        const out = A.matmul(lw.matrix(cols, k, x, { type }));
        within(out.data, dense.gemm(want, x, rows, k, cols), type, cols, dense.gemm(p, q, rows, k, cols), "A X");
        const y = A.matmul(lw.vector(x.slice(0, cols), { type }));
        const bound = dense.gemv(p, q.slice(0, cols), rows, cols);
        within(y.data, dense.gemv(want, x.slice(0, cols), rows, cols), type, cols, bound, "A x");
      }),
    );

    test("any matrix and pattern: every product agrees with the dense one", () => {
      const pattern = fc
        .constantFrom(1, 2, 4, 8, 16)
        .chain((m) => fc.tuple(fc.integer({ min: 1, max: m }), fc.constant(m)));
      fc.assert(
        fc.property(
          fc.nat(20),
          fc.nat(150),
          pattern,
          fc.nat(99),
          fc.constantFrom(1, 3, 20, 32),
          (rows, cols, [n, m], seed, k) =>
            lw.scope(() => {
              const a = integers(rows * cols, seed, 4);
              const A = lw.nm(lw.matrix(rows, cols, a, { type }), n, m, { along });
              const want = oracle.pruned(a, rows, cols, n, m, along);
              equal(A.toDense().data, want, "dense");
              const x = integers(cols * k, seed);
              equal(A.matmul(lw.matrix(cols, k, x, { type })).data, dense.gemm(want, x, rows, k, cols), "A X");
              equal(
                A.matmul(lw.vector(x.slice(0, cols), { type })).data,
                dense.gemv(want, x.slice(0, cols), rows, cols),
                "A x",
              );
            }),
        ),
      );
    });
  });

  test("entries that are not kept do not touch x: NaN there does not spread", () =>
    lw.scope(() => {
      const a = [1, 9, 8, 2, 7, 1, 1, 6, 5, 4, 1, 1, 1, 1, 3, 4];
      const A = lw.nm(lw.matrix(1, 16, a, { type }), 2, 4);
      const x = oracle
        .kept(a, 1, 16, 2, 4, "input")
        .map((kept, j) => (kept ? j : j % 2 ? Number.NaN : Number.POSITIVE_INFINITY));
      equal(A.matmul(lw.vector(x, { type })).data, [9 + 16 + 28 + 42 + 40 + 36 + 42 + 60]);
      equal(
        A.matmul(
          lw.matrix(
            16,
            2,
            x.flatMap((v) => [v, v]),
            { type },
          ),
        ).data,
        [273, 273],
      );
    }));
});

test("arrays that do not fit are named", () =>
  lw.scope(() => {
    const A = lw.nm(lw.matrix(8, 12), 2, 4);
    expect(() => nmMv(lw.vector(8), A, lw.vector(8))).toThrow(ShapeError);
    expect(() => nmMv(lw.vector(8), A, lw.vector(12, { type: "f32" }))).toThrow(ArgumentTypeError);
    expect(() => nmTmv(lw.vector(8), A, lw.vector(8))).toThrow(ShapeError);
    expect(() => nmMm(lw.matrix(8, 3), A, lw.matrix(8, 3))).toThrow(ShapeError);
    expect(() => nmLinear(lw.matrix(3, 12), A, lw.matrix(3, 12))).toThrow(ShapeError);
    const square = lw.matrix(12, 12);
    expect(() => nmMm(square, lw.nm(square, 2, 4), square)).toThrow(ArgumentTypeError);
  }));
