/** A = V*D*V', A = U*S*V' and the randomized svd, from A to new factors; results are compared by their values. */
import type { Real } from "../src/core/types.ts";
import type { Eigh } from "../src/linalg/eigh.ts";
import type { Svd } from "../src/linalg/svd.ts";
import { randomizedSvd } from "../src/solvers/randomizedSvd.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { eigh, svd } from "./js/spectral.ts";

/** 4/3 n^3 for the reduction, 4/3 n^3 at most to divide and conquer, 2 n^3 to go back. */
export const eighCase = (type: Real, n: number): Case => ({
  name: "eigh",
  type,
  sizes: { n },
  setup(lw) {
    const a = normal(lw, n * n, type, 1);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j] as number;
    const A = lw.matrix(n, n, a);
    const [d, v, e, w, js] = [zeros(a, n), zeros(a, n * n), zeros(a, n), zeros(a, n * n), fresh(eigh)];
    let last: Eigh | undefined;
    return {
      arrays: [A, { dispose: () => last?.dispose() }],
      work: { flops: (14 / 3) * n ** 3, bytes: 2 * A.bytes },
      ours: () => {
        last?.dispose();
        last = lw.eigh(A);
      },
      js: () => js(n, a, d, v, e, w),
      result: () => last?.values.toArray() ?? [],
      reference: () => {
        const out = new Float64Array(n);
        const [vectors, beside, work] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n * n)];
        fresh(eigh)(n, Float64Array.from(a), out, vectors, beside, work);
        return out;
      },
      task: { op: "eigh", type, sizes: { n }, arrays: { a } },
    };
  },
});

/** 8/3 n^3 for the reduction, 8/3 n^3 at most to divide and conquer, 4 n^3 to go back. */
export const svdCase = (type: Real, n: number): Case => ({
  name: "svd",
  type,
  sizes: { m: n, n },
  setup(lw) {
    const a = normal(lw, n * n, type, 1);
    const A = lw.matrix(n, n, a);
    const [s, u, v, js] = [zeros(a, n), zeros(a, n * n), zeros(a, n * n), fresh(svd)];
    let last: Svd | undefined;
    return {
      arrays: [A, { dispose: () => last?.dispose() }],
      work: { flops: (28 / 3) * n ** 3, bytes: 3 * A.bytes },
      ours: () => {
        last?.dispose();
        last = lw.svd(A);
      },
      js: () => js(n, n, a, s, u, v),
      result: () => last?.values.toArray() ?? [],
      reference: () => {
        const out = new Float64Array(n);
        fresh(svd)(n, n, Float64Array.from(a), out, new Float64Array(n * n), new Float64Array(n * n));
        return out;
      },
      task: { op: "svd", type, sizes: { m: n, n }, arrays: { a } },
    };
  },
});

/**
 * k values s_i of a matrix whose singular values fall as 0.9^i; `dense` is our own full svd. U*S*V' is a projection of A, so its
 * squared error is sum 0.81^i - sum s_i^2: values that are off by e (`error` of the row) leave it at most 20 e above the least.
 */
export const randomizedCase = (type: Real, m: number, n: number, k: number): Case => ({
  name: "rsvd",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const rank = Math.min(m, n, 4 * k);
    const A = lw.scope(() => {
      const left = lw.orthonormalize(lw.matrix(m, rank, normal(lw, m * rank, type, 1))).Q;
      const right = lw.orthonormalize(lw.matrix(n, rank, normal(lw, n * rank, type, 2))).Q;
      const { data } = left;
      for (let e = 0; e < data.length; e++) data[e] = (data[e] as number) * 0.9 ** (e % rank);
      return left.matmul(right, { transposeB: true });
    });
    let last: Svd | undefined;
    let full: Svd | undefined;
    return {
      arrays: [A, { dispose: () => [last, full].forEach((held) => void held?.dispose()) }],
      work: { flops: 12 * m * n * (k + 10), bytes: A.bytes },
      ours: () => {
        last?.dispose();
        last = randomizedSvd(A, { rank: k });
      },
      dense: () => {
        full?.dispose();
        full = lw.svd(A);
      },
      result: () => last?.values.toArray() ?? [],
      reference: () => Float64Array.from({ length: k }, (_, i) => 0.9 ** i),
      task: { op: "rsvd", type, sizes: { m, n, k }, arrays: { a: A.toArray() } },
    };
  },
});

const SHAPES = [
  ["f32", 256],
  ["f64", 128],
  ["f64", 256],
  ["f64", 512],
] as const;

export const cases: Case[] = [
  ...SHAPES.map(([type, n]) => eighCase(type, n)),
  ...SHAPES.map(([type, n]) => svdCase(type, n)),
  randomizedCase("f64", 4096, 1024, 32),
];
