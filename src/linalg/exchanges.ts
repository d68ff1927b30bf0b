/**
 * Exchanges of rows, as factorisations with pivoting keep them.
 * @module
 */
import type { Exchanges } from "../kernels/factor.ts";

/** Row i after all exchanges is row permutationOf(...)[i] before them. */
export function permutationOf(exchanges: Exchanges): Uint32Array<ArrayBuffer> {
  const rows = Uint32Array.from(exchanges, (_, i) => i);
  for (const [i, j] of exchanges.entries()) [rows[i], rows[j]] = [rows[j] as number, rows[i] as number];
  return rows;
}

/** The sign of the permutation. */
export function parity(exchanges: Exchanges): 1 | -1 {
  let odd = false;
  for (const [i, j] of exchanges.entries()) if (i !== j) odd = !odd;
  return odd ? -1 : 1;
}
