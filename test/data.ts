// Seeded numbers for tests, all exactly representable in f32, so that both element types and the oracle see the same.

/** Both element types. */
export const types = ["f32", "f64"] as const;

/** The distance from 1 to the next number. */
export const eps = { f32: 2 ** -23, f64: 2 ** -52 } as const;

/** Lengths around every unrolled loop: 0, 1, each power of two and its neighbours, a prime, a large one. */
export const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 97, 127, 129, 1009];

/** A stream of 32-bit words from a seed, by an integer hash of a counter. */
export function words(seed: number): () => number {
  let counter = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    counter = (counter + 0x6d2b79f5) | 0;
    let h = Math.imul(counter ^ (counter >>> 15), counter | 1);
    h ^= h + Math.imul(h ^ (h >>> 7), h | 61);
    return (h ^ (h >>> 14)) >>> 0;
  };
}

/** n numbers. A loop: `Array.from` takes twice as long, and the suite draws many millions. */
function drawn(n: number, next: () => number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(next());
  return out;
}

/** n numbers in (-1, 1), none zero, with 22 random bits each. */
export function reals(n: number, seed: number): number[] {
  const next = words(seed);
  return drawn(n, () => ((next() >>> 10) - 2 ** 21 + 0.5) / 2 ** 21);
}

/** n integers from -limit to limit, none zero: sums of few products of them are exact in f32. */
export function integers(n: number, seed: number, limit = 9): number[] {
  const next = words(seed);
  return drawn(n, () => ((next() % limit) + 1) * (next() & 1 ? 1 : -1));
}

/** Every number of an array made positive: what an error bound is computed from. */
export const magnitudes = (x: readonly number[]): number[] => x.map(Math.abs);

/** A seeded n x n symmetric positive definite matrix: B*B' + n*I with B of small integers. */
export function definite(n: number, seed: number): number[] {
  const B = integers(n * n, seed, 3);
  const A = new Array<number>(n * n).fill(0);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let total = i === j ? n : 0;
      for (let p = 0; p < n; p++) total += (B[i * n + p] as number) * (B[j * n + p] as number);
      A[i * n + j] = total;
      A[j * n + i] = total;
    }
  return A;
}

/** Compressed sparse rows with about `density` of the entries stored; some rows empty, some full. */
export function sparse(rows: number, cols: number, density: number, seed: number, entries = integers) {
  const next = words(seed);
  const indptr = [0];
  const indices: number[] = [];
  for (let i = 0; i < rows; i++) {
    const fill = i % 7 === 3 ? 0 : i % 11 === 5 ? 1 : density;
    for (let j = 0; j < cols; j++) if (next() / 2 ** 32 < fill) indices.push(j);
    indptr.push(indices.length);
  }
  return { rows, cols, indptr, indices, values: entries(indices.length, seed + 1) };
}

/** A label a feature, of so many, in no order. */
export function labelled(features: number, labels: number, seed: number): number[] {
  const word = words(seed);
  return Array.from({ length: features }, () => 7 * (word() % labels) - 3);
}
