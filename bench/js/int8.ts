import type { Floats } from "../../src/core/types.ts";

/** y_i = scale_i sum_j values_ij x_j with four sums a row. */
export function int8Mv(m: number, n: number, values: Int8Array, scale: Floats, x: Floats, y: Floats): void {
  for (let i = 0; i < m; i++) {
    const r = i * n;
    let s0 = 0,
      s1 = 0,
      s2 = 0,
      s3 = 0,
      j = 0;
    for (; j + 4 <= n; j += 4) {
      s0 += values[r + j]! * x[j]!;
      s1 += values[r + j + 1]! * x[j + 1]!;
      s2 += values[r + j + 2]! * x[j + 2]!;
      s3 += values[r + j + 3]! * x[j + 3]!;
    }
    for (; j < n; j++) s0 += values[r + j]! * x[j]!;
    y[i] = scale[i]! * (s0 + s1 + (s2 + s3));
  }
}
