// H = I - tau*v*v' with v_0 = 1 and H*x = beta*e_0, beta of the sign opposite to x_0: nothing cancels.
// Golub and Van Loan, Matrix Computations, 4th ed., algorithm 5.1.1; tiny vectors are scaled up first (by 2^96 or 2^160), as in LAPACK's larfg.

import { nrm2 } from "./nrm2";
import { scal } from "./scal";

/** x: n > 0 elements in, v out. tau, at the address given, is 0 and H = I where x is a multiple of e_0. Returns beta. */
export function reflector<T>(x: usize, n: usize, tau: usize): T {
  const size = sizeof<T>(), alpha = load<T>(x), rest = nrm2<T>(x + size, n - 1), top = max<T>(abs<T>(alpha), rest);
  const small: T = size == 4 ? <T>1e-28 : <T>1e-280;
  const up: T = size == 4 ? <T>79228162514264337593543950336.0 : <T>1461501637330902918203684832716283019655932542976.0;
  if (rest == 0) {
    store<T>(tau, 0);
    store<T>(x, 1);
    return alpha;
  }
  if (top < small) {
    scal<T>(x, n, up);
    return reflector<T>(x, n, tau) / up;
  }
  const part = alpha / top, other = rest / top, norm = top * sqrt<T>(part * part + other * other);
  const beta: T = alpha > 0 ? -norm : norm;
  store<T>(tau, (beta - alpha) / beta);
  scal<T>(x + size, n - 1, <T>1 / (alpha - beta));
  store<T>(x, 1);
  return beta;
}
