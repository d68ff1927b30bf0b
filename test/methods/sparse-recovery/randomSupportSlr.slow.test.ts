// Groups of nearly equal columns: the dictionary makes supports cheap, and the Lasso in it predicts better than in the design.
import { expect, test } from "vitest";
import {
  identityPreconditioner,
  learnPreconditioner,
  slowRateBound,
  slrRandomSupport,
  supportCosts,
} from "../../../src/methods/sparse-recovery/index.ts";
import { lw } from "../../instance.ts";
import { groupedDesign, supportSample } from "../../problems/designs.ts";

const [N, d, k, sigma] = [80, 160, 4, 0.5];
const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;
const median = (x: readonly number[]) => [...x].sort((a, b) => a - b)[x.length >> 1]!;

test.each([1, 2, 3])(
  "seed %i: nine tenths of the error of the Lasso, or less; supports cost less than they did",
  (seed) =>
    lw.scope(() => {
      const random = lw.random(seed, 4);
      const X = lw.matrix(N, d, groupedDesign(random, N, d, 8));
      const pre = learnPreconditioner(X, { k, seed });
      const plain = identityPreconditioner(X);
      expect(pre.D.cols).toBeGreaterThan(d);
      const { data } = pre.XD;
      for (let j = 0; j < pre.XD.cols; j++) {
        let square = 0;
        for (let i = 0; i < N; i++) square += data[i * pre.XD.cols + j]! ** 2;
        expect(Math.abs(Math.sqrt(square) - Math.sqrt(N))).toBeLessThanOrEqual(1e-8);
      }
      const errors: Record<"learned" | "plain", number[]> = { learned: [], plain: [] };
      const costs: Record<"learned" | "plain", number[]> = { learned: [], plain: [] };
      for (let t = 0; t < 20; t++)
        lw.scope(() => {
          const { support, signal, y } = supportSample(lw, X, k, sigma, 100 * seed + t);
          for (const [name, used] of [
            ["learned", pre],
            ["plain", plain],
          ] as const) {
            const { prediction } = slrRandomSupport(X, y, { sigma, pre: used });
            errors[name].push(mean(Array.from(prediction.data, (v, i) => (v - signal.data[i]!) ** 2)));
            if (t < 9) costs[name].push(Math.max(...supportCosts(X, support, used).map(({ cost }) => cost)));
          }
        });
      const ratio = mean(errors.learned) / mean(errors.plain);
      expect(ratio).toBeLessThan(0.9);
      const bound = slowRateBound(Math.sqrt(k) * Math.max(...costs.learned), sigma, N, pre.XD.cols, 0.05);
      for (const error of errors.learned) expect(error).toBeLessThanOrEqual(bound);
      expect(median(costs.learned)).toBeLessThan(median(costs.plain));
    }),
);
