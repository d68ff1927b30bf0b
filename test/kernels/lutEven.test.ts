// Rows whose entries are an even grid, which need no look-up: products with one vector, exact and by whole numbers.
import { describe, expect, test } from "vitest";
import type { Bits, LutParts } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals } from "../data.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/lut.ts";
import { codedParts } from "../problems/codes.ts";

type Shape = [m: number, n: number, groupSize: number | undefined];
const shapes: Shape[] = [
  [0, 40, undefined],
  [3, 0, undefined],
  [1, 1, undefined],
  [2, 31, undefined],
  [3, 32, 32],
  [4, 33, 32],
  [5, 64, 32],
  [7, 97, 64],
  [9, 257, 96],
  [6, 767, undefined],
  [4, 1009, 128],
];

const grid = (bits: Bits, a: number, b: number) => Array.from({ length: 2 ** bits }, (_, c) => a + b * c);

/** Rows in turn of the grids that are given. */
function partsOf([m, n, groupSize]: Shape, bits: Bits, grids: number[][], seed: number) {
  const tables = Array.from({ length: m }, (_, i) => grids[i % grids.length] as number[]).flat();
  return codedParts(m, n, bits, groupSize, tables, seed);
}
const made = (parts: ReturnType<typeof partsOf>) =>
  lw.lut({ ...parts, codes: Uint8Array.from(parts.codes), type: "f32" } as LutParts);

test.each(shapes)("exact on integers, grids from -8 steps, from 0, and neither, %i x %i, groups of %s", (...shape) =>
  lw.scope(() => {
    const [m, n] = shape;
    const crooked = grid(4, -8, 1).with(9, 3);
    const parts = partsOf(shape, 4, [grid(4, -24, 3), grid(4, 0, -2), grid(4, 5, 1), crooked, grid(4, 0, 0)], 1);
    const x = integers(n, 3, 4);
    const A = made(parts);
    equal(A.matmul(lw.vector(x, { type: "f32" })).data, dense.gemv(oracle.weights(parts), x, m, n));
  }),
);

test.each(shapes)("on reals within rounding of the sum of magnitudes, %i x %i, groups of %s", (...shape) =>
  lw.scope(() => {
    const [m, n] = shape;
    const parts = partsOf(shape, 4, [grid(4, -8, 1), grid(4, 0, 1)], 4);
    const [x, W] = [reals(n, 5), oracle.weights(parts)];
    const sizes = dense.gemv(magnitudes(W), magnitudes(x), m, n);
    const offsets = dense.gemv(magnitudes(W).fill(9), magnitudes(x), m, n);
    const bounds = sizes.map((v, i) => v + 2 * (offsets[i] as number));
    within(made(parts).matmul(lw.vector(x, { type: "f32" })).data, dense.gemv(W, x, m, n), "f32", n + 8, bounds);
  }),
);

test("a sum that overflows before the step of the grid comes in is made by look-up", () =>
  lw.scope(() => {
    const b = 2 ** -60;
    const [n, big] = [800, 2 ** 126];
    const tables = [...grid(4, -8 * b, b), ...grid(4, 0, b)];
    const A = lw.lut({ rows: 2, cols: n, bits: 4, codes: new Uint8Array(2 * n).fill(12), tables, type: "f32" });
    const x = lw.vector(new Float32Array(n).fill(big));
    within(A.matmul(x).data, [4 * b * n * big, 12 * b * n * big], "f32", n, [4 * b * n * big, 12 * b * n * big]);
    x.data[799] = NaN;
    equal(A.matmul(x).data, [NaN, NaN]);
  }));

describe.each([2, 3, 4] as const)("%i bits by whole numbers", (bits) => {
  test.each(shapes)("the same as the sum of integers where the step of x is 1, %i x %i, groups of %s", (...shape) =>
    lw.scope(() => {
      const [m, n] = shape;
      const parts = partsOf(shape, bits, [grid(bits, -4, 1), grid(bits, 3, -2), grid(bits, 0, 0)], 6);
      const x = integers(n, 7, 4).map((v, j) => (j === n >> 1 ? -1927 : v));
      const want = dense.gemv(oracle.weights(parts), x, m, n);
      const got = made(parts).matmul(lw.vector(x, { type: "f32" }), { activations: "int8" });
      equal(got.data, want);
    }),
  );
});

test("one table for all rows, bias and activation", () =>
  lw.scope(() => {
    const [m, n] = [5, 70];
    const codes = Uint8Array.from({ length: m * n }, (_, p) => (5 * p) % 16);
    const A = lw.lut({ rows: m, cols: n, bits: 4, codes, tables: grid(4, -8, 1), type: "f32" });
    const x = integers(n, 8, 4).map((v, j) => (j === 3 ? 1927 : v));
    const bias = integers(m, 9, 900);
    const W = Array.from(codes, (c) => c - 8);
    const want = dense.gemv(W, x, m, n).map((v, i) => Math.max(0, v + (bias[i] as number)));
    const b = lw.vector(bias, { type: "f32" });
    for (const activations of ["exact", "int8"] as const)
      equal(A.matmul(lw.vector(x, { type: "f32" }), { bias: b, activation: "relu", activations }).data, want);
  }));

test("the largest codes and numbers in every place, past what 32 bits hold on the way", () =>
  lw.scope(() => {
    const n = 65536 + 160;
    const codes = new Uint8Array(3 * n).fill(15);
    const A = lw.lut({ rows: 3, cols: n, bits: 4, codes, tables: Float32Array.from(grid(4, 0, 1)) });
    const x = lw.vector(new Float32Array(n).fill(-1));
    within(A.matmul(x, { activations: "int8" }).data, Array(3).fill(-15 * n), "f32", 8, Array(3).fill(15 * n));
  }));

test("the error is that of x alone: within half of its step times the sum of |W|, and below 5e-3 of the result", () =>
  lw.scope(() => {
    const [m, n] = [40, 1024];
    const A = lw.lut({
      rows: m,
      cols: n,
      bits: 4,
      codes: Uint8Array.from(lw.random(1).normal(m * n, "f32").data, (v) =>
        Math.max(0, Math.min(15, Math.round(8 + 3 * v))),
      ),
      tables: Float32Array.from({ length: 16 * m }, (_, p) => 0.01 * ((p % 16) - 8) * (1 + (p >> 4) / 7)),
    });
    const x = lw.random(2).normal(n, "f32");
    const [W, X] = [Array.from(A.toDense().data), Array.from(x.data)];
    const want = dense.gemv(W, X, m, n);
    const got = A.matmul(x, { activations: "int8" }).data;
    const step = Math.max(...magnitudes(X)) / 1927;
    const slack = dense.gemv(magnitudes(W), magnitudes(X), m, n);
    for (const [i, v] of got.entries()) {
      const row = magnitudes(W.slice(i * n, i * n + n)).reduce((a, b) => a + b);
      expect(Math.abs(v - want[i]!)).toBeLessThan((step / 2) * row + 1e-4 * slack[i]!);
    }
    const off = Math.hypot(...Array.from(got, (v, i) => v - want[i]!));
    expect(off / Math.hypot(...want)).toBeLessThan(1e-3);
    expect(off).toBeGreaterThan(0);
  }));
