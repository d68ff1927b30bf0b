/**
 * The penalty alpha sum_g sqrt(|g|) ||w_g||_2 + l1 ||w||_1 of a partition, its dual constraint, and the shrinkage of one group.
 *
 * Yuan and Lin, JRSS B 68 (2006) 49-67; Simon, Friedman, Hastie and Tibshirani, "A Sparse-Group Lasso", JCGS 22 (2013) 231-245.
 * @module
 */
import type { Numbers } from "../../core/types.ts";

/** Weights of the two penalties. */
export interface GroupWeights {
  /** Of sqrt(|g|) ||w_g||_2 in each group. */
  readonly group: number;
  /** Of ||w||_1. */
  readonly l1: number;
}

/** Features dealt to groups: those from offsets_g up to offsets_(g+1) of `features` are a group. */
export class Groups {
  /** All of them, group by group. */
  readonly features: Uint32Array;
  /** Where each group begins, and last where they end. */
  readonly offsets: Uint32Array;

  /** A label a feature; groups are in the order their labels first come in. */
  constructor(labels: Numbers) {
    const places = new Map<number, number>();
    const of = new Uint32Array(labels.length);
    for (let j = 0; j < labels.length; j++) {
      const label = labels[j] as number;
      const g = places.get(label) ?? places.size;
      places.set(label, g);
      of[j] = g;
    }
    this.offsets = new Uint32Array(places.size + 1);
    for (const g of of) (this.offsets[g + 1] as number)++;
    for (let g = 0; g < places.size; g++) (this.offsets[g + 1] as number) += this.offsets[g] as number;
    const next = this.offsets.slice();
    this.features = new Uint32Array(labels.length);
    for (let j = 0; j < of.length; j++) this.features[(next[of[j] as number] as number)++] = j;
  }

  /** How many there are. */
  get count(): number {
    return this.offsets.length - 1;
  }

  /** The features of a group. */
  of(g: number): Uint32Array {
    return this.features.subarray(this.offsets[g], this.offsets[g + 1]);
  }
}

/** sqrt(|g|) */
export const weightOf = (size: number): number => Math.sqrt(size);

/** Sizes of c_g: || soft(c_g, l1) ||_2 and max |c_j|. */
export function sizesOf(c: Numbers, list: Uint32Array, l1: number): { soft: number; most: number } {
  let [squares, most] = [0, 0];
  for (let k = 0; k < list.length; k++) {
    const size = Math.abs(c[list[k] as number] as number);
    if (size > most) most = size;
    if (size > l1) squares += (size - l1) ** 2;
  }
  return { soft: Math.sqrt(squares), most };
}

/**
 * The largest s with || soft(s c_g, l1) ||_2 <= weight, by Newton's method from above on that norm, which is convex in s: its root for
 * the elements beyond l1 that s = from leaves there. Infinity where nothing binds; at most `from`.
 */
export function dualFactor(c: Numbers, list: Uint32Array, l1: number, weight: number, from: number): number {
  let squares = 0;
  let most = 0;
  for (let k = 0; k < list.length; k++) {
    const value = Math.abs(c[list[k] as number] as number);
    squares += value * value;
    if (value > most) most = value;
  }
  if (most === 0) return from;
  if (l1 === 0) return Math.min(from, weight / Math.sqrt(squares));
  if (weight === 0) return Math.min(from, l1 / most);
  // Here the norm is at least `weight`: the largest element alone, and all of them, reach it at least there.
  let s = Math.min(from, (weight + l1) / most);
  for (let step = 0; step < 50; step++) {
    let [norm2, along] = [0, 0];
    for (let k = 0; k < list.length; k++) {
      const value = Math.abs(c[list[k] as number] as number);
      const over = s * value - l1;
      if (over <= 0) continue;
      norm2 += over * over;
      along += over * value;
    }
    const norm = Math.sqrt(norm2);
    if (norm <= weight) return s;
    const next = s - ((norm - weight) * norm) / along;
    if (!(next < s)) return s;
    s = next;
  }
  return s;
}

/** out = argmin_v bound/2 ||v - u/bound||^2 + weight ||v||_2 + l1 ||v||_1. */
export function shrink(out: Float64Array, u: Float64Array, bound: number, weight: number, l1: number): void {
  let squares = 0;
  for (let i = 0; i < u.length; i++) {
    const value = u[i] as number;
    const size = Math.max(Math.abs(value) - l1, 0);
    out[i] = value < 0 ? -size : size;
    squares += size * size;
  }
  const norm = Math.sqrt(squares);
  const factor = norm > weight ? (1 - weight / norm) / bound : 0;
  for (let i = 0; i < u.length; i++) (out[i] as number) *= factor;
}

/**
 * No less than the largest eigenvalue of the n x n block of G from row and column `at` on: ||B^(2^k)||_F^(1/2^k), which is at most
 * n^(1/2^(k+1)) times as large, by k squarings where n is small.
 */
export function eigenvalueBound(gram: Numbers, ld: number, at: number, n: number): number {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[(at + i) * (ld + 1)] as number;
  if (!(trace > 0) || n === 1) return Math.max(trace, 0);
  let B = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) B[i * n + j] = (gram[(at + i) * ld + at + j] as number) / trace;
  const squarings = n <= 32 ? 3 : n <= 128 ? 1 : 0;
  for (let k = 0; k < squarings; k++) B = squared(B, n);
  let bound = Math.sqrt(B.reduce((sum, value) => sum + value * value, 0));
  for (let k = 0; k < squarings; k++) bound = Math.sqrt(bound);
  return Math.min(1, bound * (1 + 1e-6)) * trace;
}

function squared(B: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const by = B[i * n + k] as number;
      if (by !== 0) for (let j = 0; j < n; j++) (out[i * n + j] as number) += by * (B[k * n + j] as number);
    }
  return out;
}
