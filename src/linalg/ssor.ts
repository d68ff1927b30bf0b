/**
 * Symmetric successive overrelaxation as a preconditioner: M = w/(2 - w) (D/w + L) D^-1 (D/w + U) with A = L + D + U.
 *
 * Axelsson, "A Generalized SSOR Method", BIT 12 (1972) 443-467; Saad, Iterative Methods for Sparse Linear Systems, 2nd ed.
 * (2003), section 10.2.
 * @module
 */
import type { CsrMatrix } from "../arrays/csr.ts";
import type { Vector } from "../arrays/vector.ts";
import { checkPositive } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, SingularMatrixError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { zip } from "../kernels/maps.ts";
import { checkVector } from "../kernels/storage.ts";
import { csrTrsv } from "../kernels/triangular.ts";
import { copy, scal } from "../kernels/vec.ts";
import { checkAllFinite, checkSquare } from "./sides.ts";

/** M^-1 as a linear operator, and as a solver; positive definite where A is. Holds as much as A and n elements. */
export class Ssor extends Owner {
  readonly #relaxed: CsrMatrix;
  readonly #diagonal: Vector;
  /** The arrays it holds, reachable for `scope`. @internal */
  readonly held: readonly object[];

  /** Use `ssor`. `relaxed`: A with its diagonal, which is `diagonal`, over omega. @internal */
  constructor(
    relaxed: CsrMatrix,
    diagonal: Vector,
    /** The factor of relaxation. */
    readonly omega: number,
  ) {
    super();
    this.#relaxed = relaxed;
    this.#diagonal = diagonal;
    this.held = [relaxed, diagonal];
  }

  /** The instance it lives in. */
  get engine(): Engine {
    return this.#relaxed.engine;
  }
  /** The element type. */
  get type(): Real {
    return this.#relaxed.type;
  }
  /** Rows of A. */
  get rows(): number {
    return this.#relaxed.rows;
  }
  /** Columns of A. */
  get cols(): number {
    return this.#relaxed.rows;
  }

  /** x = M^-1 x in place. */
  solveInto(x: Vector): void {
    this.apply(x, x);
  }

  /** out = M^-1 x. out may be x. */
  apply(out: Vector, x: Vector): void {
    this.#through(out, x, false);
  }

  /** out = M'^-1 x. out may be x. */
  adjoint(out: Vector, x: Vector): void {
    this.#through(out, x, true);
  }

  #through(out: Vector, x: Vector, transpose: boolean): void {
    checkVector("x", x, this, this.rows);
    checkVector("out", out, this, this.rows);
    if (out !== x) copy(out, x);
    csrTrsv(out, this.#relaxed, { lower: !transpose, transpose });
    zip(out, out, this.#diagonal, "mul");
    scal(out, (2 - this.omega) / this.omega);
    csrTrsv(out, this.#relaxed, { lower: transpose, transpose });
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.#relaxed.dispose();
    this.#diagonal.dispose();
  }
}

/**
 * Reserves as much as A and n elements. omega = 1 (the default) is symmetric Gauss-Seidel.
 * @throws ArgumentRangeError unless 0 < omega < 2; SingularMatrixError with the first row whose diagonal entry is 0 or not stored
 */
export function ssor(A: CsrMatrix, omega = 1): Ssor {
  checkSquare(A);
  checkPositive("omega", omega);
  if (omega >= 2) throw new ArgumentRangeError("omega", "a number < 2", `${omega}`);
  checkAllFinite(A);
  return A.engine.memory.scope(() => {
    const diagonal = A.diagonal();
    const missing = diagonal.data.indexOf(0);
    if (missing >= 0) throw new SingularMatrixError(missing);
    const relaxed = A.clone();
    const { indptr, indices, values } = relaxed;
    for (let i = 0; i < A.rows; i++)
      for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++)
        if (indices[p] === i) values[p] = (values[p] as number) / omega;
    return new Ssor(relaxed, diagonal, omega);
  });
}
