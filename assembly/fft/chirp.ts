// out_k = x_k c_k, complex, and zeros beyond n: the steps of Bluestein's transform besides two transforms of a smooth length.
// Bluestein, A Linear Filtering Approach to the Computation of Discrete Fourier Transform, IEEE Trans. AU-18 (1970) 451-455.

import { fma, lanes, nfma, whole } from "../core/lane";
import { evens, highs, lows, odds } from "../core/planes";

/**
 * out: m >= n interleaved complex numbers, may be x; x, c: n of them. Imaginary parts of x count times `sign`; the real parts of
 * the result are times `re`, the imaginary ones times `im`.
 */
function chirp<T>(out: usize, x: usize, c: usize, n: usize, m: usize, sign: T, re: T, im: T): void {
  const size = sizeof<T>(), signs = v128.splat<T>(sign), res = v128.splat<T>(re), ims = v128.splat<T>(im);
  let k: usize = 0;
  for (; k < whole<T>(n); k += lanes<T>()) {
    const at = k * size * 2, x0 = v128.load(x + at), x1 = v128.load(x + at, 16), c0 = v128.load(c + at), c1 = v128.load(c + at, 16);
    const xr = evens<T>(x0, x1), xi = v128.mul<T>(signs, odds<T>(x0, x1)), cr = evens<T>(c0, c1), ci = odds<T>(c0, c1);
    const yr = v128.mul<T>(res, nfma<T>(xi, ci, v128.mul<T>(xr, cr))), yi = v128.mul<T>(ims, fma<T>(xi, cr, v128.mul<T>(xr, ci)));
    v128.store(out + at, lows<T>(yr, yi));
    v128.store(out + at, highs<T>(yr, yi), 16);
  }
  for (; k < n; k++) {
    const at = k * size * 2, xr = load<T>(x + at), xi = sign * load<T>(x + at, sizeof<T>());
    const cr = load<T>(c + at), ci = load<T>(c + at, sizeof<T>());
    store<T>(out + at, re * (xr * cr - xi * ci));
    store<T>(out + at, im * (xr * ci + xi * cr), sizeof<T>());
  }
  memory.fill(out + 2 * n * size, 0, 2 * (m - n) * size);
}

export function fft_chirp_f32(
  out: usize, x: usize, c: usize, n: usize, m: usize, sign: f32, re: f32, im: f32,
): void { chirp<f32>(out, x, c, n, m, sign, re, im); }
export function fft_chirp_f64(
  out: usize, x: usize, c: usize, n: usize, m: usize, sign: f64, re: f64, im: f64,
): void { chirp<f64>(out, x, c, n, m, sign, re, im); }
