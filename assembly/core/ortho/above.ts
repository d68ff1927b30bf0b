// The part of R above a block of reflectors is moved out of V, where it came to be.

import { transpose } from "../transpose";

/** The first k elements of `rows` rows of V, which are columns of R, go there; zeros take their place. */
export function above<T>(r: usize, v: usize, k: usize, rows: usize, ldv: usize, ldr: usize): void {
  transpose<T>(r, v, rows, k, ldr, ldv);
  for (let i: usize = 0; i < rows; i++) memory.fill(v + i * ldv * sizeof<T>(), 0, k * sizeof<T>());
}
