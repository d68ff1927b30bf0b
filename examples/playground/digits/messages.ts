/**
 * What the page and the worker of the digits tell each other.
 * @module
 */

/** The two forms of the second layer, in the order of all lists. */
export const FORMS = ["sparse", "lut"] as const;

/** A picture to read: 64 numbers from 0 to 16. */
export interface Question {
  readonly pixels: Float64Array;
}

/** The classifiers are trained. */
export interface Ready {
  readonly kind: "ready";
  readonly build: string;
  /** Part of the held-out pictures told right, and the bytes of the layer, by form. */
  readonly right: readonly number[];
  readonly bytes: readonly number[];
  /** Milliseconds of loading the kernels, and of training. */
  readonly loading: number;
  readonly training: number;
  /** The held-out pictures, 64 numbers each, and their digits. */
  readonly pictures: Float64Array;
  readonly labels: Uint8Array;
}

/** Ten scores and the time of one picture in milliseconds, by form. */
export interface Scores {
  readonly kind: "scores";
  readonly scores: readonly Float32Array[];
  readonly times: readonly number[];
}

/** The worker cannot go on. */
export interface Failure {
  readonly kind: "failure";
  readonly message: string;
}
