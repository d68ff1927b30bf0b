// The coordinate descent of klane_cd with the products of columns at hand: a step of one coordinate changes the gradients of
// the others by a row of G, so that a sweep costs the square of their number, whatever the number of samples.
// Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear Models via Coordinate Descent (2010), section 2.2.

import { fma } from "../core/lane";
import { INVERSE, move, MOVED, SHIFT, STEP, unsettled } from "./move";
import { orthant } from "./orthant";

/** Sweeps between two Newton steps on the signs they found. */
const BATCH: usize = 8;

/**
 * z: in and out; z0, q, h, m: panels of as many rows as X has columns; g: of klane_gram; work: count rows of a panel, count u32 to a
 * multiple of 16 bytes, and count*(count + 1) vectors; block: lane
 * numbers as for klane_cd, c being that at z0 and left as that at z. Returns the sweeps made.
 */
function gcd<T>(
  z: usize, block: usize, g: usize, work: usize, z0: usize, q: usize, h: usize, m: usize, set: usize, count: usize,
  sweeps: usize, wide: bool,
): usize {
  const row: usize = wide ? 32 : 16, step = block + STEP * row;
  for (let v: usize = 0; v < row; v += 16) start<T>(work + v, q + v, m + v, v128.load(block + SHIFT * row + v), set, count, row);
  for (let s: usize = 0; s < count; s++) {
    const here = <usize>load<u32>(set + s * 4) * row;
    if (difference<T>(step, z + here, z0 + here, row)) spread<T>(work, g + s * count * row, step, count, wide);
  }
  let sweep: usize = 0;
  while (sweep < sweeps) {
    sweep++;
    memory.fill(block + MOVED * row, 0, row);
    for (let s: usize = 0; s < count; s++) {
      const here = <usize>load<u32>(set + s * 4) * row, at = work + s * row;
      const delta = move<T>(z + here, h + here, v128.load(at), block, row);
      v128.store(step, delta);
      let moved = v128.any_true(v128.ne<T>(delta, v128.splat<T>(0)));
      if (wide) {
        const more = move<T>(z + here + 16, h + here + 16, v128.load(at, 16), block + 16, row);
        v128.store(step, more, 16);
        moved = v128.any_true(v128.ne<T>(more, v128.splat<T>(0))) || moved;
      }
      if (moved) spread<T>(work, g + s * count * row, step, count, wide);
    }
    if (!unsettled<T>(block, row)) break;
    if (sweep % BATCH != 0) continue;
    const list = work + count * row, u = list + ((count * 4 + 15) & ~15);
    for (let v: usize = 0; v < row; v += 16) orthant<T>(z + v, work + v, g + v, block + v, u, list, set, count, row);
  }
  for (let v: usize = 0; v < row; v += 16) follow<T>(block + v, z + v, z0 + v, m + v, set, count, row);
  return sweep;
}

/** The gradients at z0, the intercept at its best. */
function start<T>(work: usize, q: usize, m: usize, c: v128, set: usize, count: usize, row: usize): void {
  for (let s: usize = 0; s < count; s++) {
    const here = <usize>load<u32>(set + s * 4) * row;
    v128.store(work + s * row, fma<T>(c, v128.load(m + here), v128.load(q + here)));
  }
}

/** step = z - z0; whether it is not 0. */
function difference<T>(step: usize, z: usize, z0: usize, row: usize): bool {
  let any = false;
  for (let v: usize = 0; v < row; v += 16) {
    const delta = v128.sub<T>(v128.load(z + v), v128.load(z0 + v));
    v128.store(step + v, delta);
    any = v128.any_true(v128.ne<T>(delta, v128.splat<T>(0))) || any;
  }
  return any;
}

/** work_l += g_l*delta for `count` rows. */
function spread<T>(work: usize, g: usize, step: usize, count: usize, wide: bool): void {
  const d0 = v128.load(step);
  if (!wide) {
    for (const end = work + count * 16; work < end; work += 16, g += 16) v128.store(work, fma<T>(d0, v128.load(g), v128.load(work)));
    return;
  }
  const d1 = v128.load(step, 16);
  for (const end = work + count * 32; work < end; work += 32, g += 32) {
    v128.store(work, fma<T>(d0, v128.load(g), v128.load(work)));
    v128.store(work, fma<T>(d1, v128.load(g, 16), v128.load(work, 16)), 16);
  }
}

/** c -= sum_j m_j (z_j - z0_j) / sum_i w_i */
function follow<T>(block: usize, z: usize, z0: usize, m: usize, set: usize, count: usize, row: usize): void {
  let off = v128.splat<T>(0);
  for (let s: usize = 0; s < count; s++) {
    const here = <usize>load<u32>(set + s * 4) * row;
    off = fma<T>(v128.load(m + here), v128.sub<T>(v128.load(z + here), v128.load(z0 + here)), off);
  }
  const shift = block + SHIFT * row;
  v128.store(shift, v128.sub<T>(v128.load(shift), v128.mul<T>(off, v128.load(block + INVERSE * row))));
}

export function klane_gcd_f32(z: usize, block: usize, g: usize, work: usize, z0: usize, q: usize, h: usize, m: usize, set: usize, count: usize, sweeps: usize, wide: bool): usize {
  return gcd<f32>(z, block, g, work, z0, q, h, m, set, count, sweeps, wide);
}
export function klane_gcd_f64(z: usize, block: usize, g: usize, work: usize, z0: usize, q: usize, h: usize, m: usize, set: usize, count: usize, sweeps: usize, wide: bool): usize {
  return gcd<f64>(z, block, g, work, z0, q, h, m, set, count, sweeps, wide);
}
