/**
 * P*A*P' = L*L' for a sparse symmetric positive definite A: ordering, analysis, numbers, solutions.
 *
 * Davis, Rajamanickam and Sid-Lakhdar, "A survey of direct methods for sparse linear systems", Acta Numerica 25 (2016)
 * 383-566; the ordering: Amestoy, Davis and Duff, SIAM J. Matrix Anal. Appl. 17 (1996) 886-905.
 * @module
 */
import { CscMatrix } from "../arrays/csc.ts";
import { CsrMatrix } from "../arrays/csr.ts";
import type { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkChoice, checkOptions } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { SparseStructureError } from "../core/errors.ts";
import { type CholeskyStructure, choleskyStructure, type Ordering } from "../kernels/choleskyStructure.ts";
import { sparseFactor, sparseFactorColumns, sparseLogDet, sparseSolve } from "../kernels/sfactor.ts";
import { eliminationTree } from "../kernels/sparseUpdate.ts";
import { checkKin, filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";
import { checkAllFinite, checkSides, checkSquare } from "./sides.ts";
import { UpdatableCholesky } from "./updatableCholesky.ts";

/** How to factor. */
export interface SparseCholeskyOptions {
  /**
   * The order of elimination: "amd" (default), approximate minimum degree; "natural", as the rows are; or a permutation of
   * 0 to n - 1. What is given is put into a postorder of its elimination tree, which leaves the number of entries as it is.
   */
  ordering?: Ordering;
}

/** What the places of A's entries say about its factor: done once for all matrices with these places. */
export class CholeskyAnalysis extends Owner {
  // Not #private: `scope` has to find what is held.
  private readonly structure: CholeskyStructure;

  /** Use `analyzeCholesky`. @internal */
  constructor(structure: CholeskyStructure) {
    super();
    this.structure = structure;
  }

  /** Entries of L, the diagonal among them. */
  get nnz(): number {
    return this.structure.sizes.nnz;
  }

  /** Row k of the permuted matrix is row permutation[k] of A. */
  get permutation(): Uint32Array {
    return this.structure.part("perm").slice();
  }

  /** The elimination tree of the permuted matrix: the parent of each column, -1 for a root. */
  get parent(): Int32Array {
    return Int32Array.from(this.structure.part("parent"), (p) => p | 0);
  }

  /** Entries in each column of L. */
  get counts(): Uint32Array {
    return this.structure.part("counts").slice();
  }

  /** Bytes reserved. */
  get bytes(): number {
    return this.structure.bytes;
  }

  /**
   * Factors a matrix that has the places analysed, of the same element type. What is returned needs this analysis as long as it
   * is used.
   * @throws SparseStructureError for other places; NotPositiveDefiniteError with the failing pivot, a row of A
   */
  factor(A: CsrMatrix): SparseCholesky {
    checkSquare(A);
    checkKin("A", A, this.structure);
    if (!this.structure.fits(A)) throw new SparseStructureError("A", "the places that were analysed", "others");
    return numbers(A, this.structure, false);
  }

  /** Gives the memory back; factors made from it can no longer be used. */
  override dispose(): void {
    this.structure.dispose();
  }
}

/** A sparse Cholesky factorisation. */
export class SparseCholesky extends Owner {
  // Not #private: `scope` has to find what is held.
  private readonly structure: CholeskyStructure;
  private readonly values: Vector;
  readonly #norm: number;
  readonly #owner: boolean;

  /** Use `sparseCholesky`. @internal */
  constructor(structure: CholeskyStructure, values: Vector, norm: number, owner: boolean) {
    super();
    this.structure = structure;
    this.values = values;
    this.#norm = norm;
    this.#owner = owner;
  }

  /** Rows of A. */
  get rows(): number {
    return this.structure.sizes.n;
  }

  /** Entries of L, the diagonal among them. */
  get nnz(): number {
    return this.structure.sizes.nnz;
  }

  /** Row k of the permuted matrix is row permutation[k] of A. */
  get permutation(): Uint32Array {
    return this.structure.part("perm").slice();
  }

  /** Bytes reserved: L's blocks, and the analysis where it is its own. */
  get bytes(): number {
    return this.values.bytes + (this.#owner ? this.structure.bytes : 0);
  }

  /** L, lower triangular, as a new matrix of nnz entries; L*L' = P*A*P'. */
  L(): CscMatrix {
    const { engine, type, sizes } = this.structure;
    const make = (nnz: number) => new CsrMatrix(engine, type, sizes.n, sizes.n, nnz);
    return new CscMatrix(sparseFactorColumns(this.values, this.structure, make));
  }

  /** The same factor in a form that can be changed by one vector at a time. Reserves nnz entries with their rows. */
  updatable(): UpdatableCholesky {
    const columns = this.L();
    try {
      return new UpdatableCholesky(columns, eliminationTree(this.structure));
    } catch (error) {
      columns.dispose();
      throw error;
    }
  }

  /** A^-1 b or A^-1 B as a new array. */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    checkSides(b, this.values, this.rows);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. */
  solveInto(x: Vector | Matrix): void {
    checkSides(x, this.values, this.rows);
    sparseSolve(x, this.values, this.structure);
  }

  /** log det A */
  logDet(): number {
    return sparseLogDet(this.values, this.structure);
  }

  /** An estimate of ||A||_1 ||A^-1||_1, a lower bound, from a few solutions. Reserves n elements while it works. */
  condition(): number {
    const { engine, type, sizes } = this.structure;
    const solve = (x: Vector) => this.solveInto(x);
    return this.#norm * estimateNorm1(engine, type, sizes.n, solve, solve);
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.values.dispose();
    if (this.#owner) this.structure.dispose();
  }
}

/**
 * Analyses a square A, reading the places of its lower triangle alone (the upper may be stored or not). Reserves 2 words for each
 * stored entry of A, 7 a row and what the row lists of the supernodes take; about four times A's words while it works.
 */
export function analyzeCholesky(A: CsrMatrix, options: SparseCholeskyOptions = {}): CholeskyAnalysis {
  checkSquare(A);
  checkOptions("options", options);
  return new CholeskyAnalysis(choleskyStructure(A, orderingOf(options)));
}

/**
 * Factors A, reading its lower triangle alone (the upper may be stored or not); a diagonal entry that is not stored is 0.
 * @throws ShapeError if A is not square; ArgumentRangeError if a stored entry is NaN or infinite;
 * NotPositiveDefiniteError with the failing pivot, which is a row of A: the rows eliminated before it and it make a minor that fails
 */
export function sparseCholesky(A: CsrMatrix, options: SparseCholeskyOptions = {}): SparseCholesky {
  checkSquare(A);
  checkOptions("options", options);
  const structure = choleskyStructure(A, orderingOf(options));
  try {
    return numbers(A, structure, true);
  } catch (error) {
    structure.dispose();
    throw error;
  }
}

/** The factor itself. */
function numbers(A: CsrMatrix, structure: CholeskyStructure, owner: boolean): SparseCholesky {
  checkAllFinite(A);
  const values = new Vector(A.engine, A.type, structure.sizes.stored);
  let norm = 0;
  filled(values, () => {
    norm = sparseFactor(values, structure, A);
  });
  return new SparseCholesky(structure, values, norm, owner);
}

function orderingOf({ ordering = "amd" }: SparseCholeskyOptions): Ordering {
  if (typeof ordering === "string") checkChoice("ordering", ordering, ["amd", "natural"]);
  return ordering;
}
