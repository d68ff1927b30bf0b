// B = P*B or P'*B for P a product of exchanges of rows: row i with row exchanges[i], for i = 0 to n - 1 in that order.

import { swap } from "../core/swap";

/** B: rows of k elements, ldb apart; exchanges: n words. `back`: the inverse, the last exchange first. */
function permute<T>(b: usize, exchanges: usize, n: usize, k: usize, ldb: usize, back: bool): void {
  for (let step: usize = 0; step < n; step++) {
    const i = back ? n - 1 - step : step, j: usize = load<u32>(exchanges + i * 4);
    if (i != j) swap<T>(b + i * ldb * sizeof<T>(), b + j * ldb * sizeof<T>(), k);
  }
}

export function factor_permute_f32(b: usize, exchanges: usize, n: usize, k: usize, ldb: usize, back: bool): void {
  permute<f32>(b, exchanges, n, k, ldb, back);
}
export function factor_permute_f64(b: usize, exchanges: usize, n: usize, k: usize, ldb: usize, back: bool): void {
  permute<f64>(b, exchanges, n, k, ldb, back);
}
