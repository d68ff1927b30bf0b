/**
 * An active set method for  1/2 w'Gw - b'w + l1 ||w||_1 + l2/2 ||w||^2:  Newton's step over the elements that are not 0, with the signs
 * they have, cut where one of them meets 0 and goes; then those join whose slope is furthest beyond l1. Where columns are nearly
 * collinear, descent by coordinates takes thousands of passes to what are a few hundred changes here.
 *
 * Osborne, Presnell and Turlach, "A new approach to variable selection in least squares problems", IMA J. Numer. Anal. 20 (2000)
 * 389-403, section 3; Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { Vector } from "../../arrays/vector.ts";
import { NotPositiveDefiniteError } from "../../core/errors.ts";
import { epsOf } from "../../core/types.ts";
import { moveGram } from "../../kernels/cd.ts";
import { appendCholesky, removeCholesky, solveCholesky } from "../../kernels/cholesky.ts";
import type { Iterate } from "./extrapolation.ts";

/** The penalty, and when to stop. */
export interface ActiveSetOptions {
  readonly l1: number;
  readonly l2: number;
  /** Only w >= 0. */
  readonly positive: boolean;
  /** The most elements that are not 0, and the most that come or go. */
  readonly room: number;
  readonly changes: number;
  /** Whether this is good enough. */
  done(at: Iterate): boolean;
}

/** A part of those there are joins at once. */
const JOIN = 1 / 8;

/** Where it ends, from w with q = b - G w. Reserves room^2 elements. */
export function activeSet(gram: Matrix, from: Iterate, options: ActiveSetOptions): Iterate {
  const { room } = options;
  return gram.engine.memory.scope(() => {
    const L = new Matrix(gram.engine, gram.type, room, room);
    const steps = new Face(gram, L, { w: from.w.slice(), q: from.q.slice() }, options);
    try {
      steps.run();
    } catch (error) {
      // Columns that depend on each other, to rounding: what was found so far counts.
      if (!(error instanceof NotPositiveDefiniteError)) throw error;
    }
    return steps.at;
  });
}

class Face {
  /** Elements that are not 0, in the order of L, with their signs. */
  private readonly face: number[] = [];
  private readonly sign: Float64Array;
  private readonly shift: number;
  private changes = 0;

  constructor(
    private readonly gram: Matrix,
    private readonly L: Matrix,
    readonly at: Iterate,
    private readonly options: ActiveSetOptions,
  ) {
    const { w } = at;
    const { data, cols } = gram;
    this.sign = w.map(Math.sign);
    let top = 0;
    for (let k = 0; k < w.length; k++) top = Math.max(top, data[k * (cols + 1)] as number);
    this.shift = 4 * epsOf[gram.type] * options.room * top;
  }

  run(): void {
    const { at, options } = this;
    const all = Array.from(at.w.keys());
    this.#join(all.filter((k) => at.w[k] !== 0));
    this.changes = 0;
    for (;;) {
      this.#descend();
      if (this.changes >= options.changes || options.done(at)) return;
      const slopes = options.positive ? at.q : at.q.map(Math.abs);
      const beyond = all.filter((k) => this.sign[k] === 0 && (slopes[k] as number) > options.l1);
      beyond.sort((a, b) => (slopes[b] as number) - (slopes[a] as number));
      const { length } = this.face;
      beyond.length = Math.min(beyond.length, options.room - length, Math.ceil(JOIN * length) || 1);
      if (beyond.length === 0) return;
      for (const k of beyond) this.sign[k] = (at.q[k] as number) > 0 ? 1 : -1;
      this.#join(beyond);
    }
  }

  /** To the minimum over these signs, dropping elements that meet 0. */
  #descend(): void {
    const { gram, L, at, face, sign, shift } = this;
    const { l1, l2 } = this.options;
    const moved = new Float64Array(at.w.length);
    const touched = Uint32Array.from(face);
    let slope = face.map((k) => (at.q[k] as number) - l2 * (at.w[k] as number) - l1 * (sign[k] as number));
    while (face.length > 0) {
      const d = this.#solve(slope);
      let [part, first] = [1, -1];
      for (let a = 0; a < face.length; a++) {
        const k = face[a] as number;
        if ((d[a] as number) * (sign[k] as number) >= 0) continue;
        const until = -(at.w[k] as number) / (d[a] as number);
        if (until < part) [part, first] = [until, a];
      }
      for (let a = 0; a < face.length; a++) {
        const k = face[a] as number;
        const by = a === first ? -(at.w[k] as number) : part * (d[a] as number);
        at.w[k] = a === first ? 0 : (at.w[k] as number) + by;
        (moved[k] as number) += by;
        slope[a] = (1 - part) * (slope[a] as number) + part * shift * (d[a] as number);
      }
      if (first < 0) break;
      sign[face[first] as number] = 0;
      removeCholesky(L, face.length, first);
      face.splice(first, 1);
      slope = slope.filter((_, a) => a !== first);
      this.changes++;
    }
    const by = Float64Array.from(touched, (k) => moved[k] as number);
    moveGram(at.q, gram, touched, by);
  }

  /** (G + l2 + shift)^-1 slope over the face. */
  #solve(slope: readonly number[]): Float64Array | Float32Array {
    const { L } = this;
    const x = Vector.from(L.engine, L.type, slope);
    solveCholesky(x, L, slope.length);
    const d = x.toArray();
    x.dispose();
    return d;
  }

  #join(list: readonly number[]): void {
    const { gram, L, face, shift } = this;
    const [to, G, ld] = [L.data, gram.data, gram.cols];
    const before = face.length;
    face.push(...list);
    for (let a = before; a < face.length; a++) {
      const row = (face[a] as number) * ld;
      for (let b = 0; b <= a; b++) to[a * L.cols + b] = G[row + (face[b] as number)] as number;
      (to[a * (L.cols + 1)] as number) += this.options.l2 + shift;
    }
    appendCholesky(L, before, list.length);
    this.changes += list.length;
  }
}
