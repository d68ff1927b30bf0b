// Between n real numbers and n complex ones, for odd n: z_j = x_j + 0i; X_(n-k) = conj X_k; x_j = Re z_j.

function widen<T>(out: usize, x: usize, n: usize): void {
  const size = sizeof<T>();
  for (const end = x + n * size; x < end; x += size, out += 2 * size) {
    store<T>(out, load<T>(x));
    store<T>(out, 0, sizeof<T>());
  }
}

/** x: the first (n + 1) / 2 numbers of a spectrum; the imaginary part of the first is not read. out: all n. */
function mirror<T>(out: usize, x: usize, n: usize): void {
  const size = sizeof<T>();
  store<T>(out, load<T>(x));
  store<T>(out, 0, sizeof<T>());
  for (let k: usize = 1; k * 2 < n; k++) {
    const re = load<T>(x + 2 * k * size), im = load<T>(x + 2 * k * size, sizeof<T>());
    const a = out + 2 * k * size, b = out + 2 * (n - k) * size;
    store<T>(a, re);
    store<T>(a, im, sizeof<T>());
    store<T>(b, re);
    store<T>(b, -im, sizeof<T>());
  }
}

function narrow<T>(out: usize, z: usize, n: usize): void {
  const size = sizeof<T>();
  for (const end = out + n * size; out < end; out += size, z += 2 * size) store<T>(out, load<T>(z));
}

export function fft_widen_f32(out: usize, x: usize, n: usize): void { widen<f32>(out, x, n); }
export function fft_widen_f64(out: usize, x: usize, n: usize): void { widen<f64>(out, x, n); }
export function fft_mirror_f32(out: usize, x: usize, n: usize): void { mirror<f32>(out, x, n); }
export function fft_mirror_f64(out: usize, x: usize, n: usize): void { mirror<f64>(out, x, n); }
export function fft_narrow_f32(out: usize, z: usize, n: usize): void { narrow<f32>(out, z, n); }
export function fft_narrow_f64(out: usize, z: usize, n: usize): void { narrow<f64>(out, z, n); }
