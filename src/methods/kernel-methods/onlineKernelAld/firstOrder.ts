/**
 * Gradient descent on f = sum a_j k(s_j, .) within |f| <= U, of steps U / sqrt(1 + the squared gradients so far). The gradient along a
 * dependent point is taken along the combination of the basis that is nearest to it.
 * @module
 */
import { checkPositive, checkSize } from "../../../core/check.ts";
import type { Numbers } from "../../../core/types.ts";
import { AldBasis } from "./basis.ts";
import { alphaOf, checkPoint, checkRound, type DependenceOptions, inner, type OnlineStep, roomFor } from "./stream.ts";

/** How to learn. */
export interface AogdAldOptions extends DependenceOptions {
  /** The largest norm of f, > 0. */
  U: number;
  /** Points in the basis from which on all points join without a look. Default (sqrt(d^2 + 4 d horizon) - d) / 2, or without end. */
  budget?: number;
}

/** The first order learner: a round costs B (d + B) for a basis of B points. */
export class AogdAld {
  readonly #basis: AldBasis;
  readonly #d: number;
  readonly #U: number;
  readonly #alpha: number;
  readonly #budget: number;
  #a = new Float64Array(16);
  #squares = 1;
  #norm2 = 0;

  /** @throws ArgumentRangeError, ArgumentTypeError */
  constructor(options: AogdAldOptions) {
    this.#basis = new AldBasis(options);
    const { d, U, horizon } = options;
    this.#d = d;
    checkPositive("U", U);
    this.#U = U;
    this.#alpha = alphaOf(options);
    const usual = horizon === undefined ? Infinity : Math.round((Math.sqrt(d * d + 4 * d * horizon) - d) / 2);
    const { budget = usual } = options;
    if (budget !== Infinity) checkSize("budget", budget, 1);
    this.#budget = budget;
  }

  /** |f|, kept from round to round. */
  get norm(): number {
    return Math.sqrt(Math.max(0, this.#norm2));
  }

  /** Of each point in the basis. */
  get coefficients(): Float64Array {
    return this.#a.slice(0, this.#basis.size);
  }

  /** The points. */
  get basis(): AldBasis {
    return this.#basis;
  }

  /** f(x) */
  predict(x: Numbers): number {
    checkPoint(x, this.#d);
    return inner(this.#a, this.#basis.row(x), this.#basis.size);
  }

  /** Predicts y, then learns it. */
  step(x: Numbers, y: number): OnlineStep {
    checkRound(x, y, this.#d);
    const basis = this.#basis;
    const B = basis.size;
    const full = B >= this.#budget;
    const test = full ? undefined : basis.test(x);
    const k = test ? test.k : basis.row(x);
    const yhat = inner(this.#a, k, B);
    const e = yhat - y;
    if (test && test.resid <= this.#alpha ** 2) {
      // beta'G beta = |phi|^2 and a'G beta = a'k, as G beta = k.
      const beta = basis.combination();
      const g = this.#move(e, inner(test.phi, test.phi, B), yhat);
      for (let i = 0; i < B; i++) this.#a[i] = (this.#a[i] as number) - g * (beta[i] as number);
    } else {
      if (test) basis.append();
      else basis.keep(x);
      this.#a = roomFor(this.#a, B + 1);
      this.#a[B] = -this.#move(e, 1, yhat);
    }
    const { norm } = this;
    if (norm > this.#U) {
      const scale = this.#U / norm;
      for (let i = 0; i < basis.size; i++) this.#a[i] = (this.#a[i] as number) * scale;
      this.#norm2 = this.#U ** 2;
    }
    return { yhat, size: basis.size };
  }

  /** The length of the step along a point, or combination, h with |h|^2 = square and <f, h> = along. */
  #move(e: number, square: number, along: number): number {
    this.#squares += 4 * e * e * square;
    const g = (this.#U / Math.sqrt(this.#squares)) * 2 * e;
    this.#norm2 += g * (g * square - 2 * along);
    return g;
  }
}
