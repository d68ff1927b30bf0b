// Matrices of whole numbers of 8 bits: their parts, their products exact and by whole numbers.
import { describe, expect, test } from "vitest";
import type { Int8Matrix, Int8Parts } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, magnitudes, reals, types, words } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/int8.ts";

type Shape = [batch: number, m: number, n: number, groupSize: number | undefined];
const shapes: Shape[] = [
  [0, 3, 40, 32],
  [3, 0, 40, undefined],
  [3, 4, 0, undefined],
  [1, 1, 1, undefined],
  [1, 5, 33, 32],
  [2, 3, 15, undefined],
  [3, 2, 16, undefined],
  [4, 6, 17, undefined],
  [2, 3, 31, undefined],
  [5, 9, 64, 32],
  [6, 7, 97, 64],
  [9, 4, 257, 96],
  [13, 17, 300, 128],
  [8, 6, 520, undefined],
];

function partsOf(m: number, n: number, groupSize: number | undefined, affine: boolean, seed: number) {
  const next = words(seed);
  const size = groupSize ?? Math.max(n, 1);
  const groups = m * Math.ceil(n / size);
  const byte = () => (next() % 256) - 128;
  return {
    rows: m,
    cols: n,
    values: Array.from({ length: m * n }, byte),
    scale: integers(groups, seed + 1, 3),
    groupSize: size,
    ...(affine ? { zero: Array.from({ length: groups }, byte) } : {}),
  };
}
function made(parts: oracle.Parts, type: "f32" | "f64"): Int8Matrix {
  const { zero, values, ...rest } = parts;
  const own: Int8Parts = { ...rest, values: Int8Array.from(values), type };
  return lw.int8(zero ? { ...own, zero: Int8Array.from(zero) } : own);
}
/** X*W' */
const linear = (X: number[], W: number[], batch: number, m: number, n: number) =>
  Array.from({ length: batch }, (_, b) => dense.gemv(W, X.slice(b * n, b * n + n), m, n)).flat();
/** The cols x rows numbers of A as rows x cols. */
const turned = (A: number[], rows: number, cols: number) =>
  Array.from({ length: rows * cols }, (_, p) => A[(p % cols) * rows + Math.floor(p / cols)] as number);

describe.each([
  ["symmetric", false],
  ["affine", true],
] as const)("%s", (_name, affine) => {
  describe.each(types)("in %s", (type) => {
    test.each(shapes)(
      "every part comes back, and products are exact on integers, %i rows by %i x %i, groups of %s",
      (batch, m, n, groupSize) =>
        lw.scope(() => {
          const parts = partsOf(m, n, groupSize, affine, 1);
          const [A, W] = [made(parts, type), oracle.weights(parts)];
          equal(A.unpack(), parts.values, "values");
          equal(
            A.pack(),
            parts.values.map((v) => (v + 256) % 256),
            "bytes",
          );
          equal(A.scale, parts.scale, "scale");
          if (affine) equal(A.zero ?? [], parts.zero ?? [], "zero");
          else expect(A.zero).toBeUndefined();
          equal(A.toDense().data, W, "dense");
          const X = integers(batch * n, 3, 4);
          const want = linear(X, W, batch, m, n);
          const x = lw.matrix(batch, n, X, { type });
          equal(A.linear(x).data, want, "linear");
          equal(A.matmul(x.transpose()).data, turned(want, m, batch), "matmul");
          const out = lw.matrix(batch, m, undefined, { type });
          A.linearInto(out, x);
          equal(out.data, want, "linearInto");
          if (batch === 0) return;
          const y = lw.vector(m, { type });
          A.apply(y, lw.vector(X.slice(0, n), { type }));
          equal(y.data, want.slice(0, m), "apply");
        }),
    );

    test("A x within rounding on reals", () =>
      lw.scope(() => {
        const [m, n] = [6, 1009];
        const parts = { ...partsOf(m, n, 64, affine, 4), scale: reals(m * 16, 5) };
        const [W, x] = [oracle.weights(parts), reals(n, 6)];
        const bound = dense.gemv(magnitudes(W), magnitudes(x), m, n);
        const A = made(parts, type);
        within(A.matmul(lw.vector(x, { type })).data, dense.gemv(W, x, m, n), type, n + 4, bound);
        const X = lw.matrix(6, n, Array.from({ length: 6 }, () => x).flat(), { type });
        const all = Array.from({ length: 6 }, () => dense.gemv(W, x, m, n)).flat();
        within(A.linear(X).data, all, type, n + 4, Array.from({ length: 6 }, () => bound).flat());
      }));

    test("rounding gives the nearest multiples", () =>
      lw.scope(() => {
        const [m, n, groupSize] = [5, 150, 64];
        const W = reals(m * n, 7).map((v, p) => (p < 64 ? v + 2 : p < 150 ? 0 : Math.fround(v ** 3)));
        const A = lw.int8(lw.matrix(m, n, W, { type }), { groupSize, symmetric: !affine });
        const want = oracle.quantized(W, m, n, groupSize, !affine);
        if (type === "f64") {
          equal(A.unpack(), want.values, "values");
          equal(A.zero ?? [], want.zero ?? [], "zero");
        }
        within(A.scale, want.scale, type, 4, want.scale);
        for (const [p, v] of A.toDense().data.entries()) {
          const g = Math.floor(p / n) * 3 + Math.floor((p % n) / groupSize);
          expect(Math.abs(v - W[p]!)).toBeLessThanOrEqual(want.scale[g]! * (0.5 + 300 * eps[type]));
        }
      }));
  });

  test.each(shapes)(
    "by whole numbers the same as the sum of integers where the step of x is 1, %i rows by %i x %i, groups of %s",
    (batch, m, n, groupSize) =>
      lw.scope(() => {
        const parts = partsOf(m, n, groupSize, affine, 8);
        const X = integers(batch * n, 9, 40).map((x, p) => (p % Math.max(n, 1) === n >> 1 ? -8191 : x));
        const [A, x] = [made(parts, "f32"), lw.matrix(batch, n, X, { type: "f32" })];
        const want = linear(X, oracle.weights(parts), batch, m, n);
        const options = { activations: "int8" } as const;
        equal(A.linear(x, options).data, want, "linear");
        equal(A.matmul(x.transpose(), options).data, turned(want, m, batch), "matmul");
        if (batch > 0)
          equal(A.matmul(lw.vector(X.slice(0, n), { type: "f32" }), options).data, want.slice(0, m), "vector");
      }),
  );

  test("the largest numbers in every place do not overflow", () =>
    lw.scope(() => {
      const [m, n] = [5, 3 * 4096 + 40];
      const values = new Array<number>(m * n).fill(-128);
      const parts = { rows: m, cols: n, values, scale: new Array<number>(m).fill(1), groupSize: n };
      const A = made(affine ? { ...parts, zero: new Array<number>(m).fill(127) } : parts, "f32");
      const most = (affine ? 255 : 128) * n;
      for (const batch of [1, 2, 3]) {
        const x = lw.matrix(batch, n, new Float32Array(batch * n).fill(1));
        const want = new Array<number>(batch * m).fill(-most);
        within(A.linear(x, { activations: "int8" }).data, want, "f32", 8, magnitudes(want));
      }
    }));
});

test("the error of whole numbers is that of rounding x, far below 5e-3 of the result", () =>
  lw.scope(() => {
    const [m, n] = [40, 1024];
    const W = lw.random(1).normal(m * n, "f32");
    const A = lw.int8(lw.matrix(m, n, W.data.slice()), { groupSize: 64 });
    for (const shape of ["normal", "Laplace"] as const) {
      const x = lw.random(2).normal(n, "f32");
      if (shape === "Laplace") x.data.set(x.data.map((v) => Math.sign(v) * v * v));
      const [D, X] = [Array.from(A.toDense().data), Array.from(x.data)];
      const want = dense.gemv(D, X, m, n);
      const got = A.matmul(x, { activations: "int8" }).data;
      const step = Math.max(...magnitudes(X)) / 8191;
      const slack = dense.gemv(magnitudes(D), magnitudes(X), m, n);
      for (const [i, v] of got.entries()) {
        const row = magnitudes(D.slice(i * n, i * n + n)).reduce((a, b) => a + b);
        expect(Math.abs(v - want[i]!)).toBeLessThan((step / 2) * row + 1e-5 * slack[i]!);
      }
      const off = Math.hypot(...Array.from(got, (v, i) => v - want[i]!));
      expect(off / Math.hypot(...want)).toBeLessThan(5e-4);
      expect(off).toBeGreaterThan(0);
    }
  }));

test("bias and activation follow the product, along rows and down columns, exact or not", () =>
  lw.scope(() => {
    const [batch, m, n] = [3, 5, 40];
    const parts = partsOf(m, n, 32, true, 10);
    const A = made(parts, "f32");
    const X = integers(batch * n, 11, 4).map((x, p) => (p % n === 7 ? 8191 : x));
    const bias = integers(m, 12, 900);
    const [x, b] = [lw.matrix(batch, n, X, { type: "f32" }), lw.vector(bias, { type: "f32" })];
    const want = linear(X, oracle.weights(parts), batch, m, n);
    const relu = want.map((v, p) => Math.max(0, v + bias[p % m]!));
    for (const activations of ["exact", "int8"] as const) {
      const options = { bias: b, activation: "relu", activations } as const;
      equal(A.linear(x, options).data, relu);
      equal(A.matmul(x.transpose(), { ...options, perRow: true }).data, turned(relu, m, batch));
      equal(A.matmul(lw.vector(X.slice(0, n), { type: "f32" }), options).data, relu.slice(0, m));
    }
    const rows = lw.vector([1, 2, 3], { type: "f32" });
    equal(
      A.linear(x, { bias: rows, perRow: true }).data,
      want.map((v, p) => v + 1 + Math.floor(p / m)),
    );
  }));

test("zeros, and numbers that are none, in x", () =>
  lw.scope(() => {
    const A = made({ ...partsOf(3, 40, undefined, true, 13), scale: [1, 2, 3] }, "f32");
    const x = lw.vector(40, { type: "f32" });
    equal(A.matmul(x, { activations: "int8" }).data, [0, 0, 0]);
    for (const bad of [NaN, Infinity, -Infinity]) {
      x.data[39] = bad;
      equal(A.matmul(x, { activations: "int8" }).data, [NaN, NaN, NaN]);
    }
  }));

test("bad arguments are named", () =>
  lw.scope(() => {
    const parts = { rows: 2, cols: 40, values: new Int8Array(80), scale: [1, 2] };
    faulty(() => lw.int8({ ...parts, values: new Uint8Array(80) as never }), "ArgumentTypeError", "values");
    faulty(() => lw.int8({ ...parts, values: new Int8Array(79) }), "ShapeError", "values");
    faulty(() => lw.int8({ ...parts, scale: [1] }), "ShapeError", "scale");
    faulty(() => lw.int8({ ...parts, scale: [1, NaN] }), "ArgumentRangeError", "scale[1]");
    faulty(() => lw.int8({ ...parts, zero: new Int8Array(3) }), "ShapeError", "zero");
    faulty(() => lw.int8({ ...parts, zero: [0, 0] as never }), "ArgumentTypeError", "zero");
    faulty(() => lw.int8({ ...parts, groupSize: 33 }), "ArgumentRangeError", "groupSize");
    faulty(() => lw.int8({ ...parts, rows: -1 }), "ArgumentRangeError", "rows");
    faulty(() => lw.int8(undefined as never), "ArgumentTypeError", "parts");
    faulty(() => lw.int8(lw.vector(3) as never), "ArgumentTypeError", "W");
    faulty(() => lw.int8(lw.matrix(1, 2, [1, NaN])), "ArgumentRangeError", "W");
    faulty(() => lw.int8(lw.matrix(1, 2), { symmetric: 1 as never }), "ArgumentTypeError", "symmetric");
    faulty(() => lw.int8(lw.matrix(1, 64), { groupSize: 0 }), "ArgumentRangeError", "groupSize");
    const [A, D] = [lw.int8({ ...parts, type: "f32" }), lw.int8(parts)];
    const x = lw.vector(40, { type: "f32" });
    faulty(() => A.matmul(x, { activations: "fast" as never }), "ArgumentRangeError", "activations");
    faulty(() => D.matmul(lw.vector(40), { activations: "int8" }), "ArgumentRangeError", "activations");
    faulty(() => A.matmul(lw.vector(39, { type: "f32" })), "ShapeError", "x");
    faulty(() => A.matmul(A as never), "ArgumentTypeError", "x");
    faulty(() => A.linear(x as never), "ArgumentTypeError", "X");
    faulty(() => A.matmul(x, { bias: lw.vector(3, { type: "f32" }) }), "ShapeError", "bias");
    faulty(() => A.matmul(x, { activation: "tan" as never }), "ArgumentRangeError", "activation");
    faulty(() => A.apply(lw.vector(3, { type: "f32" }), x), "ShapeError", "out");
  }));
