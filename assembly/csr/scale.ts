// values_p *= s_i (rows) or s_j (columns), where entry p is in row i and column j

import { lanes, whole } from "../core/lane";

/** out, values: the entries, may be the same array; s: m elements. */
function scaleRows<T>(out: usize, indptr: usize, values: usize, s: usize, m: usize): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++) {
    const first: usize = load<u32>(indptr + i * 4), n = <usize>load<u32>(indptr + i * 4, 4) - first;
    const from = values + first * size, to = out + first * size, scale = load<T>(s + i * size), all = v128.splat<T>(scale);
    let p: usize = 0;
    for (; p < whole<T>(n); p += lanes<T>()) v128.store(to + p * size, v128.mul<T>(all, v128.load(from + p * size)));
    for (; p < n; p++) store<T>(to + p * size, scale * load<T>(from + p * size));
  }
}

/** out, values: nnz entries, may be the same array; s: as many elements as there are columns. */
function scaleCols<T>(out: usize, indices: usize, values: usize, s: usize, nnz: usize): void {
  const size = sizeof<T>(), shift = alignof<T>();
  for (let p: usize = 0; p < nnz; p++) {
    store<T>(out + p * size, load<T>(values + p * size) * load<T>(s + (<usize>load<u32>(indices + p * 4) << shift)));
  }
}

export function csr_scalerows_f32(out: usize, indptr: usize, values: usize, s: usize, m: usize): void {
  scaleRows<f32>(out, indptr, values, s, m);
}
export function csr_scalerows_f64(out: usize, indptr: usize, values: usize, s: usize, m: usize): void {
  scaleRows<f64>(out, indptr, values, s, m);
}
export function csr_scalecols_f32(out: usize, indices: usize, values: usize, s: usize, nnz: usize): void {
  scaleCols<f32>(out, indices, values, s, nnz);
}
export function csr_scalecols_f64(out: usize, indices: usize, values: usize, s: usize, nnz: usize): void {
  scaleCols<f64>(out, indices, values, s, nnz);
}
