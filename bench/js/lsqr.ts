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
  const unit = (z: Floats) => {
    let squares = 0;
    for (let i = 0; i < z.length; i++) squares += z[i]! * z[i]!;
    const size = Math.sqrt(squares);
    for (let i = 0; i < z.length; i++) z[i] = z[i]! / size;
    return size;
  };
  const back = (beta: number) => {
    for (let j = 0; j < n; j++) v[j] = -beta * v[j]!;
    for (let i = 0; i < m; i++)
      for (let e = indptr[i]!; e < indptr[i + 1]!; e++) v[indices[e]!] = v[indices[e]!]! + values[e]! * u[i]!;
  };
  u.set(b);
  v.fill(0);
  let beta = unit(u);
  back(0);
  let alpha = unit(v);
  w.set(v);
  x.fill(0);
  let rho = alpha;
  let phi = beta;
  for (let step = 0; step < k; step++) {
    for (let i = 0; i < m; i++) {
      let total = 0;
      for (let e = indptr[i]!; e < indptr[i + 1]!; e++) total += values[e]! * v[indices[e]!]!;
      u[i] = total - alpha * u[i]!;
    }
    beta = unit(u);
    back(beta);
    alpha = unit(v);
    const length = Math.sqrt(rho * rho + beta * beta);
    const c = rho / length;
    const s = beta / length;
    const [along, over] = [(c * phi) / length, (s * alpha) / length];
    for (let j = 0; j < n; j++) {
      x[j] = x[j]! + along * w[j]!;
      w[j] = v[j]! - over * w[j]!;
    }
    rho = -c * alpha;
    phi *= s;
  }
}
