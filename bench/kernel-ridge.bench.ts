/** Regression on n of m points by the Gaussian kernel, fitted and asked at 1000 more; scikit-learn's exact ones beside it. */
import type { Real } from "../src/core/types.ts";
import { type FeatureMap, gaussianProcess, kernelRidge, nystromFeatures } from "../src/models/index.ts";
import type { Case } from "./case.ts";
import type { Lanewise } from "../src/lanewise.ts";

const ASKED = 1000;

/** Numbers from -1.5 to 1.5. */
const numbersOf = (lw: Lanewise, length: number, type: Real, seed: number) =>
  lw.scope(() =>
    lw
      .random(seed)
      .uniform(length, type)
      .toArray()
      .map((v) => 3 * v - 1.5),
  );

function regressionCase(name: "kernel-ridge" | "gaussian-process", type: Real, m: number, n: number, k: number): Case {
  return {
    name,
    type,
    sizes: { m, n, k },
    setup(lw) {
      const [x, z, e] = [numbersOf(lw, m * k, type, 1), numbersOf(lw, ASKED * k, type, 2), numbersOf(lw, m, type, 3)];
      const y = x.slice(0, m);
      for (let i = 0; i < m; i++) {
        let sum = 0;
        for (let j = i * k; j < (i + 1) * k; j++) sum += x[j] as number;
        y[i] = Math.sin(sum) + (x[i * k] as number) + 0.2 * (e[i] as number);
      }
      const points = x.slice(0, n * k);
      const [X, Z, P] = [lw.matrix(m, k, x), lw.matrix(ASKED, k, z), lw.matrix(n, k, points)];
      const target = lw.vector(y);
      const [alpha, gamma] = [0.1, 0.1];
      const answers = (features: FeatureMap) => {
        if (name === "kernel-ridge") return [kernelRidge(X, target, { features, alpha }).predict(Z)];
        const { mean, variance } = gaussianProcess(X, target, { features, alpha }).posterior(Z);
        return [mean, variance];
      };
      const numbers = () =>
        lw.scope(() => answers(nystromFeatures(P, { nComponents: n, gamma })).flatMap(({ data }) => [...data]));
      return {
        arrays: [X, Z, P, target],
        work: { flops: 2 * m * n * (n + k) + n ** 3 / 3 + 2 * ASKED * n * k, bytes: X.bytes + Z.bytes + P.bytes },
        ours: numbers,
        result: numbers,
        task: {
          op: name,
          type,
          sizes: { m, n, k },
          arrays: { x, y, z, points },
          numbers: { alpha, gamma },
          tolerance: 0.05,
        },
      };
    },
  };
}

export const cases: Case[] = [
  regressionCase("kernel-ridge", "f64", 2000, 150, 3),
  regressionCase("kernel-ridge", "f32", 2000, 150, 3),
  regressionCase("kernel-ridge", "f64", 5000, 300, 4),
  regressionCase("gaussian-process", "f64", 2000, 150, 3),
];
