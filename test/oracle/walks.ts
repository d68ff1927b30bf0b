// Random walks on a sparse matrix, from the definition, with the words of Philox: step s of walk j of node i has counter (s, stream, i, j).
// In pairs, walk 2k + 1 ends at the step where u + 1/2, modulo 1, is below the chance to end, u being what walk 2k has there.
import { unit } from "./draws.ts";
import { philox } from "./random.ts";

/** A sparse matrix by rows: pairs of column and value. */
export type Rows = readonly (readonly (readonly [column: number, value: number])[])[];

export interface Walks {
  walks: number;
  stop: number;
  key: bigint;
  stream?: number;
  pairs?: boolean;
  /** How likely an edge used so often is beside others; all are alike by default. */
  f?: (uses: number) => number;
}

/** Row `node` of the mean over its walks of the loads at the places they visit. */
export function row(
  U: Rows,
  node: number,
  { walks, stop, key, stream = 0, pairs = false, f }: Walks,
): Map<number, number> {
  const sums = new Map<number, number>();
  const uses = new Map<string, number>();
  const words = [key % (1n << 32n), key >> 32n];
  for (let j = 0; j < walks; j++) {
    let [v, weight] = [node, 1];
    for (let s = 0; ; s++) {
      sums.set(v, (sums.get(v) ?? 0) + weight);
      const block = (walk: number) =>
        philox([s, stream, node, walk].map(BigInt), words) as [bigint, bigint, bigint, bigint];
      const [a, b, c, d] = block(j);
      const edges = U[v]!;
      let end = unit(a, b);
      if (pairs && j % 2 === 1) {
        const [first, second] = block(j - 1);
        end = (unit(first, second) + 0.5) % 1;
      }
      if (end < stop || edges.length === 0) break;
      const chances = edges.map((_, e) => (f ? f(uses.get(`${v},${e}`) ?? 0) : 1));
      const all = chances.reduce((x, y) => x + y, 0);
      // Where all are always alike, by whole numbers; else by adding up.
      let e = 0;
      if (!f) e = Number(((c + (d << 32n)) * BigInt(edges.length)) >> 64n);
      else for (let left = unit(c, d) * all - chances[0]!; left >= 0 && e < edges.length - 1; left -= chances[e]!) e++;
      uses.set(`${v},${e}`, (uses.get(`${v},${e}`) ?? 0) + 1);
      weight *= (edges[e]![1] * (all / chances[e]!)) / (1 - stop);
      v = edges[e]![0];
    }
  }
  return new Map([...sums].sort((x, y) => x[0] - y[0]).map(([v, sum]) => [v, sum / walks]));
}
