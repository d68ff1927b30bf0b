// prox of tau*sum_i |u_(i+1) - u_i|, total variation in one dimension, and that sum.
// Condat, A Direct Algorithm for 1-D Total Variation Denoising, IEEE Signal Processing Letters 20 (2013): a segment is grown
// from its first element as long as one level can be optimal for it; low and high are the least and greatest such level,
// lowDual and highDual the dual variable they would lead to at the running element. The dual is kept within [-tau, tau].

import { lanes, sum, whole } from "../core/lane";

/** x, out: n elements each, may be the same array. tau >= 0. The arithmetic is in f64 whatever the type. */
function variation<T>(out: usize, x: usize, n: usize, tau: f64): void {
  if (n == 0) return;
  const size = sizeof<T>(), last = n - 1;
  // first: of the segment; lowEnd, highEnd: where low and high last were as far as they can go.
  let at: usize = 0, first: usize = 0, lowEnd: usize = 0, highEnd: usize = 0;
  let low = <f64>load<T>(x) - tau, high = <f64>load<T>(x) + tau, lowDual = tau, highDual = -tau;
  for (;;) {
    if (at == last) {
      if (lowDual < 0) {
        first = level<T>(out, first, lowEnd, low);
        at = lowEnd = first;
        low = <f64>load<T>(x + first * size);
        lowDual = tau;
        highDual = low + tau - high;
      } else if (highDual > 0) {
        first = level<T>(out, first, highEnd, high);
        at = highEnd = first;
        high = <f64>load<T>(x + first * size);
        highDual = -tau;
        lowDual = high - tau - low;
      } else {
        level<T>(out, first, last, low + lowDual / <f64>(at - first + 1));
        return;
      }
      continue;
    }
    const next = <f64>load<T>(x + (at + 1) * size);
    lowDual += next - low;
    highDual += next - high;
    if (lowDual < -tau) {
      first = level<T>(out, first, lowEnd, low);
      at = lowEnd = highEnd = first;
      low = <f64>load<T>(x + first * size);
      high = low + 2 * tau;
      lowDual = tau;
      highDual = -tau;
    } else if (highDual > tau) {
      first = level<T>(out, first, highEnd, high);
      at = lowEnd = highEnd = first;
      high = <f64>load<T>(x + first * size);
      low = high - 2 * tau;
      lowDual = tau;
      highDual = -tau;
    } else {
      at++;
      if (lowDual >= tau) {
        low += (lowDual - tau) / <f64>(at - first + 1);
        lowDual = tau;
        lowEnd = at;
      }
      if (highDual <= -tau) {
        high += (highDual + tau) / <f64>(at - first + 1);
        highDual = -tau;
        highEnd = at;
      }
    }
  }
}

/** Elements from `first` to `end` become `value`; returns the next one. */
function level<T>(out: usize, first: usize, end: usize, value: f64): usize {
  for (; first <= end; first++) store<T>(out + first * sizeof<T>(), <T>value);
  return first;
}

/** sum_i |x_(i+1) - x_i| */
function differences<T>(x: usize, n: usize): T {
  const size = sizeof<T>();
  if (n < 2) return 0;
  let totals = v128.splat<T>(0), i: usize = 0;
  for (; i < whole<T>(n - 1); i += lanes<T>())
    totals = v128.add<T>(totals, v128.abs<T>(v128.sub<T>(v128.load(x + i * size, sizeof<T>()), v128.load(x + i * size))));
  let total = sum<T>(totals);
  for (; i < n - 1; i++) total += abs<T>(load<T>(x + i * size, sizeof<T>()) - load<T>(x + i * size));
  return total;
}

export function prox_tv_f32(out: usize, x: usize, n: usize, tau: f64): void { variation<f32>(out, x, n, tau); }
export function prox_tv_f64(out: usize, x: usize, n: usize, tau: f64): void { variation<f64>(out, x, n, tau); }
export function prox_differences_f32(x: usize, n: usize): f32 { return differences<f32>(x, n); }
export function prox_differences_f64(x: usize, n: usize): f64 { return differences<f64>(x, n); }
