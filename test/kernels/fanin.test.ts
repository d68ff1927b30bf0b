import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentTypeError, ShapeError } from "../../src/core/errors.ts";
import type { Real } from "../../src/core/types.ts";
import { faninLinear, faninMm, faninMv, faninTmv } from "../../src/kernels/fanin.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types, words } from "../data.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/fanin.ts";
import { matrixSlot } from "../slots.ts";
import { exactProducts } from "./exactProducts.ts";

type Shape = [rows: number, cols: number, fan: number];
// biome-ignore format: a table
const shapes: Shape[] = [
  [0, 0, 0], [0, 5, 3], [4, 0, 0], [3, 5, 0], [1, 1, 1], [5, 1, 1], [1, 9, 9], [4, 4, 2], [7, 12, 3], [9, 16, 4], [6, 40, 5],
  [5, 33, 7], [8, 64, 8], [3, 50, 9], [13, 29, 17], [31, 100, 33], [2, 65536, 6], [3, 65537, 5], [4, 70000, 21],
];
const columns = [0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 64, 65, 100];

/** `fan` columns of `cols`, ascending, and entries for them, in every row. */
function condensed([rows, cols, fan]: Shape, seed: number, entries = integers): oracle.FanIn {
  const next = words(seed);
  const indices: number[] = [];
  for (let i = 0; i < rows; i++) {
    const row = new Set<number>(fan > 0 && i === 1 ? [cols - 1] : []);
    while (row.size < fan) row.add(next() % cols);
    indices.push(...[...row].sort((p, q) => p - q));
  }
  return { rows, cols, fan, indices, values: entries(rows * fan, seed + 1) };
}

const load = (type: Real, A: oracle.FanIn) => lw.fanin({ ...A, type });
const nothing = (length: number) => new Array<number>(length).fill(Number.NaN);

describe.each(types)("constant fan-in, %s", (type) => {
  test.each(shapes)("A x and A' y exact on integers, %i x %i with %i in a row", (...shape) =>
    lw.scope(() => {
      const plain = condensed(shape, 1);
      const { rows: m, cols: n } = plain;
      const A = load(type, plain);
      exactProducts(
        type,
        [m, n],
        oracle.dense(plain),
        (out, x, scale) => faninMv(out, A, x, scale),
        (out, y, scale) => faninTmv(out, A, y, scale),
      );
    }),
  );

  test.each(columns)("A X and X A' exact on integers, %i columns", (k) => {
    for (const shape of shapes.filter(([, cols]) => cols < 1000 || k === 2)) {
      const plain = condensed(shape, k + 4);
      const { rows: m, cols: n } = plain;
      const [a, x, y] = [oracle.dense(plain), integers(n * k, 5), integers(m * k, 6)];
      const at = dense.transposed(a, m, n);
      for (const [alpha, beta] of [
        [1, 0],
        [-2, 3],
      ] as const)
        lw.scope(() => {
          const A = load(type, plain);
          const old = beta === 0 ? nothing(m * k) : y;
          const [out, layer] = [matrixSlot(type, m, k, old), matrixSlot(type, k, m, old)];
          faninMm(out.ref, A, matrixSlot(type, n, k, x).ref, { alpha, beta });
          equal(out.read(), dense.gemm(a, x, m, k, n, alpha, beta, y), `A X, ${m} x ${n}, beta ${beta}`);
          faninLinear(layer.ref, A, matrixSlot(type, k, n, x).ref, { alpha, beta });
          equal(layer.read(), dense.gemm(x, at, k, m, n, alpha, beta, y), `X A', ${m} x ${n}, beta ${beta}`);
        });
    }
  });

  test.each([1, 5, 40, 70])("within rounding on reals, %i columns", (k) =>
    lw.scope(() => {
      const plain = condensed([37, 150, 61], 7, reals);
      const [m, n] = [37, 150];
      const [a, x, y] = [oracle.dense(plain), reals(n * k, 8), reals(m * k, 9)];
      const [p, q, r] = [a, x, y].map(magnitudes) as [number[], number[], number[]];
      const A = load(type, plain);
      const out = lw.matrix(m, k, y, { type });
      faninMm(out, A, lw.matrix(n, k, x, { type }), { alpha: 0.75, beta: -1.5 });
      within(
        out.data,
        dense.gemm(a, x, m, k, n, 0.75, -1.5, y),
        type,
        65,
        dense.gemm(p, q, m, k, n, 0.75, 1.5, r),
        "A X",
      );
      const [u, v] = [A.matmul(lw.vector(x.slice(0, n), { type })), A.tmatmul(lw.vector(y.slice(0, m), { type }))];
      within(u.data, dense.gemv(a, x.slice(0, n), m, n), type, 65, dense.gemv(p, q.slice(0, n), m, n), "A x");
      const [at, pt] = [dense.transposed(a, m, n), dense.transposed(p, m, n)];
      within(v.data, dense.gemv(at, y.slice(0, m), n, m), type, 40, dense.gemv(pt, r.slice(0, m), n, m), "A' y");
    }),
  );

  test("any pattern: every product agrees with the dense one", () => {
    const shape = fc.nat(30).chain((cols) => fc.tuple(fc.nat(20), fc.constant(cols), fc.nat(cols)));
    fc.assert(
      fc.property(shape, fc.nat(1000), fc.constantFrom(1, 2, 6, 32, 50), (shape, seed, k) =>
        lw.scope(() => {
          const plain = condensed(shape, seed);
          const { rows: m, cols: n } = plain;
          const [a, x] = [oracle.dense(plain), integers(n * k, seed)];
          const A = load(type, plain);
          equal(A.toDense().data, a, "dense");
          equal(A.matmul(lw.matrix(n, k, x, { type })).data, dense.gemm(a, x, m, k, n), "A X");
          equal(A.linear(lw.matrix(k, n, x, { type })).data, dense.gemm(x, dense.transposed(a, m, n), k, m, n), "X A'");
          equal(A.matmul(lw.vector(x.slice(0, n), { type })).data, dense.gemv(a, x.slice(0, n), m, n), "A x");
        }),
      ),
    );
  });

  test("entries that are not stored do not touch x: NaN there does not spread", () =>
    lw.scope(() => {
      const A = load(type, { rows: 2, cols: 4, fan: 2, indices: [0, 2, 1, 2], values: [2, 3, 5, 7] });
      const x = [1, Number.NaN, 10, Number.NaN];
      equal(A.matmul(lw.vector(x, { type })).data, [32, Number.NaN]);
      const X = x.flatMap((v) => new Array<number>(5).fill(v));
      equal(
        A.matmul(lw.matrix(4, 5, X, { type })).data,
        [32, Number.NaN].flatMap((v) => new Array<number>(5).fill(v)),
      );
    }));
});

test("arrays that do not fit are named", () =>
  lw.scope(() => {
    const A = load("f64", condensed([8, 12, 3], 10));
    expect(() => faninMv(lw.vector(8), A, lw.vector(8))).toThrow(ShapeError);
    expect(() => faninMv(lw.vector(8), A, lw.vector(12, { type: "f32" }))).toThrow(ArgumentTypeError);
    expect(() => faninTmv(lw.vector(8), A, lw.vector(8))).toThrow(ShapeError);
    expect(() => faninMm(lw.matrix(8, 3), A, lw.matrix(8, 3))).toThrow(ShapeError);
    expect(() => faninLinear(lw.matrix(3, 12), A, lw.matrix(3, 12))).toThrow(ShapeError);
    expect(() => faninMm(A as never, A, lw.matrix(12, 12))).toThrow(ArgumentTypeError);
    const square = lw.matrix(12, 12);
    expect(() => faninMm(square, load("f64", condensed([12, 12, 3], 11)), square)).toThrow(ArgumentTypeError);
  }));
