import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../src/core/errors.ts";
import { bsrLinear, bsrMm, bsrMv, bsrSddmm, bsrTmm, bsrTmv } from "../../src/kernels/bsr.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, sparse, types } from "../data.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/bsr.ts";
import * as dense from "../oracle/dense.ts";
import { matrixSlot } from "../slots.ts";
import { exactProducts } from "./exactProducts.ts";

type Shape = [rows: number, cols: number, blockRows: number, blockCols: number, density: number];
// biome-ignore format: a table
const shapes: Shape[] = [
  [0, 0, 4, 4, 1], [0, 8, 4, 4, 1], [8, 0, 4, 4, 1], [1, 1, 1, 1, 1], [4, 4, 4, 4, 1], [8, 12, 4, 4, 0.5], [12, 8, 4, 4, 0],
  [16, 48, 16, 16, 0.6], [64, 32, 32, 32, 1], [96, 64, 32, 16, 0.4], [64, 128, 64, 64, 0.6], [40, 40, 8, 8, 0.3],
  [9, 25, 3, 5, 0.5], [30, 21, 6, 7, 0.5], [7, 9, 1, 1, 0.4], [10, 6, 2, 3, 0.6], [33, 50, 16, 16, 0.5], [5, 3, 8, 8, 1],
  [61, 83, 12, 20, 0.4], [130, 270, 16, 4, 0.5], [20, 700, 4, 16, 0.8], [35, 36, 5, 9, 1],
];
const columns = [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 64];

function blocks([rows, cols, blockRows, blockCols, density]: Shape, seed: number, entries = integers): oracle.Bsr {
  const pattern = sparse(Math.ceil(rows / blockRows), Math.ceil(cols / blockCols), density, seed);
  const values = entries(pattern.indices.length * blockRows * blockCols, seed + 1);
  return { ...pattern, rows, cols, blockRows, blockCols, values };
}

const load = (type: (typeof types)[number], A: oracle.Bsr) => lw.bsr({ ...A, type });
const nothing = (length: number) => new Array<number>(length).fill(Number.NaN);

describe.each(types)("block sparse rows, %s", (type) => {
  test.each(shapes)("A x and A' y exact on integers, %i x %i in blocks of %i x %i", (...shape) =>
    lw.scope(() => {
      const plain = blocks(shape, 1);
      const { rows: m, cols: n } = plain;
      const A = load(type, plain);
      exactProducts(
        type,
        [m, n],
        oracle.dense(plain),
        (out, x, scale) => bsrMv(out, A, x, scale),
        (out, y, scale) => bsrTmv(out, A, y, scale),
      );
    }),
  );

  test.each(columns)("A X, A' Y and X A' exact on integers, %i columns", (k) => {
    for (const shape of shapes) {
      const plain = blocks(shape, k + 4);
      const { rows: m, cols: n } = plain;
      const [a, x, y] = [oracle.dense(plain), integers(n * k, 5), integers(m * k, 6)];
      const at = dense.transposed(a, m, n);
      const what = `${m} x ${n} in blocks of ${plain.blockRows} x ${plain.blockCols}`;
      for (const [alpha, beta] of [
        [1, 0],
        [-2, 3],
      ] as const)
        lw.scope(() => {
          const A = load(type, plain);
          const old = (z: number[]) => (beta === 0 ? nothing(z.length) : z);
          const [out, back, layer] = [
            matrixSlot(type, m, k, old(y)),
            matrixSlot(type, n, k, old(x)),
            matrixSlot(type, k, m, old(y)),
          ];
          bsrMm(out.ref, A, matrixSlot(type, n, k, x).ref, { alpha, beta });
          equal(out.read(), dense.gemm(a, x, m, k, n, alpha, beta, y), `A X, ${what}, beta ${beta}`);
          bsrTmm(back.ref, A, matrixSlot(type, m, k, y).ref, { alpha, beta });
          equal(back.read(), dense.gemm(at, y, n, k, m, alpha, beta, x), `A' Y, ${what}, beta ${beta}`);
          bsrLinear(layer.ref, A, matrixSlot(type, k, n, x).ref, { alpha, beta });
          equal(layer.read(), dense.gemm(x, at, k, m, n, alpha, beta, y), `X A', ${what}, beta ${beta}`);
        });
    }
  });

  test.each(shapes)("A B' at the blocks alone, %i x %i in blocks of %i x %i", (...shape) => {
    for (const k of [0, 1, 2, 3, 4, 7, 8, 17, 64])
      lw.scope(() => {
        const plain = blocks(shape, 7);
        const { rows: m, cols: n } = plain;
        const [left, right] = [integers(m * k, 8), integers(n * k, 9)];
        const product = dense.gemm(left, dense.transposed(right, n, k), m, n, k);
        for (const [alpha, beta] of [
          [1, 0],
          [-2, 3],
        ] as const) {
          const out = load(type, beta === 0 ? { ...plain, values: nothing(plain.values.length) } : plain);
          bsrSddmm(out, matrixSlot(type, m, k, left).ref, matrixSlot(type, n, k, right).ref, { alpha, beta });
          const old = oracle.dense(plain);
          const want = oracle.sampled(plain, product).map((v, e) => alpha * v + (beta === 0 ? 0 : beta * old[e]!));
          equal(out.toDense().data, want, `inner size ${k}, beta ${beta}`);
        }
      });
  });

  test.each([1, 3, 16, 40])("within rounding on reals, %i columns", (k) => {
    for (const shape of [
      [61, 83, 12, 20, 0.6],
      [96, 320, 16, 16, 0.9],
      [30, 33, 3, 11, 0.7],
    ] as Shape[])
      lw.scope(() => {
        const plain = blocks(shape, 10, reals);
        const { rows: m, cols: n } = plain;
        const [a, x, y] = [oracle.dense(plain), reals(n * k, 11), reals(m * k, 12)];
        const [p, q, r] = [a, x, y].map(magnitudes) as [number[], number[], number[]];
        const [at, pt] = [dense.transposed(a, m, n), dense.transposed(p, m, n)];
        const A = load(type, plain);
        const scale = { alpha: 0.75, beta: -1.5 };
        const [out, back, layer] = [
          lw.matrix(m, k, y, { type }),
          lw.matrix(n, k, x, { type }),
          lw.matrix(k, m, y, { type }),
        ];
        bsrMm(out, A, lw.matrix(n, k, x, { type }), scale);
        within(
          out.data,
          dense.gemm(a, x, m, k, n, 0.75, -1.5, y),
          type,
          n + 4,
          dense.gemm(p, q, m, k, n, 0.75, 1.5, r),
          "A X",
        );
        bsrTmm(back, A, lw.matrix(m, k, y, { type }), scale);
        within(
          back.data,
          dense.gemm(at, y, n, k, m, 0.75, -1.5, x),
          type,
          m + 4,
          dense.gemm(pt, r, n, k, m, 0.75, 1.5, q),
          "A' Y",
        );
        bsrLinear(layer, A, lw.matrix(k, n, x, { type }), scale);
        within(
          layer.data,
          dense.gemm(x, at, k, m, n, 0.75, -1.5, y),
          type,
          n + 4,
          dense.gemm(q, pt, k, m, n, 0.75, 1.5, r),
          "X A'",
        );
        const [u, v] = [lw.vector(m, { type }), lw.vector(n, { type })];
        bsrMv(u, A, lw.vector(x.slice(0, n), { type }));
        within(u.data, dense.gemv(a, x.slice(0, n), m, n), type, n + 4, dense.gemv(p, q.slice(0, n), m, n), "A x");
        bsrTmv(v, A, lw.vector(y.slice(0, m), { type }));
        within(v.data, dense.gemv(at, y.slice(0, m), n, m), type, m + 4, dense.gemv(pt, r.slice(0, m), n, m), "A' y");
      });
  });

  test("any pattern of blocks: every product agrees with the dense one", () => {
    const size = fc.integer({ min: 0, max: 40 });
    const side = fc.integer({ min: 1, max: 18 });
    const density = fc.constantFrom(0, 0.1, 0.5, 1);
    fc.assert(
      fc.property(
        size,
        size,
        side,
        side,
        density,
        fc.nat(1000),
        fc.constantFrom(1, 2, 5, 16, 21),
        (m, n, br, bc, d, seed, k) =>
          lw.scope(() => {
            const plain = blocks([m, n, br, bc, d], seed);
            const [a, x, y] = [oracle.dense(plain), integers(n * k, seed), integers(m * k, seed + 1)];
            const A = load(type, plain);
            const at = dense.transposed(a, m, n);
            equal(A.toDense().data, a, "dense");
            equal(A.matmul(lw.matrix(n, k, x, { type })).data, dense.gemm(a, x, m, k, n), "A X");
            equal(A.tmatmul(lw.matrix(m, k, y, { type })).data, dense.gemm(at, y, n, k, m), "A' Y");
            equal(A.linear(lw.matrix(k, n, x, { type })).data, dense.gemm(x, at, k, m, n), "X A'");
            equal(A.matmul(lw.vector(x.slice(0, n), { type })).data, dense.gemv(a, x.slice(0, n), m, n), "A x");
            equal(A.tmatmul(lw.vector(y.slice(0, m), { type })).data, dense.gemv(at, y.slice(0, m), n, m), "A' y");
          }),
      ),
      { numRuns: 150 },
    );
  });

  test("what is outside a block, or outside the matrix, does not spread NaN or infinity", () =>
    lw.scope(() => {
      const plain = blocks([13, 10, 6, 4, 1], 14);
      const A = load(type, { ...plain, indptr: [0, 1, 1, 2], indices: [0, 2], values: plain.values.slice(0, 48) });
      const odd = (length: number, places: number[]) =>
        Array.from({ length }, (_, i) => (places.includes(i) ? (i % 2 ? Number.NaN : Number.POSITIVE_INFINITY) : 1));
      const k = 5;
      const X = odd(10, [4, 5, 6, 7]).flatMap((v) => new Array<number>(k).fill(v));
      const Y = odd(13, [6, 7, 8, 9, 10, 11]).flatMap((v) => new Array<number>(k).fill(v));
      const finite = (out: { data: ArrayLike<number> }) =>
        expect(Array.from(out.data).every(Number.isFinite)).toBe(true);
      finite(A.matmul(lw.matrix(10, k, X, { type })));
      finite(A.tmatmul(lw.matrix(13, k, Y, { type })));
      finite(A.linear(lw.matrix(1, 10, odd(10, [4, 5, 6, 7]), { type })));
      finite(A.matmul(lw.vector(odd(10, [4, 5, 6, 7]), { type })));
      finite(A.tmatmul(lw.vector(odd(13, [6, 7, 8, 9, 10, 11]), { type })));
      const sums = A.matmul(lw.vector(odd(10, [1]), { type })).data;
      expect(Array.from(sums, Number.isNaN)).toEqual(Array.from({ length: 13 }, (_, i) => i < 6));
    }));
});

test("a large product takes several chunks of columns", () =>
  lw.scope(() => {
    const plain = blocks([48, 5000, 16, 16, 0.05], 25);
    const k = 70;
    const [a, x] = [oracle.dense(plain), integers(5000 * k, 26)];
    const A = load("f32", plain);
    equal(A.matmul(lw.matrix(5000, k, x, { type: "f32" })).data, dense.gemm(a, x, 48, k, 5000));
    equal(
      A.linear(lw.matrix(k, 5000, dense.transposed(x, 5000, k), { type: "f32" })).data,
      dense.transposed(dense.gemm(a, x, 48, k, 5000), 48, k),
    );
    const y = integers(48 * k, 27);
    equal(
      A.tmatmul(lw.matrix(48, k, y, { type: "f32" })).data,
      dense.gemm(dense.transposed(a, 48, 5000), y, 5000, k, 48),
    );
  }));

test("arrays that do not fit are named", () =>
  lw.scope(() => {
    const A = load("f64", blocks([8, 12, 4, 4, 1], 28));
    const other = instance();
    expect(() => bsrMv(lw.vector(8), A, lw.vector(8))).toThrow(ShapeError);
    expect(() => bsrMv(lw.vector(8), A, lw.vector(12, { type: "f32" }))).toThrow(ArgumentTypeError);
    expect(() => bsrTmv(lw.vector(8), A, lw.vector(8))).toThrow(ShapeError);
    expect(() => bsrMm(lw.matrix(8, 3), A, lw.matrix(8, 3))).toThrow(ShapeError);
    expect(() => bsrTmm(lw.matrix(8, 3), A, lw.matrix(8, 3))).toThrow(ShapeError);
    expect(() => bsrLinear(lw.matrix(3, 12), A, lw.matrix(3, 12))).toThrow(ShapeError);
    expect(() => bsrSddmm(A, lw.matrix(8, 3), lw.matrix(12, 4))).toThrow(ShapeError);
    expect(() => bsrMm(A as never, A, lw.matrix(12, 12))).toThrow(ArgumentTypeError);
    expect(() => bsrMv(lw.vector(8), A, lw.vector(12), { alpha: Number.NaN })).toThrow(ArgumentRangeError);
    const foreign = other.vector(12);
    expect(() => bsrMv(lw.vector(8), A, foreign)).toThrow(ArgumentTypeError);
    foreign.dispose();
    const square = lw.matrix(12, 12);
    const S = load("f64", blocks([12, 12, 4, 4, 1], 29));
    expect(() => bsrMm(square, S, square)).toThrow(ArgumentTypeError);
  }));
