/**
 * A fitted linear model.
 * @module
 */
import { CscMatrix } from "../arrays/csc.ts";
import { Vector } from "../arrays/vector.ts";
import { Owner } from "../core/dispose.ts";
import { describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { csrMv, csrTmv } from "../kernels/csr.ts";
import { gemv } from "../kernels/dense.ts";
import { checkVector, filled } from "../kernels/storage.ts";
import { CsrMatrix } from "../arrays/csr.ts";
import { checkDesign, type Design } from "./samples.ts";

/** What a fit is made of. */
export interface FitParts {
  /** One number a feature. */
  readonly coefficients: Vector;
  /** The constant, 0 where none was asked for. */
  readonly intercept: number;
  /** The weight of the penalty. */
  readonly alpha: number;
  /** What was minimised, at the coefficients. */
  readonly objective: number;
  /** The objective less a lower bound of its minimum: no coefficients are better by more than this. */
  readonly gap: number;
  /** The gap over what `tolerance` is relative to. */
  readonly dualGap: number;
  /** Iterations done. */
  readonly iterations: number;
  /** Whether the gap came within `tolerance`. */
  readonly converged: boolean;
}

/** Coefficients and intercept with a certificate. Its memory is that of `coefficients`. */
export class Fit extends Owner implements FitParts {
  /** One number a feature. */
  readonly coefficients: Vector;
  /** The constant, 0 where none was asked for. */
  readonly intercept: number;
  /** The weight of the penalty. */
  readonly alpha: number;
  /** What was minimised, at the coefficients. */
  readonly objective: number;
  /** The objective less a lower bound of its minimum: no coefficients are better by more than this. */
  readonly gap: number;
  /** The gap over what `tolerance` is relative to. */
  readonly dualGap: number;
  /** Iterations done. */
  readonly iterations: number;
  /** Whether the gap came within `tolerance`. */
  readonly converged: boolean;

  /** Takes over `coefficients`. */
  constructor(parts: FitParts) {
    super();
    this.coefficients = parts.coefficients;
    this.intercept = parts.intercept;
    this.alpha = parts.alpha;
    this.objective = parts.objective;
    this.gap = parts.gap;
    this.dualGap = parts.dualGap;
    this.iterations = parts.iterations;
    this.converged = parts.converged;
  }

  /** The features whose coefficient is not 0, ascending. */
  get support(): Uint32Array<ArrayBuffer> {
    const { data } = this.coefficients;
    return Uint32Array.from(data.keys()).filter((j) => data[j] !== 0);
  }

  /** Gives the memory back. Doing so twice is harmless. */
  override dispose(): void {
    this.coefficients.dispose();
  }
}

/** X*coefficients + intercept, as a new vector. @throws ShapeError if X has not a column a coefficient */
export function predict(fit: Fit, X: Design): Vector {
  if (!(fit instanceof Fit)) throw new ArgumentTypeError("fit", "a Fit", describe(fit));
  checkDesign("X", X);
  checkVector("fit", fit.coefficients, X, X.cols);
  const out = new Vector(X.engine, X.type, X.rows);
  return filled(out, () => {
    out.data.fill(fit.intercept);
    const add = { alpha: 1, beta: 1 };
    if (X instanceof CscMatrix) csrTmv(out, X.transposed, fit.coefficients, add);
    else if (X instanceof CsrMatrix) csrMv(out, X, fit.coefficients, add);
    else gemv(out, X, fit.coefficients, add);
  });
}
