// Sparse symmetric positive definite matrices, diagonally dominant: exact in f32.
import { words } from "../data.ts";
import type { Csr } from "../oracle/csr.ts";

/** A pair of different nodes, joined. */
export type Edge = readonly [number, number];

/** -1 to -4 for each edge, and on the diagonal the sum of their sizes and 1. */
export function definiteOf(n: number, edges: readonly Edge[], seed = 1): Csr & { values: number[]; indices: number[] } {
  const next = words(seed);
  const rows = Array.from({ length: n }, () => new Map<number, number>());
  const diagonal = new Array<number>(n).fill(1);
  for (const [i, j] of edges) {
    if (i === j || rows[i]?.has(j)) continue;
    const v = (next() % 4) + 1;
    rows[i]?.set(j, -v);
    rows[j]?.set(i, -v);
    diagonal[i] = (diagonal[i] as number) + v;
    diagonal[j] = (diagonal[j] as number) + v;
  }
  const out = { rows: n, cols: n, indptr: [0], indices: [] as number[], values: [] as number[] };
  for (const [i, row] of rows.entries()) {
    row.set(i, diagonal[i] as number);
    for (const [j, v] of [...row].sort(([a], [b]) => a - b)) {
      out.indices.push(j);
      out.values.push(v);
    }
    out.indptr.push(out.indices.length);
  }
  return out;
}

/** The edges of a grid of k x k, or of k x k x k, nodes. */
export function gridEdges(k: number, dimensions: 2 | 3): Edge[] {
  const n = k ** dimensions;
  const edges: Edge[] = [];
  for (let i = 0; i < n; i++)
    for (let step = 1; step < n; step *= k) if (Math.floor(i / step) % k < k - 1) edges.push([i, i + step]);
  return edges;
}

/** Named patterns of n nodes. */
export const shapes: Record<string, (n: number) => Edge[]> = {
  diagonal: () => [],
  path: (n) => Array.from({ length: Math.max(n - 1, 0) }, (_, i) => [i, i + 1] as const),
  "arrow to the first": (n) => Array.from({ length: Math.max(n - 1, 0) }, (_, i) => [0, i + 1] as const),
  "arrow to the last": (n) => Array.from({ length: Math.max(n - 1, 0) }, (_, i) => [i, n - 1] as const),
  dense: (n) => Array.from({ length: n * n }, (_, e) => [Math.floor(e / n), e % n] as const),
  "two apart": (n) =>
    Array.from({ length: n * n }, (_, e) => [Math.floor(e / n), e % n] as const).filter(
      ([i, j]) => i < n / 2 === j < n / 2 && (i + j) % 3 === 0,
    ),
  ring: (n) => Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
  random: (n) => {
    const next = words(n);
    return Array.from({ length: 2 * n }, () => [next() % n, next() % n] as const);
  },
};
