/** Lloyd's method for k-means, as many steps as asked for from the same centres; principal components, the leading k. */
import type { Real } from "../src/core/types.ts";
import { kMeans, pca } from "../src/models/index.ts";
import type { Case } from "./case.ts";
import { normal } from "./data.ts";
import { fresh } from "./fresh.ts";
import { lloyd } from "./js/cluster.ts";

/** Steps, the last of which only labels. */
const STEPS = 20;

/** m points of n normal numbers, from the first k of them; all do the same steps. */
export const kMeansCase = (type: Real, m: number, n: number, k: number): Case => ({
  name: "k-means",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const x = normal(lw, m * n, type, 1);
    const [X, init, js] = [lw.matrix(m, n, x), lw.matrix(k, n, x.slice(0, k * n)), fresh(lloyd)];
    const model = () => kMeans(X, { nClusters: k, init, maxIterations: STEPS, tolerance: 0 });
    return {
      arrays: [X, init],
      work: { flops: 2 * m * n * k * (STEPS + 1), bytes: X.bytes * (STEPS + 1), footprint: X.bytes },
      ours: () => model().dispose(),
      js: () => js(m, n, k, x, STEPS),
      result: () => {
        const made = model();
        made.dispose();
        return [made.inertia];
      },
      reference: () => [lloyd(m, n, k, Float64Array.from(x), STEPS)],
      task: { op: "k-means", type, sizes: { m, n, k }, arrays: { x }, numbers: { steps: STEPS } },
    };
  },
});

/** m points whose spread falls along 2k directions, and noise: the variances along the leading k. */
export const pcaCase = (type: Real, m: number, n: number, k: number): Case => ({
  name: "pca",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const inner = 2 * k;
    const [scores, axes, x] = [
      normal(lw, m * inner, type, 1),
      normal(lw, inner * n, type, 2),
      normal(lw, m * n, type, 3),
    ];
    for (let at = 0; at < scores.length; at++) scores[at]! *= 0.8 ** (at % inner);
    const X = lw.scope(() => {
      const low = lw.matrix(m, inner, scores).matmul(lw.matrix(inner, n, axes)).data;
      for (const [at, value] of low.entries()) x[at] = value + 1e-3 * x[at]!;
      return lw.matrix(m, n, x);
    });
    const model = () => pca(X, { nComponents: k });
    return {
      arrays: [X],
      work: { flops: m * n * n, bytes: X.bytes },
      ours: () => model().dispose(),
      result: () => {
        const made = model();
        made.dispose();
        return made.explainedVariance;
      },
      task: { op: "pca", type, sizes: { m, n, k }, arrays: { x } },
    };
  },
});

export const cases: Case[] = [
  kMeansCase("f32", 20_000, 32, 50),
  kMeansCase("f64", 20_000, 32, 50),
  pcaCase("f32", 10_000, 256, 20),
  pcaCase("f64", 10_000, 256, 20),
];
