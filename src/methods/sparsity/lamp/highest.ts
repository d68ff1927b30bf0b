/**
 * The highest of several descending sequences together, by bisection on the bits of the threshold.
 * @module
 */
import type { Weights } from "./ranking.ts";

const bits = new BigUint64Array(1);
const real = new Float64Array(bits.buffer);
const INFINITY = 0x7ff0000000000000n;

/**
 * How many of each sequence are among the `keep` highest of all. Of equal ones those of the first sequence come first.
 * The sequences descend, from finite numbers down to 0 at least; `keep` is at most the sum of their lengths.
 */
export function highest(sequences: readonly Weights[], keep: number): number[] {
  // Floats >= 0 are in the order of their bits, so 63 halvings find the highest threshold that leaves `keep` or more.
  let [low, high] = [0n, INFINITY];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (sum(countAll(sequences, middle)) >= keep) low = middle;
    else high = middle;
  }
  const above = countAll(sequences, high);
  let missing = keep - sum(above);
  return countAll(sequences, low).map((atLeast, l) => {
    const ties = Math.min(missing, atLeast - (above[l] as number));
    missing -= ties;
    return (above[l] as number) + ties;
  });
}

/** How many of each sequence are at least the number with these bits. */
function countAll(sequences: readonly Weights[], threshold: bigint): number[] {
  bits[0] = threshold;
  const least = real[0] as number;
  return sequences.map((sequence) => {
    let [first, end] = [0, sequence.length];
    while (first < end) {
      const middle = (first + end) >>> 1;
      if ((sequence[middle] as number) >= least) first = middle + 1;
      else end = middle;
    }
    return first;
  });
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
