/**
 * Online Newton steps on w'phi(x): A = mu I + eta sum g g' of the gradients g, its inverse kept by Sherman and Morrison. Before a
 * prediction v is projected, in the norm of A, to |w'phi| <= C.
 * @module
 */
import { checkPositive } from "../../../core/check.ts";
import type { Numbers } from "../../../core/types.ts";
import { AldBasis } from "./basis.ts";
import { alphaOf, checkPoint, checkRound, type DependenceOptions, inner, type OnlineStep } from "./stream.ts";

/** How Newton steps are taken. */
export interface NewtonOptions {
  /** The largest |prediction|, > 0. Default 1. */
  C?: number;
  /** The weight of |w|^2, > 0. Default 1. */
  mu?: number;
  /** The weight of each gradient in A, > 0. Default 1 / (4 C^2 + 4). */
  eta?: number;
}

/** How to learn. */
export interface NonsAldOptions extends DependenceOptions, NewtonOptions {}

/** One round. */
export interface NonsAldStep extends OnlineStep {
  /** Whether |y| > C, which no prediction can come to: the bounds on the loss do not hold then. */
  readonly outside: boolean;
}

/** Newton steps in features that may gain a coordinate. */
export class NewtonSteps {
  readonly #mu: number;
  readonly #eta: number;
  readonly #C: number;
  #n = 0;
  /** A^-1, rows `stride` apart. */
  #inverse = new Float64Array(256);
  #stride = 16;
  #v = new Float64Array(16);
  #p = new Float64Array(16);

  constructor({ C = 1, mu = 1, eta }: NewtonOptions) {
    checkPositive("C", C);
    checkPositive("mu", mu);
    const weight = eta === undefined ? 1 / (4 * C * C + 4) : eta;
    checkPositive("eta", weight);
    [this.#C, this.#mu, this.#eta] = [C, mu, weight];
  }

  /** A coordinate more: w is 0 there, A is mu. */
  extend(): void {
    const n = this.#n++;
    if (n >= this.#stride) {
      const wide = new Float64Array(4 * this.#stride ** 2);
      for (let i = 0; i < n; i++)
        wide.set(this.#inverse.subarray(i * this.#stride, i * this.#stride + n), 2 * i * this.#stride);
      const longer = (x: Float64Array) => {
        const y = new Float64Array(2 * this.#stride);
        y.set(x);
        return y;
      };
      [this.#inverse, this.#v, this.#p] = [wide, longer(this.#v), longer(this.#p)];
      this.#stride *= 2;
    }
    for (let i = 0; i < n; i++) this.#inverse[i * this.#stride + n] = this.#inverse[n * this.#stride + i] = 0;
    this.#inverse[n * (this.#stride + 1)] = 1 / this.#mu;
    this.#v[n] = 0;
  }

  /** Forgets all but how many coordinates there are. */
  restart(): void {
    const n = this.#n;
    this.#n = 0;
    while (this.#n < n) this.extend();
  }

  /** w'phi, at most C in magnitude. */
  predict(phi: Float64Array): number {
    return Math.max(-this.#C, Math.min(this.#C, inner(this.#v, phi, this.#n)));
  }

  /** Predicts y, then takes a step. */
  step(phi: Float64Array, y: number): number {
    const [n, v, p, inverse, stride] = [this.#n, this.#v, this.#p, this.#inverse, this.#stride];
    for (let i = 0; i < n; i++) p[i] = inner(inverse.subarray(i * stride, i * stride + n), phi, n);
    const size = inner(p, phi, n);
    const raw = inner(v, phi, n);
    const yhat = this.predict(phi);
    const slope = 2 * (yhat - y);
    // g = slope phi; A^-1 g after the update is slope p / (1 + eta slope^2 phi'A^-1 phi).
    const down = this.#eta * slope * slope;
    const shrink = 1 / (1 + down * size);
    const move = (size > 0 ? (yhat - raw) / size : 0) - slope * shrink;
    for (let i = 0; i < n; i++) {
      const c = down * shrink * (p[i] as number);
      const row = i * stride;
      for (let j = 0; j < n; j++) inverse[row + j] = (inverse[row + j] as number) - c * (p[j] as number);
      v[i] = (v[i] as number) + move * (p[i] as number);
    }
    return yhat;
  }
}

/** The second order learner: a round costs B (d + 5 B / 2) for a basis of B points. */
export class NonsAld {
  readonly #basis: AldBasis;
  readonly #steps: NewtonSteps;
  readonly #alpha: number;
  readonly #d: number;
  readonly #C: number;

  /** @throws ArgumentRangeError, ArgumentTypeError */
  constructor(options: NonsAldOptions) {
    this.#basis = new AldBasis(options);
    this.#steps = new NewtonSteps(options);
    this.#alpha = alphaOf(options);
    this.#d = options.d;
    this.#C = options.C ?? 1;
  }

  /** The points. */
  get basis(): AldBasis {
    return this.#basis;
  }

  /** What would be predicted for x. */
  predict(x: Numbers): number {
    checkPoint(x, this.#d);
    return this.#steps.predict(this.#basis.features(x));
  }

  /** Predicts y, then learns it. */
  step(x: Numbers, y: number): NonsAldStep {
    checkRound(x, y, this.#d);
    const basis = this.#basis;
    let { phi, resid } = basis.test(x);
    if (resid > this.#alpha ** 2) {
      basis.append();
      this.#steps.extend();
      phi = basis.features(x);
    }
    return { yhat: this.#steps.step(phi, y), size: basis.size, outside: Math.abs(y) > this.#C };
  }
}
