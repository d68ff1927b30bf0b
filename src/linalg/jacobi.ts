/**
 * The diagonal as a preconditioner: M = diag(A).
 *
 * Saad, Iterative Methods for Sparse Linear Systems, 2nd ed. (2003), section 10.2.
 * @module
 */
import { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError, SingularMatrixError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { zip } from "../kernels/maps.ts";
import { checkVector } from "../kernels/storage.ts";
import { copy } from "../kernels/vec.ts";

/** M^-1 as a linear operator, and as a solver. Holds n elements. */
export class Jacobi extends Owner {
  /** Use `jacobi`. @internal */
  constructor(
    /** The diagonal of A. */
    readonly diagonal: Vector,
  ) {
    super();
  }

  /** The instance it lives in. */
  get engine(): Engine {
    return this.diagonal.engine;
  }
  /** The element type. */
  get type(): Real {
    return this.diagonal.type;
  }
  /** Rows of A. */
  get rows(): number {
    return this.diagonal.length;
  }
  /** Columns of A. */
  get cols(): number {
    return this.diagonal.length;
  }

  /** x = M^-1 x in place. */
  solveInto(x: Vector): void {
    checkVector("x", x, this, this.rows);
    zip(x, x, this.diagonal, "div");
  }

  /** out = M^-1 x. out may be x. */
  apply(out: Vector, x: Vector): void {
    checkVector("x", x, this, this.rows);
    checkVector("out", out, this, this.rows);
    if (out !== x) copy(out, x);
    this.solveInto(out);
  }

  /** out = M'^-1 x. out may be x. */
  adjoint(out: Vector, x: Vector): void {
    this.apply(out, x);
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.diagonal.dispose();
  }
}

/**
 * Reserves n elements.
 * @throws SingularMatrixError with the first row whose diagonal entry is 0 or not stored
 */
export function jacobi(A: CsrMatrix | Matrix): Jacobi {
  if (!(A instanceof CsrMatrix || A instanceof Matrix))
    throw new ArgumentTypeError("A", "a CsrMatrix or a Matrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError("A", "a square matrix", `${A.rows} x ${A.cols}`);
  const diagonal = A instanceof CsrMatrix ? A.diagonal() : diagonalOf(A);
  try {
    for (const [i, v] of diagonal.data.entries()) {
      if (!Number.isFinite(v)) throw new ArgumentRangeError("A", "finite numbers on the diagonal", `${v} in row ${i}`);
      if (v === 0) throw new SingularMatrixError(i);
    }
  } catch (error) {
    diagonal.dispose();
    throw error;
  }
  return new Jacobi(diagonal);
}

function diagonalOf({ engine, type, rows, data }: Matrix): Vector {
  return Vector.from(
    engine,
    type,
    data.filter((_, e) => e % (rows + 1) === 0),
  );
}
