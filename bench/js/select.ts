import type { Floats } from "../../src/core/types.ts";

/** The k largest of x, descending, by a sort of a copy. */
export function largest(x: Floats, k: number): Floats {
  const sorted = x.slice().sort();
  return sorted.subarray(sorted.length - k).reverse() as Floats;
}
