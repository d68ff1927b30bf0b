// Bernoulli-Gaussian signals, 8 % of their elements not 0, seen through a random matrix with noise of 0.03.
import type { Matrix } from "../../../src/index.ts";
import type { Real } from "../../../src/core/types.ts";
import { lw } from "../../instance.ts";

export const [m, n] = [50, 100];

export function measurement(type: Real): Matrix {
  const A = lw.matrix(m, n, lw.random(7).normal(m * n, type).data);
  const { data } = A;
  for (let p = 0; p < data.length; p++) data[p] = data[p]! / Math.sqrt(m);
  return A;
}

/** Signals X (n x batch) and Y = AX + noise, for a seed. */
export const sampler = (A: Matrix) => (seed: number, batch: number) => {
  const random = lw.random(seed, 5);
  const X = lw.matrix(n, batch, random.normal(n * batch, A.type).data);
  const on = random.uniform(n * batch, A.type).data;
  const signals = X.data;
  for (let p = 0; p < signals.length; p++) if (!(on[p]! < 0.08)) signals[p] = 0;
  const Y = A.matmul(X);
  const noise = random.normal(m * batch, A.type).data;
  const seen = Y.data;
  for (let p = 0; p < seen.length; p++) seen[p] = seen[p]! + 0.03 * noise[p]!;
  return { X, Y };
};
