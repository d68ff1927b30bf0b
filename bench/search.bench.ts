/** The largest inner products of n queries with m rows, of k numbers each; `dense` is our own product of all of them, not searched. */
import type { Real } from "../src/core/types.ts";
import { gemm } from "../src/kernels/dense.ts";
import { topInnerProducts } from "../src/linalg/search.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { topInner } from "./js/search.ts";

export const topInnerCase = (type: Real, m: number, n: number, k: number, top: number): Case => ({
  name: "top-inner",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const [x, q] = [normal(lw, m * k, type, 1), normal(lw, n * k, type, 2)];
    const [X, Q, S] = [lw.matrix(m, k, x), lw.matrix(n, k, q), lw.matrix(m, n, zeros(x, m * n))];
    const [js, out] = [fresh(topInner), zeros(x, n * top)];
    return {
      arrays: [X, Q, S],
      work: { flops: 2 * m * n * k, bytes: X.bytes + Q.bytes },
      ours: () => topInnerProducts(X, Q, top),
      dense: () => gemm(S, X, Q, { transposeB: true }),
      js: () => js(m, n, k, x, q, top, out),
      result: () => topInnerProducts(X, Q, top).scores,
      reference: () => {
        const out = new Float64Array(n * top);
        topInner(m, n, k, Float64Array.from(x), Float64Array.from(q), top, out);
        return out;
      },
      task: { op: "top-inner", type, sizes: { m, n, k }, arrays: { x, q }, numbers: { top } },
    };
  },
});

export const cases: Case[] = [topInnerCase("f32", 100_000, 32, 128, 10), topInnerCase("f64", 100_000, 32, 128, 10)];
