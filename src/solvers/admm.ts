/**
 * ADMM for min_x 1/2 ||A x - b||^2 + g(F x), the generalised lasso, and for min_x f(x) + g(x), both known by their prox.
 *
 * Boyd, Parikh, Chu, Peleato and Eckstein, "Distributed Optimization and Statistical Learning via the Alternating Direction
 * Method of Multipliers", Foundations and Trends in Machine Learning 3 (2011) 1-122: scaled form (3.1.1), residuals and stopping
 * (3.3), varying penalty (3.4.1), cached factors (4.2.3, 4.2.4). doi:10.1561/2200000016
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkOptions, checkPositive } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { checkSomeVector, checkVector } from "../kernels/storage.ts";
import { axpby, axpy, copy, nrm2 } from "../kernels/vec.ts";
import { checkOperator, type LinearOperator } from "../operators/linear.ts";
import { checkPenalty, type Penalty } from "../prox/penalty.ts";
import { balancing } from "./admm/balance.ts";
import { leastSquaresStep, type Solve } from "./admm/leastSquares.ts";

/** One iteration of ADMM. */
export interface AdmmState extends State {
  /**
   * The iterate: without F that of the two copies that g shaped, with all of g's zeros. The same vector in every state, and the
   * caller's to dispose.
   */
  readonly x: Vector;
  /** g(z), z the copy of F x that g shaped. */
  readonly penalty: number;
  /** ||F x - z||_2: how far apart the copies are. */
  readonly primal: number;
  /** rho ||F'(z - z_before)||_2: how far x is from stationary. */
  readonly dual: number;
  /** The weight of ||F x - z||^2 / 2 now. */
  readonly rho: number;
  /** The larger of primal / (1 + max(||F x||, ||z||)) and dual / (1 + rho ||F'u||), u the scaled multipliers. */
  readonly residual: number;
}

/** Where to start and how. */
export interface AdmmOptions {
  /** Receives the iterates; by default a new vector. */
  x?: Vector;
  /** The weight to begin with. Default 1. */
  rho?: number;
  /** Whether rho is doubled or halved where one residual is ten times the other: each tenth step, twenty times at most. Default true. */
  adaptive?: boolean;
}

/** Also an operator before the penalty. */
export interface GeneralizedOptions extends AdmmOptions {
  /** F, with A.cols columns; by default the identity. */
  F?: LinearOperator;
}

/** F and its adjoint, or the identity. */
interface Frame {
  readonly engine: Engine;
  readonly type: Real;
  readonly rows: number;
  readonly cols: number;
  readonly F: LinearOperator | undefined;
}

/**
 * Steps ADMM for min_x 1/2 ||A x - b||^2 + g(F x). A'A + rho F'F is formed and factored once, and again where rho changes; without
 * F and with fewer rows than columns, rho I + A A' is (the lemma of Woodbury). Reserves 2k^2 elements for the factor, k = A.cols or
 * the smaller, and 3*A.cols + A.rows + 4*F.rows in vectors, A.cols more without F, at the first step, as much as forming the product takes while it is
 * formed, and nothing after.
 * @throws NotPositiveDefiniteError if A'A + rho F'F is singular; ArgumentRangeError if a product is not finite
 */
export function* admm(
  A: LinearOperator,
  b: Vector,
  g: Penalty,
  options: GeneralizedOptions = {},
): Generator<AdmmState, void> {
  checkOperator("A", A);
  checkVector("b", b, A, A.rows);
  checkOptions("options", options);
  const { F } = options;
  if (F !== undefined) {
    checkOperator("F", F);
    if (F.cols !== A.cols) throw new ArgumentRangeError("F", `${A.cols} columns`, `${F.cols}`);
  }
  const { engine, type, cols: n } = A;
  const { solve, factor, dispose } = leastSquaresStep(A, b, F);
  try {
    yield* splitting({ engine, type, rows: F?.rows ?? n, cols: n, F }, g, options, solve, factor);
  } finally {
    dispose();
  }
}

/**
 * Steps ADMM for min_x f(x) + g(x), both known by their prox, started at x; Douglas and Rachford's splitting. Reserves 5*x.length
 * elements at the first step, nothing after.
 */
export function* minimizeSum(f: Penalty, g: Penalty, options: AdmmOptions & { x: Vector }): Generator<AdmmState, void> {
  checkPenalty("f", f);
  checkOptions("options", options);
  const { x } = options;
  checkSomeVector("x", x);
  const { engine, type, length } = x;
  let weight = 1;
  const factor = (rho: number) => {
    weight = rho;
  };
  const solve: Solve = (out, v) => void f.prox(out, v, 1 / weight);
  yield* splitting({ engine, type, rows: length, cols: length, F: undefined }, g, options, solve, factor);
}

/** The steps, whatever solves for x. */
function* splitting(
  { engine, type, rows, cols, F }: Frame,
  g: Penalty,
  options: AdmmOptions,
  solve: Solve,
  factor: (rho: number) => void,
): Generator<AdmmState, void> {
  checkPenalty("g", g);
  let { rho = 1 } = options;
  const { x: given, adaptive = true } = options;
  checkPositive("rho", rho);
  checkBoolean("adaptive", adaptive);
  if (given !== undefined) checkVector("x", given, { engine, type }, cols);
  const result = given ?? Vector.zeros(engine, type, cols);
  const own: Vector[] = [];
  const reserve = (length: number) => own[own.push(new Vector(engine, type, length)) - 1] as Vector;
  try {
    const [x, z] = F ? [result, reserve(rows)] : [reserve(cols), result];
    const [u, v, before] = [reserve(rows), reserve(rows), reserve(rows)];
    const back = reserve(cols);
    const spread = (out: Vector, from: Vector) => (F ? F.apply(out, from) : copy(out, from));
    const adjoint = (from: Vector) => {
      if (F) F.adjoint(back, from);
      else copy(back, from);
      return nrm2(back);
    };
    factor(rho);
    if (F) F.apply(z, x);
    u.data.fill(0);
    for (const balance = balancing(); ; ) {
      axpby(v, z, u, 1, -1);
      solve(x, v);
      spread(v, x); // F x
      const size = nrm2(v);
      if (!Number.isFinite(size)) throw new ArgumentRangeError("A", "finite numbers", "others");
      copy(before, z);
      axpy(u, v, 1); // F x + u
      const penalty = g.prox(z, u, 1 / rho);
      axpy(u, z, -1);
      axpby(before, z, before, 1, -1);
      const dual = rho * adjoint(before);
      axpby(v, v, z, 1, -1);
      const primal = nrm2(v);
      const residual = Math.max(primal / (1 + Math.max(size, nrm2(z))), dual / (1 + rho * adjoint(u)));
      yield { x: result, penalty, primal, dual, rho, residual };
      if (!adaptive) continue;
      const scale = balance(primal, dual);
      if (scale === 1) continue;
      rho *= scale;
      axpby(u, u, u, 1 / scale, 0);
      factor(rho);
    }
  } catch (error) {
    if (!given) result.dispose();
    throw error;
  } finally {
    for (const vector of own) vector.dispose();
  }
}
