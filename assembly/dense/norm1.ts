// ||A||_1 = max_j sum_i |A_ij|

import { lanes, whole } from "../core/lane";

/** A: m x n, rows lda apart. Workspace: n elements. NaN if an entry is. */
function norm1<T>(a: usize, work: usize, m: usize, n: usize, lda: usize): T {
  const size = sizeof<T>();
  memory.fill(work, 0, n * size);
  for (let i: usize = 0; i < m; i++, a += lda * size) {
    let j: usize = 0;
    for (; j < whole<T>(n); j += lanes<T>()) {
      const at = work + j * size;
      v128.store(at, v128.add<T>(v128.load(at), v128.abs<T>(v128.load(a + j * size))));
    }
    for (; j < n; j++) store<T>(work + j * size, load<T>(work + j * size) + abs<T>(load<T>(a + j * size)));
  }
  let top: T = 0;
  for (let j: usize = 0; j < n; j++) top = max<T>(top, load<T>(work + j * size));
  return top;
}

export function dense_norm1_f32(a: usize, work: usize, m: usize, n: usize, lda: usize): f32 {
  return norm1<f32>(a, work, m, n, lda);
}
export function dense_norm1_f64(a: usize, work: usize, m: usize, n: usize, lda: usize): f64 {
  return norm1<f64>(a, work, m, n, lda);
}
