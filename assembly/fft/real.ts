// The transform of n real numbers from that of n/2 complex ones, z_j = x_2j + i x_(2j+1), and back: with N = n/2,
// E = (Z_k + conj Z_(N-k)) / 2, D = (Z_k - conj Z_(N-k)) / 2, u = -i e^(-2 pi i k / n): X_k = E + uD, X_(N-k) = conj(E - uD).
// Sorensen, Jones, Heideman and Burrus, Real-Valued Fast Fourier Transform Algorithms, IEEE Trans. ASSP-35 (1987) 849-863.

import { fma, lanes, nfma } from "../core/lane";
import { evens, highs, lows, odds } from "../core/planes";

/**
 * out: `count` rows of n + 1 complex numbers; z: rows of n, may start where out does, as the last row is done first.
 * u: u_k for k from 0 to n / 2, n being the N above.
 */
function spectrum<T>(out: usize, z: usize, u: usize, n: usize, count: usize): void {
  const size = sizeof<T>();
  for (let i = count; i > 0; i--) {
    const to = out + (i - 1) * 2 * (n + 1) * size, from = z + (i - 1) * 2 * n * size;
    const re = load<T>(from), im = load<T>(from, sizeof<T>());
    memory.copy(to, from, 2 * n * size);
    mix<T>(to, u, n, 1);
    store<T>(to, re + im);
    store<T>(to, 0, sizeof<T>());
    store<T>(to + 2 * n * size, re - im);
    store<T>(to + 2 * n * size, 0, sizeof<T>());
  }
}

/** The way back, from x to z. The imaginary parts of X_0 and X_N are not read. */
function halves<T>(z: usize, x: usize, u: usize, n: usize, count: usize): void {
  const size = sizeof<T>();
  for (; count > 0; count--, x += 2 * (n + 1) * size, z += 2 * n * size) {
    const first = load<T>(x), last = load<T>(x + 2 * n * size);
    memory.copy(z, x, 2 * n * size);
    mix<T>(z, u, n, -1);
    store<T>(z, (first + last) / 2);
    store<T>(z, (first - last) / 2, sizeof<T>());
  }
}

/** Elements k and n - k, for k from 1 to n / 2; u counts with its imaginary part times `sign`. */
function mix<T>(z: usize, u: usize, n: usize, sign: T): void {
  const size = sizeof<T>(), w = lanes<T>(), half = v128.splat<T>(<T>0.5), signs = v128.splat<T>(sign);
  let k: usize = 1;
  for (; (k + w) * 2 <= n + 1; k += w) {
    const a = z + 2 * k * size, b = z + 2 * (n - k - w + 1) * size, at = u + 2 * k * size;
    const a0 = v128.load(a), a1 = v128.load(a, 16), b0 = back<T>(v128.load(b, 16)), b1 = back<T>(v128.load(b));
    const u0 = v128.load(at), u1 = v128.load(at, 16);
    const ar = evens<T>(a0, a1), ai = odds<T>(a0, a1), br = evens<T>(b0, b1), bi = odds<T>(b0, b1);
    const ur = evens<T>(u0, u1), ui = v128.mul<T>(signs, odds<T>(u0, u1));
    const er = v128.mul<T>(half, v128.add<T>(ar, br)), ei = v128.mul<T>(half, v128.sub<T>(ai, bi));
    const dr = v128.mul<T>(half, v128.sub<T>(ar, br)), di = v128.mul<T>(half, v128.add<T>(ai, bi));
    const pr = nfma<T>(di, ui, v128.mul<T>(dr, ur)), pi = fma<T>(dr, ui, v128.mul<T>(di, ur));
    const xr = v128.add<T>(er, pr), xi = v128.add<T>(ei, pi), yr = v128.sub<T>(er, pr), yi = v128.sub<T>(pi, ei);
    v128.store(a, lows<T>(xr, xi));
    v128.store(a, highs<T>(xr, xi), 16);
    v128.store(b, back<T>(highs<T>(yr, yi)));
    v128.store(b, back<T>(lows<T>(yr, yi)), 16);
  }
  for (; k * 2 <= n; k++) {
    const a = z + 2 * k * size, b = z + 2 * (n - k) * size, at = u + 2 * k * size;
    const ar = load<T>(a), ai = load<T>(a, sizeof<T>()), br = load<T>(b), bi = load<T>(b, sizeof<T>());
    const ur = load<T>(at), ui = sign * load<T>(at, sizeof<T>());
    const er = (ar + br) / 2, ei = (ai - bi) / 2, dr = (ar - br) / 2, di = (ai + bi) / 2;
    const pr = dr * ur - di * ui, pi = dr * ui + di * ur;
    store<T>(b, er - pr);
    store<T>(b, pi - ei, sizeof<T>());
    store<T>(a, er + pr);
    store<T>(a, ei + pi, sizeof<T>());
  }
}

/** The two complex numbers of a vector of f32 the other way round; f64 has one. */
// @ts-ignore: decorator
@inline function back<T>(v: v128): v128 { return sizeof<T>() == 4 ? v128.shuffle<u64>(v, v, 1, 0) : v; }

export function fft_spectrum_f32(out: usize, z: usize, u: usize, n: usize, count: usize): void { spectrum<f32>(out, z, u, n, count); }
export function fft_spectrum_f64(out: usize, z: usize, u: usize, n: usize, count: usize): void { spectrum<f64>(out, z, u, n, count); }
export function fft_halves_f32(z: usize, x: usize, u: usize, n: usize, count: usize): void { halves<f32>(z, x, u, n, count); }
export function fft_halves_f64(z: usize, x: usize, u: usize, n: usize, count: usize): void { halves<f64>(z, x, u, n, count); }
