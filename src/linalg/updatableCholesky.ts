/**
 * P*A*P' = L*L' for a sparse A that changes by one vector at a time: A + w*w' or A - w*w' with L's places as they are.
 *
 * Davis and Hager, "Modifying a sparse Cholesky factorization", SIAM J. Matrix Anal. Appl. 20 (1999) 606-627.
 * @module
 */
import type { CscMatrix } from "../arrays/csc.ts";
import type { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkNumber, checkNumbers, checkOptions, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, SparseStructureError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import { type EliminationTree, solveByRows, updateFactor } from "../kernels/sparseUpdate.ts";
import { filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";
import { checkSides } from "./sides.ts";

/** A vector with few entries. */
export interface SparseVector {
  /** The places of its entries, in any order, without repeats. */
  indices: Numbers;
  /** The entries. */
  values: Numbers;
}

/** A sparse Cholesky factor, column by column: slower to solve with than `SparseCholesky`, but it can be changed. */
export class UpdatableCholesky extends Owner {
  /** Use `SparseCholesky.updatable`. @internal */
  constructor(
    private readonly columns: CscMatrix,
    private readonly tree: EliminationTree,
  ) {
    super();
  }

  /** Rows of A. */
  get rows(): number {
    return this.columns.rows;
  }

  /** Entries of L, the diagonal among them. */
  get nnz(): number {
    return this.columns.nnz;
  }

  /** Row k of the permuted matrix is row permutation[k] of A. */
  get permutation(): Uint32Array {
    return this.tree.perm.slice();
  }

  /** Bytes reserved. */
  get bytes(): number {
    return this.columns.bytes + this.tree.bytes;
  }

  /** L, as a new matrix; L*L' = P*A*P'. */
  L(): CscMatrix {
    return this.columns.transpose().transpose();
  }

  /**
   * A becomes A + w*w'. The time it takes is that of looking at the columns of L on the way up the tree from w's first entry.
   * @throws SparseStructureError where w would add entries to L: of its places, all but the one eliminated first must be those of
   * entries of L in the column of that one
   */
  update(w: SparseVector): void {
    this.#change(w, false);
  }

  /**
   * A becomes A - w*w'.
   * @throws SparseStructureError as `update`; NotPositiveDefiniteError with the failing pivot, a row of A: then L is as it was
   */
  downdate(w: SparseVector): void {
    this.#change(w, true);
  }

  /** A^-1 b or A^-1 B as a new array. */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    checkSides(b, this.columns.transposed, this.rows);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. */
  solveInto(x: Vector | Matrix): void {
    checkSides(x, this.columns.transposed, this.rows);
    solveByRows(x, this.columns.transposed, this.tree);
  }

  /** log det A */
  logDet(): number {
    const { indptr, values, rows } = this.columns;
    let total = 0;
    for (let j = 0; j < rows; j++) total += log(values[indptr[j] as number] as number);
    return 2 * total;
  }

  /** An estimate of ||A||_1 ||A^-1||_1 from a few products with L*L' and a few solutions. Reserves 2n elements while it works. */
  condition(): number {
    const { columns, rows: n } = this;
    const { engine, type } = columns;
    const between = new Vector(engine, type, n);
    const multiply = (x: Vector) => {
      columns.adjoint(between, x);
      columns.apply(x, between);
    };
    const solve = (x: Vector) => this.solveInto(x);
    try {
      return estimateNorm1(engine, type, n, multiply, multiply) * estimateNorm1(engine, type, n, solve, solve);
    } finally {
      between.dispose();
    }
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.columns.dispose();
    this.tree.dispose();
  }

  #change(w: SparseVector, down: boolean): void {
    checkOptions("w", w);
    const { indices, values } = w;
    checkNumbers("w.indices", indices);
    checkNumbers("w.values", values, indices.length);
    const { inverse } = this.tree;
    const rows: number[] = [];
    for (let p = 0; p < indices.length; p++) {
      const i = indices[p] as number;
      if (!Number.isInteger(i) || i < 0 || i >= this.rows)
        throw new ArgumentRangeError(`w.indices[${p}]`, `an integer from 0 to ${this.rows - 1}`, describe(i));
      checkNumber(`w.values[${p}]`, values[p]);
      rows.push(inverse[i] as number);
    }
    const first = rows.reduce((least, k) => Math.min(least, k), 0xffffffff);
    const { indptr, indices: places } = this.columns;
    const column =
      rows.length === 0 ? places.subarray(0, 0) : places.subarray(indptr[first] as number, indptr[first + 1] as number);
    const seen = new Set<number>();
    for (const [p, k] of rows.entries()) {
      if (seen.has(k))
        throw new ArgumentRangeError(`w.indices[${p}]`, "a place that no other is", describe(indices[p]));
      seen.add(k);
      if (!holds(column, k))
        throw new SparseStructureError(
          `w.indices[${p}]`,
          `the row of an entry of L in the column of row ${this.tree.perm[first]}`,
          describe(indices[p]),
        );
    }
    updateFactor(this.columns.transposed, this.tree, rows, Array.from(values), down);
  }
}

/** Whether k is among words that ascend. */
function holds(words: Uint32Array, k: number): boolean {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as number) < k) low = middle + 1;
    else high = middle;
  }
  return words[low] === k;
}
