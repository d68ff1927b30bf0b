/**
 * The linear relaxation of a scoring problem: rho anywhere in its box, an error as large as z = (R - s) / (R - least s) where that is above
 * 0, s = y_i x_i'rho the score that has to reach R, and a term's cost spread over its box. By linear duality its value is
 *
 *   max  sum_e R v_e / M_e + sum_j min_r (cost_j(r) - r t_j),   t = sum_e v_e y_e x_e / M_e,   0 <= v_e <= w_e,   M_e = R - least s,
 *
 * a program of one row a feature; any v bounds all scoring systems from below, and bounds here are computed from v itself.
 * A sample that must be right has no upper limit of v_e; one that must be wrong costs w_e, and v_e is at most 0 with s <= W in place of R.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Owner } from "../../../core/dispose.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { Simplex } from "../../../solvers/simplex.ts";
import type { Problem } from "./problem.ts";

/** Samples alike: y_i x_i, and what they cost together if wrong. */
export interface Sample {
  readonly slopes: Float64Array;
  weight: number;
}

/** A coefficient's cost, convex: `base` at `at`, and from there by `up` and `down` a unit as far as `above` and `below`. */
interface Cost {
  readonly at: number;
  readonly base: number;
  readonly above: number;
  readonly below: number;
  readonly up: number;
  readonly down: number;
}

/** The dual program, and samples forced to be right or wrong. */
export class Relaxation extends Owner {
  readonly #simplex: Simplex;
  readonly #samples: readonly Sample[];
  readonly #costs: readonly Cost[];
  readonly #spans: Float64Array;
  readonly #always: Int8Array;
  readonly #forced: Int8Array;
  readonly #right: number;
  readonly #wrong: number;

  /** Holds what a simplex of P rows and a column for each sample and three for each feature does. */
  constructor(engine: Engine, problem: Problem, samples: readonly Sample[]) {
    super();
    const { lower, upper, epsilon, margin, whole } = problem;
    [this.#right, this.#wrong] = whole ? [Math.ceil(epsilon), Math.ceil(epsilon) - 1] : [margin, 2 * epsilon - margin];
    this.#samples = samples;
    this.#costs = Array.from(lower, (_, j) => costOf(problem, j));
    this.#spans = new Float64Array(samples.length);
    this.#forced = new Int8Array(samples.length);
    this.#always = Int8Array.from(samples, ({ slopes }, e) => {
      let [least, most] = [0, 0];
      for (const [j, v] of slopes.entries()) {
        const ends = [v * (lower[j] as number), v * (upper[j] as number)] as const;
        least += Math.min(...ends);
        most += Math.max(...ends);
      }
      this.#spans[e] = this.#right - least;
      return least >= epsilon + (epsilon - margin) ? 1 : most < this.#right ? -1 : 0;
    });
    const [E, P] = [samples.length, lower.length];
    const n = E + 3 * P;
    const [low, high, cost] = [new Float64Array(n + P), new Float64Array(n + P), new Float64Array(n)];
    const A = Matrix.zeros(engine, "f64", P, n);
    const { data } = A;
    for (const [e, { slopes }] of samples.entries())
      if (this.#always[e] === 0)
        for (const [j, v] of slopes.entries()) data[j * n + e] = v / (this.#spans[e] as number);
    // t_j = free part, between the slopes of the cost, + beyond the one - beyond the other.
    for (const [j, { at, above, below, up, down }] of this.#costs.entries()) {
      const [free, more, less] = [E + j, E + P + j, E + 2 * P + j];
      data[j * n + free] = data[j * n + more] = -1;
      data[j * n + less] = 1;
      [low[free], high[free]] = [below > 0 ? -down : -Infinity, above > 0 ? up : Infinity];
      [high[more], high[less]] = [above > 0 ? Infinity : 0, below > 0 ? Infinity : 0];
      [cost[free], cost[more], cost[less]] = [at, at + above, below - at];
    }
    this.#simplex = new Simplex(A, low, high, cost);
    A.dispose();
    for (let e = 0; e < E; e++) this.#allow(e, 0);
  }

  /** 1 or -1 where the box alone makes a sample right or wrong. */
  always(e: number): number {
    return this.#always[e] as number;
  }

  /** No scoring system within what is forced costs less. */
  bound(): number {
    this.#simplex.solve(10_000);
    return this.#value(this.#simplex.values);
  }

  /** 1 for samples that do not press the bound now: it is the same with them forced to be right. */
  idle(): Uint8Array {
    return Uint8Array.from(this.#samples, (_, e) => (this.#simplex.values[e] === 0 ? 1 : 0));
  }

  /** Whether all systems that make this sample right (1), or wrong, cost more than `level`. */
  exceeds(e: number, status: 1 | -1, level: number): boolean {
    this.#allow(e, status);
    const simplex = this.#simplex;
    const end = simplex.solve(10_000, -level + this.#constant() - 1e-9 * (1 + Math.abs(level)));
    let bound = this.#value(simplex.values);
    if (end === "unbounded")
      for (let far = 1; far < 1e12 && !(bound > level); far *= 10)
        bound = this.#value(simplex.values.map((v, k) => v + far * (simplex.proof?.[k] ?? 0)));
    this.#allow(e, this.#forced[e] as number);
    return bound > level;
  }

  /** Keeps the sample right, or wrong. */
  force(e: number, status: 1 | -1): void {
    this.#forced[e] = status;
    this.#allow(e, status);
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.#simplex.dispose();
  }

  readonly #now: number[] = [];

  #allow(e: number, status: number): void {
    const { lower, upper, cost } = this.#simplex;
    this.#now[e] = status;
    const fixed = this.#always[e] !== 0;
    const { weight } = this.#samples[e] as Sample;
    lower[e] = status < 0 && !fixed ? -Infinity : 0;
    upper[e] = fixed || status < 0 ? 0 : status > 0 ? Infinity : weight;
    cost[e] = -this.#aim(e);
  }

  /** R / M or W / M. */
  #aim(e: number): number {
    return ((this.#now[e] as number) < 0 ? this.#wrong : this.#right) / (this.#spans[e] as number);
  }

  /** What all systems cost whatever v is. */
  #constant(): number {
    let sum = 0;
    for (const { base } of this.#costs) sum += base;
    for (const [e, { weight }] of this.#samples.entries())
      if (this.#always[e] === -1 || (this.#now[e] as number) < 0) sum += weight;
    return sum;
  }

  /** The bound that v proves, its own t computed afresh; v moved into its limits. */
  #value(values: Float64Array): number {
    const { lower, upper } = this.#simplex;
    const t = new Float64Array(this.#costs.length);
    let sum = this.#constant();
    for (const [e, { slopes }] of this.#samples.entries()) {
      if (this.#always[e] !== 0) continue;
      const v = Math.min(upper[e] as number, Math.max(lower[e] as number, values[e] as number));
      if (v === 0) continue;
      sum += v * this.#aim(e);
      for (const [j, slope] of slopes.entries()) t[j] = (t[j] as number) + (v * slope) / (this.#spans[e] as number);
    }
    for (const [j, { at, above, below, up, down }] of this.#costs.entries()) {
      const slope = t[j] as number;
      sum -= at * slope + Math.max(0, above * (slope - up), below * (-slope - down));
    }
    return sum;
  }
}

/** The convex hull of a term's cost over its box: C0 spread over the way to each end where 0 is inside. */
function costOf({ lower, upper, C0, C1 }: Problem, j: number): Cost {
  const [low, high, term, unit] = [lower[j], upper[j], C0[j], C1[j]] as [number, number, number, number];
  const at = Math.max(low, Math.min(0, high));
  const [above, below] = [high - at, at - low];
  const inside = at === 0;
  return {
    at,
    base: inside ? 0 : term + unit * Math.abs(at),
    above,
    below,
    up: inside ? unit + (above > 0 ? term / above : 0) : unit,
    down: inside ? unit + (below > 0 ? term / below : 0) : unit,
  };
}
