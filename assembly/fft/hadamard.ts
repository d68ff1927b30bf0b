// x <- s H x, H = [1 1; 1 -1] to the tensor power log2 n, in natural order and in place.
// Fino and Algazi, Unified Matrix Treatment of the Fast Walsh-Hadamard Transform, IEEE Trans. C-25 (1976) 1142-1146.

import { fma, lanes } from "../core/lane";

/** Elements done in full before the next: they stay in the first-level cache. */
const BLOCK: usize = 2048;

/** x: `count` rows of n elements, n a power of two; each result is times `scale`. */
function hadamard<T>(x: usize, n: usize, count: usize, scale: T): void {
  const size = sizeof<T>();
  for (const end = x + count * n * size; x < end; x += n * size) {
    if (n < 4 * lanes<T>()) {
      small<T>(x, n, scale);
      continue;
    }
    const part = min(n, BLOCK);
    for (let b = x; b < x + n * size; b += part * size) {
      tiles<T>(b, part, scale);
      upwards<T>(b, part, 4 * lanes<T>());
    }
    upwards<T>(x, n, part);
  }
}

/** Fewer elements than a tile, one by one. */
function small<T>(x: usize, n: usize, scale: T): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < n; i++) store<T>(x + i * size, scale * load<T>(x + i * size));
  for (let s: usize = 1; s < n; s *= 2) {
    for (let i: usize = 0; i < n; i++) {
      if (i & s) continue;
      const a = load<T>(x + i * size), b = load<T>(x + (i + s) * size);
      store<T>(x + i * size, a + b);
      store<T>(x + (i + s) * size, a - b);
    }
  }
}

/** Within each vector, then across four of them. */
function tiles<T>(x: usize, n: usize, scale: T): void {
  const scales = v128.splat<T>(scale);
  const even = sizeof<T>() == 4 ? f32x4(1, -1, 1, -1) : f64x2(1, -1), pairs = f32x4(1, 1, -1, -1);
  for (const end = x + n * sizeof<T>(); x < end; x += 64) {
    const a = within<T>(v128.load(x), scales, even, pairs), b = within<T>(v128.load(x, 16), scales, even, pairs);
    const c = within<T>(v128.load(x, 32), scales, even, pairs), d = within<T>(v128.load(x, 48), scales, even, pairs);
    const e = v128.add<T>(a, b), f = v128.sub<T>(a, b), g = v128.add<T>(c, d), h = v128.sub<T>(c, d);
    v128.store(x, v128.add<T>(e, g));
    v128.store(x, v128.add<T>(f, h), 16);
    v128.store(x, v128.sub<T>(e, g), 32);
    v128.store(x, v128.sub<T>(f, h), 48);
  }
}

// @ts-ignore: decorator
@inline function within<T>(v: v128, scale: v128, even: v128, pairs: v128): v128 {
  v = v128.mul<T>(v, scale);
  if (sizeof<T>() == 8) return fma<T>(v, even, v128.shuffle<u64>(v, v, 1, 0));
  v = fma<T>(v, even, v128.shuffle<u32>(v, v, 1, 0, 3, 2));
  return fma<T>(v, pairs, v128.shuffle<u32>(v, v, 2, 3, 0, 1));
}

/** The steps across runs of s elements and longer: four legs at a time, two where one step is left. */
function upwards<T>(x: usize, n: usize, s: usize): void {
  const end = x + n * sizeof<T>();
  for (; s < n; s *= 4) {
    const leg = s * sizeof<T>();
    if (s * 2 == n) {
      for (let a = x; a < x + leg; a += 16) {
        const p = v128.load(a), q = v128.load(a + leg);
        v128.store(a, v128.add<T>(p, q));
        v128.store(a + leg, v128.sub<T>(p, q));
      }
      return;
    }
    for (let group = x; group < end; group += 4 * leg) {
      for (let a = group; a < group + leg; a += 16) {
        const b = a + leg, c = b + leg, d = c + leg;
        const p = v128.load(a), q = v128.load(b), r = v128.load(c), t = v128.load(d);
        const e = v128.add<T>(p, q), f = v128.sub<T>(p, q), g = v128.add<T>(r, t), h = v128.sub<T>(r, t);
        v128.store(a, v128.add<T>(e, g));
        v128.store(b, v128.add<T>(f, h));
        v128.store(c, v128.sub<T>(e, g));
        v128.store(d, v128.sub<T>(f, h));
      }
    }
  }
}

export function fft_hadamard_f32(x: usize, n: usize, count: usize, scale: f32): void { hadamard<f32>(x, n, count, scale); }
export function fft_hadamard_f64(x: usize, n: usize, count: usize, scale: f64): void { hadamard<f64>(x, n, count, scale); }
