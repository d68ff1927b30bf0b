// The nearest of k centres for each row, and in the same pass what a step of Lloyd's needs of it:
//   label_i = argmax_j e_j'x_i - h_j,  e_j = c_j - o,  h_j = e_j'o + |e_j|^2 / 2,  o the mean of the centres: the least |x_i - c_j|^2.
// Scores of a few rows at a time are made by register tiles and searched while they are in the first-level cache.

import { axpy } from "../core/axpy";
import { fma, lanes, sum, whole } from "../core/lane";
import { packCols } from "../core/pack";
import { rowTile } from "../core/rowtile";
import { scal } from "../core/scal";
import { DEPTH, tileCols, tileRows } from "../core/tile";

/** Rows that are scored before they are searched; a multiple of 4 and 6. */
const SCORED: usize = 48;

/**
 * labels: n; distances: n, |x_i - c|^2 for the nearest c, by differences; x: n x d; centres: k x d, k > 0;
 * sums: k x d doubles, the sum of the x_i with label j; counts: k, how many; both added to.
 * Workspace: (k + 8) (2 d + 49) + d + 16 elements. Returns the sum of the distances.
 */
function assign<T>(
  labels: usize, distances: usize, sums: usize, counts: usize, x: usize, centres: usize, work: usize, n: usize, k: usize, d: usize,
): f64 {
  const nr = tileCols<T>(), mr = tileRows(), size = sizeof<T>(), kp = (k + nr - 1) / nr * nr;
  const origin = (work + 63) & ~63, moved = origin + d * size, packed = moved + k * d * size;
  const h = packed + kp * d * size, scores = h + kp * size;
  prepare<T>(packed, h, moved, origin, centres, k, kp, d);
  let total: f64 = 0;
  for (let i: usize = 0; i < n; i += SCORED) {
    const rows = min(n - i, SCORED), from = x + i * d * size;
    for (let p: usize = 0; p == 0 || p < d; p += DEPTH) {
      const dc = min(d - p, DEPTH);
      for (let j: usize = 0; j < kp; j += nr) {
        const panel = packed + (p * kp + j * dc) * size;
        for (let r: usize = 0; r < rows; r += mr) {
          const at = from + (r * d + p) * size, live = min(mr, rows - r);
          rowTile<T>(scores + (r * kp + j) * size, at, panel, dc, kp * size, d * size, live - 1, p > 0, 0);
        }
      }
    }
    for (let r: usize = 0; r < rows; r++) {
      const label = best<T>(scores + r * kp * size, h, kp);
      store<u32>(labels + (i + r) * 4, <u32>label);
      const apart = away<T>(from + r * d * size, centres + label * d * size, sums + label * d * 8, d);
      store<T>(distances + (i + r) * size, <T>apart);
      total += apart;
      store<u32>(counts + label * 4, load<u32>(counts + label * 4) + 1);
    }
  }
  return total;
}

/** The e_j in panels, and the h_j: infinite where there is no centre. */
function prepare<T>(packed: usize, h: usize, moved: usize, origin: usize, centres: usize, k: usize, kp: usize, d: usize): void {
  const size = sizeof<T>();
  memory.fill(origin, 0, d * size);
  for (let j: usize = 0; j < k; j++) axpy<T>(origin, centres + j * d * size, d, 1);
  scal<T>(origin, d, <T>1 / <T>k);
  for (let j: usize = 0; j < k; j++) {
    let half: f64 = 0;
    for (let q: usize = 0; q < d; q++) {
      const o = load<T>(origin + q * size), e = load<T>(centres + (j * d + q) * size) - o;
      store<T>(moved + (j * d + q) * size, e);
      half += <f64>e * (<f64>o + 0.5 * <f64>e);
    }
    store<T>(h + j * size, <T>half);
  }
  for (let j = k; j < kp; j++) store<T>(h + j * size, <T>Infinity);
  for (let p: usize = 0; p < d; p += DEPTH) packCols<T>(packed + p * kp * size, moved + p * size, min(d - p, DEPTH), k, 1, d);
}

/** The j of the largest s_j - h_j, the first of those that are equal. */
function best<T>(s: usize, h: usize, k: usize): usize {
  const least = v128.splat<T>(-<T>Infinity), step = v128.splat<T>(<T>tileCols<T>());
  let top = least, next = least, at = ramp<T>(), ahead = v128.add<T>(at, v128.splat<T>(<T>lanes<T>())), i = at, j = ahead;
  for (const end = s + k * sizeof<T>(); s < end; s += 32, h += 32) {
    const a = v128.sub<T>(v128.load(s), v128.load(h)), b = v128.sub<T>(v128.load(s, 16), v128.load(h, 16));
    const more = v128.gt<T>(a, top), also = v128.gt<T>(b, next);
    top = v128.bitselect(a, top, more);
    next = v128.bitselect(b, next, also);
    i = v128.bitselect(at, i, more);
    j = v128.bitselect(ahead, j, also);
    at = v128.add<T>(at, step);
    ahead = v128.add<T>(ahead, step);
  }
  let other = before<T>(next, j, top, i);
  top = v128.bitselect(next, top, other);
  i = v128.bitselect(j, i, other);
  if (sizeof<T>() == 4) {
    const a = v128.shuffle<i32>(top, top, 2, 3, 0, 1), b = v128.shuffle<i32>(i, i, 2, 3, 0, 1);
    other = before<T>(a, b, top, i);
    top = v128.bitselect(a, top, other);
    i = v128.bitselect(b, i, other);
  }
  const c = sizeof<T>() == 4 ? v128.shuffle<i32>(top, top, 1, 0, 3, 2) : v128.shuffle<i64>(top, top, 1, 0);
  const e = sizeof<T>() == 4 ? v128.shuffle<i32>(i, i, 1, 0, 3, 2) : v128.shuffle<i64>(i, i, 1, 0);
  return <usize>v128.extract_lane<T>(v128.bitselect(e, i, before<T>(c, e, top, i)), 0);
}

/** Where score a of number i ranks before score b of number j. */
// @ts-ignore: decorator
@inline function before<T>(a: v128, i: v128, b: v128, j: v128): v128 {
  return v128.or(v128.gt<T>(a, b), v128.and(v128.eq<T>(a, b), v128.lt<T>(i, j)));
}

/** 0, 1, ... */
// @ts-ignore: decorator
@inline function ramp<T>(): v128 { return sizeof<T>() == 4 ? f32x4(0, 1, 2, 3) : f64x2(0, 1); }

/** |x - c|^2; x is added to the sums. */
function away<T>(x: usize, c: usize, sums: usize, d: usize): f64 {
  const size = sizeof<T>();
  let s = v128.splat<T>(0), q: usize = 0;
  for (; q < whole<T>(d); q += lanes<T>()) {
    const v = v128.load(x + q * size), off = v128.sub<T>(v, v128.load(c + q * size));
    s = fma<T>(off, off, s);
    const to = sums + q * 8;
    v128.store(to, f64x2.add(v128.load(to), size == 4 ? f64x2.promote_low_f32x4(v) : v));
    if (size == 4) {
      const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
      v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
    }
  }
  let total = <f64>sum<T>(s);
  for (; q < d; q++) {
    const v = load<T>(x + q * size), off = <f64>(v - load<T>(c + q * size));
    total += off * off;
    store<f64>(sums + q * 8, load<f64>(sums + q * 8) + <f64>v);
  }
  return total;
}

export function cluster_assign_f32(
  labels: usize, distances: usize, sums: usize, counts: usize, x: usize, centres: usize, work: usize, n: usize, k: usize, d: usize,
): f64 { return assign<f32>(labels, distances, sums, counts, x, centres, work, n, k, d); }
export function cluster_assign_f64(
  labels: usize, distances: usize, sums: usize, counts: usize, x: usize, centres: usize, work: usize, n: usize, k: usize, d: usize,
): f64 { return assign<f64>(labels, distances, sums, counts, x, centres, work, n, k, d); }
