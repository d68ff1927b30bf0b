/**
 * ||A||_2^2, the largest eigenvalue of A'A, by power iteration.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., section 8.2.1.
 * @module
 */
import { Random } from "../arrays/random.ts";
import { Vector } from "../arrays/vector.ts";
import type { State } from "../core/run.ts";
import { nrm2, scal } from "../kernels/vec.ts";
import { checkOperator, type LinearOperator } from "../operators/linear.ts";

/** One step of power iteration. */
export interface PowerState extends State {
  /** ||A'A v||, at most ||A||_2^2 and rising to it. */
  readonly value: number;
  /** Relative change of `value` in this step. */
  readonly residual: number;
}

/** Steps power iteration on A'A from a seeded random start. Reserves A.rows + A.cols elements, given back at the end. */
export function* powerSquaredNorm(A: LinearOperator, seed = 0): Generator<PowerState, void> {
  checkOperator("A", A);
  const v = new Random(A.engine, seed).normal(A.cols, A.type);
  const own = [v];
  try {
    const u = new Vector(A.engine, A.type, A.rows);
    own.push(u);
    if (A.cols > 0) scal(v, 1 / nrm2(v));
    for (let previous = 0; ; ) {
      A.apply(u, v);
      A.adjoint(v, u);
      const value = nrm2(v);
      if (value > 0) scal(v, 1 / value);
      yield { value, residual: value === 0 ? 0 : Math.abs(value - previous) / value };
      previous = value;
    }
  } finally {
    for (const vector of own) vector.dispose();
  }
}
