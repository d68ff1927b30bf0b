// One pass of the self-sorting transform (see butterfly.ts) for any odd r, by sums over pairs of terms that mirror each other:
// y_j, y_(r-j) = x_0 + sum_k (x_k + x_(r-k)) cos -+ i sum_k (x_k - x_(r-k)) sin, the angles being 2 pi jk / r, k <= (r - 1) / 2.

import { fma } from "./lane";
import { lastOf, put } from "./put";

/** roots: (cos, sin) of 2 pi k / r for k from 0 to r - 1, then the w of all passes. work: 4r vectors. */
export function passOdd<T>(y: usize, x: usize, h: usize, r: usize, m: usize, s: usize, roots: usize, work: usize): void {
  const size = sizeof<T>(), block = s * size, leg = m * block, last = lastOf(block);
  let w = roots + 2 * r * size;
  for (let p: usize = 0; p < m; p++) {
    for (let at: usize = 0; ; at = min(at + 16, last)) {
      mirror<T>(work, x + at, h, leg, r);
      sums<T>(work + 32 * r, work, roots, r);
      spread<T>(y + at, work + 32 * r, h, block, r, w, p > 0);
      if (at == last) break;
    }
    if (p > 0) w += 2 * (r - 1) * size;
    x += block; y += r * block;
  }
}

/** x_0, then the sums and the differences of each pair: real and imaginary parts of each in turn. */
function mirror<T>(out: usize, x: usize, h: usize, leg: usize, r: usize): void {
  v128.store(out, v128.load(x));
  v128.store(out, v128.load(x + h), 16);
  out += 32;
  for (let a = x + leg, b = x + (r - 1) * leg; a < b; a += leg, b -= leg, out += 64) {
    const ar = v128.load(a), ai = v128.load(a + h), br = v128.load(b), bi = v128.load(b + h);
    v128.store(out, v128.add<T>(ar, br));
    v128.store(out, v128.add<T>(ai, bi), 16);
    v128.store(out, v128.sub<T>(ar, br), 32);
    v128.store(out, v128.sub<T>(ai, bi), 48);
  }
}

/** y_0 to y_(r-1) of what `mirror` made. */
function sums<T>(out: usize, pairs: usize, roots: usize, r: usize): void {
  const x0r = v128.load(pairs), x0i = v128.load(pairs, 16), end = pairs + 32 * r;
  let tr = x0r, ti = x0i;
  for (let p = pairs + 32; p < end; p += 64) {
    tr = v128.add<T>(tr, v128.load(p));
    ti = v128.add<T>(ti, v128.load(p, 16));
  }
  v128.store(out, tr);
  v128.store(out, ti, 16);
  for (let j: usize = 1; j * 2 < r; j++) {
    let ar = x0r, ai = x0i, br = v128.splat<T>(0), bi = br;
    let k: usize = 0;
    for (let p = pairs + 32; p < end; p += 64) {
      k += j;
      if (k >= r) k -= r;
      const root = roots + 2 * k * sizeof<T>(), c = v128.load_splat<T>(root), s = v128.load_splat<T>(root, sizeof<T>());
      ar = fma<T>(c, v128.load(p), ar);
      ai = fma<T>(c, v128.load(p, 16), ai);
      br = fma<T>(s, v128.load(p, 32), br);
      bi = fma<T>(s, v128.load(p, 48), bi);
    }
    const to = out + 32 * j, from = out + 32 * (r - j);
    v128.store(to, v128.add<T>(ar, bi));
    v128.store(to, v128.sub<T>(ai, br), 16);
    v128.store(from, v128.sub<T>(ar, bi));
    v128.store(from, v128.add<T>(ai, br), 16);
  }
}

/** Turns y_1 to y_(r-1) and stores all, in ascending order. */
function spread<T>(y: usize, from: usize, h: usize, block: usize, r: usize, w: usize, turned: bool): void {
  for (let j: usize = 0; j < r; j++, y += block, from += 32) {
    const re = v128.load(from), im = v128.load(from, 16);
    if (turned && j > 0) put<T>(y, h, re, im, w + 2 * (j - 1) * sizeof<T>(), true);
    else put<T>(y, h, re, im, w, false);
  }
}
