import { describe, expect, test } from "vitest";
import { syrk } from "../../src/kernels/dense.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";
import { matrixSlot } from "../slots.ts";

const shapes: [n: number, k: number][] = [
  [0, 0],
  [0, 3],
  [1, 1],
  [1, 7],
  [2, 1],
  [3, 0],
  [3, 4],
  [4, 4],
  [5, 3],
  [6, 8],
  [7, 9],
  [8, 8],
  [9, 2],
  [13, 17],
  [16, 5],
  [31, 12],
  [65, 33],
  [127, 20],
  [250, 9],
  [131, 300],
];

/** What syrk leaves of C: the lower triangle from `full`, the part above the diagonal as it was. */
const lower = (full: number[], c: number[], n: number) =>
  full.map((v, e) => (e % n > Math.floor(e / n) ? (c[e] as number) : v));

describe.each(types)("A times its own transpose, %s", (type) => {
  test.each(shapes)("exact on integers, the upper triangle left alone, n = %i, k = %i", (n, k) => {
    const [a, c] = [integers(n * k, 1, 5), integers(n * n, 2)];
    const at = oracle.transposed(a, n, k);
    for (const [alpha, beta] of [
      [1, 0],
      [-2, 1],
      [3, -5],
    ] as const) {
      const want = lower(oracle.gemm(a, at, n, n, k, alpha, beta, c), c, n);
      for (const transpose of [false, true])
        lw.scope(() => {
          const A = transpose ? matrixSlot(type, k, n, at) : matrixSlot(type, n, k, a);
          const C = matrixSlot(type, n, n, c);
          syrk(C.ref, A.ref, { alpha, beta, transpose });
          equal(C.read(), want, `C with alpha ${alpha}, beta ${beta}, transpose ${transpose}`);
        });
    }
  });

  test.each(shapes)("beta = 0 does not read C, n = %i, k = %i", (n, k) =>
    lw.scope(() => {
      const a = integers(n * k, 3, 5);
      const nothing = new Array<number>(n * n).fill(Number.NaN);
      const C = lw.matrix(n, n, nothing, { type });
      syrk(C, lw.matrix(n, k, a, { type }));
      equal(C.data, lower(oracle.gemm(a, oracle.transposed(a, n, k), n, n, k), nothing, n));
    }),
  );

  test("within rounding on reals", () =>
    lw.scope(() => {
      const [n, k] = [67, 129];
      const [a, c] = [reals(n * k, 4), reals(n * n, 5)];
      const p = magnitudes(a);
      const C = lw.matrix(n, n, c, { type });
      syrk(C, lw.matrix(n, k, a, { type }), { alpha: 0.5, beta: -0.25 });
      const want = lower(oracle.gemm(a, oracle.transposed(a, n, k), n, n, k, 0.5, -0.25, c), c, n);
      const bound = oracle.gemm(p, oracle.transposed(p, n, k), n, n, k, 0.5, 0.25, magnitudes(c));
      within(C.data, want, type, k + 4, bound);
      expect(C.data[1]).toBe(c[1]);
    }));
});
