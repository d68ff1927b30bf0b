/**
 * Proximal gradient and FISTA for min_x 1/2 ||A x - b||^2 + g(x).
 *
 * Beck and Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems",
 * SIAM J. Imaging Sciences 2 (2009) 183-202, section 4, FISTA with constant step, equations (4.1) to (4.3).
 * doi:10.1137/080716542
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkOptions, checkPositive } from "../core/check.ts";
import type { State } from "../core/run.ts";
import { checkVector } from "../kernels/storage.ts";
import { axpby, copy, nrm2 } from "../kernels/vec.ts";
import { checkOperator, type LinearOperator, normalResidual } from "../operators/linear.ts";
import { checkPenalty, type Penalty } from "../prox/penalty.ts";

/** One iteration of proximal gradient. */
export interface ProximalState extends State {
  /** The iterate, A.cols elements; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** 1/2 ||A y - b||^2 at the point y the step started from. */
  readonly loss: number;
  /** g(x) */
  readonly penalty: number;
  /** ||x - y||_2 / step: the gradient mapping, in the units of A'b. */
  readonly residual: number;
}

/** Where to start and how to go on. */
export interface ProximalOptions {
  /** Holds the start and receives the iterates; by default a new vector of zeros. */
  x?: Vector;
  /** Nesterov's momentum (FISTA, the default), or plain proximal gradient (ISTA). */
  accelerated?: boolean;
}

/**
 * Steps FISTA. Reserves 3*A.cols + A.rows elements (A.cols fewer with `x`) at the first step, nothing after.
 *
 * @param A     rows x cols
 * @param b     A.rows elements
 * @param g     the penalty
 * @param step  step length, 0 < step <= 1 / ||A||_2^2 (the upper end is not checked)
 * @throws ShapeError if a length does not fit; ArgumentRangeError if step is not a number > 0
 */
export function* proximalGradient(
  A: LinearOperator,
  b: Vector,
  g: Penalty,
  step: number,
  options: ProximalOptions = {},
): Generator<ProximalState, void> {
  checkOperator("A", A);
  checkPenalty("g", g);
  checkPositive("step", step);
  checkOptions("options", options);
  const { x: given, accelerated = true } = options;
  checkBoolean("accelerated", accelerated);
  checkVector("b", b, A, A.rows);
  if (given !== undefined) checkVector("x", given, A, A.cols);
  const x = given ?? Vector.zeros(A.engine, A.type, A.cols);
  const own: Vector[] = [];
  const reserve = (length: number) => own[own.push(new Vector(A.engine, A.type, length)) - 1] as Vector;
  try {
    const y = reserve(A.cols);
    const next = reserve(A.cols);
    const misfit = reserve(A.rows);
    copy(y, x);
    for (let t = 1; ; ) {
      const squares = normalResidual(A, next, misfit, y, b);
      axpby(next, y, next, 1, -step);
      const penalty = g.prox(next, next, step); // (4.1)
      axpby(y, next, y, 1, -1);
      const residual = nrm2(y) / step;
      const tNext = accelerated ? (1 + Math.sqrt(1 + 4 * t * t)) / 2 : 1; // (4.2)
      const momentum = (t - 1) / tNext;
      axpby(y, next, x, 1 + momentum, -momentum); // (4.3)
      copy(x, next);
      t = tNext;
      yield { x, loss: squares / 2, penalty, residual };
    }
  } catch (error) {
    if (!given) x.dispose();
    throw error;
  } finally {
    for (const vector of own) vector.dispose();
  }
}
