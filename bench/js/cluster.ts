import type { Floats } from "../../src/core/types.ts";

/** `steps` of Lloyd's method from the first k of n rows of d numbers. Returns the sum of the squared distances after them. */
export function lloyd(n: number, d: number, k: number, x: Floats, steps: number): number {
  const centres = Float64Array.from(x.subarray(0, k * d));
  const [sums, counts] = [new Float64Array(k * d), new Float64Array(k)];
  let inertia = 0;
  for (let step = 0; step <= steps; step++) {
    inertia = 0;
    sums.fill(0);
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      let best = 0,
        least = Number.POSITIVE_INFINITY;
      for (let j = 0; j < k; j++) {
        let a = 0;
        for (let q = 0; q < d; q++) {
          const off = x[i * d + q]! - centres[j * d + q]!;
          a += off * off;
        }
        if (a < least) {
          least = a;
          best = j;
        }
      }
      inertia += least;
      counts[best]!++;
      for (let q = 0; q < d; q++) sums[best * d + q]! += x[i * d + q]!;
    }
    if (step < steps) for (let at = 0; at < k * d; at++) centres[at] = sums[at]! / counts[Math.floor(at / d)]!;
  }
  return inertia;
}
