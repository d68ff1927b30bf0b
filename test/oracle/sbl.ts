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
