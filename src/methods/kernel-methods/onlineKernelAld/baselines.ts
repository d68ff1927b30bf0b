/**
 * What online kernel regression is compared with: gradient steps w <- w - 2 eta (w'phi(x) - y) phi(x) on features that are fixed, or
 * soon are.
 *
 * Lu, Hoi, Wang, Zhao and Liu, "Large Scale Online Kernel Learning", J. Mach. Learn. Res. 17(47) (2016): FOGD and NOGD.
 * @module
 */
import { Random } from "../../../arrays/random.ts";
import { checkOptions, checkPositive, checkSize } from "../../../core/check.ts";
import { root } from "../../../core/elementary.ts";
import type { Numbers } from "../../../core/types.ts";
import { Instance } from "../../../kernels/instance.ts";
import { AldBasis } from "./basis.ts";
import { checkPoint, checkRound, inner, kernelOf, type OnlineOptions, type OnlineStep } from "./stream.ts";

/** How gradient steps are taken. */
export interface GradientOptions extends OnlineOptions {
  /** The length of a step, > 0; from 1 on steps may grow without end, as |phi| may be 1. Default 0.1. */
  eta?: number;
}

/** Options of `Fogd`. */
export interface FogdOptions extends GradientOptions {
  /** Random frequencies, a cosine and a sine each. Default 50. */
  frequencies?: number;
  /** Default 0. */
  seed?: number | bigint;
}

/** Options of `Nogd`. */
export interface NogdOptions extends GradientOptions {
  /** Points of the basis. Default 50. */
  budget?: number;
}

/** w, and steps of it. */
class GradientSteps {
  readonly #rate: number;
  readonly #w: Float64Array;

  constructor(n: number, { eta = 0.1 }: GradientOptions) {
    checkPositive("eta", eta);
    this.#rate = 2 * eta;
    this.#w = new Float64Array(n);
  }

  predict(phi: Float64Array, n: number): number {
    return inner(this.#w, phi, n);
  }

  step(phi: Float64Array, n: number, y: number): number {
    const yhat = this.predict(phi, n);
    const g = this.#rate * (yhat - y);
    for (let i = 0; i < n; i++) this.#w[i] = (this.#w[i] as number) - g * (phi[i] as number);
    return yhat;
  }
}

/**
 * Gradient steps on random Fourier features (FOGD): phi(x) = (cos u_i'x, sin u_i'x)_i / sqrt(D), u_i ~ N(0, I / sigma^2) for D
 * frequencies, so that E phi(x)'phi(y) is the kernel. A round costs D d and D sines and cosines, from the first to the last.
 */
export class Fogd {
  readonly #d: number;
  /** Frequencies in turns: u_i / (2 pi). */
  readonly #turns: Float64Array;
  readonly #phi: Float64Array;
  readonly #steps: GradientSteps;

  /** @throws ArgumentRangeError, ArgumentTypeError */
  constructor(lw: Instance, options: FogdOptions) {
    const engine = Instance.engineOf(lw);
    this.#d = kernelOf(options).d;
    const { sigma = 1, frequencies = 50, seed = 0 } = options;
    checkSize("frequencies", frequencies, 1);
    this.#steps = new GradientSteps(2 * frequencies, options);
    const random = new Random(engine, seed);
    this.#turns = engine.memory.scope(() => Float64Array.from(random.normal(frequencies * this.#d).data));
    for (const [i, u] of this.#turns.entries()) this.#turns[i] = u / (2 * Math.PI * sigma);
    this.#phi = new Float64Array(2 * frequencies);
  }

  /** What would be predicted for x. */
  predict(x: Numbers): number {
    checkPoint(x, this.#d);
    return this.#steps.predict(this.#features(x), this.#phi.length);
  }

  /** Predicts y, then learns it. `size` counts features. */
  step(x: Numbers, y: number): OnlineStep {
    checkRound(x, y, this.#d);
    const size = this.#phi.length;
    return { yhat: this.#steps.step(this.#features(x), size, y), size };
  }

  #features(x: Numbers): Float64Array {
    const [phi, turns, d] = [this.#phi, this.#turns, this.#d];
    const scale = Math.sqrt(2 / phi.length);
    for (let i = 0; i < phi.length; i += 2) {
      let angle = 0;
      for (let c = 0; c < d; c++) angle += (turns[(i >> 1) * d + c] as number) * (x[c] as number);
      const [re, im] = root(angle - Math.floor(angle), 1);
      phi[i] = scale * re;
      phi[i + 1] = scale * im;
    }
    return phi;
  }
}

/**
 * Gradient steps on Nystrom features (NOGD) of the first points: phi(x) = G^(-1/2) k, up to a rotation, G the Gram matrix of the
 * `budget` points that came first (but for those that others make up for). While they come, these are the steps of the whole kernel.
 * A round costs B d + B^2 / 2. The paper's features of less than full rank are not offered.
 */
export class Nogd {
  readonly #basis: AldBasis;
  readonly #steps: GradientSteps;
  readonly #budget: number;
  readonly #d: number;

  /** @throws ArgumentRangeError, ArgumentTypeError */
  constructor(options: NogdOptions) {
    checkOptions("options", options);
    this.#basis = new AldBasis(options);
    const { d, budget = 50 } = options;
    checkSize("budget", budget, 1);
    this.#steps = new GradientSteps(budget, options);
    [this.#d, this.#budget] = [d, budget];
  }

  /** The points. */
  get basis(): AldBasis {
    return this.#basis;
  }

  /** What would be predicted for x. */
  predict(x: Numbers): number {
    checkPoint(x, this.#d);
    return this.#steps.predict(this.#basis.features(x), this.#basis.size);
  }

  /** Predicts y, then learns it. */
  step(x: Numbers, y: number): OnlineStep {
    checkRound(x, y, this.#d);
    const basis = this.#basis;
    let { phi, resid } = basis.test(x);
    if (basis.size < this.#budget && resid > 0) {
      basis.append();
      phi = basis.features(x);
    }
    return { yhat: this.#steps.step(phi, basis.size, y), size: basis.size };
  }
}
