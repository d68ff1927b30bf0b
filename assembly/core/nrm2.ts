// ||x||_2 without overflow or harmful underflow: the plain sum of squares where it is safely in range, else
// the sum of (x_i/t)^2 with t = max|x_i|. Blue, A Portable Fortran Program to Find the Euclidean Norm (1978), the idea.

import { dot } from "./dot";
import { largerOf, largest, lanes, whole } from "./lane";

/** x: n elements. NaN where an element is NaN, infinity where one is infinite and none is NaN. */
export function nrm2<T>(x: usize, n: usize): T {
  const squares = dot<T>(x, x, n);
  const tiny: T = sizeof<T>() == 4 ? <T>1e-28 : <T>1e-280, huge: T = sizeof<T>() == 4 ? <T>1e37 : <T>1e300;
  if (squares > tiny && squares < huge) return sqrt<T>(squares);
  const top = amax<T>(x, n);
  if (top == 0 || !(abs<T>(top) < <T>Infinity)) return top;
  let total: T = 0;
  for (let i: usize = 0; i < n; i++) {
    const part = load<T>(x + i * sizeof<T>()) / top;
    total += part * part;
  }
  return top * sqrt<T>(total);
}

/** max |x_i|; 0 where n is 0; NaN where an element is NaN. */
export function amax<T>(x: usize, n: usize): T {
  const size = sizeof<T>(), w = lanes<T>();
  let t0 = v128.splat<T>(0), t1 = t0, t2 = t0, t3 = t0;
  let i: usize = 0;
  for (; i + 4 * w <= n; i += 4 * w) {
    const at = x + i * size;
    t0 = largerOf<T>(t0, v128.abs<T>(v128.load(at)));
    t1 = largerOf<T>(t1, v128.abs<T>(v128.load(at, 16)));
    t2 = largerOf<T>(t2, v128.abs<T>(v128.load(at, 32)));
    t3 = largerOf<T>(t3, v128.abs<T>(v128.load(at, 48)));
  }
  for (; i < whole<T>(n); i += w) t0 = largerOf<T>(t0, v128.abs<T>(v128.load(x + i * size)));
  let top = largest<T>(largerOf<T>(largerOf<T>(t0, t1), largerOf<T>(t2, t3)));
  for (; i < n; i++) top = max<T>(top, abs<T>(load<T>(x + i * size)));
  return top;
}
