// Fourier, cosine and Walsh-Hadamard transforms and convolutions, term by term from their formulas, in f64 with compensated sums.

/** cos(2 pi k / n), from an angle of at most pi / 4. */
export function cosine(k: number, n: number): number {
  let j = k % n;
  if (2 * j > n) j = n - j;
  if (4 * j > n) return -cosine2(n - 2 * j, 2 * n);
  return cosine2(2 * j, 2 * n);
}

function cosine2(j: number, n: number): number {
  return 8 * j > n ? Math.sin((Math.PI * (n - 4 * j)) / (2 * n)) : Math.cos((2 * Math.PI * j) / n);
}

/** sin(2 pi k / n) = cos(2 pi (4k + 3n) / 4n). */
export const sine = (k: number, n: number): number => cosine(4 * k + 3 * n, 4 * n);

/** The sum of terms whose errors of addition are kept apart (Neumaier). */
export function total(n: number, term: (j: number) => number): number {
  let [sum, rest] = [0, 0];
  for (let j = 0; j < n; j++) {
    const v = term(j);
    const t = sum + v;
    rest += Math.abs(sum) >= Math.abs(v) ? sum - t + v : v - t + sum;
    sum = t;
  }
  return sum + rest;
}

/** X_k = sum_j x_j e^(-2 pi i jk / n), interleaved; for the k asked for, or all. */
export function dft(x: ArrayLike<number>, ks?: readonly number[]): number[] {
  const n = x.length / 2;
  const c = Array.from({ length: n }, (_, k) => cosine(k, n));
  const s = Array.from({ length: n }, (_, k) => sine(k, n));
  return (ks ?? c.map((_, k) => k)).flatMap((k) => {
    const at = (j: number) => (j >> 1) * k - n * Math.floor(((j >> 1) * k) / n);
    const re = total(2 * n, (j) => (x[j] as number) * (j & 1 ? (s[at(j)] as number) : (c[at(j)] as number)));
    const im = total(2 * n, (j) => (x[j] as number) * (j & 1 ? (c[at(j)] as number) : -(s[at(j)] as number)));
    return [re, im];
  });
}

/** X_k = 2 sum_j x_j cos(pi k (2j + 1) / 2n) */
export function dct2(x: readonly number[]): number[] {
  const n = x.length;
  return x.map((_, k) => 2 * total(n, (j) => (x[j] as number) * cosine(k * (2 * j + 1), 4 * n)));
}

/** X_k = x_0 + 2 sum_(j > 0) x_j cos(pi j (2k + 1) / 2n) */
export function dct3(x: readonly number[]): number[] {
  const n = x.length;
  return x.map((_, k) => total(n, (j) => (j === 0 ? 1 : 2) * (x[j] as number) * cosine(j * (2 * k + 1), 4 * n)));
}

/** X_i = sum_j (-1)^(bits that i and j share) x_j */
export function hadamard(x: readonly number[]): number[] {
  const odd = (v: number): boolean => v !== 0 && !odd(v & (v - 1));
  return x.map((_, i) => total(x.length, (j) => (odd(i & j) ? -1 : 1) * (x[j] as number)));
}

/** sum_j x_j y_(k - j) */
export function convolve(x: readonly number[], y: readonly number[]): number[] {
  return Array.from({ length: x.length + y.length - 1 }, (_, k) =>
    total(x.length, (j) => (x[j] as number) * (y[k - j] ?? 0)),
  );
}
