import type { Floats } from "../../src/core/types.ts";

/** k steps of conjugate gradients from x = 0; r, p, q: n elements each. */
export function cg(
  n: number,
  k: number,
  indptr: Uint32Array,
  indices: Uint32Array,
  values: Floats,
  b: Floats,
  x: Floats,
  r: Floats,
  p: Floats,
  q: Floats,
): void {
  let rho = 0;
  for (let i = 0; i < n; i++) {
    x[i] = 0;
    r[i] = p[i] = b[i]!;
    rho += b[i]! * b[i]!;
  }
  for (let step = 0; step < k; step++) {
    let curvature = 0;
    for (let i = 0; i < n; i++) {
      let total = 0;
      for (let e = indptr[i]!; e < indptr[i + 1]!; e++) total += values[e]! * p[indices[e]!]!;
      q[i] = total;
      curvature += total * p[i]!;
    }
    const alpha = rho / curvature;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      x[i] = x[i]! + alpha * p[i]!;
      const left = r[i]! - alpha * q[i]!;
      r[i] = left;
      squares += left * left;
    }
    const beta = squares / rho;
    for (let i = 0; i < n; i++) p[i] = r[i]! + beta * p[i]!;
    rho = squares;
  }
}
