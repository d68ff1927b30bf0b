// c_i = c_i*x + y in twelve independent chains: the register peak of multiply-adds.
// Ten chains are too few where the build multiplies and adds (six cycles from c_i to c_i, two of each a cycle).

import { fma, sum } from "../core/lane";

/**
 * n steps of twelve multiply-adds; the sum of all lanes, so that nothing can be dropped. x and y are arguments
 * because V8 13 builds a constant vector anew at each use.
 */
function madd<T>(n: usize, a: T, b: T): T {
  const x = v128.splat<T>(a), y = v128.splat<T>(b);
  let c0 = y, c1 = x, c2 = y, c3 = x, c4 = y, c5 = x, c6 = y, c7 = x, c8 = y, c9 = x, c10 = y, c11 = x;
  for (; n > 0; n--) {
    c0 = fma<T>(c0, x, y); c1 = fma<T>(c1, x, y); c2 = fma<T>(c2, x, y); c3 = fma<T>(c3, x, y);
    c4 = fma<T>(c4, x, y); c5 = fma<T>(c5, x, y); c6 = fma<T>(c6, x, y); c7 = fma<T>(c7, x, y);
    c8 = fma<T>(c8, x, y); c9 = fma<T>(c9, x, y); c10 = fma<T>(c10, x, y); c11 = fma<T>(c11, x, y);
  }
  const low = v128.add<T>(v128.add<T>(c0, c1), v128.add<T>(c2, c3));
  const middle = v128.add<T>(v128.add<T>(c4, c5), v128.add<T>(c6, c7));
  const high = v128.add<T>(v128.add<T>(c8, c9), v128.add<T>(c10, c11));
  return sum<T>(v128.add<T>(v128.add<T>(low, middle), high));
}

export function probe_madd_f32(n: usize, x: f32, y: f32): f32 { return madd<f32>(n, x, y); }
export function probe_madd_f64(n: usize, x: f64, y: f64): f64 { return madd<f64>(n, x, y); }
