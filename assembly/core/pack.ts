// Panels for the register tile. A: strips of tileRows() rows, column after column.
// B: strips of tileCols<T>() columns, row after row. Ragged strips are filled with zeros.

import { lanes } from "./lane";
import { tileCols, tileRows } from "./tile";

/** m x k of op(A) (element strides r, s) to m/mr strips of k x mr. */
export function packRows<T>(out: usize, a: usize, m: usize, k: usize, r: usize, s: usize): void {
  const mr = tileRows(), size = sizeof<T>();
  for (let i: usize = 0; i < m; i += mr) {
    const live = min(mr, m - i), from = a + i * r * size;
    if (live == mr && s == 1) strip<T>(out, from, k, r * size);
    else scatter<T>(out, from, live, k, r, s, mr);
    out += mr * k * size;
  }
}

/** k x n of op(B) (element strides r, s) to n/nr strips of k x nr. */
export function packCols<T>(out: usize, b: usize, k: usize, n: usize, r: usize, s: usize): void {
  const nr = tileCols<T>(), size = sizeof<T>();
  for (let j: usize = 0; j < n; j += nr) {
    const live = min(nr, n - j), from = b + j * s * size;
    if (live == nr && s == 1) {
      for (let p: usize = 0; p < k; p++) {
        v128.store(out + p * 32, v128.load(from + p * r * size));
        v128.store(out + p * 32, v128.load(from + p * r * size, 16), 16);
      }
    } else scatter<T>(out, from, live, k, s, r, nr);
    out += nr * k * size;
  }
}

/** mr full rows, contiguous along k: transposes lane-square blocks. */
function strip<T>(out: usize, a: usize, k: usize, stride: usize): void {
  const mr = tileRows(), size = sizeof<T>();
  for (let i: usize = 0; i < mr; i++) {
    const row = a + i * stride;
    for (let p: usize = 0; p < k; p++) store<T>(out + (p * mr + i) * size, load<T>(row + p * size));
  }
}

/** live x k elements with strides r (across the strip) and s (along it) to k groups of `width`, zero-filled. */
function scatter<T>(out: usize, from: usize, live: usize, k: usize, r: usize, s: usize, width: usize): void {
  const size = sizeof<T>();
  for (let p: usize = 0; p < k; p++) {
    for (let i: usize = 0; i < width; i++) {
      store<T>(out + (p * width + i) * size, i < live ? load<T>(from + (i * r + p * s) * size) : <T>0);
    }
  }
}
