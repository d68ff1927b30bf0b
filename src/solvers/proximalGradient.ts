/**
 * Proximal gradient and FISTA for min_x f(x) + g(x), f smooth.
 *
 * Beck and Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems",
 * SIAM J. Imaging Sciences 2 (2009) 183-202, section 4: constant step and backtracking, equations (4.1) to (4.3).
 * doi:10.1137/080716542. Restarts: O'Donoghue and Candes, "Adaptive Restart for Accelerated Gradient Schemes",
 * Foundations of Computational Mathematics 15 (2015) 715-732, section 3.2. doi:10.1007/s10208-013-9150-3
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkChoice, checkNumber, checkOptions, checkPositive } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { epsOf } from "../core/types.ts";
import { checkVector } from "../kernels/storage.ts";
import { axpby, copy, dot, nrm2 } from "../kernels/vec.ts";
import { checkOperator, type LinearOperator } from "../operators/linear.ts";
import { checkPenalty, type Penalty } from "../prox/penalty.ts";
import { checkSmooth, checkValue, LinearLoss, type Smooth, squared } from "./smooth.ts";

/** One iteration of proximal gradient. */
export interface ProximalState extends State {
  /** The iterate; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** f(y) at the point y the step started from: 1/2 ||A y - b||^2 for least squares. */
  readonly loss: number;
  /** g(x) */
  readonly penalty: number;
  /** The step length taken. */
  readonly step: number;
  /** ||x - y||_2 / step: the gradient mapping, in the units of the gradient, A'b for least squares. */
  readonly residual: number;
}

/** Where to start and how to go on. */
export interface ProximalOptions {
  /** Holds the start and receives the iterates; by default a new vector of zeros. */
  x?: Vector;
  /** Nesterov's momentum (FISTA, the default), or plain proximal gradient (ISTA). */
  accelerated?: boolean;
  /**
   * When momentum starts anew: where it points uphill ("gradient"), where f + g grew ("function": one more value of f a step),
   * or never ("none", the default). With it convergence is linear where the problem allows, without its constants being known.
   */
  restart?: "none" | "gradient" | "function";
  /**
   * Where no step length is given: the factor by which the step grows after an iteration without momentum, which is each one
   * of ISTA's and the first after a restart. Default 1.2; 1 lets it only shrink.
   */
  growth?: number;
}

/** Steps that found no decrease: f is not what its gradient says. */
const TRIES = 100;

/**
 * Steps proximal gradient on f + g. Reserves 3*f.length elements (f.length fewer with `x`; 2*f.length more without `step`) at
 * the first step, nothing after.
 *
 * @param options.step  step length, at most 1 over the Lipschitz constant of f's gradient (not checked). Without it, the step
 *                      is found by backtracking, by halves, which costs a value of f a step; the constant need not be known.
 * @throws ArgumentRangeError where f is not finite, or where `step` is too long and the iterates diverge
 */
export function* minimizeComposite(
  f: Smooth,
  g: Penalty,
  options: ProximalOptions & { step?: number } = {},
): Generator<ProximalState, void> {
  checkSmooth("f", f);
  checkPenalty("g", g);
  checkOptions("options", options);
  const { step, x: given, accelerated = true, restart = "none", growth = 1.2 } = options;
  if (step !== undefined) checkPositive("step", step);
  checkBoolean("accelerated", accelerated);
  checkChoice("restart", restart, ["none", "gradient", "function"]);
  checkNumber("growth", growth);
  if (growth < 1) throw new ArgumentRangeError("growth", "a number >= 1", String(growth));
  const { engine, type, length } = f;
  if (given !== undefined) checkVector("x", given, f, length);
  const x = given ?? Vector.zeros(engine, type, length);
  const own: Vector[] = [];
  const reserve = () => own[own.push(new Vector(engine, type, length)) - 1] as Vector;
  try {
    const [y, next] = [reserve(), reserve()];
    const search = step === undefined;
    const [slope, d] = search ? [reserve(), reserve()] : [next, y];
    copy(y, x);
    let s = step ?? firstStep(f, x, slope, d, next);
    let before = Number.POSITIVE_INFINITY;
    for (let t = 1; ; ) {
      const loss = f.gradient(slope, y);
      checkValue(before < Infinity && !search ? "step" : "f", loss);
      if (search && t === 1 && before < Infinity) s *= growth;
      let penalty = 0;
      for (let tries = 0; ; tries++, s /= 2) {
        axpby(next, y, slope, 1, -s);
        penalty = g.prox(next, next, s); // (4.1)
        axpby(d, next, y, 1, -1);
        if (!search || fits(f, y, next, slope, d, loss, s)) break;
        if (tries === TRIES) throw new ArgumentRangeError("f", "a function with its own gradient", "another gradient");
      }
      const residual = nrm2(d) / s;
      axpby(x, next, x, 1, -1);
      const value = restart === "function" ? f.value(next) + penalty : loss;
      const uphill = restart === "gradient" ? dot(d, x) < 0 : restart === "function" && value > before;
      before = value;
      const tNext = accelerated && !uphill ? (1 + Math.sqrt(1 + 4 * t * t)) / 2 : 1; // (4.2)
      axpby(y, next, x, 1, uphill ? 0 : (t - 1) / tNext); // (4.3)
      copy(x, next);
      t = tNext;
      yield { x, loss, penalty, step: s, residual };
    }
  } catch (error) {
    if (!given) x.dispose();
    throw error;
  } finally {
    for (const vector of own) vector.dispose();
  }
}

/** Whether f(y + d) <= f(y) + slope'd + ||d||^2 / (2 step), as far as rounding lets it be told. */
function fits(f: Smooth, y: Vector, next: Vector, slope: Vector, d: Vector, loss: number, step: number): boolean {
  const most = dot(d, d) / (2 * step);
  if (f.excess) return f.excess(y, d) <= most * (1 + 16 * epsOf[f.type]);
  const value = f.value(next);
  const slack = 16 * epsOf[f.type] * (Math.abs(loss) + Math.abs(value));
  return value - loss - dot(slope, d) <= most + slack;
}

/** A step length from how the gradient changes along itself: never below that of the Lipschitz constant. */
function firstStep(f: Smooth, x: Vector, slope: Vector, d: Vector, other: Vector): number {
  checkValue("f", f.gradient(slope, x));
  const size = nrm2(slope);
  if (size === 0) return 1;
  const reach = (0.01 * (1 + nrm2(x))) / size;
  axpby(d, x, slope, 1, -reach);
  const value = f.gradient(other, d);
  if (!Number.isFinite(value)) return reach;
  axpby(other, other, slope, 1, -1);
  const change = nrm2(other);
  return change > 0 ? (reach * size) / change : 1;
}

/**
 * Steps FISTA for min_x 1/2 ||A x - b||^2 + g(x). Reserves 3*A.cols + A.rows elements (A.cols fewer with `x`, 2*A.cols more
 * without `step`) at the first step, nothing after. A dense or compressed matrix is read once a step, and once more without `step`.
 *
 * @param A     rows x cols
 * @param b     A.rows elements
 * @param g     the penalty
 * @param step  step length, 0 < step <= 1 / ||A||_2^2 (the upper end is not checked); without it, found by backtracking
 * @throws ShapeError if a length does not fit; ArgumentRangeError if step is not a number > 0, or where a misfit is not finite
 */
export function* proximalGradient(
  A: LinearOperator,
  b: Vector,
  g: Penalty,
  step?: number,
  options: ProximalOptions = {},
): Generator<ProximalState, void> {
  checkOperator("A", A);
  checkVector("b", b, A, A.rows);
  checkOptions("options", options);
  const f = new LinearLoss(A, b, squared);
  try {
    yield* minimizeComposite(f, g, step === undefined ? options : { ...options, step });
  } finally {
    f.dispose();
  }
}
