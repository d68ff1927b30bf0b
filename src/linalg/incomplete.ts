/**
 * Incomplete factorisations without fill, as preconditioners: M = L*L' or M = L*U, equal to A at the places of A.
 *
 * Meijerink and van der Vorst, Math. Comp. 31 (1977) 148-162; Manteuffel, Math. Comp. 34 (1980) 473-497: shifts;
 * Saad, Iterative Methods for Sparse Linear Systems, 2nd ed. (2003), section 10.3.
 * @module
 */
import { CsrMatrix } from "../arrays/csr.ts";
import type { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkOptions } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { NotPositiveDefiniteError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Triangle } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { checkVector, filled } from "../kernels/storage.ts";
import { csrLower, csrTrsv, incompleteCholeskyInPlace, incompleteLuInPlace } from "../kernels/triangular.ts";
import { copy } from "../kernels/vec.ts";
import { checkAllFinite, checkSides, checkSquare } from "./sides.ts";

/** The first shift that is tried where A itself breaks down; each after it is twice as large. */
const FIRST_SHIFT = 1e-3;

/** What is solved with one after the other. */
type Factors = readonly (readonly [A: CsrMatrix, triangle: Triangle])[];

/** M^-1 as a linear operator, and as a solver. */
abstract class Preconditioner extends Owner {
  /** Factors of M in the order in which they are solved with. */
  protected abstract readonly factors: Factors;
  /** The same for M'. */
  protected abstract readonly transposed: Factors;

  protected constructor(protected readonly held: CsrMatrix) {
    super();
  }

  /** The instance it lives in. */
  get engine(): Engine {
    return this.held.engine;
  }
  /** The element type. */
  get type(): Real {
    return this.held.type;
  }
  /** Rows of A. */
  get rows(): number {
    return this.held.rows;
  }
  /** Columns of A. */
  get cols(): number {
    return this.held.rows;
  }
  /** Stored entries. */
  get nnz(): number {
    return this.held.nnz;
  }
  /** Bytes reserved. */
  get bytes(): number {
    return this.held.bytes;
  }

  /** M^-1 b or M^-1 B as a new array. */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    checkSides(b, this.held, this.rows);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = M^-1 x in place. */
  solveInto(x: Vector | Matrix): void {
    checkSides(x, this.held, this.rows);
    for (const [A, triangle] of this.factors) csrTrsv(x, A, triangle);
  }

  /** out = M^-1 x. out may be x. */
  apply(out: Vector, x: Vector): void {
    this.#through(this.factors, out, x);
  }

  /** out = M'^-1 x. out may be x. */
  adjoint(out: Vector, x: Vector): void {
    this.#through(this.transposed, out, x);
  }

  #through(factors: Factors, out: Vector, x: Vector): void {
    checkVector("x", x, this.held, this.rows);
    checkVector("out", out, this.held, this.rows);
    if (out !== x) copy(out, x);
    for (const [A, triangle] of factors) csrTrsv(out, A, triangle);
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.held.dispose();
  }
}

/** IC(0): M = L*L' with L at the places of A's lower triangle. */
export class IncompleteCholesky extends Preconditioner {
  protected readonly factors: Factors;
  protected readonly transposed: Factors;

  /** Use `incompleteCholesky`. @internal */
  constructor(
    /** The factor, lower triangular. */
    readonly L: CsrMatrix,
    /** M is that of A + shift*diag(A). */
    readonly shift: number,
  ) {
    super(L);
    this.factors = this.transposed = [
      [L, {}],
      [L, { transpose: true }],
    ];
  }
}

/** ILU(0): M = L*U with L and U at the places of A. */
export class IncompleteLu extends Preconditioner {
  protected readonly factors: Factors;
  protected readonly transposed: Factors;

  /** Use `incompleteLu`. @internal */
  constructor(
    /** U, its diagonal and what is above; below it L, whose diagonal is 1. */
    readonly LU: CsrMatrix,
  ) {
    super(LU);
    this.factors = [
      [LU, { unitDiagonal: true }],
      [LU, { lower: false }],
    ];
    this.transposed = [
      [LU, { lower: false, transpose: true }],
      [LU, { unitDiagonal: true, transpose: true }],
    ];
  }
}

/** How to factor. */
export interface IncompleteCholeskyOptions {
  /**
   * A + shift*diag(A) is factored. 0 by default, and a breakdown is then an error; "auto" tries 0, 1e-3 and twice that each time
   * until none breaks down, which happens at the latest where the matrix has become diagonally dominant.
   */
  shift?: number | "auto";
}

/**
 * IC(0) of a symmetric A, whose lower triangle alone is read. Reserves that triangle.
 * @throws NotPositiveDefiniteError with the row of a pivot that is not > 0; with "auto" only where A's diagonal has such an entry
 */
export function incompleteCholesky(A: CsrMatrix, options: IncompleteCholeskyOptions = {}): IncompleteCholesky {
  checkSquare(A);
  checkOptions("options", options);
  const { shift = 0 } = options;
  if (shift !== "auto") checkNonNegative("shift", shift);
  checkAllFinite(A);
  const make = (nnz: number) => new CsrMatrix(A.engine, A.type, A.rows, A.rows, nnz);
  if (shift !== "auto") return attempt(csrLower(A, make), shift);
  const diagonal = A.diagonal();
  const bad = diagonal.data.findIndex((v) => !(v > 0));
  diagonal.dispose();
  if (bad >= 0) throw new NotPositiveDefiniteError(bad);
  for (let tried = 0; ; tried = tried === 0 ? FIRST_SHIFT : 2 * tried) {
    try {
      return attempt(csrLower(A, make), tried);
    } catch (error) {
      if (!(error instanceof NotPositiveDefiniteError) || tried > 1e30) throw error;
    }
  }
}

function attempt(L: CsrMatrix, shift: number): IncompleteCholesky {
  return new IncompleteCholesky(
    filled(L, () => incompleteCholeskyInPlace(L, shift)),
    shift,
  );
}

/**
 * ILU(0) of A. Reserves as much as A.
 * @throws SingularMatrixError with the row of a pivot that is 0 or not stored
 */
export function incompleteLu(A: CsrMatrix): IncompleteLu {
  checkSquare(A);
  checkAllFinite(A);
  const LU = A.clone();
  return new IncompleteLu(filled(LU, () => incompleteLuInPlace(LU)));
}
