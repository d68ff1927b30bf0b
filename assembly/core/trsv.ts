// op(A) x = b in place, A triangular. Rows of op(A) contiguous: dot form; columns contiguous: axpy form.

import { axpy } from "./axpy";
import { dot } from "./dot";

/** op(A): n x n, element (i, j) at a + i*r + j*s (one stride is 1), lower or upper triangular; x: b in, solution out. */
export function trsv<T>(x: usize, a: usize, n: usize, r: usize, s: usize, lower: bool, unit: bool): void {
  const size = sizeof<T>();
  for (let step: usize = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step, from: usize = lower ? 0 : i + 1, at = x + i * size;
    if (s == 1) store<T>(at, load<T>(at) - dot<T>(a + (i * r + from) * size, x + from * size, step));
    if (!unit) store<T>(at, load<T>(at) / load<T>(a + (i * r + i * s) * size));
    if (s != 1) {
      const next: usize = lower ? i + 1 : 0;
      axpy<T>(x + next * size, a + (i * s + next) * size, n - 1 - step, -load<T>(at));
    }
  }
}
