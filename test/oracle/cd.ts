// Coordinate descent by plain loops in f64. Z holds m columns of n numbers, one after another.

type Numbers = ArrayLike<number>;

/** z_j'r for all j. */
export const products = (Z: Numbers, r: Numbers, n: number, m: number): number[] =>
  Array.from({ length: m }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (Z[j * n + i] as number) * (r[i] as number);
    return sum;
  });

/** Z'Z */
export const gram = (Z: Numbers, n: number, m: number): number[] =>
  Array.from({ length: m }, (_, j) =>
    products(
      Z,
      Array.from({ length: n }, (_, i) => Z[j * n + i] as number),
      n,
      m,
    ),
  ).flat();

/** Passes over min 1/2 ||t - Z w||^2 + l1 ||w||_1 + l2/2 ||w||^2, w >= least, from 0. */
export function passes(
  Z: Numbers,
  t: Numbers,
  n: number,
  m: number,
  { l1, l2, least }: { l1: number; l2: number; least: number },
  count: number,
) {
  const [w, r] = [new Array<number>(m).fill(0), Array.from(t)];
  for (let pass = 0; pass < count; pass++)
    for (let j = 0; j < m; j++) {
      let [square, u] = [0, 0];
      for (let i = 0; i < n; i++) {
        square += (Z[j * n + i] as number) ** 2;
        u += (Z[j * n + i] as number) * (r[i] as number);
      }
      u += square * (w[j] as number);
      const now = square + l2 > 0 ? Math.max((Math.sign(u) * Math.max(Math.abs(u) - l1, 0)) / (square + l2), least) : 0;
      for (let i = 0; i < n; i++) (r[i] as number) -= (now - (w[j] as number)) * (Z[j * n + i] as number);
      w[j] = now;
    }
  return { w, r };
}

/** (x_j - mean_j)'v and sum_i s_i (x_ij - mean_j)^2 of a row-major X. */
export function moments(x: Numbers, n: number, p: number, mean: Numbers, v: Numbers, s?: Numbers) {
  const out = { products: new Array<number>(p).fill(0), squares: new Array<number>(p).fill(0) };
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++) {
      const d = (x[i * p + j] as number) - (mean[j] as number);
      (out.products[j] as number) += (v[i] as number) * d;
      (out.squares[j] as number) += (s ? (s[i] as number) : 1) * d * d;
    }
  return out;
}

/** Weighted means, 0 unless centred, and the columns sqrt(s) (x_j - mean_j) of a row-major X. */
export function weighted(x: Numbers, n: number, p: number, s: Numbers | undefined, centred: boolean) {
  const weight = (i: number) => (s ? (s[i] as number) : 1);
  let total = 0;
  for (let i = 0; i < n; i++) total += weight(i);
  const means = Array.from({ length: p }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n && centred; i++) sum += weight(i) * (x[i * p + j] as number);
    return sum / total;
  });
  const Z = means.flatMap((mean, j) =>
    Array.from({ length: n }, (_, i) => Math.sqrt(weight(i)) * ((x[i * p + j] as number) - mean)),
  );
  return { means, Z };
}

/** The columns of Z in another order. */
export const reordered = (Z: readonly number[], n: number, list: Uint32Array): number[] =>
  Array.from(list).flatMap((j) => Z.slice(j * n, (j + 1) * n));
