// out_i = f(x_i), out_i = f(x_i, y_i): the loops, written once. An operation is a class whose methods work on lanes; its
// methods are inlined, so the loop holds no call. A tail of fewer elements than a vector goes through the same lanes, so
// that a result does not depend on where its element stands.

import { lanes, loadPart, storePart } from "./lane";

/** out, x: n elements each, may be the same array. Op has lane<T>(x). */
export function map<T, Op>(out: usize, x: usize, n: usize): void {
  const op = changetype<Op>(0), size = sizeof<T>();
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const whole = i + lanes<T>() <= n, at = i * size;
    const v = op.lane<T>(whole ? v128.load(x + at) : loadPart<T>(x + at, n - i));
    if (whole) v128.store(out + at, v);
    else storePart<T>(out + at, v, n - i);
  }
}

/** out, x, y: n elements each, out may be x or y. Op has pair<T>(x, y). */
export function zip<T, Op>(out: usize, x: usize, y: usize, n: usize): void {
  const op = changetype<Op>(0), size = sizeof<T>();
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const whole = i + lanes<T>() <= n, at = i * size;
    const v = whole
      ? op.pair<T>(v128.load(x + at), v128.load(y + at))
      : op.pair<T>(loadPart<T>(x + at, n - i), loadPart<T>(y + at, n - i));
    if (whole) v128.store(out + at, v);
    else storePart<T>(out + at, v, n - i);
  }
}
