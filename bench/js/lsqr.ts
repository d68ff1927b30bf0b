import type { Floats } from "../../src/core/types.ts";

/** k steps of LSQR from x = 0 on an m x n matrix in compressed sparse rows; u: m elements, v, w: n. */
export function lsqr(
  m: number,
  n: number,
  k: number,
  indptr: Uint32Array,
  indices: Uint32Array,
  values: Floats,
  b: Floats,
  x: Floats,
  u: Floats,
  v: Floats,
  w: Floats,
): void {
  x.fill(0);
  v.fill(0);
  w.fill(0);
  let [alpha, rho, phi, beta] = [0, 0, 0, 0];
  for (let step = 0; step <= k; step++) {
    let squares = 0;
    for (let i = 0; i < m; i++) {
      let total = step === 0 ? b[i]! : -alpha * u[i]!;
      for (let e = indptr[i]!; e < indptr[i + 1]!; e++) total += values[e]! * v[indices[e]!]!;
      u[i] = total;
      squares += total * total;
    }
    beta = Math.sqrt(squares);
    for (let j = 0; j < n; j++) v[j] = -beta * v[j]!;
    for (let i = 0; i < m; i++) {
      u[i] = u[i]! / beta;
      for (let e = indptr[i]!; e < indptr[i + 1]!; e++) v[indices[e]!] = v[indices[e]!]! + values[e]! * u[i]!;
    }
    squares = 0;
    for (let j = 0; j < n; j++) squares += v[j]! * v[j]!;
    alpha = Math.sqrt(squares);
    const length = Math.sqrt(rho * rho + beta * beta);
    const c = rho / length;
    const along = (c * phi) / length;
    const over = step === 0 ? 0 : ((beta / length) * alpha) / length;
    for (let j = 0; j < n; j++) {
      x[j] = x[j]! + along * w[j]!;
      v[j] = v[j]! / alpha;
      w[j] = v[j]! - over * w[j]!;
    }
    rho = step === 0 ? alpha : -c * alpha;
    phi = step === 0 ? beta : (beta / length) * phi;
  }
}
