// The model of the evidence: normal factors of unit columns, a Kronecker support of 3 a factor, normal entries, 20 dB.
import { expect } from "vitest";
import type { Matrix, Real } from "../../../src/index.ts";
import { reals } from "../../data.ts";
import { lw } from "../../instance.ts";
import { type C, kron } from "../../oracle/sbl.ts";

/** Numbers within `bound` of the largest of what they should be. */
export function near(got: ArrayLike<number>, want: readonly number[], bound: number): void {
  expect(got.length).toBe(want.length);
  const top = want.reduce((s, v) => Math.max(s, Math.abs(v)), 0);
  for (const [q, v] of want.entries()) expect(Math.abs(got[q]! - v)).toBeLessThanOrEqual(bound * top);
}

/** n variances. */
export const positive = (n: number, seed: number) => Float64Array.from(reals(n, seed), (v) => v * v + 0.01);

/** The Kronecker product of vectors. */
export const outer = (...vectors: ArrayLike<number>[]) => kron(...vectors.map((g) => [Array.from(g)]))[0]!;

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

/** The same in complex numbers: circular normal factors, entries and noise. x: real parts, then imaginary ones. */
export function complexModel(
  seed: number,
  { n = 12, m = 6, count = 3, each = 3, type = "f64" as Real, noise = 0.1 } = {},
) {
  const random = lw.random(seed, 1);
  const normals = (size: number): C[] => {
    const [a, b] = [0, 1].map(() => random.normal(size).toArray());
    return Array.from(a!, (v, q): C => [v * Math.SQRT1_2, b![q]! * Math.SQRT1_2]);
  };
  const factors = Array.from({ length: count }, () => {
    const A = normals(m * n);
    const norms = Array.from({ length: n }, (_, j) => Math.hypot(...A.filter((_, q) => q % n === j).flat()));
    return A.map(([a, b], q): C => [a / norms[q % n]!, b / norms[q % n]!]);
  });
  const supports = factors.map(() => {
    const order = random.uniform(n).toArray();
    const drawn = Array.from(order.keys()).sort((a, b) => order[a]! - order[b]!);
    return drawn.slice(0, each).sort((a, b) => a - b);
  });
  const values = normals(each ** count);
  const [x, y] = [new Float64Array(2 * n ** count), Array.from({ length: m ** count }, (): C => [0, 0])];
  for (const [q, v] of values.entries()) {
    const place = supports.map((s, k) => s[Math.floor(q / each ** (count - 1 - k)) % each]!);
    const at = place.reduce((p, i) => p * n + i, 0);
    [x[at], x[n ** count + at]] = v;
    for (let r = 0; r < y.length; r++) {
      const [a, b] = factors.reduce<C>(([s, t], A, k) => {
        const [c, d] = A[(Math.floor(r / m ** (count - 1 - k)) % m) * n + place[k]!]!;
        return [s * c - t * d, s * d + t * c];
      }, v);
      y[r] = [y[r]![0] + a, y[r]![1] + b];
    }
  }
  const noiseVar = (noise ** 2 * y.reduce((s, [a, b]) => s + a * a + b * b, 0)) / y.length;
  const e = normals(y.length);
  const seen = y.map(([a, b], r): C => [a + Math.sqrt(noiseVar) * e[r]![0], b + Math.sqrt(noiseVar) * e[r]![1]]);
  const parts = (values: readonly C[]) => [values.map(([re]) => re), values.map(([, im]) => im)] as const;
  const [re, im] = parts(seen);
  return {
    factors: factors.map((A) => split(m, n, ...parts(A), type)),
    supports,
    x,
    y: { re: lw.vector(re, { type }), im: lw.vector(im, { type }) },
    noiseVar,
  };
}

/** A complex matrix of its parts. */
export const split = (m: number, n: number, re: ArrayLike<number>, im: ArrayLike<number>, type: Real = "f64") => ({
  re: lw.matrix(m, n, Array.from(re), { type }),
  im: lw.matrix(m, n, Array.from(im), { type }),
});

/** As complex numbers. */
export const pairs = (re: { data: ArrayLike<number> }, im?: { data: ArrayLike<number> }): C[] =>
  Array.from(re.data, (v, q): C => [v, im?.data[q] ?? 0]);

/** The rows of a matrix as complex numbers. */
export function rowPairs(re: Matrix, im?: Matrix): C[][] {
  const all = pairs(re, im);
  return Array.from({ length: re.rows }, (_, i) => all.slice(i * re.cols, (i + 1) * re.cols));
}

type Found = { readonly data: ArrayLike<number> };

/** ||found - x||^2 / ||x||^2 */
export function nmse(found: Found | { readonly re: Found; readonly im: Found }, x: Float64Array): number {
  const data = "re" in found ? [...Array.from(found.re.data), ...Array.from(found.im.data)] : found.data;
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
