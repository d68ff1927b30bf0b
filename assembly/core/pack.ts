// Panels for the register tile. A: strips of tileRows() rows, column after column.
// B: strips of tileCols<T>() columns, row after row. Ragged strips are filled with zeros.

import { lanes, whole } from "./lane";
import { pairs, square } from "./square";
import { tileCols, tileRows } from "./tile";

/** m x k of op(A) (element strides r, s) to m/mr strips of k x mr. */
export function packRows<T>(out: usize, a: usize, m: usize, k: usize, r: usize, s: usize): void {
  for (let i: usize = 0; i < m; i += tileRows()) {
    strip<T>(out, a + i * r * sizeof<T>(), min(tileRows(), m - i), k, r, s, tileRows());
    out += tileRows() * k * sizeof<T>();
  }
}

/** k x n of op(B) (element strides r, s) to n/nr strips of k x nr. */
export function packCols<T>(out: usize, b: usize, k: usize, n: usize, r: usize, s: usize): void {
  for (let j: usize = 0; j < n; j += tileCols<T>()) {
    strip<T>(out, b + j * s * sizeof<T>(), min(tileCols<T>(), n - j), k, s, r, tileCols<T>());
    out += tileCols<T>() * k * sizeof<T>();
  }
}

/** live x k elements, strides r (across the strip) and s (along it), to k groups of `width`, zero-filled. */
// @ts-ignore: decorator
@inline function strip<T>(out: usize, a: usize, live: usize, k: usize, r: usize, s: usize, width: usize): void {
  if (live < width) gather<T>(out, a, live, 0, k, r, s, width);
  else if (r == 1) across<T>(out, a, k, s * sizeof<T>(), width);
  else if (s == 1) along<T>(out, a, k, r, width);
  else gather<T>(out, a, live, 0, k, r, s, width);
}

/** The strip's elements lie side by side: copies a group at a time. */
// @ts-ignore: decorator
@inline function across<T>(out: usize, a: usize, k: usize, stride: usize, width: usize): void {
  const group = width * sizeof<T>();
  for (let p: usize = 0; p < k; p++) {
    for (let b: usize = 0; b < (group & ~15); b += 16) v128.store(out + b, v128.load(a + b));
    if ((group & 15) != 0) store<u64>(out + (group & ~15), load<u64>(a + (group & ~15)));
    out += group;
    a += stride;
  }
}

/** The strip runs along memory: transposes squares of lanes. */
// @ts-ignore: decorator
@inline function along<T>(out: usize, a: usize, k: usize, r: usize, width: usize): void {
  const size = sizeof<T>(), stride = r * size, group = width * size, w = lanes<T>();
  for (let p: usize = 0; p < whole<T>(k); p += w) {
    const to = out + p * group, from = a + p * size;
    for (let i: usize = 0; i < width / w * w; i += w) square<T>(to + i * size, group, from + i * stride, stride);
    if (width % w != 0) pairs(to + (width - 2) * size, group, from + (width - 2) * stride, stride);
  }
  gather<T>(out, a, width, whole<T>(k), k, r, 1, width);
}

/** Element by element, groups p to k. */
function gather<T>(out: usize, a: usize, live: usize, p: usize, k: usize, r: usize, s: usize, width: usize): void {
  const size = sizeof<T>();
  for (; p < k; p++) {
    for (let i: usize = 0; i < width; i++) {
      store<T>(out + (p * width + i) * size, i < live ? load<T>(a + (i * r + p * s) * size) : <T>0);
    }
  }
}
