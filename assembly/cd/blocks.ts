// Cyclic block descent on 1/2 w'Gw - b'w + sum_g weight_g ||w_g||_2 + l1 ||w||_1 with q = b - G w kept: a group that stays 0 costs
// its own q. A group is moved by a few proximal gradient steps inside its diagonal block.
// Simon, Friedman, Hastie and Tibshirani, A Sparse-Group Lasso, JCGS 22 (2013), section 3.

import { axpy } from "../core/axpy";
import { dot } from "../core/dot";
import { nrm2 } from "../core/nrm2";
import { tgemv } from "../core/tgemv";

/** Proximal gradient steps in a group before the others are told. */
const INNER: u32 = 8;
/** Steps end where one is this part of w_g. */
const SMALL: f64 = 1e-3;

/** out = argmin_v 1/2 bound ||v - (x + h/bound)||^2 + weight ||v||_2 + l1 ||v||_1: soft thresholding, then shrinkage. */
function shrink<T>(out: usize, x: usize, h: usize, n: usize, bound: T, weight: T, l1: T): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < n * size; i += size) {
    const u = bound * load<T>(x + i) + load<T>(h + i);
    store<T>(out + i, copysign<T>(max<T>(abs<T>(u) - l1, 0), u));
  }
  const norm = nrm2<T>(out, n);
  const factor: T = norm > weight ? (1 - weight / norm) / bound : <T>0;
  for (let i: usize = 0; i < n * size; i += size) store<T>(out + i, factor == 0 ? <T>0 : factor * load<T>(out + i));
}

/**
 * w, q: m elements; gram: m rows, ld apart; offsets: groups + 1 u32 from 0 to m; weights, bounds: one a group, a bound no less than the
 * largest eigenvalue of its block and 0 for a group that takes no part; work: 4 times the largest group. Returns the passes, at
 * most `epochs`, fewer where one changes nothing.
 */
function blocks<T>(
  w: usize, q: usize, gram: usize, ld: usize, offsets: usize, weights: usize, bounds: usize, groups: usize, work: usize,
  largest: usize, l1: T, epochs: u32,
): u32 {
  const size = sizeof<T>(), next = work + largest * size, h = next + largest * size, change = h + largest * size;
  const m: usize = load<u32>(offsets + groups * 4);
  for (let epoch: u32 = 1; epoch <= epochs; epoch++) {
    let moved = false;
    for (let g: usize = 0; g < groups; g++) {
      const from: usize = load<u32>(offsets + g * 4), n = <usize>load<u32>(offsets + g * 4, 4) - from, at = from * size;
      const bound = load<T>(bounds + g * size), weight = load<T>(weights + g * size);
      if (!(bound > 0)) continue;
      const block = gram + (from * ld + from) * size;
      memory.copy(work, w + at, n * size);
      memory.copy(h, q + at, n * size);
      for (let step: u32 = 0; step < INNER; step++) {
        shrink<T>(next, work, h, n, bound, weight, l1);
        for (let i: usize = 0; i < n * size; i += size) store<T>(change + i, load<T>(work + i) - load<T>(next + i));
        memory.copy(work, next, n * size);
        const far = dot<T>(change, change, n);
        if (n == 1 || !(far > <T>(SMALL * SMALL) * dot<T>(work, work, n))) break;
        for (let j: usize = 0; j < n; j++) {
          const by = load<T>(change + j * size);
          if (by != 0) axpy<T>(h, block + j * ld * size, n, by);
        }
      }
      let changed = false;
      for (let i: usize = 0; i < n * size; i += size) {
        const by = load<T>(w + at + i) - load<T>(work + i);
        store<T>(change + i, by);
        changed = changed || by != 0;
      }
      if (!changed) continue;
      moved = true;
      memory.copy(w + at, work, n * size);
      tgemv<T>(q, gram + from * ld * size, change, n, m, ld, 1, 1);
    }
    if (!moved) return epoch;
  }
  return epochs;
}

export function cd_blocks_f32(
  w: usize, q: usize, gram: usize, ld: usize, offsets: usize, weights: usize, bounds: usize, groups: usize, work: usize,
  largest: usize, l1: f32, epochs: u32,
): u32 { return blocks<f32>(w, q, gram, ld, offsets, weights, bounds, groups, work, largest, l1, epochs); }
export function cd_blocks_f64(
  w: usize, q: usize, gram: usize, ld: usize, offsets: usize, weights: usize, bounds: usize, groups: usize, work: usize,
  largest: usize, l1: f64, epochs: u32,
): u32 { return blocks<f64>(w, q, gram, ld, offsets, weights, bounds, groups, work, largest, l1, epochs); }
