/**
 * Anderson's extrapolation of the iterates of a linear fixed-point method: the combination with the sum 1 of the last ones whose
 * step, as combined from their steps, is shortest.
 *
 * Bertrand and Massias, "Anderson acceleration of coordinate descent", AISTATS 2021, algorithm 1. arXiv:2011.10065
 * @module
 */

/** Iterates that are combined. */
const DEPTH = 5;

/** Coefficients, and what is affine in them. */
export interface Iterate {
  readonly w: Float64Array;
  readonly q: Float64Array;
}

/** Takes iterates one after another. */
export class Extrapolation {
  #past: Iterate[] = [];

  /** Adds an iterate; where enough have come, their extrapolation, and it begins anew. */
  after(iterate: Iterate): Iterate | undefined {
    this.#past.push(iterate);
    if (this.#past.length <= DEPTH) return undefined;
    const past = this.#past;
    this.#past = [];
    const steps = Array.from({ length: DEPTH }, (_, k) => step(past[k] as Iterate, past[k + 1] as Iterate));
    const gram = steps.map((u) => steps.map((v) => u.reduce((sum, x, i) => sum + x * (v[i] as number), 0)));
    const factors = solveOnes(gram);
    const total = factors.reduce((sum, z) => sum + z, 0);
    if (!Number.isFinite(1 / total)) return undefined;
    const combined = { w: new Float64Array(iterate.w.length), q: new Float64Array(iterate.q.length) };
    for (const [k, z] of factors.entries()) {
      const { w, q } = past[k + 1] as Iterate;
      for (let i = 0; i < w.length; i++) (combined.w[i] as number) += (z / total) * (w[i] as number);
      for (let i = 0; i < q.length; i++) (combined.q[i] as number) += (z / total) * (q[i] as number);
    }
    return combined;
  }
}

const step = (from: Iterate, to: Iterate): Float64Array => to.w.map((value, i) => value - (from.w[i] as number));

/** z of A z = 1 by elimination with pivots; not finite where A is singular. */
function solveOnes(A: readonly (readonly number[])[]): number[] {
  const n = A.length;
  const rows = A.map((row) => [...row, 1]);
  for (let k = 0; k < n; k++) {
    let top = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]?.[k] ?? 0) > Math.abs(rows[top]?.[k] ?? 0)) top = i;
    const pivot = rows[top] as number[];
    rows[top] = rows[k] as number[];
    rows[k] = pivot;
    for (let i = 0; i < n; i++) {
      const row = rows[i] as number[];
      if (i === k) continue;
      const by = (row[k] as number) / (pivot[k] as number);
      for (let j = k; j <= n; j++) (row[j] as number) -= by * (pivot[j] as number);
    }
  }
  return rows.map((row, k) => (row[n] as number) / (row[k] as number));
}
