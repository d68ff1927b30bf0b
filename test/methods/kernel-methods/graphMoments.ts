// Estimates of kernels of graphs, dense, and their means and variances over independent runs, entry by entry.
import type { CsrMatrix, Lanewise } from "../../../src/index.ts";
import { laplacianKernel, type LaplacianKernelOptions } from "../../../src/methods/kernel-methods/index.ts";

export const modes = ["iid", "antithetic", "reinforced"] as const;

/** scale P R' */
export const product = (P: CsrMatrix, R: CsrMatrix, scale: number): number[] =>
  Array.from(P.matmul(R.transpose()).toDense().data, (v) => scale * v);

/** An estimate of the kernel of A, row after row. */
export const denseKernel = (lw: Lanewise, A: CsrMatrix, options: LaplacianKernelOptions): number[] =>
  lw.scope(() => {
    const { features, scale } = laplacianKernel(A, options);
    return product(...features, scale);
  });

/** What `runs` calls gave: variances, and z-scores of the means against `target`. */
export function moments(runs: number, target: ArrayLike<number>, estimate: (seed: number) => ArrayLike<number>) {
  const [sums, squares] = [0, 1].map(() => new Float64Array(target.length)) as [Float64Array, Float64Array];
  for (let seed = 0; seed < runs; seed++) {
    const got = estimate(seed);
    for (let q = 0; q < target.length; q++) {
      const off = got[q]! - target[q]!;
      sums[q]! += off;
      squares[q]! += off * off;
    }
  }
  const variance = squares.map((s, q) => (s - sums[q]! ** 2 / runs) / (runs - 1));
  return { variance, z: sums.map((s, q) => s / Math.sqrt(variance[q]! * runs)) };
}

/** The largest number without its sign. */
export const largest = (x: Float64Array): number => x.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
