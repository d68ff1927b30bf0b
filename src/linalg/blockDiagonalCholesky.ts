/**
 * A = L*L' for a block diagonal A: a Cholesky factorisation of every block.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., section 4.2.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError, NotPositiveDefiniteError, ShapeError } from "../core/errors.ts";
import { checkKin, checkMatrix, checkVector, filled } from "../kernels/storage.ts";
import { type Cholesky, cholesky, normsOf } from "./cholesky.ts";

/** A factorisation of every block: holds their factors. */
export class BlockDiagonalCholesky extends Owner {
  /** The factorisations of the blocks, first to last. */
  readonly blocks: readonly Cholesky[];
  /** Rows of A. */
  readonly rows: number;

  /** @internal */
  constructor(blocks: readonly Cholesky[]) {
    super();
    this.blocks = blocks;
    this.rows = blocks.reduce((sum, { L }) => sum + L.rows, 0);
  }

  /** A^-1 b or A^-1 B as a new array. */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    this.#check(b);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. Reserves as much as the largest block has of x while it works. */
  solveInto(x: Vector | Matrix): void {
    this.#check(x);
    const width = x instanceof Matrix ? x.cols : 1;
    let from = 0;
    for (const F of this.blocks) {
      const n = F.L.rows;
      const part = x instanceof Matrix ? new Matrix(x.engine, x.type, n, width) : new Vector(x.engine, x.type, n);
      try {
        part.data.set(x.data.subarray(from * width, (from + n) * width));
        F.solveInto(part);
        x.data.set(part.data, from * width);
      } finally {
        part.dispose();
      }
      from += n;
    }
  }

  /** log det A */
  logDet(): number {
    return this.blocks.reduce((sum, F) => sum + F.logDet(), 0);
  }

  /** An estimate of ||A||_1 ||A^-1||_1, as `Cholesky.condition`: the largest of all blocks' norms, and of their inverses'. */
  condition(): number {
    const norms = this.blocks.map(normsOf);
    return Math.max(...norms.map(([norm]) => norm)) * Math.max(...norms.map(([, inverse]) => inverse));
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const F of this.blocks) F.dispose();
  }

  #check(b: unknown): asserts b is Vector | Matrix {
    const like = (this.blocks[0] as Cholesky).L;
    if (!(b instanceof Vector || b instanceof Matrix))
      throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
    if (b instanceof Vector) checkVector("b", b, like, this.rows);
    else checkMatrix("B", b, like, this.rows, b.cols);
  }
}

/**
 * Factors the block diagonal matrix of these blocks, which are square, of one type and instance; their lower triangles alone
 * are read. Reserves as much as they hold.
 * @throws ShapeError if there is no block or one is not square; NotPositiveDefiniteError with the failing pivot, a row of A
 */
export function blockDiagonalCholesky(blocks: readonly Matrix[]): BlockDiagonalCholesky {
  if (!Array.isArray(blocks)) throw new ArgumentTypeError("blocks", "an array of matrices", describe(blocks));
  if (blocks.length === 0) throw new ShapeError("blocks", "a block at least", "none");
  const made: Cholesky[] = [];
  let row = 0;
  try {
    for (const block of blocks) {
      if (!(block instanceof Matrix)) throw new ArgumentTypeError("blocks", "an array of matrices", describe(block));
      checkKin("blocks", block, blocks[0] as Matrix);
      if (block.rows !== block.cols) throw new ShapeError("blocks", "square matrices", `${block.rows} x ${block.cols}`);
      made.push(cholesky(block));
      row += block.rows;
    }
    return new BlockDiagonalCholesky(made);
  } catch (error) {
    for (const F of made) F.dispose();
    throw error instanceof NotPositiveDefiniteError ? new NotPositiveDefiniteError(row + error.pivot) : error;
  }
}
