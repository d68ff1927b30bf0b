/**
 * What methods that minimise a smooth function share: where they start, what they yield, and giving back what they reserved.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkOptions } from "../core/check.ts";
import type { State } from "../core/run.ts";
import { checkVector } from "../kernels/storage.ts";
import { checkSmooth, type Smooth } from "./smooth.ts";

/** One iteration of a method for smooth functions. */
export interface MinimumState extends State {
  /** The iterate; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** f(x) */
  readonly value: number;
  /** How often f was evaluated so far, Hessian products apart. */
  readonly evaluations: number;
}

/** Where to start. */
export interface MinimumOptions {
  /** Holds the start and receives the iterates; by default a new vector of zeros. */
  x?: Vector;
}

/** The vectors of one run. @internal */
export class Minimum {
  /** The iterate. */
  readonly x: Vector;
  readonly #given: boolean;
  readonly #own: Vector[] = [];

  constructor(
    readonly f: Smooth,
    options: MinimumOptions,
  ) {
    checkSmooth("f", f);
    checkOptions("options", options);
    const { x } = options;
    if (x !== undefined) checkVector("x", x, f, f.length);
    this.#given = x !== undefined;
    this.x = x ?? Vector.zeros(f.engine, f.type, f.length);
  }

  /** A vector more, as long as x. */
  reserve(): Vector {
    const { engine, type, length } = this.f;
    return this.#own[this.#own.push(new Vector(engine, type, length)) - 1] as Vector;
  }

  /** Gives back all but x. */
  dispose(): void {
    for (const vector of this.#own.splice(0)) vector.dispose();
  }

  /** Gives x back too, unless it was given. */
  abandon(): void {
    if (!this.#given) this.x.dispose();
  }
}
