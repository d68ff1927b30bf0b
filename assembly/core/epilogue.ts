// What follows a product, row by row while the row is in the first-level cache:  C = f(C + bias).

import { Gelu, GeluTanh, Relu, Relu2, Silu } from "./activation";
import { lanes, whole } from "./lane";
import { map } from "./map";

/** The activations by number. */
export const NONE: usize = 0, RELU: usize = 1, RELU2: usize = 2, GELU: usize = 3, SILU: usize = 4, GELU_TANH: usize = 5;

/**
 * C: m x n, rows ldc apart, in place. bias: n elements added along each row, or, with `perRow`, m elements, one to a row;
 * 0 where there is none. gelu is the exact form, by erf; 5 is its tanh form.
 */
export function epilogue<T>(c: usize, m: usize, n: usize, ldc: usize, bias: usize, activation: usize, perRow: bool = false): void {
  const size = sizeof<T>();
  if (bias == 0 && activation == NONE) return;
  if (bias == 0 && ldc == n) {
    n *= m;
    m = 1;
  }
  for (let i: usize = 0; i < m; i++) {
    const row = c + i * ldc * size;
    if (bias != 0) {
      if (perRow) shift<T>(row, n, load<T>(bias + i * size));
      else add<T>(row, bias, n);
    }
    activate<T>(row, row, n, activation);
  }
}

/** out = f(x), n elements each; out may be x. */
export function activate<T>(out: usize, x: usize, n: usize, activation: usize): void {
  if (activation == RELU) map<T, Relu>(out, x, n);
  else if (activation == RELU2) map<T, Relu2>(out, x, n);
  else if (activation == GELU) map<T, Gelu>(out, x, n);
  else if (activation == SILU) map<T, Silu>(out, x, n);
  else if (activation == GELU_TANH) map<T, GeluTanh>(out, x, n);
}

/** x += y */
function add<T>(x: usize, y: usize, n: usize): void {
  const size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    v128.store(x + i * size, v128.add<T>(v128.load(x + i * size), v128.load(y + i * size)));
  }
  for (; i < n; i++) store<T>(x + i * size, load<T>(x + i * size) + load<T>(y + i * size));
}

/** x += the same number everywhere */
function shift<T>(x: usize, n: usize, by: T): void {
  const b = v128.splat<T>(by), size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) v128.store(x + i * size, v128.add<T>(v128.load(x + i * size), b));
  for (; i < n; i++) store<T>(x + i * size, load<T>(x + i * size) + by);
}
