/**
 * Functions of all pairs of rows: distances and Gram matrices, stored or multiplied without being stored.
 * @module
 */
import { checkChoice, checkNumber, checkPositive, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import { aligned, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

const table = (x: Storage) => x.engine.kernels[x.type];

/** The functions and their numbers in the kernels; those below `linear` are of |x - y|. */
const codes = {
  squared: 0,
  distance: 1,
  gaussian: 2,
  laplacian: 3,
  linear: 4,
  polynomial: 5,
  exponential: 6,
} as const;

const functions = ["gaussian", "laplacian", "linear", "polynomial", "exponential"] as const;

/** A kernel function of two points. */
export interface KernelOptions {
  /**
   * "gaussian" (default): e^(-gamma |x - y|^2); "laplacian": e^(-gamma |x - y|), of the Euclidean distance; "linear": x'y;
   * "polynomial": (gamma x'y + offset)^degree; "exponential": e^(gamma x'y + offset), which attention takes its softmax of.
   */
  kernel?: (typeof functions)[number];
  /** Default 1. */
  gamma?: number;
  /** Default 1 for "polynomial", 0 for "exponential". */
  offset?: number;
  /** A whole number from 1 to 64. Default 3. */
  degree?: number;
}

/** A function as the kernels take it: its number and what its formula holds. */
export interface PairFunction {
  readonly code: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** a |x - y|^2, or a |x - y|. */
export const distanceFunction = (squared: boolean, a = 1): PairFunction => ({
  code: squared ? codes.squared : codes.distance,
  a,
  b: 0,
  c: 0,
});

/** Checks the options of a kernel function. */
export function kernelFunction(options: KernelOptions): PairFunction {
  const { kernel = "gaussian", gamma = 1, offset = kernel === "polynomial" ? 1 : 0, degree = 3 } = options;
  checkChoice("kernel", kernel, functions);
  if (kernel === "gaussian" || kernel === "laplacian") checkPositive("gamma", gamma);
  else checkNumber("gamma", gamma);
  checkNumber("offset", offset);
  checkSize("degree", degree, 1);
  if (degree > 64) throw new ArgumentRangeError("degree", "an integer from 1 to 64", describe(degree));
  return { code: codes[kernel], a: gamma, b: offset, c: degree };
}

const isRadial = (f: PairFunction): boolean => f.code < codes.linear;

/** Entries are finite, and for distances so small that no square overflows. */
export function checkPoints(name: string, X: MatrixRef, f: PairFunction): void {
  const top = table(X).vec_amax(X.ptr, X.rows * X.cols);
  if (!(top < Number.POSITIVE_INFINITY)) throw new ArgumentRangeError(name, "finite entries", `one of ${top}`);
  const most = Math.sqrt((X.type === "f32" ? 2 ** 127 : 2 ** 1023) / (16 * Math.max(1, X.cols)));
  if (isRadial(f) && top > most)
    throw new ArgumentRangeError(name, `entries of magnitude up to ${most.toPrecision(2)}`, `one of ${top}`);
}

/** Where things lie in the workspace of one call. */
interface Places {
  readonly centre: number;
  /** Squared norms of the rows of X and of Y. */
  readonly xx: number;
  readonly yy: number;
  /** What was asked for besides. */
  readonly rest: number;
}

/** The rows of X and of Y made ready: their mean, and norms about it. Takes the workspace, with `more` bytes of it to spare. */
export function prepare(X: MatrixRef, Y: MatrixRef, f: PairFunction, more: number): Places {
  const size = sizeOf[X.type];
  const kernels = table(X);
  const [centre, left, right] = [X.cols, X.rows + 16, Y === X ? 0 : Y.rows + 16].map((n) => aligned(n * size)) as [
    number,
    number,
    number,
  ];
  const start = X.engine.memory.workspace(centre + left + right + more);
  const xx = start + centre;
  const yy = Y === X ? xx : xx + left;
  const rest = xx + left + right;
  if (!isRadial(f) || X.rows === 0 || Y.rows === 0) return { centre: 0, xx, yy, rest };
  kernels.pairs_mean(start, Y.ptr, Y.rows, Y.cols);
  kernels.pairs_norms(xx, X.ptr, start, X.rows, X.cols);
  if (Y !== X) kernels.pairs_norms(yy, Y.ptr, start, Y.rows, Y.cols);
  return { centre: start, xx, yy, rest };
}

/** A block of a Gram matrix: rows i to i + m of X, rows j to j + n of Y. */
export interface PairBlock {
  readonly i: number;
  readonly m: number;
  readonly j: number;
  readonly n: number;
}

/** K: the block, rows n apart; work: that of `blockWork`. With i = j and m = n of one matrix, one triangle is computed. */
export function pairBlock(
  K: number,
  X: MatrixRef,
  Y: MatrixRef,
  { centre, xx, yy }: Places,
  work: number,
  f: PairFunction,
  { i, m, j, n }: PairBlock,
): void {
  const size = sizeOf[X.type];
  const [x, y] = [X.ptr + i * X.cols * size, Y.ptr + j * Y.cols * size];
  const same = X === Y && i === j && m === n;
  const { code, a, b, c } = f;
  const [p, q] = [xx + i * size, yy + j * size];
  table(X).pairs_gram(K, x, y, p, q, centre, work, m, n, X.cols, n, code, a, b, c, same);
}

/** Bytes of workspace of a block of m x n. */
export const blockWork = (X: MatrixRef, m: number, n: number): number =>
  aligned(table(X).dense_gemmwork(m, n, X.cols) * sizeOf[X.type]);

/** K_ij = f(x_i, y_j) for all rows; where Y is X, one triangle is computed and mirrored. */
export function pairsGram(K: MatrixRef, X: MatrixRef, Y: MatrixRef, f: PairFunction): void {
  const [m, n] = [X.rows, Y.rows];
  const places = prepare(X, Y, f, blockWork(X, m, n));
  pairBlock(K.ptr, X, Y, places, places.rest, f, { i: 0, m, j: 0, n });
}

/** Rows and columns of a block of K that is multiplied while it is in the cache; a multiple of the rows packed at a time. */
const BLOCK = 360;

/** out = K V, block by block of K, each block of two for the price of one where Y is X. Of vectors, or of matrices. */
export function pairsProduct(
  out: VectorRef | MatrixRef,
  X: MatrixRef,
  Y: MatrixRef,
  V: VectorRef | MatrixRef,
  f: PairFunction,
): void {
  const size = sizeOf[X.type];
  const kernels = table(X);
  const r = "cols" in V ? V.cols : 1;
  const bytes = aligned(BLOCK * BLOCK * size);
  const work = Math.max(
    blockWork(X, BLOCK, BLOCK),
    aligned(kernels.dense_gemmwork(Math.min(BLOCK, Math.max(X.rows, Y.rows)), r, BLOCK) * size),
  );
  const places = prepare(X, Y, f, bytes + work);
  const K = places.rest;
  const scratch = K + bytes;
  new Uint8Array(X.engine.memory.wasm.buffer, out.ptr, X.rows * r * size).fill(0);
  const add = (to: number, m: number, from: number, k: number, row: number, col: number) =>
    kernels.dense_gemm(
      out.ptr + to * r * size,
      K,
      V.ptr + from * r * size,
      scratch,
      m,
      r,
      k,
      r,
      row,
      col,
      r,
      1,
      1,
      1,
      0,
      false,
      0,
    );
  for (let i = 0; i < X.rows; i += BLOCK) {
    const m = Math.min(BLOCK, X.rows - i);
    for (let j = 0; j < (X === Y ? i + 1 : Y.rows); j += BLOCK) {
      const n = Math.min(BLOCK, Y.rows - j);
      pairBlock(K, X, Y, places, scratch, f, { i, m, j, n });
      add(i, m, j, n, n, 1);
      if (X === Y && j < i) add(j, n, i, m, 1, n);
    }
  }
}
