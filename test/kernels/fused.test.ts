// Products that add a bias and apply an activation before their result leaves the cache.
import { describe, expect, test } from "vitest";
import { csrMm } from "../../src/kernels/csr.ts";
import { gemm } from "../../src/kernels/dense.ts";
import { within } from "../compare.ts";
import { magnitudes, reals, sparse, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";
import { activations } from "../oracle/maps.ts";

const names = ["none", "relu", "relu2", "gelu", "geluTanh", "silu"] as const;
const f = (name: string, v: number): number => (name === "none" ? v : (activations[name]?.f(v) as number));

/** f(product + bias) and a bound: every activation here has |f'| <= 2 max(|x|, 1) + 1, and |f| is within its own rounding. */
function expected(product: number[], magnitude: number[], bias: number[], n: number, perRow: boolean, name: string) {
  const shifted = product.map((v, p) => v + (bias[perRow ? Math.floor(p / n) : p % n] as number));
  const want = shifted.map((v) => f(name, v));
  const bound = shifted.map((v, p) => ((magnitude[p] as number) + 1) * (2 * Math.max(Math.abs(v), 1) + 1));
  return { want, bound };
}

describe.each(types)("fused bias and activation, %s", (type) => {
  // 1 and 2 rows and 1 column go another way than the tiles; 130 x 1030 x 260 takes several blocks of every kind
  const shapes = [
    [1, 9, 5],
    [2, 17, 3],
    [7, 1, 6],
    [5, 4, 0],
    [13, 19, 11],
    [130, 1030, 260],
  ] as const;
  test.each(shapes)("dense %i x %i x %i, bias by column and by row", (m, n, k) => {
    const [a, b] = [reals(m * k, 1), reals(k * n, 2)];
    const product = oracle.gemm(a, b, m, n, k, 1, 0, new Array(m * n).fill(0));
    const magnitude = oracle.gemm(magnitudes(a), magnitudes(b), m, n, k, 1, 0, new Array(m * n).fill(0));
    for (const perRow of [false, true])
      for (const name of m > 100 ? (["silu"] as const) : names)
        lw.scope(() => {
          const bias = reals(perRow ? m : n, 3);
          const { want, bound } = expected(product, magnitude, bias, n, perRow, name);
          const [A, B, C] = [
            lw.matrix(m, k, a, { type }),
            lw.matrix(k, n, b, { type }),
            lw.matrix(m, n, undefined, { type }),
          ];
          gemm(C, A, B, { bias: lw.vector(bias, { type }), perRow, activation: name });
          within(C.data, want, type, k + 8, bound, `${name}, perRow ${perRow}`);
        });
  });

  test.each([1, 3, 8, 33, 70])("sparse 40 x 50 x %i, bias by row", (k) => {
    const parts = sparse(40, 50, 0.2, 5, reals);
    const x = reals(50 * k, 6);
    const bias = reals(40, 7);
    for (const name of names)
      lw.scope(() => {
        const A = lw.csr({ ...parts, type });
        const dense = Array.from(A.toDense().data);
        const zero = new Array(40 * k).fill(0);
        const { want, bound } = expected(
          oracle.gemm(dense, x, 40, k, 50, 1, 0, zero),
          oracle.gemm(magnitudes(dense), magnitudes(x), 40, k, 50, 1, 0, zero),
          bias,
          k,
          true,
          name,
        );
        const [X, Y] = [lw.matrix(50, k, x, { type }), lw.matrix(40, k, undefined, { type })];
        csrMm(Y, A, X, { bias: lw.vector(bias, { type }), perRow: true, activation: name });
        within(Y.data, want, type, 60, bound, name);
      });
  });

  test("a bias of the wrong length or an unknown activation is refused by name, and C is untouched", () =>
    lw.scope(() => {
      const [A, C] = [lw.matrix(2, 2, [1, 2, 3, 4], { type }), lw.matrix(2, 2, [5, 6, 7, 8], { type })];
      const B = A.clone();
      expect(() => gemm(C, A, B, { bias: lw.vector(3, { type }) })).toThrow(
        expect.objectContaining({ argument: "bias" }),
      );
      // @ts-expect-error: not an activation
      expect(() => gemm(C, A, B, { activation: "swish" })).toThrow(expect.objectContaining({ argument: "activation" }));
      expect(Array.from(C.data)).toEqual([5, 6, 7, 8]);
    }));
});
