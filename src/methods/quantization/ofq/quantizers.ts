/**
 * StatsQ, whose scale is a statistic of the weights, and LSQ, whose scale is learned.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { checkBoolean, checkOptions, checkPositive, checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { type Midrise, midrise } from "../../../kernels/midrise.ts";
import { checkMatrix, filled } from "../../../kernels/storage.ts";
import { checkWeights } from "../common/weights.ts";

/** Weights rounded, and what they were rounded from and to. */
export interface StatsQuantized extends Midrise {
  /** As W: scale (level + 1/2) / 2^(bits - 1). */
  readonly q: Matrix;
}

/** Bits of a level. */
export function checkLevelBits(bits: unknown): asserts bits is number {
  checkSize("bits", bits);
  if (bits < 2 || bits > 8) throw new ArgumentRangeError("bits", "an integer from 2 to 8", describe(bits));
}

/**
 * StatsQ: row r in steps of s_r / 2^(bits - 1), s_r = 2 mean_j |W_rj|: u = clip(W/s, -1, 1 - 1e-6) 2^(bits - 1) - 1/2,
 * level = round(u), ties to even, q = s (level + 1/2) / 2^(bits - 1). No level is 0. Reserves q.
 *
 * A convolution is a matrix with a row for each filter. Matrices of one shape, [H, D, C], lie one below the other, and with
 * `stacked: H` row d of all of them has one scale, the mean running over H and C.
 *
 * @returns  with a scale for each row, or for each of the D
 * @throws ArgumentRangeError for bits outside 2 to 8, a weight that is not finite or a row of zeros, which it names;
 *   ShapeError where the rows are no multiple of `stacked`
 */
export function statsQuantize(W: Matrix, bits: number, options: { stacked?: number } = {}): StatsQuantized {
  checkWeights("W", W);
  checkLevelBits(bits);
  checkOptions("options", options);
  const { stacked = 1 } = options;
  checkSize("stacked", stacked, 1);
  if (W.rows % stacked !== 0) throw new ShapeError("W", `a multiple of ${stacked} rows`, `${W.rows}`);
  if (stacked > 1) return statsOfStack(W, bits, stacked);
  const q = new Matrix(W.engine, W.type, W.rows, W.cols);
  let rounded: Midrise | undefined;
  filled(q, () => {
    rounded = midrise(q, W, bits);
    const empty = W.cols === 0 ? -1 : rounded.scale.indexOf(0);
    if (empty >= 0)
      throw new ArgumentRangeError("W", "a number other than 0 in each row", `zeros alone in row ${empty}`);
  });
  return { q, ...(rounded as Midrise) };
}

/** As statsQuantize of a D x H*C matrix, whose row d is that of all matrices side by side. */
function statsOfStack(W: Matrix, bits: number, stacked: number): StatsQuantized {
  const { engine, type, cols } = W;
  const depth = W.rows / stacked;
  // Element p of the matrix beside is element placeOf(p) of the stack.
  const placeOf = (p: number) => {
    const [d, rest] = [Math.floor(p / (stacked * cols)), p % (stacked * cols)];
    return (Math.floor(rest / cols) * depth + d) * cols + (rest % cols);
  };
  const beside = new Matrix(engine, type, depth, stacked * cols);
  filled(beside, () => {
    const [to, from] = [beside.data, W.data];
    for (let p = 0; p < to.length; p++) to[p] = from[placeOf(p)] as number;
  });
  let rounded: StatsQuantized;
  try {
    rounded = statsQuantize(beside, bits);
  } finally {
    beside.dispose();
  }
  const q = new Matrix(engine, type, W.rows, cols);
  const [level, preRound] = [rounded.level.slice(), rounded.preRound.slice()];
  const [to, from] = [q.data, rounded.q.data];
  for (let p = 0; p < from.length; p++) {
    const place = placeOf(p);
    to[place] = from[p] as number;
    level[place] = rounded.level[p] as number;
    preRound[place] = rounded.preRound[p] as number;
  }
  rounded.q.dispose();
  return { q, level, preRound, scale: rounded.scale };
}

/** The gradient with respect to the weights, where `dq` is that of q: the same, of clipped weights too. A new matrix. */
export function statsQuantizeBackward(dq: Matrix): Matrix {
  if (!(dq instanceof Matrix)) throw new ArgumentTypeError("dq", "a Matrix", describe(dq));
  return dq.clone();
}

/** Which levels LSQ has. */
export interface LsqOptions {
  /** 0 to 2^bits - 1, for numbers that are never negative; else -2^(bits - 1) to 2^(bits - 1) - 1. Default false. */
  allPositive?: boolean;
}

function levels(bits: number, options: LsqOptions): [low: number, high: number] {
  checkLevelBits(bits);
  checkOptions("options", options);
  const { allPositive = false } = options;
  checkBoolean("allPositive", allPositive);
  return allPositive ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** The scale LSQ starts from: 2 mean |x| / sqrt(high), twice that for `allPositive`; high is the greatest level. */
export function lsqScale(x: Matrix, bits: number, options: LsqOptions = {}): number {
  const [low, high] = levels(bits, options);
  checkWeights("x", x);
  let total = 0;
  for (const v of x.data) total += Math.abs(v);
  if (total === 0) throw new ArgumentRangeError("x", "a number other than 0", "zeros alone");
  return ((low === 0 ? 4 : 2) * total) / x.data.length / Math.sqrt(high);
}

/**
 * LSQ: s round(clip(x/s, low, high)), ties to even. Esser, McKinstry, Bablani, Appuswamy and Modha, "Learned Step Size
 * Quantization", ICLR 2020, section 2. arXiv:1902.08153. A new matrix.
 */
export function lsqQuantize(x: Matrix, s: number, bits: number, options: LsqOptions = {}): Matrix {
  const [low, high] = levels(bits, options);
  checkWeights("x", x);
  checkPositive("s", s);
  const out = new Matrix(x.engine, x.type, x.rows, x.cols);
  const [from, to] = [x.data, out.data];
  for (let p = 0; p < to.length; p++) to[p] = s * roundEven(Math.min(high, Math.max(low, (from[p] as number) / s)));
  return out;
}

/**
 * The gradients of lsqQuantize, where `dy` is that of what it gave: of x dy inside the range and 0 outside; of s the sum of
 * dy (round(x/s) - x/s) inside and dy low or dy high outside, over sqrt(high times the number of elements).
 */
export function lsqBackward(
  x: Matrix,
  s: number,
  bits: number,
  dy: Matrix,
  options: LsqOptions = {},
): { readonly x: Matrix; readonly s: number } {
  const [low, high] = levels(bits, options);
  checkWeights("x", x);
  checkPositive("s", s);
  checkMatrix("dy", dy, x, x.rows, x.cols);
  const dx = dy.clone();
  const [from, g] = [x.data, dx.data];
  let ds = 0;
  for (let p = 0; p < g.length; p++) {
    const [t, slope] = [(from[p] as number) / s, g[p] as number];
    const inside = t >= low && t <= high;
    ds += slope * (inside ? roundEven(t) - t : t < low ? low : high);
    if (!inside) g[p] = 0;
  }
  return { x: dx, s: g.length === 0 ? 0 : ds / Math.sqrt(high * g.length) };
}

/** The nearest integer, of two the even one. */
export function roundEven(v: number): number {
  const down = Math.floor(v);
  const rest = v - down;
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
}
