// prox of tau*sum_g w_g*||x_g||_2 over groups of neighbouring elements:  out_g = max(1 - tau*w_g / ||x_g||, 0) * x_g
// Yuan and Lin, Model Selection and Estimation in Regression with Grouped Variables (2006), equation 2.4.

import { lanes, whole } from "../core/lane";
import { nrm2 } from "../core/nrm2";

/**
 * x, out: the same elements, may be the same array; offsets: groups + 1 u32, ascending: group g is from offsets_g up to
 * offsets_(g+1); weights: groups elements >= 0. Returns sum_g w_g*||out_g||_2.
 */
function group<T>(out: usize, x: usize, offsets: usize, weights: usize, groups: usize, tau: T): T {
  const size = sizeof<T>();
  let total: T = 0;
  for (let g: usize = 0; g < groups; g++) {
    const start: usize = load<u32>(offsets + g * 4), n = <usize>load<u32>(offsets + g * 4, 4) - start;
    const weight = load<T>(weights + g * size), norm = nrm2<T>(x + start * size, n), edge = tau * weight;
    const factor: T = norm <= edge ? <T>0 : (norm - edge) / norm;
    // An infinite norm loses nothing, and a group that goes takes no NaN from an infinity times 0.
    if (factor == 0) memory.fill(out + start * size, 0, n * size);
    else scaled<T>(out + start * size, x + start * size, n, norm == <T>Infinity ? <T>1 : factor);
    if (factor != 0) total += weight * max<T>(norm - edge, 0);
  }
  return total;
}

function scaled<T>(out: usize, x: usize, n: usize, factor: T): void {
  const factors = v128.splat<T>(factor), size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) v128.store(out + i * size, v128.mul<T>(factors, v128.load(x + i * size)));
  for (; i < n; i++) store<T>(out + i * size, factor * load<T>(x + i * size));
}

export function prox_group_f32(out: usize, x: usize, offsets: usize, weights: usize, groups: usize, tau: f32): f32 {
  return group<f32>(out, x, offsets, weights, groups, tau);
}
export function prox_group_f64(out: usize, x: usize, offsets: usize, weights: usize, groups: usize, tau: f64): f64 {
  return group<f64>(out, x, offsets, weights, groups, tau);
}
