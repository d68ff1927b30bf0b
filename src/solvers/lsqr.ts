/**
 * LSQR for min ||b - A x||^2 + damp^2 ||x||^2: conjugate gradients on the normal equations, without forming them.
 *
 * Paige and Saunders, "LSQR: An Algorithm for Sparse Linear Equations and Sparse Least Squares", ACM TOMS 8 (1982) 43-71,
 * sections 4 and 5; damping as in TOMS 8 (1982) 195-209, algorithm 583. doi:10.1145/355984.355989
 * @module
 */
import { hypot } from "../core/elementary.ts";
import type { Vector } from "../arrays/vector.ts";
import { axpby, axpy, copy } from "../kernels/vec.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { Bidiagonal, type DampedOptions, type LeastSquaresState } from "./golubKahan.ts";
import { System } from "./system.ts";

/**
 * Steps LSQR, from x = 0 towards the solution of least norm. Reserves 2m + 4n elements (n fewer with `x`) at the first step,
 * nothing after.
 *
 * @param A  m x n
 * @param b  m elements
 * @throws ArgumentRangeError if damp is not a number >= 0, or if both damp and a start are given, or if NaN turns up
 */
export function* lsqr(A: LinearOperator, b: Vector, options: DampedOptions = {}): Generator<LeastSquaresState, void> {
  const system = new System(A, b, options);
  try {
    const basis = new Bidiagonal(system, options);
    const { x, unit } = system;
    const { damp, v } = basis;
    const w = system.reserve(A.cols);
    for (;;) {
      basis.start();
      copy(w, v);
      let [rho, phi, psi] = [basis.alpha, basis.beta, 0]; // the paper's bars; psi^2 is what damping leaves of ||r||^2
      while (basis.alpha * basis.beta > 0 && !basis.stale) {
        basis.advance();
        const damped = hypot(rho, damp);
        psi = hypot(psi, (damp / damped) * phi);
        phi *= rho / damped;
        const turned = hypot(damped, basis.beta);
        const [c, s] = [damped / turned, basis.beta / turned];
        axpy(x, w, ((c * phi) / turned) * unit);
        axpby(w, v, w, 1, (-s * basis.alpha) / turned);
        rho = -c * basis.alpha;
        phi *= s;
        yield basis.state(hypot(phi, psi), Math.abs(phi * rho));
      }
      while (!basis.stale) yield basis.state(hypot(phi, psi), 0);
    }
  } catch (error) {
    system.abandon();
    throw error;
  } finally {
    system.dispose();
  }
}
