// r = b - A x with every sum kept as two numbers and every product exact, rounded once at the end: as if in twice the precision of
// f64. Ogita, Rump and Oishi, "Accurate Sum and Dot Product", SIAM J. Sci. Comput. 26 (2005) 1955-1988, algorithms 3.1 (twoSum),
// 3.3 (twoProduct) and 5.3 (dot2); splits are by masking, which leaves 27 bits below. Two sums side by side.

import { keepUpper } from "../core/lane";
import { get } from "../core/words";

/** The elements at p and q, in f64. */
// @ts-ignore: decorator
@inline function pair<T>(p: usize, q: usize): v128 { return f64x2.replace_lane(f64x2.splat(<f64>load<T>(p)), 1, <f64>load<T>(q)); }

/** What p = a*b lost to rounding. */
// @ts-ignore: decorator
@inline function lostByProduct(a: v128, b: v128, p: v128): v128 {
  const ah = keepUpper<f64>(a), al = f64x2.sub(a, ah), bh = keepUpper<f64>(b), bl = f64x2.sub(b, bh);
  const high = f64x2.sub(p, f64x2.mul(ah, bh));
  return f64x2.sub(f64x2.mul(al, bl), f64x2.sub(f64x2.sub(high, f64x2.mul(al, bh)), f64x2.mul(ah, bl)));
}

/** What t = a + b lost to rounding. */
// @ts-ignore: decorator
@inline function lostBySum(a: v128, b: v128, t: v128): v128 {
  const z = f64x2.sub(t, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(t, z)), f64x2.sub(b, z));
}

/** The sum of both lanes of s and c, added in that order of sizes. */
// @ts-ignore: decorator
@inline function total(s: v128, c: v128): f64 {
  const t = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  const lost = lostBySum(s, v128.shuffle<i64>(s, s, 1, 0), f64x2.splat(t));
  return t + (f64x2.extract_lane(lost, 0) + (f64x2.extract_lane(c, 0) + f64x2.extract_lane(c, 1)));
}

/** A: m x n, row-major; x: n; r, b: m elements. */
function residual<T>(r: usize, a: usize, x: usize, b: usize, m: usize, n: usize): void {
  const size = sizeof<T>(), zero = f64x2.splat(0);
  for (let i: usize = 0; i < m; i++, a += n * size) {
    let s = f64x2.replace_lane(zero, 0, <f64>load<T>(b + i * size)), c = zero;
    for (let j: usize = 0; j < n; j += 2) {
      const at = a + j * size, more = j + 1 < n;
      const u = f64x2.neg(pair<T>(at, more ? at + size : at));
      const v = more ? pair<T>(x + j * size, x + (j + 1) * size) : f64x2.replace_lane(zero, 0, <f64>load<T>(x + j * size));
      const p = f64x2.mul(u, v), t = f64x2.add(s, p);
      c = f64x2.add(c, f64x2.add(lostBySum(s, p, t), lostByProduct(u, v, p)));
      s = t;
    }
    store<T>(r + i * size, <T>total(s, c));
  }
}

/** A: m rows in compressed sparse rows. */
function sparseResidual<T>(r: usize, indptr: usize, indices: usize, values: usize, x: usize, b: usize, m: usize): void {
  const size = sizeof<T>(), zero = f64x2.splat(0);
  for (let i: usize = 0; i < m; i++) {
    let s = f64x2.replace_lane(zero, 0, <f64>load<T>(b + i * size)), c = zero;
    for (let k = get(indptr, i), end = get(indptr, i + 1); k < end; k += 2) {
      const at = values + k * size, more = k + 1 < end, first = x + get(indices, k) * size;
      const u = f64x2.neg(pair<T>(at, more ? at + size : at));
      const v = more ? pair<T>(first, x + get(indices, k + 1) * size) : f64x2.replace_lane(zero, 0, <f64>load<T>(first));
      const p = f64x2.mul(u, v), t = f64x2.add(s, p);
      c = f64x2.add(c, f64x2.add(lostBySum(s, p, t), lostByProduct(u, v, p)));
      s = t;
    }
    store<T>(r + i * size, <T>total(s, c));
  }
}

export function krylov_residual_f32(r: usize, a: usize, x: usize, b: usize, m: usize, n: usize): void {
  residual<f32>(r, a, x, b, m, n);
}
export function krylov_residual_f64(r: usize, a: usize, x: usize, b: usize, m: usize, n: usize): void {
  residual<f64>(r, a, x, b, m, n);
}
export function krylov_csrresidual_f32(
  r: usize, indptr: usize, indices: usize, values: usize, x: usize, b: usize, m: usize,
): void { sparseResidual<f32>(r, indptr, indices, values, x, b, m); }
export function krylov_csrresidual_f64(
  r: usize, indptr: usize, indices: usize, values: usize, x: usize, b: usize, m: usize,
): void { sparseResidual<f64>(r, indptr, indices, values, x, b, m); }
