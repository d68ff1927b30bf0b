// The most a loss falls by moving one coordinate from 0, from the correlations g = A'r of unit columns, t_j = lambda w_j, rho = ||r||_2:
//   ||r||^2 + sum_j lambda w_j^2 [x_j != 0]   max(g_j^2 - t_j w_j, 0)            ||r||^2 + sum_j t_j |x_j|   max(|g_j| - t_j/2, 0)^2
//   ||r|| + the same   max(g_j^2 / (rho + q_j) - t_j w_j, 0)      max(|g_j| - t_j rho, 0)^2 / (rho - t_j |g_j| + sqrt(1 - t_j^2) q_j)
// with q_j^2 = rho^2 - g_j^2. The last two are differences of norms, written so that nothing cancels.
// Mohammad-Taheri and Brugiapaglia, The greedy side of the LASSO (2023), section 2.

import { atLeast, lanes, loadPart, storePart, whole } from "../core/lane";

/** out, g: n elements each, may be the same; w: n weights, or 0 for ones. rho > 0. root: of ||r||, else of its square. */
function decreases<T>(out: usize, g: usize, w: usize, n: usize, rho: T, lambda: T, absolute: bool, root: bool): void {
  if (absolute) {
    if (root) all<T>(out, g, w, n, rho, lambda, true, true);
    else all<T>(out, g, w, n, rho, lambda, true, false);
  } else if (root) all<T>(out, g, w, n, rho, lambda, false, true);
  else all<T>(out, g, w, n, rho, lambda, false, false);
}

// @ts-ignore: decorator
@inline function all<T>(out: usize, g: usize, w: usize, n: usize, rho: T, lambda: T, absolute: bool, root: bool): void {
  const rhos = v128.splat<T>(rho), lambdas = v128.splat<T>(lambda), ones = v128.splat<T>(1);
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const weights = w ? v128.load(w + i * sizeof<T>()) : ones;
    v128.store(out + i * sizeof<T>(), some<T>(v128.load(g + i * sizeof<T>()), weights, rhos, lambdas, ones, absolute, root));
  }
  if (i == n) return;
  const weights = w ? loadPart<T>(w + i * sizeof<T>(), n - i) : ones;
  const rest = some<T>(loadPart<T>(g + i * sizeof<T>(), n - i), weights, rhos, lambdas, ones, absolute, root);
  storePart<T>(out + i * sizeof<T>(), rest, n - i);
}

// @ts-ignore: decorator
@inline function some<T>(g: v128, w: v128, rho: v128, lambda: v128, one: v128, absolute: bool, root: bool): v128 {
  const zero = v128.splat<T>(0), size = v128.abs<T>(g), t = v128.mul<T>(lambda, w);
  const cut = v128.mul<T>(t, root ? rho : v128.splat<T>(0.5));
  const over = absolute ? atLeast<T>(v128.sub<T>(size, cut), zero) : size;
  let fall = over;
  if (root) {
    const square = atLeast<T>(v128.mul<T>(v128.sub<T>(rho, size), v128.add<T>(rho, size)), zero);
    const part = absolute ? v128.mul<T>(atLeast<T>(v128.mul<T>(v128.sub<T>(one, t), v128.add<T>(one, t)), zero), square) : square;
    const start = absolute ? v128.sub<T>(rho, v128.mul<T>(t, size)) : rho;
    fall = v128.div<T>(over, v128.add<T>(start, v128.sqrt<T>(part)));
    // Where t >= 1 nothing falls, and what was divided by may be anything.
    if (absolute) fall = v128.and(fall, v128.lt<T>(t, one));
  }
  fall = v128.mul<T>(over, fall);
  return absolute ? fall : atLeast<T>(v128.sub<T>(fall, v128.mul<T>(t, w)), zero);
}

export function greedy_decrease_f32(out: usize, g: usize, w: usize, n: usize, rho: f32, lambda: f32, absolute: bool, root: bool): void {
  decreases<f32>(out, g, w, n, rho, lambda, absolute, root);
}
export function greedy_decrease_f64(out: usize, g: usize, w: usize, n: usize, rho: f64, lambda: f64, absolute: bool, root: bool): void {
  decreases<f64>(out, g, w, n, rho, lambda, absolute, root);
}
