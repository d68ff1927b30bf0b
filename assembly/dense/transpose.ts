// out = A'

import { transpose } from "../core/transpose";



export function dense_transpose_f32(out: usize, a: usize, m: usize, n: usize, ldo: usize, lda: usize): void {
  transpose<f32>(out, a, m, n, ldo, lda);
}
export function dense_transpose_f64(out: usize, a: usize, m: usize, n: usize, ldo: usize, lda: usize): void {
  transpose<f64>(out, a, m, n, ldo, lda);
}
