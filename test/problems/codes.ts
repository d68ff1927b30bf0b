// Parts of matrices of codes: seeded codes, and small whole numbers as scales and offsets where there are groups.
import type { Bits } from "../../src/index.ts";
import { integers, words } from "../data.ts";

/** m x n codes into `tables`, in groups of `groupSize` columns; without it one group, neither scaled nor shifted. */
export function codedParts(
  m: number,
  n: number,
  bits: Bits,
  groupSize: number | undefined,
  tables: number[],
  seed: number,
) {
  const next = words(seed);
  const size = groupSize ?? Math.max(n, 1);
  const groups = m * Math.ceil(n / size);
  return {
    rows: m,
    cols: n,
    bits,
    codes: Array.from({ length: m * n }, () => next() % 2 ** bits),
    tables,
    groupSize: size,
    ...(groupSize === undefined ? {} : { scale: integers(groups, seed + 2, 3), offset: integers(groups, seed + 3, 3) }),
  };
}
