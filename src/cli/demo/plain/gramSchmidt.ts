// Classical Gram-Schmidt, twice, in plain JavaScript: v_i <- (v_i - sum_j q_j (q_j'v_i)) / ||.||, vectors as rows.
// Four vectors a pass, so that v_i is read and written a quarter as often: measured at half the time of one a pass.

import type { Floats } from "../../../core/types.ts";

/** Orthonormalises the n rows, of m elements, of V; R (n x n, zero on entry) gets the coefficients. */
export function gramSchmidt(V: Floats, R: Floats, m: number, n: number): void {
  const c = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = i * m;
    for (let pass = 0; pass < 2; pass++) {
      project(c, V, row, m, i);
      subtract(V, c, row, m, i);
      for (let j = 0; j < i; j++) R[j * n + i] = (R[j * n + i] as number) + (c[j] as number);
    }
    let square = 0;
    for (let k = row; k < row + m; k++) square += (V[k] as number) * (V[k] as number);
    const norm = Math.sqrt(square);
    const factor = 1 / norm;
    for (let k = row; k < row + m; k++) V[k] = (V[k] as number) * factor;
    R[i * n + i] = norm;
  }
}

/** c_j = q_j'v for the first `count` rows of V. */
function project(c: Float64Array, V: Floats, v: number, m: number, count: number): void {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const q0 = j * m;
    const q1 = q0 + m;
    const q2 = q1 + m;
    const q3 = q2 + m;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0; k < m; k++) {
      const x = V[v + k] as number;
      s0 += x * (V[q0 + k] as number);
      s1 += x * (V[q1 + k] as number);
      s2 += x * (V[q2 + k] as number);
      s3 += x * (V[q3 + k] as number);
    }
    c[j] = s0;
    c[j + 1] = s1;
    c[j + 2] = s2;
    c[j + 3] = s3;
  }
  for (; j < count; j++) {
    let s = 0;
    for (let k = 0; k < m; k++) s += (V[v + k] as number) * (V[j * m + k] as number);
    c[j] = s;
  }
}

/** v -= sum_j c_j q_j */
function subtract(V: Floats, c: Float64Array, v: number, m: number, count: number): void {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const q0 = j * m;
    const q1 = q0 + m;
    const q2 = q1 + m;
    const q3 = q2 + m;
    const c0 = c[j] as number;
    const c1 = c[j + 1] as number;
    const c2 = c[j + 2] as number;
    const c3 = c[j + 3] as number;
    for (let k = 0; k < m; k++) {
      V[v + k] =
        (V[v + k] as number) -
        (c0 * (V[q0 + k] as number) +
          c1 * (V[q1 + k] as number) +
          c2 * (V[q2 + k] as number) +
          c3 * (V[q3 + k] as number));
    }
  }
  for (; j < count; j++) {
    const f = c[j] as number;
    for (let k = 0; k < m; k++) V[v + k] = (V[v + k] as number) - f * (V[j * m + k] as number);
  }
}
