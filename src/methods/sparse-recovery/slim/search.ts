/**
 * Branch and bound over boxes of coefficients: the box of least bound first, and from it down to a point.
 * @module
 */
import type { Vector } from "../../../arrays/vector.ts";
import { boxBound, boxLine } from "../../../kernels/box.ts";
import { bestOf, divided, type Point, polish, score } from "./polish.ts";
import type { Limits, Problem } from "./problem.ts";
import { BoxQueue } from "./queue.ts";
import { brokenLimits, costOf, costsOf, isFeasible, termsOf, priceOf } from "./value.ts";

/** Where a search stands. */
export interface Progress {
  readonly best: Point;
  /** No coefficients cost less. */
  readonly bound: number;
  /** Boxes looked at. */
  readonly nodes: number;
  /** Boxes waiting. */
  readonly open: number;
  /** Limits that ruled out a box. */
  readonly broken: ReadonlySet<keyof Limits>;
}

/** Values closer than this are the same. */
const SAME = 1e-12;
/** Boxes between two states. */
const PACE = 512;
/** A last coefficient of at most so many numbers is tried number by number. */
const LINE = 512;

/** Searches until the bound meets the best point. s, and two intervals: scratch of one element a group. */
export class Search {
  readonly #problem: Problem;
  readonly #queue: BoxQueue;
  readonly #intervals: Record<"high" | "low", Vector>;
  readonly #s: Vector;
  readonly #four = new Float64Array(4);
  readonly #two = new Float64Array(2);
  readonly #box: Int32Array;
  readonly #influence: Float64Array;
  readonly #broken = new Set<keyof Limits>();
  #best: Point;
  #bound = 0;
  #nodes = 0;

  constructor(problem: Problem, start: Point, intervals: Record<"high" | "low", Vector>, s: Vector) {
    const { columns, lower, upper } = problem;
    const P = columns.rows;
    this.#problem = problem;
    this.#best = start;
    this.#intervals = intervals;
    this.#s = s;
    this.#queue = new BoxQueue(P);
    this.#box = new Int32Array(2 * P);
    const { data, cols: n } = columns;
    this.#influence = new Float64Array(P);
    for (let p = 0; p < P * n; p++) (this.#influence[Math.floor(p / n)] as number) += Math.abs(data[p] as number);
    this.#box.set(lower);
    this.#box.set(upper, P);
    this.#load();
    const bound = this.#boundOf(this.#box, 0);
    if (bound < Infinity) this.#queue.push(this.#box, bound);
    this.#bound = Math.min(bound, start.value);
  }

  /** Some boxes, then where that led; done once `bound` is the value of the best. */
  advance(most = PACE): Progress {
    const until = this.#nodes + most;
    while (this.#nodes < until && this.#queue.least < this.#best.value - SAME) {
      this.#bound = Math.max(this.#bound, this.#queue.pop(this.#box));
      this.#load();
      this.#dive();
    }
    const left = this.#queue.least;
    this.#bound = left < this.#best.value - SAME ? Math.max(this.#bound, left) : this.#best.value;
    return {
      best: this.#best,
      bound: this.#bound,
      nodes: this.#nodes,
      open: this.#queue.size,
      broken: this.#broken,
    };
  }

  /** From the box at hand down: the child of least bound each time, the others wait. */
  #dive(): void {
    const { P } = this.#queue;
    const box = this.#box;
    for (let bound = this.#bound; ; ) {
      this.#nodes++;
      const [j, free] = this.#widest();
      if (free === 0) {
        this.#offer(Int32Array.from(box.subarray(0, P)));
        return;
      }
      const [l, u] = [box[j] as number, box[P + j] as number];
      if (free === 1 && u - l < LINE) {
        this.#offer(this.#line(j, l, u));
        return;
      }
      const children: [bound: number, l: number, u: number][] = [];
      for (const [from, to] of split(l, u)) {
        box[j] = from;
        box[P + j] = to;
        const below = Math.max(bound, this.#boundOf(box, j, l, u));
        if (below < this.#best.value - SAME) children.push([below, from, to]);
      }
      if (children.length === 0) return;
      children.sort((a, b) => b[0] - a[0] || Math.abs(b[1] + b[2]) - Math.abs(a[1] + a[2]));
      const [below, from, to] = children.pop() as [number, number, number];
      for (const [at, first, last] of children) {
        box[j] = first;
        box[P + j] = last;
        this.#queue.push(box, at);
      }
      boxBound(this.#four, this.#intervals, this.#intervals, this.#problem, j, [l, u, from, to], 0);
      [box[j], box[P + j], bound] = [from, to, below];
    }
  }

  /** The coefficient that can change the scores most, and how many are not yet fixed. */
  #widest(): [j: number, free: number] {
    const { P } = this.#queue;
    let [best, most, free] = [-1, -1, 0];
    for (let j = 0; j < P; j++) {
      const width = (this.#box[P + j] as number) - (this.#box[j] as number);
      if (width === 0) continue;
      free++;
      const reach = width * (this.#influence[j] as number);
      if (reach > most) [best, most] = [j, reach];
    }
    return [best, free];
  }

  /** The intervals of the box at hand, afresh. */
  #load(): void {
    const { P } = this.#queue;
    const { high, low } = this.#intervals;
    high.data.fill(0);
    low.data.fill(0);
    for (let j = 0; j < P; j++) {
      const move = [0, 0, this.#box[j] as number, this.#box[P + j] as number] as const;
      if (move[2] !== 0 || move[3] !== 0)
        boxBound(this.#four, this.#intervals, this.#intervals, this.#problem, j, move, 0);
    }
  }

  /** A bound of the objective over a box, where the intervals know coefficient j as one in [l, u]; infinite where limits rule it out. */
  #boundOf(box: Int32Array, j: number, l = box[j] as number, u = box[this.#queue.P + j] as number): number {
    const { costPos, costNeg, limits, margin, C0 } = this.#problem;
    const { P } = this.#queue;
    const move = [l, u, box[j] as number, box[P + j] as number] as const;
    boxBound(this.#four, undefined, this.#intervals, this.#problem, j, move, margin);
    const [wrongPos, wrongNeg, cost, errors] = this.#four as unknown as [number, number, number, number];
    let [costs, fewest, most] = [0, 0, 0];
    for (let k = 0; k < P; k++) {
      const [from, to] = [box[k] as number, box[P + k] as number];
      const counts = (C0[k] as number) > 0 ? 1 : 0;
      if (from > 0 || to < 0) {
        costs += costOf(this.#problem, k, from > 0 ? from : to);
        fewest += counts;
      }
      if (from !== 0 || to !== 0) most += counts;
    }
    const broken = brokenLimits(limits, wrongPos, wrongNeg, errors, fewest, most);
    for (const name of broken) this.#broken.add(name);
    return broken.length > 0 ? Infinity : costPos * wrongPos + costNeg * wrongNeg + cost + costs;
  }

  /** All but coefficient j are fixed: the best number for it. */
  #line(j: number, l: number, u: number): Int32Array<ArrayBuffer> {
    boxBound(this.#four, this.#intervals, this.#intervals, this.#problem, j, [l, u, 0, 0], 0);
    const rho = Int32Array.from(this.#box.subarray(0, this.#queue.P));
    [rho[j]] = bestOf(this.#problem, rho, j, this.#intervals.high, l, u);
    return rho;
  }

  /** Takes a point if it is better, made better still. */
  #offer(rho: Int32Array<ArrayBuffer>): void {
    const s = this.#s;
    const value = this.#valueAt(rho, s);
    if (!isFeasible(value)) for (const name of this.#limitsAt(rho)) this.#broken.add(name);
    if (!(value < this.#best.value - SAME)) return;
    const point = polish(this.#problem, rho, s);
    this.#best = divided(this.#problem, point.value <= value ? point : { rho, value }, s);
  }

  #valueAt(rho: Int32Array, s: Vector): number {
    const problem = this.#problem;
    score(problem, rho, s);
    boxLine(this.#two, s, problem, 0, 0, problem.epsilon);
    const [wrongPos, wrongNeg] = this.#two as unknown as [number, number];
    return priceOf(problem, wrongPos, wrongNeg, costsOf(problem, rho), termsOf(problem, rho));
  }

  /** The limits that a point breaks, its errors counted last. */
  #limitsAt(rho: Int32Array): (keyof Limits)[] {
    const terms = termsOf(this.#problem, rho);
    const [wrongPos, wrongNeg] = this.#two as unknown as [number, number];
    return brokenLimits(this.#problem.limits, wrongPos, wrongNeg, 0, terms, terms);
  }
}

/** Below 0, 0 and above 0 where 0 is inside; 0 and the rest where it is an end; else halves. */
function split(l: number, u: number): [number, number][] {
  if (l < 0 && u > 0) {
    return [
      [l, -1],
      [0, 0],
      [1, u],
    ];
  }
  if (l === 0) {
    return [
      [0, 0],
      [1, u],
    ];
  }
  if (u === 0) {
    return [
      [l, -1],
      [0, 0],
    ];
  }
  const middle = Math.floor((l + u) / 2);
  return [
    [l, middle],
    [middle + 1, u],
  ];
}
