/**
 * Minimal residuals for A x = b, A symmetric and perhaps indefinite or singular, with a positive definite preconditioner.
 *
 * Paige and Saunders, "Solution of Sparse Indefinite Systems of Linear Equations", SIAM J. Numer. Anal. 12 (1975) 617-629,
 * sections 5 and 6. doi:10.1137/0712047
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { hypot } from "../core/elementary.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { axpby, axpy, copy, dot, scal } from "../kernels/vec.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { checkProduct, type KrylovOptions, type KrylovState, precondition, squareSystem } from "./system.ts";

/**
 * Steps MINRES; residual in the norm of M^-1, in which it never grows. Reserves 8n elements (n fewer with `x`) at the first step,
 * nothing after. Where b is not in the range of A the residual ends above 0, at a least-squares
 * solution.
 *
 * @param A  n x n, symmetric
 * @param b  n elements
 * @throws ArgumentRangeError if r'M^-1 r < 0 turns up, which a positive definite M cannot have, or NaN does
 */
export function* minres(A: LinearOperator, b: Vector, options: KrylovOptions = {}): Generator<KrylovState, void> {
  const system = squareSystem(A, b, options);
  try {
    const { preconditioner: M } = options;
    if (system.trivial) yield* system.still(0);
    const { x, unit } = system;
    const n = A.rows;
    // Lanczos: `now` and `before` are residual directions before M^-1, v is the one after it, of M-norm 1.
    let [now, before, next] = [system.reserve(n), system.reserve(n), system.reserve(n)];
    const v = system.reserve(n);
    let [w, w1, w2] = [system.reserve(n), system.reserve(n), system.reserve(n)];
    /** v = M^-1 r and the square root of r'v */
    const normOf = (out: Vector, r: Vector): number => {
      if (M) precondition(M, out, r);
      else copy(out, r);
      const squares = checkProduct(dot(r, out));
      if (squares < 0)
        throw new ArgumentRangeError("preconditioner", "a positive definite one", `r'M^-1 r = ${squares}`);
      return Math.sqrt(squares);
    };
    copy(next, system.b);
    scal(next, 1 / unit);
    const size = normOf(v, next);
    if (size === 0) throw new ArgumentRangeError("preconditioner", "a positive definite one", "b'M^-1 b = 0");
    let [beta, restart] = [0, false];
    const verify = () => {
      system.residual(now);
      beta = normOf(v, now);
      restart = true;
      return beta / size;
    };
    for (;;) {
      verify();
      restart = false;
      if (beta === 0) yield* system.still(0);
      let phi = beta; // the norm of the residual
      let [last, dbar, epsilon, c, s] = [0, 0, 0, -1, 0];
      let norm = 0;
      for (const vector of [w, w1, w2, before]) vector.data.fill(0);
      while (!restart) {
        scal(v, 1 / beta);
        system.apply(next, v);
        if (last > 0) axpy(next, before, -beta / last);
        const alpha = checkProduct(dot(v, next));
        axpy(next, now, -alpha / beta);
        [before, now, next] = [now, next, before];
        last = beta;
        const old = epsilon;
        const delta = c * dbar + s * alpha;
        const gbar = s * dbar - c * alpha;
        [w2, w1, w] = [w1, w, w2];
        axpby(w, v, w2, 1, -old);
        axpy(w, w1, -delta);
        beta = normOf(v, now);
        norm = Math.max(norm, hypot(alpha, last, beta));
        [epsilon, dbar] = [s * beta, -c * beta];
        // ||A r|| / ||r||: where it is rounding alone, x is a solution of least squares, and a step would leave it
        if (hypot(gbar, dbar) <= 64 * epsOf[A.type] * norm) yield* system.still(verify());
        const gamma = hypot(gbar, beta);
        [c, s] = [gbar / gamma, beta / gamma];
        scal(w, 1 / gamma);
        axpy(x, w, c * phi * unit);
        phi *= s;
        yield { x, residual: phi / size, products: system.products, verify };
        if (beta === 0) restart = true;
      }
    }
  } catch (error) {
    system.abandon();
    throw error;
  } finally {
    system.dispose();
  }
}
