/** Functions of all pairs of rows; `dense` is our own product X*Y' of the same shape, which they are made of. */
import type { Real } from "../src/core/types.ts";
import { gemm } from "../src/kernels/dense.ts";
import { gram, pairwiseDistances } from "../src/linalg/gram.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { decay, squares } from "./js/pairs.ts";

/** Squared distances, or with `gamma` the Gaussian kernel; with `self` of X with itself, of which we compute one triangle. */
function pairsCase(type: Real, m: number, n: number, k: number, gamma?: number, self = false): Case {
  const op = gamma === undefined ? "pairwise" : "gram";
  return {
    name: self ? `${op}-self` : op,
    type,
    sizes: { m, n, k },
    setup(lw) {
      const x = normal(lw, m * k, type, 1);
      const y = self ? x : normal(lw, n * k, type, 2);
      const [X, K] = [lw.matrix(m, k, x), lw.matrix(m, n, zeros(x, m * n))];
      const Y = self ? X : lw.matrix(n, k, y);
      const [plain, plainDecay, out] = [fresh(squares), fresh(decay), zeros(x, m * n)];
      return {
        arrays: self ? [X, K] : [X, Y, K],
        work: { flops: (self ? 1 : 2) * m * n * k, bytes: X.bytes + (self ? 0 : Y.bytes) + K.bytes },
        ours: () =>
          gamma === undefined ? pairwiseDistances(X, Y, { metric: "squared", out: K }) : gram(X, Y, { gamma, out: K }),
        dense: () => gemm(K, X, Y, { transposeB: true }),
        js: () => {
          plain(m, n, k, x, y, out);
          if (gamma !== undefined) plainDecay(out, gamma);
        },
        result: () => {
          const K = gamma === undefined ? pairwiseDistances(X, Y, { metric: "squared" }) : gram(X, Y, { gamma });
          const values = K.toArray();
          K.dispose();
          return values;
        },
        reference: () => {
          const out = new Float64Array(m * n);
          squares(m, n, k, Float64Array.from(x), Float64Array.from(y), out);
          if (gamma !== undefined) decay(out, gamma);
          return out;
        },
        task: {
          op,
          type,
          sizes: { m, n, k },
          arrays: { x, y },
          ...(gamma === undefined ? {} : { numbers: { gamma } }),
        },
      };
    },
  };
}

export const pairwiseCase = (type: Real, m: number, n: number, k: number): Case => pairsCase(type, m, n, k);
export const gramCase = (type: Real, m: number, n: number, k: number): Case => pairsCase(type, m, n, k, 1 / k);
/** The Gram matrix of one set of points. */
export const gramSelfCase = (type: Real, n: number, k: number): Case => pairsCase(type, n, n, k, 1 / k, true);

export const cases: Case[] = [
  pairwiseCase("f32", 2000, 2000, 64),
  pairwiseCase("f64", 2000, 2000, 64),
  gramCase("f32", 2000, 2000, 64),
  gramCase("f64", 2000, 2000, 64),
  gramSelfCase("f32", 2000, 64),
  gramSelfCase("f64", 2000, 64),
];
