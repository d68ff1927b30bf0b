/**
 * Products with A'*A, which are sums over the rows of A: in pieces, each with a sum of its own.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { share, type Table } from "./parallel.ts";
import { aligned, checkApart, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** Multiply-adds that are worth a piece of their own. */
const LARGE = 1 << 19;

/** The vectors of `normalResidual` fit A and are apart. */
export function checkNormal(g: VectorRef, r: VectorRef, A: MatrixRef, x: VectorRef, b: VectorRef): void {
  checkVector("g", g, A, A.cols);
  checkVector("r", r, A, A.rows);
  checkVector("x", x, A, A.cols);
  checkVector("b", b, A, A.rows);
  checkApart(g, r, x, b);
  checkApart(r, x, b);
}

/**
 * In how many pieces, each with a sum of its own, a product with A'*A is taken: by its size alone, not by how many threads
 * there are, so that rounding does not depend on them.
 */
export function piecesOf(work: number, rows: number): number {
  return Math.max(1, Math.min(4, Math.floor(work / LARGE), Math.floor(rows / 64)));
}

/** Writes piece i of a sum to the address, and its part of r. Returns r'r of it. */
type Piece = (kernels: Table, i: number, sum: number) => number;

/** g = the sums of `pieces` calls. Returns r'r. */
export function summed(g: VectorRef, r: VectorRef, pieces: number, piece: Piece): number {
  const { engine, type, length } = g;
  if (pieces === 1) return piece(engine.kernels[type] as Table, 0, g.ptr);
  const { vec_axpby, vec_dot } = engine.kernels[type];
  const bytes = length * sizeOf[type];
  const more = engine.memory.workspace((pieces - 1) * aligned(bytes));
  const sum = (i: number) => (i === 0 ? g.ptr : more + (i - 1) * aligned(bytes));
  share(engine, type, pieces, (kernels, i) => void piece(kernels, i, sum(i)));
  for (let i = 1; i < pieces; i++) vec_axpby(g.ptr, g.ptr, sum(i), length, 1, 1);
  return vec_dot(r.ptr, r.ptr, r.length);
}
