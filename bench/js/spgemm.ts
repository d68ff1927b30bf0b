import type { Floats } from "../../src/core/types.ts";

/**
 * C = A*B in compressed sparse rows (m rows of A, n columns of B), rows ascending: one pass counts, one sums into a
 * dense row, and each row's columns are sorted.
 */
export function spgemm(
  m: number,
  n: number,
  aIndptr: Uint32Array,
  aIndices: Uint32Array,
  aValues: Floats,
  bIndptr: Uint32Array,
  bIndices: Uint32Array,
  bValues: Floats,
): { indptr: Uint32Array; indices: Uint32Array; values: Floats } {
  const stamps = new Int32Array(n).fill(-1);
  const indptr = new Uint32Array(m + 1);
  for (let i = 0; i < m; i++) {
    let count = 0;
    for (let p = aIndptr[i]!; p < aIndptr[i + 1]!; p++) {
      const end = bIndptr[aIndices[p]! + 1]!;
      for (let q = bIndptr[aIndices[p]!]!; q < end; q++) {
        if (stamps[bIndices[q]!] === i) continue;
        stamps[bIndices[q]!] = i;
        count++;
      }
    }
    indptr[i + 1] = indptr[i]! + count;
  }
  const indices = new Uint32Array(indptr[m]!);
  const values = new (aValues.constructor as Float64ArrayConstructor)(indptr[m]!);
  const sums = new Float64Array(n);
  stamps.fill(-1);
  for (let i = 0; i < m; i++) {
    const start = indptr[i]!;
    let at = start;
    for (let p = aIndptr[i]!; p < aIndptr[i + 1]!; p++) {
      const v = aValues[p]!;
      const end = bIndptr[aIndices[p]! + 1]!;
      for (let q = bIndptr[aIndices[p]!]!; q < end; q++) {
        const j = bIndices[q]!;
        if (stamps[j] !== i) {
          stamps[j] = i;
          sums[j] = 0;
          indices[at++] = j;
        }
        sums[j]! += v * bValues[q]!;
      }
    }
    indices.subarray(start, at).sort();
    for (let q = start; q < at; q++) values[q] = sums[indices[q]!]!;
  }
  return { indptr, indices, values };
}
