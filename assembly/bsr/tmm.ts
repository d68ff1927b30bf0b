// Y += A'*X with A in block sparse rows, stored in strips of four rows as bsr/mm says; X and Y in panels of four vectors.
// Each block adds to as many rows of Y as it has columns, two at a time, summed in registers over the rows of the block.

import { fma, lanes } from "../core/lane";

/** A: m rows in blocks of br x bc; x: panels of `depth` >= m rows; y: `panels` panels of `out` rows, a multiple of bc. */
function tmm<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, panels: usize, br: usize, bc: usize,
  depth: usize, out: usize,
): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i += br) {
    const q = indices + <usize>load<u32>(indptr) * 4, end = indices + <usize>load<u32>(indptr, 4) * 4;
    const run = (end - q) * bc * size, live = min(br, m - i);
    for (let j: usize = 0; j < panels; j++) {
      const from = x + (j * depth + i) * 64;
      for (let p = q, a = values; p < end; p += 4, a += bc * 4 * size) {
        const to = y + (j * out + <usize>load<u32>(p) * bc) * 64;
        for (let k: usize = 0; k < bc; k += 2) pair<T>(to + k * 64, a + k * 4 * size, run, from, live, k + 1 < bc);
      }
    }
    values += (br + 3) / 4 * run;
    indptr += 4;
  }
}

/** Two columns of one block; the second is not stored where the block has an odd number of them. */
function pair<T>(y: usize, a: usize, run: usize, x: usize, live: usize, both: bool): void {
  let c00 = v128.load(y), c01 = v128.load(y, 16), c02 = v128.load(y, 32), c03 = v128.load(y, 48);
  let c10 = v128.load(y, 64), c11 = v128.load(y, 80), c12 = v128.load(y, 96), c13 = v128.load(y, 112);
  for (let r: usize = 0; r < live; r += 4, a += run) {
    for (let p = a, stop = a + min(4, live - r) * sizeof<T>(); p < stop; p += sizeof<T>(), x += 64) {
      const x0 = v128.load(x), x1 = v128.load(x, 16), x2 = v128.load(x, 32), x3 = v128.load(x, 48);
      const a1 = v128.load_splat<T>(p, 4 * sizeof<T>());
      c13 = fma<T>(a1, x3, c13); c12 = fma<T>(a1, x2, c12); c11 = fma<T>(a1, x1, c11); c10 = fma<T>(a1, x0, c10);
      const a0 = v128.load_splat<T>(p);
      c03 = fma<T>(a0, x3, c03); c02 = fma<T>(a0, x2, c02); c01 = fma<T>(a0, x1, c01); c00 = fma<T>(a0, x0, c00);
    }
  }
  v128.store(y, c00); v128.store(y, c01, 16); v128.store(y, c02, 32); v128.store(y, c03, 48);
  if (!both) return;
  v128.store(y, c10, 64); v128.store(y, c11, 80); v128.store(y, c12, 96); v128.store(y, c13, 112);
}

export function bsr_tmm_f32(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, panels: usize, br: usize, bc: usize,
  depth: usize, out: usize,
): void { tmm<f32>(y, indptr, indices, values, x, m, panels, br, bc, depth, out); }
export function bsr_tmm_f64(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, panels: usize, br: usize, bc: usize,
  depth: usize, out: usize,
): void { tmm<f64>(y, indptr, indices, values, x, m, panels, br, bc, depth, out); }
