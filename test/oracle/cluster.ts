// k-means and principal components from their formulas, in f64 with plain loops.

/** |x - y|^2 */
const apart = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((total, v, j) => total + (v - (y[j] as number)) ** 2, 0);

/** The nearest row of C, ties to the lower number. */
export function nearest(x: readonly number[], C: readonly (readonly number[])[]): number {
  const distances = C.map((c) => apart(x, c));
  return distances.indexOf(Math.min(...distances));
}

/** min over the rows of C of |x_i - c|^2, for each row of X. */
export const distancesTo = (X: readonly (readonly number[])[], C: readonly (readonly number[])[]): number[] =>
  X.map((x) => apart(x, C[nearest(x, C)] as readonly number[]));

/** sum_i min_j |x_i - c_j|^2 */
export const objective = (X: readonly (readonly number[])[], C: readonly (readonly number[])[]): number =>
  distancesTo(X, C).reduce((a, b) => a + b, 0);

/** The mean of the rows of each label; `before` where there are none. */
export function means(
  X: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  before: readonly (readonly number[])[],
): number[][] {
  return before.map((c, j) => {
    const rows = X.filter((_, i) => labels[i] === j);
    return rows.length === 0
      ? [...c]
      : c.map((_, q) => rows.reduce((t, row) => t + (row[q] as number), 0) / rows.length);
  });
}

/** (X - mean)'(X - mean) / (n - 1) */
export function covariance(X: readonly (readonly number[])[]): number[][] {
  const d = X[0]?.length ?? 0;
  const mean = Array.from({ length: d }, (_, q) => X.reduce((t, row) => t + (row[q] as number), 0) / X.length);
  const centred = X.map((row) => row.map((v, q) => v - (mean[q] as number)));
  return mean.map((_, p) =>
    mean.map((_, q) => centred.reduce((t, row) => t + (row[p] as number) * (row[q] as number), 0) / (X.length - 1)),
  );
}

/** e^(-gamma |x - y|^2) for all pairs of rows. */
export const gaussian = (X: readonly (readonly number[])[], gamma: number): number[][] =>
  X.map((x) => X.map((y) => Math.exp(-gamma * apart(x, y))));

/** A Gram matrix less the means of its rows and columns: (I - 11'/n) K (I - 11'/n). */
export function centred(K: readonly (readonly number[])[]): number[][] {
  const means = K.map((row) => row.reduce((a, b) => a + b) / row.length);
  const all = means.reduce((a, b) => a + b) / means.length;
  return K.map((row, i) => row.map((v, j) => v - (means[i] as number) - (means[j] as number) + all));
}
