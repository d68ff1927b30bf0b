// One pass of the self-sorting transform: y[q + s(rp + j)] = w^(jp) sum_k x[q + s(p + mk)] e^(-2 pi i jk / r), w = e^(-2 pi i / rm).
// Stockham's algorithm by decimation in frequency; Van Loan, Computational Frameworks for the Fast Fourier Transform (1992), 1.7.

import { fma, nfma } from "./lane";
import { lastOf, put } from "./put";

// In all: x, y: planes of r m s elements, h bytes apart; w: w^p, w^2p, ... w^(r-1)p as (cos, sin) for each p from 1 to m - 1.
// Vectors run over q. The last of a run starts early, so that it ends with it; a run shorter than a vector is stored with
// what follows it in memory, and so in ascending order.

export function pass2<T>(y: usize, x: usize, h: usize, m: usize, s: usize, w: usize): void {
  const block = s * sizeof<T>(), leg = m * block;
  two<T>(y, x, h, leg, block, w, false);
  for (let p: usize = 1; p < m; p++, w += 2 * sizeof<T>()) {
    x += block; y += 2 * block;
    two<T>(y, x, h, leg, block, w, true);
  }
}

// @ts-ignore: decorator
@inline function two<T>(y: usize, x: usize, h: usize, leg: usize, block: usize, w: usize, turned: bool): void {
  const last = lastOf(block);
  for (let at: usize = 0; ; at = min(at + 16, last)) {
    const a = x + at, b = a + leg, to = y + at;
    const ar = v128.load(a), ai = v128.load(a + h), br = v128.load(b), bi = v128.load(b + h);
    put<T>(to, h, v128.add<T>(ar, br), v128.add<T>(ai, bi), w, false);
    put<T>(to + block, h, v128.sub<T>(ar, br), v128.sub<T>(ai, bi), w, turned);
    if (at == last) break;
  }
}

export function pass3<T>(y: usize, x: usize, h: usize, m: usize, s: usize, w: usize): void {
  const block = s * sizeof<T>(), leg = m * block;
  three<T>(y, x, h, leg, block, w, false);
  for (let p: usize = 1; p < m; p++, w += 4 * sizeof<T>()) {
    x += block; y += 3 * block;
    three<T>(y, x, h, leg, block, w, true);
  }
}

// @ts-ignore: decorator
@inline function three<T>(y: usize, x: usize, h: usize, leg: usize, block: usize, w: usize, turned: bool): void {
  const last = lastOf(block), half = v128.splat<T>(<T>0.5), sine = v128.splat<T>(<T>0.8660254037844386);
  for (let at: usize = 0; ; at = min(at + 16, last)) {
    const a = x + at, b = a + leg, c = b + leg, to = y + at;
    const ar = v128.load(a), ai = v128.load(a + h);
    const br = v128.load(b), bi = v128.load(b + h), cr = v128.load(c), ci = v128.load(c + h);
    const tr = v128.add<T>(br, cr), ti = v128.add<T>(bi, ci);
    const ur = v128.mul<T>(sine, v128.sub<T>(br, cr)), ui = v128.mul<T>(sine, v128.sub<T>(bi, ci));
    const vr = nfma<T>(half, tr, ar), vi = nfma<T>(half, ti, ai);
    put<T>(to, h, v128.add<T>(ar, tr), v128.add<T>(ai, ti), w, false);
    put<T>(to + block, h, v128.add<T>(vr, ui), v128.sub<T>(vi, ur), w, turned);
    put<T>(to + 2 * block, h, v128.sub<T>(vr, ui), v128.add<T>(vi, ur), w + 2 * sizeof<T>(), turned);
    if (at == last) break;
  }
}

export function pass4<T>(y: usize, x: usize, h: usize, m: usize, s: usize, w: usize): void {
  const block = s * sizeof<T>(), leg = m * block;
  four<T>(y, x, h, leg, block, w, false);
  for (let p: usize = 1; p < m; p++, w += 6 * sizeof<T>()) {
    x += block; y += 4 * block;
    four<T>(y, x, h, leg, block, w, true);
  }
}

// @ts-ignore: decorator
@inline function four<T>(y: usize, x: usize, h: usize, leg: usize, block: usize, w: usize, turned: bool): void {
  const last = lastOf(block);
  for (let at: usize = 0; ; at = min(at + 16, last)) {
    const a = x + at, b = a + leg, c = b + leg, d = c + leg;
    const ar = v128.load(a), cr = v128.load(c), tr = v128.add<T>(ar, cr), ur = v128.sub<T>(ar, cr);
    const ai = v128.load(a + h), ci = v128.load(c + h), ti = v128.add<T>(ai, ci), ui = v128.sub<T>(ai, ci);
    const br = v128.load(b), dr = v128.load(d), vr = v128.add<T>(br, dr), zr = v128.sub<T>(br, dr);
    const bi = v128.load(b + h), di = v128.load(d + h), vi = v128.add<T>(bi, di), zi = v128.sub<T>(bi, di);
    const to0 = y + at, to1 = to0 + block, to2 = to1 + block, to3 = to2 + block;
    put<T>(to0, h, v128.add<T>(tr, vr), v128.add<T>(ti, vi), w, false);
    put<T>(to1, h, v128.add<T>(ur, zi), v128.sub<T>(ui, zr), w, turned);
    put<T>(to2, h, v128.sub<T>(tr, vr), v128.sub<T>(ti, vi), w + 2 * sizeof<T>(), turned);
    put<T>(to3, h, v128.sub<T>(ur, zi), v128.add<T>(ui, zr), w + 4 * sizeof<T>(), turned);
    if (at == last) break;
  }
}

export function pass5<T>(y: usize, x: usize, h: usize, m: usize, s: usize, w: usize): void {
  const block = s * sizeof<T>(), leg = m * block;
  five<T>(y, x, h, leg, block, w, false);
  for (let p: usize = 1; p < m; p++, w += 8 * sizeof<T>()) {
    x += block; y += 5 * block;
    five<T>(y, x, h, leg, block, w, true);
  }
}

// @ts-ignore: decorator
@inline function five<T>(y: usize, x: usize, h: usize, leg: usize, block: usize, w: usize, turned: bool): void {
  const last = lastOf(block), size = sizeof<T>();
  const c1 = v128.splat<T>(<T>0.30901699437494745), s1 = v128.splat<T>(<T>0.9510565162951535);
  const c2 = v128.splat<T>(<T>-0.8090169943749475), s2 = v128.splat<T>(<T>0.5877852522924731);
  for (let at: usize = 0; ; at = min(at + 16, last)) {
    const a = x + at, b = a + leg, c = b + leg, d = c + leg, e = d + leg, to = y + at;
    const ar = v128.load(a), ai = v128.load(a + h);
    const br = v128.load(b), er = v128.load(e), tr = v128.add<T>(br, er), ur = v128.sub<T>(br, er);
    const bi = v128.load(b + h), ei = v128.load(e + h), ti = v128.add<T>(bi, ei), ui = v128.sub<T>(bi, ei);
    const cr = v128.load(c), dr = v128.load(d), vr = v128.add<T>(cr, dr), zr = v128.sub<T>(cr, dr);
    const ci = v128.load(c + h), di = v128.load(d + h), vi = v128.add<T>(ci, di), zi = v128.sub<T>(ci, di);
    put<T>(to, h, v128.add<T>(ar, v128.add<T>(tr, vr)), v128.add<T>(ai, v128.add<T>(ti, vi)), w, false);
    const pr = fma<T>(c1, tr, fma<T>(c2, vr, ar)), pi = fma<T>(c1, ti, fma<T>(c2, vi, ai));
    const qr = fma<T>(s1, ur, v128.mul<T>(s2, zr)), qi = fma<T>(s1, ui, v128.mul<T>(s2, zi));
    const fr = fma<T>(c2, tr, fma<T>(c1, vr, ar)), fi = fma<T>(c2, ti, fma<T>(c1, vi, ai));
    const gr = nfma<T>(s1, zr, v128.mul<T>(s2, ur)), gi = nfma<T>(s1, zi, v128.mul<T>(s2, ui));
    put<T>(to + block, h, v128.add<T>(pr, qi), v128.sub<T>(pi, qr), w, turned);
    put<T>(to + 2 * block, h, v128.add<T>(fr, gi), v128.sub<T>(fi, gr), w + 2 * size, turned);
    put<T>(to + 3 * block, h, v128.sub<T>(fr, gi), v128.add<T>(fi, gr), w + 4 * size, turned);
    put<T>(to + 4 * block, h, v128.sub<T>(pr, qi), v128.add<T>(pi, qr), w + 6 * size, turned);
    if (at == last) break;
  }
}
