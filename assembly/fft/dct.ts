// DCT-II, X_k = 2 sum_j x_j cos(pi k (2j + 1) / 2n), by the real transform V of v = x_0, x_2, ..., x_3, x_1:
// X_k = 2 Re(r_k V_k), X_(n-k) = -2 Im(r_k V_k), r_k = e^(-pi i k / 2n). DCT-III goes the other way: its matrix is the transpose.
// Makhoul, A Fast Cosine Transform in One and Two Dimensions, IEEE Trans. ASSP-28 (1980) 27-34.

/** v from x. */
function order<T>(v: usize, x: usize, n: usize): void {
  const size = sizeof<T>();
  for (let j: usize = 0; j < n; j += 2) {
    store<T>(v + (j >> 1) * size, load<T>(x + j * size));
    if (j + 1 < n) store<T>(v + (n - 1 - (j >> 1)) * size, load<T>(x + j * size, sizeof<T>()));
  }
}

/** x from v. */
function disorder<T>(x: usize, v: usize, n: usize): void {
  const size = sizeof<T>();
  for (let j: usize = 0; j < n; j += 2) {
    store<T>(x + j * size, load<T>(v + (j >> 1) * size));
    if (j + 1 < n) store<T>(x + j * size, load<T>(v + (n - 1 - (j >> 1)) * size), sizeof<T>());
  }
}

/** X from V, X_0 times `first` / 2 and all others times `rest` / 2. r: r_k for k from 0 to n / 2. */
function cosines<T>(x: usize, v: usize, r: usize, n: usize, first: T, rest: T): void {
  const size = sizeof<T>();
  store<T>(x, first * load<T>(v));
  for (let k: usize = 1; k * 2 <= n; k++) {
    const at = k * size * 2, a = load<T>(v + at), b = load<T>(v + at, sizeof<T>());
    const c = load<T>(r + at), s = load<T>(r + at, sizeof<T>());
    store<T>(x + (n - k) * size, -rest * (a * s + b * c));
    store<T>(x + k * size, rest * (a * c - b * s));
  }
}

/** V = (X_k - i X_(n-k)) conj r_k, X_n = 0, X_0 times `first` and all others times `rest`. */
function angles<T>(v: usize, x: usize, r: usize, n: usize, first: T, rest: T): void {
  const size = sizeof<T>();
  store<T>(v, first * load<T>(x));
  store<T>(v, 0, sizeof<T>());
  for (let k: usize = 1; k * 2 <= n; k++) {
    const at = k * size * 2, a = rest * load<T>(x + k * size), b = -rest * load<T>(x + (n - k) * size);
    const c = load<T>(r + at), s = load<T>(r + at, sizeof<T>());
    store<T>(v + at, a * c + b * s);
    store<T>(v + at, b * c - a * s, sizeof<T>());
  }
}

export function fft_order_f32(v: usize, x: usize, n: usize): void { order<f32>(v, x, n); }
export function fft_order_f64(v: usize, x: usize, n: usize): void { order<f64>(v, x, n); }
export function fft_disorder_f32(x: usize, v: usize, n: usize): void { disorder<f32>(x, v, n); }
export function fft_disorder_f64(x: usize, v: usize, n: usize): void { disorder<f64>(x, v, n); }
export function fft_cosines_f32(x: usize, v: usize, r: usize, n: usize, first: f32, rest: f32): void { cosines<f32>(x, v, r, n, first, rest); }
export function fft_cosines_f64(x: usize, v: usize, r: usize, n: usize, first: f64, rest: f64): void { cosines<f64>(x, v, r, n, first, rest); }
export function fft_angles_f32(v: usize, x: usize, r: usize, n: usize, first: f32, rest: f32): void { angles<f32>(v, x, r, n, first, rest); }
export function fft_angles_f64(v: usize, x: usize, r: usize, n: usize, first: f64, rest: f64): void { angles<f64>(v, x, r, n, first, rest); }
