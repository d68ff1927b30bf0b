/**
 * LSMR for min ||b - A x||^2 + damp^2 ||x||^2: minimal residuals on the normal equations, whose residual never grows.
 *
 * Fong and Saunders, "LSMR: An Iterative Algorithm for Sparse Least-Squares Problems", SIAM J. Sci. Comput. 33 (2011) 2950-2971,
 * sections 2.8 (the iteration), 5.2 (norms) and 5.3 (damping). doi:10.1137/10079687X
 * @module
 */
import { hypot } from "../core/elementary.ts";
import type { Vector } from "../arrays/vector.ts";
import { axpby, axpy, copy } from "../kernels/vec.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { Bidiagonal, type DampedOptions, type LeastSquaresState } from "./golubKahan.ts";
import { System } from "./system.ts";

/**
 * Steps LSMR, from x = 0 towards the solution of least norm. Reserves 2m + 5n elements (n fewer with `x`) at the first step,
 * nothing after.
 *
 * @param A  m x n
 * @param b  m elements
 * @throws ArgumentRangeError if damp is not a number >= 0, or if both damp and a start are given, or if NaN turns up
 */
export function* lsmr(A: LinearOperator, b: Vector, options: DampedOptions = {}): Generator<LeastSquaresState, void> {
  const system = new System(A, b, options);
  try {
    const basis = new Bidiagonal(system, options);
    const { x, unit } = system;
    const { damp, v } = basis;
    const [h, across] = [system.reserve(A.cols), system.reserve(A.cols)];
    for (;;) {
      basis.start();
      copy(h, v);
      across.data.fill(0);
      const misfit = new Misfit(basis.beta);
      let alphaBar = basis.alpha;
      let zetaBar = basis.alpha * basis.beta;
      let [rho, rhoBar, cBar, sBar] = [1, 1, 1, 0];
      while (basis.alpha * basis.beta > 0 && !basis.stale) {
        basis.advance();
        const damped = hypot(alphaBar, damp);
        const [cHat, sHat] = [alphaBar / damped, damp / damped];
        const [rhoOld, rhoBarOld] = [rho, rhoBar];
        rho = hypot(damped, basis.beta);
        const [c, s] = [damped / rho, basis.beta / rho];
        const theta = s * basis.alpha;
        alphaBar = c * basis.alpha;
        const thetaBar = sBar * rho;
        rhoBar = hypot(cBar * rho, theta);
        [cBar, sBar] = [(cBar * rho) / rhoBar, theta / rhoBar];
        const zeta = cBar * zetaBar;
        zetaBar *= -sBar;
        axpby(across, h, across, 1, (-thetaBar * rho) / (rhoOld * rhoBarOld));
        axpy(x, across, (zeta / (rho * rhoBar)) * unit);
        axpby(h, v, h, 1, -theta / rho);
        misfit.turn(cHat, sHat, c, s, thetaBar, rhoBar, zeta);
        yield basis.state(misfit.norm, Math.abs(zetaBar));
      }
      while (!basis.stale) yield basis.state(misfit.norm, 0);
    }
  } catch (error) {
    system.abandon();
    throw error;
  } finally {
    system.dispose();
  }
}

/** ||r|| of the larger system by a QR factorisation of what the rotations leave: section 5.2, in its letters. */
class Misfit {
  norm: number;
  #betaTop: number;
  #betaLast = 0;
  #rhoDot = 1;
  #theta = 0;
  #tau = 0;
  #zeta = 0;
  #squares = 0;

  constructor(beta: number) {
    this.norm = this.#betaTop = beta;
  }

  turn(cHat: number, sHat: number, c: number, s: number, thetaBar: number, rhoBar: number, zeta: number): void {
    const [acute, check] = [cHat * this.#betaTop, -sHat * this.#betaTop];
    const hat = c * acute;
    this.#betaTop = -s * acute;
    const rhoTilde = hypot(this.#rhoDot, thetaBar);
    const [cTilde, sTilde] = [this.#rhoDot / rhoTilde, thetaBar / rhoTilde];
    const thetaOld = this.#theta;
    this.#theta = sTilde * rhoBar;
    this.#rhoDot = cTilde * rhoBar;
    this.#betaLast = -sTilde * this.#betaLast + cTilde * hat;
    this.#tau = (this.#zeta - thetaOld * this.#tau) / rhoTilde;
    const tau = (zeta - this.#theta * this.#tau) / this.#rhoDot;
    this.#zeta = zeta;
    this.#squares += check * check;
    this.norm = Math.sqrt(this.#squares + (this.#betaLast - tau) ** 2 + this.#betaTop ** 2);
  }
}
