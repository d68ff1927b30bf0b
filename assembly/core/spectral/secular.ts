// The roots of f(x) = 1 + sum_j z_j^2/(D_j - x), one right of each pole D_j, as distances from the nearest pole.
// Li, Solving Secular Equations Stably and Efficiently, LAPACK working note 89 (1993): the middle way, kept in a bracket.
// Gu and Eisenstat, A Stable and Efficient Algorithm for the Rank-one Modification of the Symmetric Eigenproblem, SIAM J.
// Matrix Anal. Appl. 15 (1994): the z for which the roots found are exact, from which orthogonal vectors follow.

import { fma } from "../lane";
import { Frame } from "./frame";

/**
 * Poles D_j = d_j, or d_j^2 where `squares`; d ascending, apart. Fills origins, shifts, and fitted with the new z_j, of the
 * signs of the old.
 */
export function secular(f: Frame, k: usize, squares: bool): void {
  const doubles = k * 8;
  for (let j: usize = 0; j < doubles; j += 8) store<f64>(f.fitted + j, 1);
  for (let i: usize = 0; i < k; i++) {
    root(f, k, i, squares);
    const shift = load<f64>(f.shifts + 8 * i), g = f.gaps, own = f.fitted + 8 * i;
    const ratio = v128.splat<f64>(shift);
    store<f64>(own, load<f64>(own) * (shift - load<f64>(g + 8 * i)));
    const apart = <usize>load<u32>(f.origins + 4 * i) == i ? g : f.cauchy;
    if (apart != g) differences(apart, f.poles, k, i, squares);
    const at = doubles & ~15;
    for (let j: usize = 0; j < at; j += 16) {
      const v = v128.load(f.fitted + j), part = v128.div<f64>(v128.sub<f64>(v128.load(g + j), ratio), v128.load(apart + j));
      v128.store(f.fitted + j, v128.mul<f64>(v, (i >> 1) == (j >> 4) ? only(part, i) : part));
    }
    if (at < doubles && i + 1 < k) {
      const v = f.fitted + at;
      store<f64>(v, load<f64>(v) * ((load<f64>(g + at) - shift) / load<f64>(apart + at)));
    }
  }
  for (let j: usize = 0; j < doubles; j += 8) {
    const size = sqrt<f64>(abs<f64>(load<f64>(f.fitted + j)));
    store<f64>(f.fitted + j, copysign<f64>(size, load<f64>(f.weights + j)));
  }
}

/** The pair with 1 in place of lane i mod 2. */
// @ts-ignore: decorator
@inline function only(v: v128, i: usize): v128 {
  return (i & 1) == 0 ? f64x2.replace_lane(v, 0, 1) : f64x2.replace_lane(v, 1, 1);
}

/** out_j = D_j - D_i, without cancellation beyond that of d_j - d_i. */
export function differences(out: usize, d: usize, k: usize, i: usize, squares: bool): void {
  const base = load<f64>(d + 8 * i), b = v128.splat<f64>(base);
  for (let j: usize = 0; j < (k * 8 & ~15); j += 16) {
    const v = v128.load(d + j), gap = v128.sub<f64>(v, b);
    v128.store(out + j, squares ? v128.mul<f64>(gap, v128.add<f64>(v, b)) : gap);
  }
  if ((k & 1) == 1) {
    const at: usize = 8 * (k - 1), v = load<f64>(d + at);
    store<f64>(out + at, squares ? (v - base) * (v + base) : v - base);
  }
}

// @ts-ignore: decorator
@inline function squareAt(place: usize): f64 { return load<f64>(place) * load<f64>(place); }

/** Root i: its origin and shift; leaves the differences from the origin in gaps. */
function root(f: Frame, k: usize, i: usize, squares: bool): void {
  const g = f.gaps, z = f.weights, last = i + 1 == k;
  let origin = i, low: f64 = 0, high: f64 = 0, shift: f64;
  differences(g, f.poles, k, i, squares);
  if (last) {
    for (let j: usize = 0; j < k; j++) high += squareAt(z + 8 * j);
    shift = k == 1 ? high : high / 2;
    high *= 1 + 16 * f64.EPSILON;
  } else {
    const gap = load<f64>(g + 8 * i + 8), half = gap / 2;
    const below = sums(g, z, 0, i + 1, half), above = sums(g, z, i + 1, k, half);
    const value = 1 + f64x2.extract_lane(below, 0) + f64x2.extract_lane(above, 0);
    const p = squareAt(z + 8 * i), q = squareAt(z + 8 * i + 8);
    const rest = value + (p - q) / half;
    if (value >= 0) {
      high = half;
      shift = nearer(rest, rest * gap + p + q, p * gap, 1);
    } else {
      origin = i + 1;
      differences(g, f.poles, k, origin, squares);
      low = load<f64>(g + 8 * i) / 2;
      shift = nearer(rest, p + q - rest * gap, -q * gap, 1);
    }
    if (!(shift > low && shift < high)) shift = origin == i ? half / 2 : -half / 2;
  }
  const lower = last && i > 0 ? i - 1 : i;
  for (let turn = 0; turn < 80 && k > 1; turn++) {
    const below = sums(g, z, 0, lower + 1, shift), above = sums(g, z, lower + 1, k, shift);
    const left = f64x2.extract_lane(below, 0), right = f64x2.extract_lane(above, 0), value = 1 + left + right;
    if (abs<f64>(value) <= 4 * f64.EPSILON * (1 + abs<f64>(left) + abs<f64>(right))) break;
    if (value < 0) low = shift;
    else high = shift;
    const next = step(shift, low, high, value, f64x2.extract_lane(below, 1), f64x2.extract_lane(above, 1),
      load<f64>(g + 8 * lower) - shift, load<f64>(g + 8 * lower + 8) - shift, last);
    if (abs<f64>(next - shift) <= 0.5 * f64.EPSILON * abs<f64>(shift)) break;
    shift = next;
  }
  store<u32>(f.origins + 4 * i, <u32>origin);
  store<f64>(f.shifts + 8 * i, shift);
}

/** The next shift: the root of the function's model by the two poles at distances p and q, or a point inside the bracket. */
function step(
  shift: f64, low: f64, high: f64, value: f64, left: f64, right: f64, p: f64, q: f64, last: bool,
): f64 {
  const c = value - p * left - q * right, a = (p + q) * value - p * q * (left + right), b = p * q * value;
  let move = nearer(c, a, b, last ? -1 : 1);
  if (!(value * move < 0)) move = -value / (left + right);
  const next = shift + move;
  if (next > low && next < high) return next;
  if (low == 0 || high == 0) return shift / 8;
  return low / 2 + high / 2;
}

/** The root of c*x^2 - a*x + b that belongs to the interval, without cancellation. */
function nearer(c: f64, a: f64, b: f64, sign: f64): f64 {
  const part = sign * sqrt<f64>(abs<f64>(a * a - 4 * b * c));
  return sign * a > 0 ? 2 * b / (a + part) : (a - part) / (2 * c);
}

/** sum z_j^2/(g_j - x) and sum z_j^2/(g_j - x)^2 over from <= j < to. */
function sums(g: usize, z: usize, from: usize, to: usize, x: f64): v128 {
  const shift = v128.splat<f64>(x);
  let s = v128.splat<f64>(0), t = s, j = from * 8;
  for (; j + 16 <= to * 8; j += 16) {
    const w = v128.load(z + j), r = v128.div<f64>(w, v128.sub<f64>(v128.load(g + j), shift));
    s = fma<f64>(w, r, s);
    t = fma<f64>(r, r, t);
  }
  let value = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  let slope = f64x2.extract_lane(t, 0) + f64x2.extract_lane(t, 1);
  if (j < to * 8) {
    const w = load<f64>(z + j), r = w / (load<f64>(g + j) - x);
    value += w * r;
    slope += r * r;
  }
  return f64x2.replace_lane(f64x2.splat(value), 1, slope);
}
