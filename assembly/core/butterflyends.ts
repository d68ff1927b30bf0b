// The first and the last pass of a transform of one row, where they are of radix 4: straight from interleaved numbers to
// planes, and back (see butterfly.ts for the formula; s = 1 in the first, m = 1 in the last).

import { fma, lanes, nfma } from "./lane";
import { evens, highs, lows, odds } from "./planes";

/**
 * x: 4m interleaved numbers, m >= lanes; y: planes h bytes apart. Vectors run over p, the last starting early. w: for each
 * vector of p the cosines of w^p, their sines, those of w^2p and of w^3p. Imaginary parts of x count times `sign`.
 */
export function first4<T>(y: usize, x: usize, h: usize, m: usize, w: usize, sign: T): void {
  const size = sizeof<T>(), leg = m * size * 2, last = m - lanes<T>(), signs = v128.splat<T>(sign);
  for (let p: usize = 0; ; p = min(p + lanes<T>(), last), w += 96) {
    const a = x + 2 * p * size, b = a + leg, c = b + leg, d = c + leg, to = y + 4 * p * size;
    const a0 = v128.load(a), a1 = v128.load(a, 16), b0 = v128.load(b), b1 = v128.load(b, 16);
    const c0 = v128.load(c), c1 = v128.load(c, 16), d0 = v128.load(d), d1 = v128.load(d, 16);
    const t0 = v128.add<T>(a0, c0), t1 = v128.add<T>(a1, c1), u0 = v128.sub<T>(a0, c0), u1 = v128.sub<T>(a1, c1);
    const v0 = v128.add<T>(b0, d0), v1 = v128.add<T>(b1, d1), z0 = v128.sub<T>(b0, d0), z1 = v128.sub<T>(b1, d1);
    const e0 = v128.add<T>(t0, v0), e1 = v128.add<T>(t1, v1), g0 = v128.sub<T>(t0, v0), g1 = v128.sub<T>(t1, v1);
    const ur = evens<T>(u0, u1), ui = v128.mul<T>(signs, odds<T>(u0, u1));
    const zr = evens<T>(z0, z1), zi = v128.mul<T>(signs, odds<T>(z0, z1));
    const er = evens<T>(e0, e1), ei = v128.mul<T>(signs, odds<T>(e0, e1));
    const gr = evens<T>(g0, g1), gi = v128.mul<T>(signs, odds<T>(g0, g1));
    const fr = v128.add<T>(ur, zi), fi = v128.sub<T>(ui, zr), kr = v128.sub<T>(ur, zi), ki = v128.add<T>(ui, zr);
    const c1w = v128.load(w), s1w = v128.load(w, 16), c2w = v128.load(w, 32), s2w = v128.load(w, 48);
    const c3w = v128.load(w, 64), s3w = v128.load(w, 80);
    across<T>(to, er, nfma<T>(fi, s1w, v128.mul<T>(fr, c1w)), nfma<T>(gi, s2w, v128.mul<T>(gr, c2w)), nfma<T>(ki, s3w, v128.mul<T>(kr, c3w)));
    across<T>(to + h, ei, fma<T>(fr, s1w, v128.mul<T>(fi, c1w)), fma<T>(gr, s2w, v128.mul<T>(gi, c2w)), fma<T>(kr, s3w, v128.mul<T>(ki, c3w)));
    if (p == last) break;
  }
}

/** Four vectors, element by element in turn. */
// @ts-ignore: decorator
@inline function across<T>(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  if (sizeof<T>() == 4) {
    const p = v128.shuffle<u32>(a, b, 0, 4, 1, 5), q = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
    const s = v128.shuffle<u32>(a, b, 2, 6, 3, 7), t = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<u64>(p, q, 0, 2));
    v128.store(to, v128.shuffle<u64>(p, q, 1, 3), 16);
    v128.store(to, v128.shuffle<u64>(s, t, 0, 2), 32);
    v128.store(to, v128.shuffle<u64>(s, t, 1, 3), 48);
  } else {
    v128.store(to, v128.shuffle<u64>(a, b, 0, 2));
    v128.store(to, v128.shuffle<u64>(c, d, 0, 2), 16);
    v128.store(to, v128.shuffle<u64>(a, b, 1, 3), 32);
    v128.store(to, v128.shuffle<u64>(c, d, 1, 3), 48);
  }
}

/** x: planes of 4s elements, s >= lanes, h bytes apart; y: interleaved; real parts times `re`, imaginary parts times `im`. */
export function last4<T>(y: usize, x: usize, h: usize, s: usize, re: T, im: T): void {
  const size = sizeof<T>(), leg = s * size, last = (s - lanes<T>()) * size;
  const res = v128.splat<T>(re), ims = v128.splat<T>(im);
  for (let at: usize = 0; ; at = min(at + 16, last)) {
    const a = x + at, b = a + leg, c = b + leg, d = c + leg, to = y + 2 * at;
    const ar = v128.load(a), cr = v128.load(c), tr = v128.add<T>(ar, cr), ur = v128.sub<T>(ar, cr);
    const ai = v128.load(a + h), ci = v128.load(c + h), ti = v128.add<T>(ai, ci), ui = v128.sub<T>(ai, ci);
    const br = v128.load(b), dr = v128.load(d), vr = v128.add<T>(br, dr), zr = v128.sub<T>(br, dr);
    const bi = v128.load(b + h), di = v128.load(d + h), vi = v128.add<T>(bi, di), zi = v128.sub<T>(bi, di);
    pair<T>(to, v128.mul<T>(res, v128.add<T>(tr, vr)), v128.mul<T>(ims, v128.add<T>(ti, vi)));
    pair<T>(to + 2 * leg, v128.mul<T>(res, v128.add<T>(ur, zi)), v128.mul<T>(ims, v128.sub<T>(ui, zr)));
    pair<T>(to + 4 * leg, v128.mul<T>(res, v128.sub<T>(tr, vr)), v128.mul<T>(ims, v128.sub<T>(ti, vi)));
    pair<T>(to + 6 * leg, v128.mul<T>(res, v128.sub<T>(ur, zi)), v128.mul<T>(ims, v128.add<T>(ui, zr)));
    if (at == last) break;
  }
}

// @ts-ignore: decorator
@inline function pair<T>(to: usize, re: v128, im: v128): void {
  v128.store(to, lows<T>(re, im));
  v128.store(to, highs<T>(re, im), 16);
}
