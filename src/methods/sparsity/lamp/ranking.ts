/**
 * Weights in order of magnitude, by their bits: equal ones by index, lower first, so that the order is the same everywhere.
 *
 * Knuth, The Art of Computer Programming 3 (1998), section 5.2.5, radix sorting: the bits of a float >= 0, read as an
 * integer, are in the order of the numbers.
 * @module
 */

/** Numbers in f32 or f64, wherever they lie. */
export type Weights = Float32Array | Float64Array;

/** The surviving weights of a layer, the largest magnitude first. */
export interface Ranking {
  /** The index of each in the layer. */
  readonly order: Uint32Array;
  /** |w| of each. */
  readonly magnitudes: Weights;
}

const DIGITS = 2048;
/** Eleven bits, eleven, and the ten left of a word. */
const SHIFTS = [0, 11, 22];

/** Ranks the finite numbers of x, those alone whose mask is not 0. Needs 16 to 24 bytes a number while it works. */
export function rank(x: Weights, mask?: Uint8Array): Ranking {
  const n = mask === undefined ? x.length : mask.reduce((total, m) => total + (m === 0 ? 0 : 1), 0);
  let [magnitudes, spare] = [like(x, n), like(x, n)];
  let [order, spareOrder] = [new Uint32Array(n), new Uint32Array(n)];
  for (let i = 0, r = 0; i < x.length; i++) {
    if (mask !== undefined && mask[i] === 0) continue;
    magnitudes[r] = Math.abs(x[i] as number);
    order[r++] = i;
  }
  for (let word = 0; word < x.BYTES_PER_ELEMENT / 4; word++)
    for (const shift of SHIFTS) {
      if (!scatter(spare, spareOrder, magnitudes, order, word, shift)) continue;
      [magnitudes, spare] = [spare, magnitudes];
      [order, spareOrder] = [spareOrder, order];
    }
  return { order, magnitudes };
}

/** Copies into `out` by one digit of the bits, the highest first, equal ones as they were. False where all are equal. */
function scatter(
  out: Weights,
  outOrder: Uint32Array,
  magnitudes: Weights,
  order: Uint32Array,
  word: number,
  shift: number,
): boolean {
  const n = order.length;
  const words = new Uint32Array(magnitudes.buffer, magnitudes.byteOffset);
  const stride = words.length / n;
  const starts = new Uint32Array(DIGITS);
  for (let at = word; at < words.length; at += stride) (starts[digit(words, at, shift)] as number)++;
  if (starts.includes(n)) return false;
  for (let d = DIGITS - 1, start = 0; d >= 0; d--) {
    const count = starts[d] as number;
    starts[d] = start;
    start += count;
  }
  for (let r = 0; r < n; r++) {
    const at = (starts[digit(words, r * stride + word, shift)] as number)++;
    out[at] = magnitudes[r] as number;
    outOrder[at] = order[r] as number;
  }
  return true;
}

/** Eleven bits of a word. Apart, since a closure here takes 1.7 times as long in V8. */
const digit = (words: Uint32Array, at: number, shift: number): number => ((words[at] as number) >>> shift) % DIGITS;

const like = (x: Weights, n: number): Weights =>
  x instanceof Float32Array ? new Float32Array(n) : new Float64Array(n);
