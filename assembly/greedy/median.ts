// The z that minimises sum_i w_i |r_i - a_i z| + penalty |x + z|: the weighted median of r_i / a_i (weights w_i |a_i|) and -x.
// Edgeworth (1888); Bloomfield and Steiger, Least Absolute Deviations (1983), section 1.3.

import { lanes, sum, whole } from "../core/lane";
import { weightedMedian } from "../core/median";

/** r, a: m elements each; w: m weights, or 0 for ones; work: 2 (m + 1) elements. 0 where nothing depends on z. */
function median<T>(r: usize, a: usize, w: usize, work: usize, m: usize, x: T, penalty: T): T {
  const size = sizeof<T>(), keys = work, weights = work + (m + 1) * size;
  let count: usize = 0;
  for (let i: usize = 0; i < m; i++) {
    const slope = load<T>(a + i * size);
    store<T>(keys + count * size, load<T>(r + i * size) / slope);
    store<T>(weights + count * size, w ? abs<T>(slope) * load<T>(w + i * size) : abs<T>(slope));
    count += <usize>(slope != 0);
  }
  if (penalty > 0) {
    store<T>(keys + count * size, -x);
    store<T>(weights + count++ * size, penalty);
  }
  return count == 0 ? 0 : weightedMedian<T>(keys, weights, count);
}

/**
 * out_j: the most that ||r||_1 and the penalty fall by moving x_j, for each row a_j of A, n x m; 0 where that is not above
 * `floor`. w: n weights, x: n elements, 0 for ones and zeros. absolute: the penalty is lambda w_j |x_j|, else lambda w_j^2 [x_j != 0].
 * With slopes, n numbers a_j'sign(r), and sums, n numbers ||a_j||_1, a row that cannot beat `best` is passed over: out_j = 0.
 * scale: about the best z of a row over its slope. The bounds are as good as a floor of the rounding of ||r||_1 is.
 */
function columns<T>(
  out: usize, a: usize, r: usize, x: usize, w: usize, slopes: usize, sums: usize, work: usize, n: usize, m: usize,
  lambda: T, absolute: bool, floor: T, best: T, total: T, scale: T,
): void {
  const size = sizeof<T>();
  for (let j: usize = 0; j < n; j++) {
    const row = a + j * m * size;
    const weight = w ? load<T>(w + j * size) : <T>1, held = x ? load<T>(x + j * size) : <T>0;
    const penalty = absolute ? lambda * weight : lambda * weight * weight, rate = absolute ? penalty : <T>0;
    store<T>(out + j * size, 0);
    if (slopes) {
      // The fall is at most slope*z, and as ||r - a z||_1 >= ||a||_1 z - ||r||_1, at most 2 ||r||_1 - ||a||_1 z.
      const signed = load<T>(slopes + j * size), slope = abs<T>(signed) - rate, least = best * <T>0.9999 + (penalty - rate) - floor;
      if (!(slope > 0)) continue;
      const most = <T>2 * total * slope / (slope + load<T>(sums + j * size) + rate);
      if (most < least || !reaches<T>(r, row, work, m, signed < 0, slope, rate, total, slope * scale, least)) continue;
    }
    const z = median<T>(r, row, 0, work, m, held, rate);
    let fall = fallOf<T>(r, row, m, z);
    if (absolute) fall += penalty * (abs<T>(held) - abs<T>(held + z));
    else {
      fall += penalty * (<T>(held != 0) - <T>(held + z != 0));
      if (held != 0) fall = max<T>(fall, fallOf<T>(r, row, m, -held) + penalty);
    }
    if (!(fall > floor)) continue;
    store<T>(out + j * size, fall);
    best = max<T>(best, fall);
  }
}

/**
 * Whether the fall along z > 0 (of the column with its sign changed where `flip`) may be `least`: a convex function lies above
 * its tangents, and where that at 0 and that beyond the minimum meet bounds the fall. Four points are tried, from z on.
 */
function reaches<T>(
  r: usize, a: usize, work: usize, m: usize, flip: bool, slope: T, rate: T, total: T, z: T, least: T,
): bool {
  let leftZ: T = 0, left = total, down = slope;
  for (let tries = 0; tries < 4; tries++) {
    const value = tangent<T>(r, a, work, m, flip ? -z : z) + rate * z;
    const change = load<T>(work), rise = rate - (flip ? -change : change);
    if (rise <= 0) {
      leftZ = z;
      left = value;
      down = -rise;
      z *= 2;
      continue;
    }
    const meet = (left - value + down * leftZ + rise * z) / (down + rise);
    if (total - left + down * (meet - leftZ) < least) return false;
    z = meet;
  }
  return true;
}

/** ||r - a z||_1, and at `slope` a'sign(r - a z). */
function tangent<T>(r: usize, a: usize, slope: usize, m: usize, z: T): T {
  const zs = v128.splat<T>(z), signBit = v128.splat<T>(<T>-0.0);
  let norms = v128.splat<T>(0), slopes = norms;
  let i: usize = 0;
  for (; i < whole<T>(m); i += lanes<T>()) {
    const v = v128.load(a + i * sizeof<T>()), d = v128.sub<T>(v128.load(r + i * sizeof<T>()), v128.mul<T>(v, zs));
    norms = v128.add<T>(norms, v128.abs<T>(d));
    slopes = v128.add<T>(slopes, v128.xor(v, v128.and(d, signBit)));
  }
  let norm = sum<T>(norms), total = sum<T>(slopes);
  for (; i < m; i++) {
    const v = load<T>(a + i * sizeof<T>()), d = load<T>(r + i * sizeof<T>()) - v * z;
    norm += abs<T>(d);
    total += d < 0 ? -v : v;
  }
  store<T>(slope, total);
  return norm;
}

/** ||r||_1 - ||r - a z||_1 */
function fallOf<T>(r: usize, a: usize, m: usize, z: T): T {
  let fall: T = 0;
  for (let i: usize = 0; i < m; i++) {
    const v = load<T>(r + i * sizeof<T>());
    fall += abs<T>(v) - abs<T>(v - load<T>(a + i * sizeof<T>()) * z);
  }
  return fall;
}

export function greedy_median_f32(r: usize, a: usize, w: usize, work: usize, m: usize, x: f32, penalty: f32): f32 {
  return median<f32>(r, a, w, work, m, x, penalty);
}
export function greedy_median_f64(r: usize, a: usize, w: usize, work: usize, m: usize, x: f64, penalty: f64): f64 {
  return median<f64>(r, a, w, work, m, x, penalty);
}
export function greedy_columns_f32(
  out: usize, a: usize, r: usize, x: usize, w: usize, slopes: usize, sums: usize, work: usize, n: usize, m: usize,
  lambda: f32, absolute: bool, floor: f32, best: f32, total: f32, scale: f32,
): void {
  columns<f32>(out, a, r, x, w, slopes, sums, work, n, m, lambda, absolute, floor, best, total, scale);
}
export function greedy_columns_f64(
  out: usize, a: usize, r: usize, x: usize, w: usize, slopes: usize, sums: usize, work: usize, n: usize, m: usize,
  lambda: f64, absolute: bool, floor: f64, best: f64, total: f64, scale: f64,
): void {
  columns<f64>(out, a, r, x, w, slopes, sums, work, n, m, lambda, absolute, floor, best, total, scale);
}
