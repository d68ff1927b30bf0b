/**
 * How a transform of length n is done, and its tables of roots of unity.
 *
 * Lengths without a prime factor above 13 go pass by pass, others by Bluestein's convolution of such a length. Roots are
 * computed in f64 from the first octant, each by itself.
 * @module
 */
import { type Complex, root } from "../core/elementary.ts";
import { arrayOf, type Floats, type Real, sizeOf } from "../core/types.ts";
import { aligned, type Storage } from "./storage.ts";

/** Passes over rows; `program` is where they are listed, in bytes from the start of the plan. */
export interface RowsStep {
  readonly kind: "rows";
  readonly n: number;
  readonly program: number;
}

/** A convolution of length `inner.n` with a chirp. */
export interface ChirpStep {
  readonly kind: "chirp";
  readonly n: number;
  readonly inner: RowsStep;
  readonly chirp: number;
  readonly filter: number;
}

/** How one length is transformed. */
export type Step = RowsStep | ChirpStep;

/** Transforms complex numbers in f64; what a chirp's filter is made with. */
export type Spectrum = (x: Float64Array<ArrayBuffer>) => Floats;

/** Tables under construction: pieces of memory by their offset. */
export class Tables {
  readonly #pieces: { offset: number; data: Floats | Uint8Array<ArrayBuffer> }[] = [];
  /** Bytes so far. */
  bytes = 0;

  constructor(readonly type: Real) {}

  /** Adds a piece and gives its offset. */
  add(data: Floats | Uint8Array<ArrayBuffer>): number {
    const offset = this.bytes;
    this.#pieces.push({ offset, data });
    this.bytes += aligned(data.byteLength);
    return offset;
  }

  /** Adds `count` complex numbers. */
  complex(count: number, at: (k: number) => Complex): number {
    const out = new arrayOf[this.type](2 * count);
    for (let k = 0; k < count; k++) [out[2 * k], out[2 * k + 1]] = at(k);
    return this.add(out);
  }

  /** Copies all of it to the memory of an array. */
  write(out: Storage): void {
    const to = new Uint8Array(out.engine.memory.wasm.buffer, out.ptr, this.bytes);
    for (const { offset, data } of this.#pieces)
      to.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  }
}

/** The prime factors of n, ascending; undefined where one is above 13. */
export function factors(n: number): number[] | undefined {
  const found: number[] = [];
  for (const p of [2, 3, 5, 7, 11, 13]) for (; n % p === 0; n /= p) found.push(p);
  return n === 1 ? found : undefined;
}

/** The least number >= n of the form 64 * 2^a 3^b 5^c. */
export function smoothAbove(n: number): number {
  const least = Math.ceil(n / 64);
  let best = Number.POSITIVE_INFINITY;
  for (let five = 1; five < 5 * least; five *= 5)
    for (let three = five; three < 3 * least; three *= 3) best = Math.min(best, three * doublings(three, least));
  return 64 * best;
}

/** The least power of two, from 1, that takes `from` to `to`. */
function doublings(from: number, to: number): number {
  let power = 1;
  while (from * power < to) power *= 2;
  return power;
}

/** Adds what transforms of rows of n complex numbers need. */
export function stepOf(tables: Tables, n: number, spectrum: Spectrum): Step {
  if (factors(n)) return { kind: "rows", n, program: program(tables, n, true) };
  const m = smoothAbove(2 * n - 1);
  const filter = new Float64Array(2 * m);
  const chirp = new Float64Array(2 * n);
  for (let k = 0, square = 0; k < n; square = (square + 2 * k + 1) % (2 * n), k++) {
    const [c, s] = root(square, 2 * n);
    chirp.set([c, s], 2 * k);
    filter.set([c / m, -s / m], 2 * k);
    if (k > 0) filter.set([c / m, -s / m], 2 * (m - k));
  }
  const like = arrayOf[tables.type];
  const inner: RowsStep = { kind: "rows", n: m, program: program(tables, m, true) };
  return {
    kind: "chirp",
    n,
    inner,
    chirp: tables.add(new like(chirp)),
    filter: tables.add(new like(spectrum(filter))),
  };
}

/** The code of a first pass of radix 4 that reads interleaved numbers. */
const OPENING = 1;

/**
 * The passes of length n, which has no prime factor above 13, as assembly/core/fft.ts reads them. `row`: for one row of
 * interleaved numbers, else for columns side by side.
 */
export function program(tables: Tables, n: number, row: boolean): number {
  const { type } = tables;
  const lanes = 16 / sizeOf[type];
  const primes = factors(n) as number[];
  const codes = primes.filter((p) => p !== 2);
  let twos = primes.length - codes.length;
  const opening = row && twos > 1 && n / 4 >= lanes;
  if (opening) twos -= 2;
  if (twos & 1) codes.push(2);
  codes.push(...new Array<number>(twos >> 1).fill(4));
  if (opening) codes.unshift(OPENING);

  const roots = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) [roots[2 * k], roots[2 * k + 1]] = root(k, n) as [number, number];
  const head = new Uint32Array(1 + 3 * codes.length);
  head[0] = codes.length;
  let offset = aligned(head.byteLength);
  let m = n;
  const pieces = codes.map((code, i) => {
    m /= code === OPENING ? 4 : code;
    const piece = code === OPENING ? opened(roots, type, m, lanes) : turns(roots, type, code, m);
    head.set([code, m, offset], 1 + 3 * i);
    offset += aligned(piece.byteLength);
    return piece;
  });
  const all = new Uint8Array(offset);
  all.set(new Uint8Array(head.buffer));
  for (const [i, piece] of pieces.entries()) all.set(new Uint8Array(piece.buffer), head[3 + 3 * i]);
  return tables.add(all);
}

/** For p from 1 to m - 1: w^p, w^2p, ... of w = e^(-2 pi i / (radix m)); before them, for a radix above 5, its own roots. */
function turns(roots: Float64Array, type: Real, radix: number, m: number): Floats {
  const own = radix > 5 ? radix : 0;
  const out = new arrayOf[type](2 * (own + (m - 1) * (radix - 1)));
  for (let k = 0; k < own; k++) out.set([root(k, radix)[0], -root(k, radix)[1]], 2 * k);
  const step = roots.length / (radix * m);
  let at = 2 * own;
  for (let p = 1; p < m; p++)
    for (let j = 1; j < radix; j++) {
      out[at++] = roots[j * p * step] as number;
      out[at++] = roots[j * p * step + 1] as number;
    }
  return out;
}

/** For vectors of p, the last of which ends at m: cosines and sines of w^p, of w^2p, of w^3p. */
function opened(roots: Float64Array, type: Real, m: number, lanes: number): Floats {
  const out = new arrayOf[type](6 * lanes * Math.ceil(m / lanes));
  let at = 0;
  for (let start = 0; start < m; start += lanes) {
    const p = Math.min(start, m - lanes);
    for (let j = 1; j < 4; j++)
      for (let part = 0; part < 2; part++)
        for (let l = 0; l < lanes; l++) out[at++] = roots[2 * j * (p + l) + part] as number;
  }
  return out;
}
