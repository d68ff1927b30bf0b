// Kernels of the nodes of a graph, from their definitions, and k-means by Lloyd; dense, row by row.

type M = ArrayLike<number>;
const at = (x: M, i: number): number => x[i] as number;

/** D^(-1/2) A D^(-1/2), D the row sums; rows that sum to 0 stay 0. */
export function normalised(A: M, n: number): number[] {
  const root = Array.from({ length: n }, (_, i) => {
    let degree = 0;
    for (let j = 0; j < n; j++) degree += at(A, i * n + j);
    return degree > 0 ? 1 / Math.sqrt(degree) : 0;
  });
  return Array.from({ length: n * n }, (_, q) => at(root, Math.floor(q / n)) * at(A, q) * at(root, q % n));
}

/** The inverse by Gauss and Jordan without exchanges: of what is diagonally dominant, or similar to that by a diagonal. */
export function inverse(A: M, n: number): Float64Array {
  const M = Float64Array.from(A);
  const out = Float64Array.from({ length: n * n }, (_, q) => (q % (n + 1) === 0 ? 1 : 0));
  for (let k = 0; k < n; k++) {
    const pivot = at(M, k * (n + 1));
    for (let j = 0; j < n; j++) {
      M[k * n + j] = at(M, k * n + j) / pivot;
      out[k * n + j] = at(out, k * n + j) / pivot;
    }
    for (let i = 0; i < n; i++) {
      const factor = i === k ? 0 : at(M, i * n + k);
      for (let j = 0; j < n; j++) {
        M[i * n + j] = at(M, i * n + j) - factor * at(M, k * n + j);
        out[i * n + j] = at(out, i * n + j) - factor * at(out, k * n + j);
      }
    }
  }
  return out;
}

/** (I - U)^-1 */
export const resolvent = (U: M, n: number): Float64Array =>
  inverse(
    Array.from({ length: n * n }, (_, q) => (q % (n + 1) === 0 ? 1 : 0) - at(U, q)),
    n,
  );

/** (I + sigma2 L)^-d, L = I - D^(-1/2) A D^(-1/2), for d of 1 and of 2. */
export function laplacianKernels(A: M, n: number, sigma2: number): { 1: Float64Array; 2: Float64Array } {
  const W = normalised(A, n);
  const eye = (q: number) => (q % (n + 1) === 0 ? 1 : 0);
  const first = inverse(
    W.map((w, q) => eye(q) + sigma2 * (eye(q) - w)),
    n,
  );
  const second = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++)
      for (let j = 0; j < n; j++)
        second[i * n + j] = at(second, i * n + j) + at(first, i * n + k) * at(first, k * n + j);
  return { 1: first, 2: second };
}

/** The cluster of each of n points of d numbers after 50 rounds of Lloyd's from the centres at `starts`. */
export function kMeans(X: M, n: number, d: number, starts: readonly number[]): number[] {
  let centres = starts.map((i) => Array.from({ length: d }, (_, j) => at(X, i * d + j)));
  let labels: number[] = [];
  for (let round = 0; round < 50; round++) {
    labels = Array.from({ length: n }, (_, i) => {
      const far = centres.map((centre) => centre.reduce((s, c, j) => s + (c - at(X, i * d + j)) ** 2, 0));
      return far.indexOf(Math.min(...far));
    });
    centres = centres.map((centre, c) => {
      const members = labels.flatMap((label, i) => (label === c ? [i] : []));
      return centre.map((old, j) =>
        members.length === 0 ? old : members.reduce((s, i) => s + at(X, i * d + j), 0) / members.length,
      );
    });
  }
  return labels;
}
