// Each row of an m x n matrix:  out_j = e^(x_j - t) / sum_k e^(x_k - t), t = max_k x_k;  backwards dx_j = y_j (dy_j - y'dy).

import { dot } from "../core/dot";
import { exp } from "../core/exp";
import { largest, lanes, loadPart, storePart, sum, whole } from "../core/lane";
import { scal } from "../core/scal";

/** out, x: m x n without gaps, may be the same. */
function softmax<T>(out: usize, x: usize, m: usize, n: usize): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++, x += n * size, out += n * size) {
    scal<T>(out, n, <T>1 / shifted<T>(out, x, n, top<T>(x, n)));
  }
}

/** The largest element; NaN where one is NaN; -infinity for n = 0. */
function top<T>(x: usize, n: usize): T {
  let best = v128.splat<T>(<T>-Infinity);
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) best = v128.max<T>(best, v128.load(x + i * sizeof<T>()));
  let most = largest<T>(best);
  for (; i < n; i++) most = max<T>(most, load<T>(x + i * sizeof<T>()));
  return most;
}

/** out_i = e^(x_i - t). Returns their sum. */
function shifted<T>(out: usize, x: usize, n: usize, t: T): T {
  const shift = v128.splat<T>(t), size = sizeof<T>();
  let totals = v128.splat<T>(0), tail: T = 0;
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const full = i + lanes<T>() <= n, at = i * size;
    const e = exp<T>(v128.sub<T>(full ? v128.load(x + at) : loadPart<T>(x + at, n - i), shift));
    if (full) {
      v128.store(out + at, e);
      totals = v128.add<T>(totals, e);
    } else {
      storePart<T>(out + at, e, n - i);
      for (let p = i; p < n; p++) tail += load<T>(out + p * size);
    }
  }
  return sum<T>(totals) + tail;
}

/** out, y (the result of softmax), dy: m x n without gaps; out may be y or dy. */
function backward<T>(out: usize, y: usize, dy: usize, m: usize, n: usize): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++, y += n * size, dy += n * size, out += n * size) {
    const mean = dot<T>(y, dy, n), means = v128.splat<T>(mean);
    let j: usize = 0;
    for (; j < whole<T>(n); j += lanes<T>()) {
      const at = j * size;
      v128.store(out + at, v128.mul<T>(v128.load(y + at), v128.sub<T>(v128.load(dy + at), means)));
    }
    for (; j < n; j++) store<T>(out + j * size, load<T>(y + j * size) * (load<T>(dy + j * size) - mean));
  }
}

export function map_softmax_f32(out: usize, x: usize, m: usize, n: usize): void { softmax<f32>(out, x, m, n); }
export function map_softmax_f64(out: usize, x: usize, m: usize, n: usize): void { softmax<f64>(out, x, m, n); }
export function map_dsoftmax_f32(out: usize, y: usize, dy: usize, m: usize, n: usize): void { backward<f32>(out, y, dy, m, n); }
export function map_dsoftmax_f64(out: usize, y: usize, dy: usize, m: usize, n: usize): void { backward<f64>(out, y, dy, m, n); }
