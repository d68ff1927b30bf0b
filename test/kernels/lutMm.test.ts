// Products of codes with several vectors, exact and by whole numbers.
import { describe, expect, test } from "vitest";
import type { LutMatrix } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/lut.ts";
import { codedParts } from "../problems/codes.ts";

type Shape = [batch: number, m: number, n: number, groupSize: number | undefined];
const shapes: Shape[] = [
  [0, 3, 40, 32],
  [3, 0, 40, undefined],
  [3, 4, 0, undefined],
  [1, 1, 1, undefined],
  [1, 5, 33, 32],
  [2, 3, 70, undefined],
  [3, 2, 31, undefined],
  [5, 9, 64, 32],
  [7, 8, 97, 64],
  [9, 7, 257, 96],
  [13, 17, 300, 128],
  [8, 6, 520, undefined],
  [2, 3, 2100, 32],
];

const made = (parts: ReturnType<typeof codedParts>, type: "f32" | "f64"): LutMatrix =>
  lw.lut({ ...parts, codes: Uint8Array.from(parts.codes), type });
/** X*W' */
const linear = (X: number[], W: number[], batch: number, m: number, n: number) =>
  Array.from({ length: batch }, (_, b) => dense.gemv(W, X.slice(b * n, b * n + n), m, n)).flat();
/** The cols x rows numbers of A as rows x cols. */
const turned = (A: number[], rows: number, cols: number) =>
  Array.from({ length: rows * cols }, (_, p) => A[(p % cols) * rows + Math.floor(p / cols)] as number);

describe.each([2, 3, 4, 8] as const)("%i bits", (bits) => {
  describe.each(types)("in %s", (type) => {
    test.each(shapes)(
      "linear and matmul, exact on integers, %i rows by %i x %i, groups of %s",
      (batch, m, n, groupSize) =>
        lw.scope(() => {
          const parts = codedParts(m, n, bits, groupSize, integers(m * 2 ** bits, 1, 20), 2);
          const [A, W, X] = [made(parts, type), oracle.weights(parts), integers(batch * n, 3, 4)];
          const want = linear(X, W, batch, m, n);
          const x = lw.matrix(batch, n, X, { type });
          equal(A.linear(x).data, want, "linear");
          equal(A.matmul(x.transpose()).data, turned(want, m, batch), "matmul");
          const out = lw.matrix(batch, m, undefined, { type });
          A.linearInto(out, x);
          equal(out.data, want, "linearInto");
        }),
    );
  });
});

test("every row of X past the block of rows that is packed at a time", () =>
  lw.scope(() => {
    const [batch, m, n] = [491, 9, 33];
    const parts = codedParts(m, n, 4, 32, integers(m * 16, 1, 20), 4);
    const X = integers(batch * n, 5, 4);
    const A = made(parts, "f32");
    equal(A.linear(lw.matrix(batch, n, X, { type: "f32" })).data, linear(X, oracle.weights(parts), batch, m, n));
  }));

describe.each([2, 3, 4] as const)("%i bits by whole numbers", (bits) => {
  test.each(shapes)(
    "the same as the sum of integers where steps are 1, %i rows by %i x %i, groups of %s",
    (batch, m, n, groupSize) =>
      lw.scope(() => {
        // One entry of each table and one number of each row of X is the largest, so that both steps are 1.
        const shared = m % 2 === 0;
        const tables = integers((shared ? 1 : m) * 2 ** bits, 6, 9).map((t, c) => (c % 2 ** bits === 1 ? -2047 : t));
        const parts = codedParts(m, n, bits, groupSize, tables, 7);
        const X = integers(batch * n, 8, 4).map((x, p) => (p % Math.max(n, 1) === 0 ? 1927 : x));
        parts.codes = parts.codes.map((c, p) => (c === 1 && p % 16 !== 5 ? 0 : c));
        const [A, W] = [made(parts, "f32"), oracle.weights(parts)];
        const want = linear(X, W, batch, m, n);
        const x = lw.matrix(batch, n, X, { type: "f32" });
        const options = { activations: "int8" } as const;
        equal(A.linear(x, options).data, want, "linear");
        equal(A.matmul(x.transpose(), options).data, turned(want, m, batch), "matmul");
        if (batch > 0)
          equal(A.matmul(lw.vector(X.slice(0, n), { type: "f32" }), options).data, want.slice(0, m), "vector");
      }),
  );
});

test("the largest numbers in every place do not overflow", () =>
  lw.scope(() => {
    const n = 2 * 4096 + 64;
    const codes = new Uint8Array(3 * n);
    const A = lw.lut({ rows: 3, cols: n, bits: 4, codes, tables: new Float32Array(16).fill(-1) });
    const x = lw.matrix(2, n, new Float32Array(2 * n).fill(1));
    within(A.linear(x, { activations: "int8" }).data, Array(6).fill(-n), "f32", 8, Array(6).fill(n));
    const v = lw.vector(new Float32Array(n).fill(1));
    within(A.matmul(v, { activations: "int8" }).data, Array(3).fill(-n), "f32", 8, Array(3).fill(n));
  }));

test("the error of whole numbers is within the rounding of both sides, and below 5e-3 of the result", () =>
  lw.scope(() => {
    const [m, n] = [40, 1024];
    const W = lw.random(1).normal(m * n, "f32");
    const A = lw.quantize(lw.matrix(m, n, W.data.slice()));
    const x = lw.random(2).normal(n, "f32");
    const [dequantized, X] = [Array.from(A.toDense().data), Array.from(x.data)];
    const want = dense.gemv(dequantized, X, m, n);
    const got = A.matmul(x, { activations: "int8" }).data;
    const largest = Math.max(...magnitudes(X));
    const sums = (f: (i: number, j: number) => number) =>
      Array.from({ length: m }, (_, i) => X.reduce((total, _x, j) => total + f(i, j), 0));
    const tops = Array.from({ length: m }, (_, i) =>
      Math.max(...magnitudes(Array.from(A.tables.slice(16 * i, 16 * i + 16)))),
    );
    const bound = sums((i, j) => {
      const [w, step] = [Math.abs(dequantized[i * n + j]!), tops[i]! / 2047 / 2];
      return (step * Math.abs(X[j]!) + (w + step) * (largest / 1927 / 2)) * 1.001 + 1e-6;
    });
    for (const [i, v] of got.entries()) expect(Math.abs(v - want[i]!)).toBeLessThan(bound[i]!);
    const off = Math.hypot(...Array.from(got, (v, i) => v - want[i]!));
    expect(off / Math.hypot(...want)).toBeLessThan(5e-3);
    expect(off).toBeGreaterThan(0);
  }));

test("bias and activation follow the product, along rows and down columns, exact or not", () =>
  lw.scope(() => {
    const [batch, m, n] = [3, 5, 40];
    const parts = codedParts(m, n, 4, 32, integers(m * 16, 1, 20), 9);
    const A = made(parts, "f32");
    const X = integers(batch * n, 10, 4);
    const bias = reals(m, 11);
    const [x, b] = [lw.matrix(batch, n, X, { type: "f32" }), lw.vector(bias, { type: "f32" })];
    const want = linear(X, oracle.weights(parts), batch, m, n);
    const relu = want.map((v, p) => Math.fround(Math.max(0, v + bias[p % m]!)));
    const close = (got: ArrayLike<number>, expected: number[], slack: number) =>
      expected.forEach((v, i) => {
        expect(Math.abs(got[i]! - v)).toBeLessThan(slack);
      });
    for (const [activations, slack] of [
      ["exact", 1e-3],
      ["int8", 4],
    ] as const) {
      const options = { bias: b, activation: "relu", activations } as const;
      close(A.linear(x, options).data, relu, slack);
      close(A.matmul(x.transpose(), { ...options, perRow: true }).data, turned(relu, m, batch), slack);
      close(A.matmul(lw.vector(X.slice(0, n), { type: "f32" }), options).data, relu.slice(0, m), slack);
    }
    const rows = lw.vector([1, 2, 3], { type: "f32" });
    equal(
      A.linear(x, { bias: rows, perRow: true }).data,
      want.map((v, p) => v + 1 + Math.floor(p / m)),
    );
  }));

test("zeros, and numbers that are none, in x", () =>
  lw.scope(() => {
    const A = made(codedParts(3, 40, 4, undefined, integers(48, 1, 20), 12), "f32");
    const x = lw.vector(40, { type: "f32" });
    const options = { activations: "int8" } as const;
    equal(A.matmul(x, options).data, [0, 0, 0]);
    for (const bad of [NaN, Infinity, -Infinity]) {
      x.data[39] = bad;
      equal(A.matmul(x, options).data, [NaN, NaN, NaN]);
    }
  }));

test("bad arguments are named", () =>
  lw.scope(() => {
    const A = made(codedParts(3, 40, 4, undefined, integers(48, 1, 20), 12), "f32");
    const D = made(codedParts(3, 40, 4, undefined, integers(48, 1, 20), 12), "f64");
    const E = made(codedParts(3, 40, 8, undefined, integers(768, 1, 20), 12), "f32");
    const x = lw.vector(40, { type: "f32" });
    faulty(() => A.matmul(x, { activations: "fast" as never }), "ArgumentRangeError", "activations");
    faulty(() => D.matmul(lw.vector(40), { activations: "int8" }), "ArgumentRangeError", "activations");
    faulty(() => E.matmul(x, { activations: "int8" }), "ArgumentRangeError", "activations");
    faulty(() => A.linear(lw.matrix(2, 39, undefined, { type: "f32" })), "ShapeError", "X");
    faulty(() => A.linear(x as never), "ArgumentTypeError", "X");
    faulty(() => A.matmul(lw.matrix(39, 2, undefined, { type: "f32" })), "ShapeError", "X");
    faulty(() => A.matmul(x, { bias: lw.vector(4, { type: "f32" }) }), "ShapeError", "bias");
    faulty(() => A.matmul(x, { activation: "tan" as never }), "ArgumentRangeError", "activation");
  }));

test("the tables of whole numbers are made again after the scope they were made in", () =>
  lw.scope(() => {
    const A = made(codedParts(3, 40, 4, undefined, integers(48, 1, 20), 12), "f32");
    const x = lw.vector(integers(40, 13, 9), { type: "f32" });
    const first = lw.scope(() => A.matmul(x, { activations: "int8" }).toArray());
    equal(
      lw.scope(() => A.matmul(x, { activations: "int8" }).toArray()),
      first,
    );
    A.dispose();
    expect(A.disposed).toBe(true);
  }));
