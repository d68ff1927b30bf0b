// Philox 4x32-10 and what is drawn from it, from the papers, in BigInt.
// Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011), section 3.3.

const WORD = 1n << 32n;

/** Four words of a counter of four words under a key of two, lowest first. */
export function philox(counter: readonly bigint[], key: readonly bigint[]): bigint[] {
  let [c0, c1, c2, c3] = counter as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p = 0xd2511f53n * c0;
    const q = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(q / WORD) ^ c1 ^ k0, q % WORD, (p / WORD) ^ c3 ^ k1, p % WORD];
    k0 = (k0 + 0x9e3779b9n) % WORD;
    k1 = (k1 + 0xbb67ae85n) % WORD;
  }
  return [c0, c1, c2, c3];
}

/** n words of a stream: four of each counter (block, stream), block counting up. */
export function stream(n: number, key: bigint, number: bigint, block: bigint): bigint[] {
  const split = (v: bigint) => [v % WORD, (v / WORD) % WORD];
  const out: bigint[] = [];
  for (let b = block; out.length < n; b++) out.push(...philox([...split(b), ...split(number)], split(key)));
  return out.slice(0, n);
}

const pairs = (words: readonly bigint[]): bigint[] =>
  Array.from({ length: words.length >> 1 }, (_, i) => (words[2 * i] as bigint) + WORD * (words[2 * i + 1] as bigint));

/** Uniform numbers: the top 24 bits of each word in f32, the top 53 of each pair in f64. */
export const uniform = {
  f32: (words: readonly bigint[]): number[] => words.map((w) => Number(w >> 8n) / 2 ** 24),
  f64: (words: readonly bigint[]): number[] => pairs(words).map((w) => Number(w >> 11n) / 2 ** 53),
};

/** floor(pair * bound / 2^64) for each pair of words. */
export const integers = (words: readonly bigint[], bound: number): number[] =>
  pairs(words).map((w) => Number((w * BigInt(bound)) >> 64n));

/** 0..n-1: number i goes to a random place of the first i + 1, what was there goes to place i. */
export function permutation(words: readonly bigint[]): number[] {
  const out: number[] = [];
  pairs(words).forEach((w, i) => {
    const j = Number((w * BigInt(i + 1)) >> 64n);
    out.push(out[j] ?? i);
    out[j] = i;
  });
  return out;
}

/** Pearson's sum_i (got_i - expected)^2 / expected. */
export const chiSquare = (counts: readonly number[], expected: number): number =>
  counts.reduce((total, got) => total + (got - expected) ** 2 / expected, 0);
