/**
 * Conjugate gradients for A x = b, A symmetric positive definite, with a preconditioner of the same kind.
 *
 * Hestenes and Stiefel, "Methods of Conjugate Gradients for Solving Linear Systems", J. Res. Nat. Bur. Standards 49 (1952)
 * 409-436, (3:1); preconditioned as in Golub and Van Loan, Matrix Computations, 4th ed., algorithm 11.5.1.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { step } from "../kernels/krylov.ts";
import { axpby, copy, dot, nrm2 } from "../kernels/vec.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { checkProduct, type KrylovOptions, type KrylovState, precondition, squareSystem } from "./system.ts";

/**
 * Steps conjugate gradients; residual in the 2-norm. Reserves 4n elements (n fewer with `x`, n more with a preconditioner) at the
 * first step, nothing after. A singular A that is positive semidefinite is solved where b is in its range; where p'Ap is zero but
 * for rounding the states stay as they are.
 *
 * @param A  n x n, symmetric
 * @param b  n elements
 * @throws ArgumentRangeError if p'Ap < 0 or r'M^-1 r < 0 turns up, which a positive definite A or M cannot have, or NaN does
 */
export function* cg(A: LinearOperator, b: Vector, options: KrylovOptions = {}): Generator<KrylovState, void> {
  const system = squareSystem(A, b, options);
  try {
    const { preconditioner: M } = options;
    if (system.trivial) yield* system.still(0);
    const { x, unit } = system;
    const [r, p, q] = [system.reserve(A.rows), system.reserve(A.rows), system.reserve(A.rows)];
    const z = M ? system.reserve(A.rows) : r;
    let [squares, rho, restart] = [0, 0, true];
    const verify = () => {
      system.residual(r);
      squares = dot(r, r);
      restart = true;
      return Math.sqrt(squares);
    };
    checkProduct(verify());
    for (;;) {
      if (squares === 0) yield* system.still(0);
      if (M) precondition(M, z, r);
      const before = rho;
      rho = M ? dot(r, z) : squares;
      if (!(rho > 0)) throw new ArgumentRangeError("preconditioner", "a positive definite one", `r'M^-1 r = ${rho}`);
      if (restart) copy(p, z);
      else axpby(p, z, p, 1, rho / before);
      restart = false;
      system.apply(q, p);
      const curvature = checkProduct(dot(p, q));
      if (!(curvature > 0)) {
        if (-curvature > 16 * epsOf[A.type] * nrm2(p) * nrm2(q))
          throw new ArgumentRangeError("A", "a positive definite operator", `p'Ap = ${curvature}`);
        yield* system.still(verify());
      }
      const alpha = rho / curvature;
      squares = step(x, r, p, q, alpha * unit, alpha);
      yield { x, residual: Math.sqrt(squares), products: system.products, verify };
    }
  } catch (error) {
    system.abandon();
    throw error;
  } finally {
    system.dispose();
  }
}
