// Rows in another order: out_k = x_perm(k), or out_perm(k) = x_k.

import { get } from "../core/words";

/** out, x: n rows of `width` bytes each, apart. perm: n words. */
export function sfactor_gather_u8(out: usize, x: usize, perm: usize, n: usize, width: usize, back: bool): void {
  for (let k: usize = 0; k < n; k++) {
    const from = k * width, to = get(perm, k) * width;
    if (back) memory.copy(out + to, x + from, width);
    else memory.copy(out + from, x + to, width);
  }
}
