/**
 * Golub-Kahan bidiagonalisation: A V = U B with B lower bidiagonal, one column a step, from the residual of the start.
 *
 * Golub and Kahan, SIAM J. Numer. Anal. Ser. B 2 (1965) 205-224; as in Paige and Saunders, ACM TOMS 8 (1982) 43-71, (3.1).
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { hypot } from "../core/elementary.ts";
import { checkNonNegative } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { axpby, axpy, nrm2, scal } from "../kernels/vec.ts";
import { checkProduct, type KrylovState, type StartOption, type System } from "./system.ts";

/** What a least-squares method starts from. */
export interface DampedOptions extends StartOption {
  /** ||b - A x||^2 + damp^2 ||x||^2 is minimised. Default 0; with a start `x` it must be. */
  damp?: number;
}

/** One iteration of a least-squares method. */
export interface LeastSquaresState extends KrylovState {
  /**
   * The smaller of ||b - A x|| / ||b|| and ||A'(b - A x)|| / (||A|| ||b - A x||), so that it is 0 at a solution whether b is in the
   * range of A or not; ||A|| is estimated from below. With damp the second alone, of the matrix (A; damp I).
   */
  readonly residual: number;
  /** ||b - A x||; with damp sqrt(||b - A x||^2 + damp^2 ||x||^2). */
  readonly misfit: number;
  /** ||A'(b - A x) - damp^2 x||: the slope. */
  readonly slope: number;
}

/** The two bases, of which the newest vectors alone are kept. Reserves 2m + 2n elements of the system. */
export class Bidiagonal {
  /** The newest column of U. */
  readonly u: Vector;
  /** The newest column of V. */
  readonly v: Vector;
  /** The newest diagonal entry of B. */
  alpha = 0;
  /** The newest entry of B below its diagonal. */
  beta = 0;
  /** The damping. */
  readonly damp: number;
  /** Whether rounding has led the recurrences away from x, so that they have to start anew. */
  stale = false;
  /** Squared Frobenius norm of B and of the damping: from below that of (A; damp I). */
  #squares = 0;
  readonly #across: Vector;
  readonly #back: Vector;

  constructor(
    readonly system: System,
    { damp = 0, x }: DampedOptions,
  ) {
    checkNonNegative("damp", damp);
    if (damp > 0 && x !== undefined) throw new ArgumentRangeError("damp", "0 where a start x is given", `${damp}`);
    this.damp = damp;
    const { rows, cols } = system.A;
    [this.u, this.#across] = [system.reserve(rows), system.reserve(rows)];
    [this.v, this.#back] = [system.reserve(cols), system.reserve(cols)];
  }

  /** The first columns, from the residual of x. */
  start(): void {
    const { system, u, v } = this;
    this.stale = false;
    system.residual(u);
    this.beta = unitary(u);
    system.adjoint(v, u);
    this.alpha = unitary(v);
  }

  /** The next columns: beta u = A v - alpha u, then alpha v = A'u - beta v. */
  advance(): void {
    const { system, u, v } = this;
    const alpha = this.alpha;
    system.apply(this.#across, v);
    axpby(u, this.#across, u, 1, -alpha);
    this.beta = unitary(u);
    this.#squares += alpha * alpha + this.beta * this.beta + this.damp * this.damp;
    system.adjoint(this.#back, u);
    axpby(v, this.#back, v, 1, -this.beta);
    this.alpha = unitary(v);
  }

  /** The residual of a state from the norms of r and of A'r, with damp of those of the larger system. */
  measure(r: number, slope: number): number {
    const relative = slope === 0 ? 0 : slope / (r * (Math.sqrt(this.#squares) || 1));
    return this.damp > 0 ? relative : Math.min(r, relative);
  }

  /** The state after a step, its norms in units of ||b||. */
  state(r: number, slope: number): LeastSquaresState {
    const { x, unit, products } = this.system;
    const [misfit, residual] = [r * unit, this.measure(r, slope)];
    return { x, residual, misfit, slope: slope * unit, products, verify: () => this.#verify(residual) };
  }

  #verify(told: number): number {
    const { system, damp } = this;
    const { x, unit } = system;
    system.residual(this.#across);
    system.adjoint(this.#back, this.#across);
    axpy(this.#back, x, (-damp * damp) / unit);
    const r = hypot(nrm2(this.#across), (damp * nrm2(x)) / unit);
    const fresh = this.measure(r, nrm2(this.#back));
    this.stale = fresh > 2 * told && damp === 0;
    return fresh;
  }
}

/** x over its norm, which is returned; as it is where that is 0. */
function unitary(x: Vector): number {
  const size = checkProduct(nrm2(x));
  if (size > 0) scal(x, 1 / size);
  return size;
}
