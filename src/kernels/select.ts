/**
 * Selection without sorting.
 * @module
 */
import { checkVector, type VectorRef } from "./storage.ts";

const table = (x: VectorRef) => x.engine.kernels[x.type];

/** What is ranked: the numbers, or their magnitudes. */
export type Rank = "value" | "magnitude";

/** The k-th largest of x, 1 <= k <= its length, without NaN. */
export function kthLargest(x: VectorRef, k: number, by: Rank): number {
  const work = x.engine.memory.workspace(131072);
  return table(x).prox_kth(x.ptr, x.length, k, work, by === "magnitude");
}

/** The places of the k largest, ascending; of equal ones the first. 1 <= k <= the length; no NaN. */
export function topPlaces(x: VectorRef, k: number, by: Rank): Uint32Array<ArrayBuffer> {
  const least = kthLargest(x, k, by);
  const work = x.engine.memory.workspace(4 * k);
  table(x).prox_top(work, x.ptr, x.length, k, least, by === "magnitude");
  return new Uint32Array(x.engine.memory.wasm.buffer, work, k).slice();
}

/** out = x but for 0 in place of all but the k of largest magnitude; of equal ones the first stay. out may be x. */
export function keepLargest(out: VectorRef, x: VectorRef, k: number): void {
  checkVector("x", x, out, out.length);
  table(x).prox_keep(out.ptr, x.ptr, x.length, k, kthLargest(x, k, "magnitude"));
}

/** The tau with sum_i max(x_i - tau, 0) = radius, or of |x_i|. x is not empty. */
export const simplexThreshold = (x: VectorRef, radius: number, by: Rank): number =>
  table(x).prox_simplex(x.ptr, x.length, radius, by === "magnitude");
