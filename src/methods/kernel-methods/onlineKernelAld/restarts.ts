/**
 * PROS-N-KONS: online Newton steps on the span of a dictionary that online row sampling (KORS) draws; whenever a point joins, all steps
 * start anew.
 *
 * Calandriello, Lazaric and Valko, "Efficient Second-Order Online Kernel Learning with Adaptive Embedding", NIPS 2017.
 * @module
 */
import { Random } from "../../../arrays/random.ts";
import { checkPositive } from "../../../core/check.ts";
import type { Numbers } from "../../../core/types.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { Instance } from "../../../kernels/instance.ts";
import { AldBasis } from "./basis.ts";
import { type NewtonOptions, NewtonSteps, type NonsAldStep } from "./secondOrder.ts";
import { checkPoint, checkRound, forward, inner, kernelOf, type OnlineOptions, roomFor } from "./stream.ts";

/** How to learn. */
export interface ProsNKonsOptions extends OnlineOptions, NewtonOptions {
  /** A point is kept with the chance beta tau, > 0, tau its estimated leverage. The proofs take some log(rounds) / eps^2. Default 1. */
  beta?: number;
  /** By how much estimates are above leverages, in proportion, > 0. Default 0.5. */
  eps?: number;
  /** Default 0. */
  seed?: number | bigint;
}

/** Uniform numbers drawn at a time. */
const AHEAD = 256;

/**
 * Online row sampling: each point joins with the chance p = min(1, beta tau), with the weight s = p^(-1/2). With S = diag(s), the point
 * itself the last of the dictionary with the weight 1 while it is looked at,
 *   tau = (1 + eps) / mu (1 - (S k)' (S K S + mu I)^-1 (S k)) = (1 + eps) c / (c + mu),
 * c the same residual, times 1, without it. L L' = S K S + mu I is bordered by one row a point.
 */
class RowSampling {
  readonly #points: AldBasis;
  readonly #mu: number;
  readonly #factor: number;
  readonly #beta: number;
  readonly #engine: Engine;
  readonly #random: Random;
  #ahead = new Float64Array(0);
  #drawn = 0;
  #L = new Float64Array(64);
  #s = new Float64Array(16);
  #row = new Float64Array(16);

  constructor(lw: Instance, options: ProsNKonsOptions) {
    this.#engine = Instance.engineOf(lw);
    this.#points = new AldBasis(options);
    const { mu = 1, beta = 1, eps = 0.5, seed = 0 } = options;
    checkPositive("beta", beta);
    checkPositive("eps", eps);
    [this.#mu, this.#beta, this.#factor] = [mu, beta, 1 + eps];
    this.#random = new Random(this.#engine, seed);
  }

  get size(): number {
    return this.#points.size;
  }

  /** Whether x joins. */
  draw(x: Numbers): boolean {
    const [B, row, mu] = [this.size, this.#row, this.#mu];
    const k = this.#points.row(x);
    for (let i = 0; i < B; i++) row[i] = (this.#s[i] as number) * (k[i] as number);
    forward(this.#L, row, B);
    const c = Math.max(0, 1 - inner(row, row, B));
    const chance = Math.min(1, (this.#beta * this.#factor * c) / (c + mu));
    if (!(this.#uniform() < chance)) return false;
    const s = 1 / Math.sqrt(chance);
    const from = (B * (B + 1)) / 2;
    this.#L = roomFor(this.#L, from + B + 1);
    for (let i = 0; i < B; i++) this.#L[from + i] = s * (row[i] as number);
    this.#L[from + B] = Math.sqrt(s * s * c + mu);
    this.#s = roomFor(this.#s, B + 1);
    this.#s[B] = s;
    this.#row = roomFor(this.#row, B + 1);
    this.#points.keep(x);
    return true;
  }

  #uniform(): number {
    if (this.#drawn === this.#ahead.length) {
      this.#ahead = this.#engine.memory.scope(() => Float64Array.from(this.#random.uniform(AHEAD).data));
      this.#drawn = 0;
    }
    return this.#ahead[this.#drawn++] as number;
  }
}

/**
 * The learner: a round costs B (2 d + 7 B / 2) for a dictionary of B points. Between calls nothing is reserved in the instance.
 *
 * A point that joins is of use from the next round on, and that round predicts 0. One that the span of the others makes up for, but for
 * rounding, weighs in the dictionary alone: as the span stays what it is, the steps go on.
 */
export class ProsNKons {
  readonly #sampling: RowSampling;
  readonly #basis: AldBasis;
  readonly #steps: NewtonSteps;
  readonly #d: number;
  readonly #C: number;
  #restarts = 0;

  /** @throws ArgumentRangeError, ArgumentTypeError */
  constructor(lw: Instance, options: ProsNKonsOptions) {
    this.#d = kernelOf(options).d;
    this.#steps = new NewtonSteps(options);
    this.#sampling = new RowSampling(lw, options);
    this.#basis = new AldBasis(options);
    this.#C = options.C ?? 1;
  }

  /** Points whose span is worked in: those of the dictionary, but for rounding. */
  get basis(): AldBasis {
    return this.#basis;
  }

  /** How often all started anew. */
  get restarts(): number {
    return this.#restarts;
  }

  /** What would be predicted for x. */
  predict(x: Numbers): number {
    checkPoint(x, this.#d);
    return this.#steps.predict(this.#basis.features(x));
  }

  /** Predicts y, learns it, then draws whether x joins. `size` counts the points of the dictionary. */
  step(x: Numbers, y: number): NonsAldStep {
    checkRound(x, y, this.#d);
    const { phi, resid } = this.#basis.test(x);
    const yhat = this.#steps.step(phi, y);
    if (this.#sampling.draw(x) && resid > 0) {
      this.#basis.append();
      this.#steps.extend();
      this.#steps.restart();
      this.#restarts++;
    }
    return { yhat, size: this.#sampling.size, outside: Math.abs(y) > this.#C };
  }
}
