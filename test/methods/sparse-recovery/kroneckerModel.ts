// The model of the evidence: normal factors of unit columns, a Kronecker support of 3 a factor, normal entries, 20 dB.
import type { Matrix, Real } from "../../../src/index.ts";
import { lw } from "../../instance.ts";

/** n x n x n unknowns seen through factors of m x n. */
export function model(seed: number, { n = 12, m = 6, count = 3, type = "f64" as Real, noise = 0.1 } = {}) {
  const random = lw.random(seed);
  const factors = Array.from({ length: count }, () => {
    const A = random.normal(m * n).data.slice();
    for (let j = 0; j < n; j++) {
      let squares = 0;
      for (let i = 0; i < m; i++) squares += A[i * n + j]! ** 2;
      for (let i = 0; i < m; i++) A[i * n + j]! /= Math.sqrt(squares);
    }
    return A;
  });
  const supports = factors.map(() => {
    const order = random.uniform(n).data.slice();
    return Array.from(order.keys())
      .sort((a, b) => order[a]! - order[b]!)
      .slice(0, 3)
      .sort((a, b) => a - b);
  });
  const values = random.normal(3 ** count).data.slice();
  const [x, y] = [new Float64Array(n ** count), new Float64Array(m ** count)];
  for (let q = 0; q < values.length; q++) {
    const place = supports.map((s, k) => s[Math.floor(q / 3 ** (count - 1 - k)) % 3]!);
    x[place.reduce((p, i) => p * n + i, 0)] = values[q]!;
    for (let r = 0; r < y.length; r++)
      y[r]! += factors.reduce(
        (v, A, k) => v * A[(Math.floor(r / m ** (count - 1 - k)) % m) * n + place[k]!]!,
        values[q]!,
      );
  }
  const noiseVar = (noise ** 2 * y.reduce((s, v) => s + v * v, 0)) / y.length;
  const e = random.normal(y.length).data;
  for (let r = 0; r < y.length; r++) y[r]! += Math.sqrt(noiseVar) * e[r]!;
  return {
    factors: factors.map((A) => lw.matrix(m, n, A, { type })),
    supports,
    x,
    y: lw.vector(y, { type }),
    noiseVar,
  };
}

/** ||found - x||^2 / ||x||^2 */
export function nmse(found: { readonly data: ArrayLike<number> }, x: Float64Array): number {
  const { data } = found;
  return x.reduce((s, v, q) => s + (v - data[q]!) ** 2, 0) / x.reduce((s, v) => s + v * v, 0);
}

export function median(values: readonly number[]): number {
  const order = values.toSorted((a, b) => a - b);
  const half = order.length / 2;
  return (order[Math.ceil(half) - 1]! + order[Math.floor(half)]!) / 2;
}

/** As rows of plain numbers. */
export const rowsOf = ({ rows, cols, data }: Matrix): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)));
