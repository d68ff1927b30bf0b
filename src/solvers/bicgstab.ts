/**
 * BiCGSTAB for A x = b, A square: a short recurrence, without A' and without a promise that the residual falls.
 *
 * Van der Vorst, "Bi-CGSTAB: A Fast and Smoothly Converging Variant of Bi-CG for the Solution of Nonsymmetric Linear Systems",
 * SIAM J. Sci. Stat. Comput. 13 (1992) 631-644, preconditioned from the right. doi:10.1137/0913035
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { epsOf } from "../core/types.ts";
import { axpby, axpy, copy, dot, nrm2 } from "../kernels/vec.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { checkProduct, type KrylovOptions, type KrylovState, precondition, squareSystem } from "./system.ts";

/**
 * Steps BiCGSTAB, two products each; residual in the 2-norm. Reserves 6n elements (n fewer with `x`, n more with a
 * preconditioner) at the first step, nothing after. Where its recurrence breaks down it starts anew from the residual; where that
 * gives nothing either, the states stay as they are.
 *
 * @param A  n x n
 * @param b  n elements
 * @throws ArgumentRangeError if NaN turns up
 */
export function* bicgstab(A: LinearOperator, b: Vector, options: KrylovOptions = {}): Generator<KrylovState, void> {
  const system = squareSystem(A, b, options);
  try {
    const { preconditioner: M } = options;
    if (system.trivial) yield* system.still(0);
    const { x, unit } = system;
    const n = A.rows;
    const [r, shadow, p, v, t] = [1, 2, 3, 4, 5].map(() => system.reserve(n)) as [
      Vector,
      Vector,
      Vector,
      Vector,
      Vector,
    ];
    const turned = M ? system.reserve(n) : undefined;
    /** M^-1 z */
    const solved = (z: Vector): Vector => {
      if (!M || !turned) return z;
      precondition(M, turned, z);
      return turned;
    };
    const eps = epsOf[A.type];
    let restart = true;
    let size = 0;
    const verify = () => {
      system.residual(r);
      restart = true;
      size = checkProduct(nrm2(r));
      return size;
    };
    verify();
    let [rho, alpha, omega] = [1, 1, 1];
    for (;;) {
      if (size === 0) yield* system.still(0);
      const began = restart;
      const before = rho;
      if (!restart) rho = checkProduct(dot(shadow, r));
      if (!restart && Math.abs(rho) <= eps * size * nrm2(shadow)) restart = true;
      if (restart) {
        copy(shadow, r);
        copy(p, r);
        rho = dot(r, r);
        restart = false;
      } else {
        axpy(p, v, -omega);
        axpby(p, r, p, 1, (rho / before) * (alpha / omega));
      }
      const along = solved(p);
      system.apply(v, along);
      const slope = checkProduct(dot(shadow, v));
      if (Math.abs(slope) <= eps * nrm2(shadow) * nrm2(v)) {
        if (began) yield* system.still(verify());
        verify();
        continue;
      }
      alpha = rho / slope;
      axpy(x, along, alpha * unit);
      axpy(r, v, -alpha);
      const across = solved(r);
      system.apply(t, across);
      const [squares, shared] = [checkProduct(dot(t, t)), dot(t, r)];
      if (Math.abs(shared) <= eps * Math.sqrt(squares) * nrm2(r)) restart = true;
      omega = squares === 0 ? 0 : shared / squares;
      axpy(x, across, omega * unit);
      axpy(r, t, -omega);
      size = nrm2(r);
      yield { x, residual: size, products: system.products, verify };
    }
  } catch (error) {
    system.abandon();
    throw error;
  } finally {
    system.dispose();
  }
}
