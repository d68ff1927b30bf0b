/**
 * Weights in order of magnitude, by their bits: equal ones by index, lower first, so that the order is the same everywhere.
 *
 * Knuth, The Art of Computer Programming 3 (1998), section 5.2.5, radix sorting from the lowest byte: the bits of a
 * float >= 0, read as an integer, are in the order of the numbers.
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

/** Ranks the finite numbers of x, those alone whose mask is not 0. Needs 16 to 24 bytes a number while it works. */
export function rank(x: Weights, mask?: Uint8Array): Ranking {
  const n = mask === undefined ? x.length : countKept(mask);
  let [magnitudes, spare] = [like(x, n), like(x, n)];
  let [order, spareOrder] = [new Uint32Array(n), new Uint32Array(n)];
  for (let i = 0, r = 0; i < x.length; i++) {
    if (mask !== undefined && mask[i] === 0) continue;
    magnitudes[r] = Math.abs(x[i] as number);
    order[r++] = i;
  }
  for (let byte = 0; byte < x.BYTES_PER_ELEMENT; byte++) {
    if (!scatter(spare, spareOrder, magnitudes, order, byte)) continue;
    [magnitudes, spare] = [spare, magnitudes];
    [order, spareOrder] = [spareOrder, order];
  }
  return { order, magnitudes };
}

/** The number of weights a mask keeps. */
export function countKept(mask: Uint8Array): number {
  let kept = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) kept++;
  return kept;
}

/** Copies into `out` by one byte of each number, the highest first, equal ones as they were. False where all are equal. */
function scatter(out: Weights, outOrder: Uint32Array, magnitudes: Weights, order: Uint32Array, byte: number): boolean {
  const bytes = new Uint8Array(magnitudes.buffer);
  const stride = magnitudes.BYTES_PER_ELEMENT;
  const starts = new Uint32Array(256);
  for (let at = byte; at < bytes.length; at += stride) (starts[bytes[at] as number] as number)++;
  if (starts.includes(order.length)) return false;
  for (let b = 255, start = 0; b >= 0; b--) {
    const count = starts[b] as number;
    starts[b] = start;
    start += count;
  }
  for (let r = 0; r < order.length; r++) {
    const at = (starts[bytes[r * stride + byte] as number] as number)++;
    out[at] = magnitudes[r] as number;
    outOrder[at] = order[r] as number;
  }
  return true;
}

const like = (x: Weights, n: number): Weights =>
  x instanceof Float32Array ? new Float32Array(n) : new Float64Array(n);
