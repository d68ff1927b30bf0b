// Sparse Bayesian learning by the dense formulas: S = noise I + A G A', mean = G A' S^-1 y, covariance = G - G A' S^-1 A G.

/** The Kronecker product of matrices given by rows. */
export function kron(...factors: number[][][]): number[][] {
  return factors.reduce((A, B) => A.flatMap((a) => B.map((b) => a.flatMap((v) => b.map((w) => v * w)))), [[1]]);
}

/** M^-1 and log |det M|, by elimination with pivots. */
function inverseOf(M: number[][]): [number[][], number] {
  const n = M.length;
  const W = M.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logs = 0;
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k; i < n; i++) if (Math.abs(W[i]![k]!) > Math.abs(W[p]![k]!)) p = i;
    [W[k], W[p]] = [W[p]!, W[k]!];
    const d = W[k]![k]!;
    logs += Math.log(Math.abs(d));
    W[k] = W[k]!.map((v) => v / d);
    for (let i = 0; i < n; i++) {
      const f = W[i]![k]!;
      if (i !== k) W[i] = W[i]!.map((v, j) => v - f * W[k]![j]!);
    }
  }
  return [W.map((row) => row.slice(n)), logs];
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((s, v, i) => s + v * b[i]!, 0);

/** The posterior of x, with what is minimised and what the noise is estimated from. */
export function posterior(A: number[][], g: readonly number[], y: readonly number[], noise: number) {
  const S = A.map((a, i) => A.map((b, j) => a.reduce((s, v, q) => s + v * b[q]! * g[q]!, i === j ? noise : 0)));
  const [inverse, logDet] = inverseOf(S);
  const z = inverse.map((row) => dot(row, y));
  const column = (q: number) => A.map((a) => a[q]!);
  const mean = g.map((v, q) => v * dot(column(q), z));
  const variance = g.map((v, q) => {
    const a = column(q);
    return (
      v -
      v *
        v *
        dot(
          a,
          inverse.map((row) => dot(row, a)),
        )
    );
  });
  const misfit = A.reduce((s, a, i) => s + (y[i]! - dot(a, mean)) ** 2, 0);
  const determined = variance.reduce((s, v, q) => s + (g[q]! > 0 ? 1 - v / g[q]! : 0), 0);
  return {
    mean,
    power: variance.map((v, q) => v + mean[q]! ** 2),
    cost: logDet + dot(y, z),
    misfit,
    determined,
  };
}

/** A complex number. */
export type C = readonly [re: number, im: number];
const plus = ([a, b]: C, [c, d]: C): C => [a + c, b + d];
const times = ([a, b]: C, [c, d]: C): C => [a * c - b * d, a * d + b * c];
const star = ([a, b]: C): C => [a, -b];
const sumOf = (terms: readonly C[]) => terms.reduce(plus, [0, 0]);

/** The Kronecker product of complex matrices given by rows. */
export function complexKron(...factors: C[][][]): C[][] {
  return factors.reduce<C[][]>(
    (A, B) => A.flatMap((a) => B.map((b) => a.flatMap((v) => b.map((w) => times(v, w))))),
    [[[1, 0]]],
  );
}

/** A x in complex numbers. */
export const complexApply = (A: readonly C[][], x: readonly C[]): C[] =>
  A.map((a) => sumOf(a.map((v, q) => times(v, x[q]!))));

/** As `posterior` in complex numbers: S = noise I + A G A*, eliminated with pivots; |.|^2 for squares. */
export function complexPosterior(A: readonly C[][], g: readonly number[], y: readonly C[], noise: number) {
  const m = A.length;
  const W = A.map((a, i): C[] => [
    ...A.map((b, j) =>
      sumOf(a.map((v, q): C => times(times(v, star(b[q]!)), [g[q]!, 0])).concat([[i === j ? noise : 0, 0]])),
    ),
    ...A.map((_, j): C => [i === j ? 1 : 0, 0]),
  ]);
  let logDet = 0;
  for (let k = 0; k < m; k++) {
    let p = k;
    for (let i = k; i < m; i++) if (Math.hypot(...W[i]![k]!) > Math.hypot(...W[p]![k]!)) p = i;
    [W[k], W[p]] = [W[p]!, W[k]!];
    const [re, im] = W[k]![k]!;
    const square = re * re + im * im;
    logDet += Math.log(square) / 2;
    W[k] = W[k]!.map((v) => times(v, [re / square, -im / square]));
    for (let i = 0; i < m; i++) {
      const f = W[i]![k]!;
      if (i !== k) W[i] = W[i]!.map((v, j) => plus(v, times([-f[0], -f[1]], W[k]![j]!)));
    }
  }
  const inverse = W.map((row) => row.slice(m));
  const z = complexApply(inverse, y);
  const mean = g.map((v, q) => times([v, 0], sumOf(A.map((a, i) => times(star(a[q]!), z[i]!)))));
  const variance = g.map((v, q) => {
    const a = A.map((row) => row[q]!);
    return v - v * v * sumOf(complexApply(inverse, a).map((w, i) => times(star(a[i]!), w)))[0];
  });
  const fitted = complexApply(A, mean);
  return {
    mean,
    power: variance.map((v, q) => v + mean[q]![0] ** 2 + mean[q]![1] ** 2),
    cost: logDet + sumOf(y.map((v, i) => times(star(v), z[i]!)))[0],
    misfit: y.reduce((s, v, i) => s + (v[0] - fitted[i]![0]) ** 2 + (v[1] - fitted[i]![1]) ** 2, 0),
    determined: variance.reduce((s, v, q) => s + (g[q]! > 0 ? 1 - v / g[q]! : 0), 0),
  };
}
