/**
 * ADMM for min_x 1/2 ||A x - b||^2 + g(F x), the generalised lasso, and for min_x f(x) + g(x), both known by their prox.
 *
 * Boyd, Parikh, Chu, Peleato and Eckstein, "Distributed Optimization and Statistical Learning via the Alternating Direction
 * Method of Multipliers", Foundations and Trends in Machine Learning 3 (2011) 1-122: scaled form (3.1.1), residuals and stopping
 * (3.3), varying penalty (3.4.1), cached factors (4.2.3, 4.2.4). doi:10.1561/2200000016
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkOptions, checkPositive } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import type { Real } from "../core/types.ts";
import { solveCholesky } from "../kernels/cholesky.ts";
import { syrk } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { choleskyInPlace } from "../kernels/factor.ts";
import { checkSomeVector, checkVector, filled } from "../kernels/storage.ts";
import { axpby, axpy, copy, nrm2 } from "../kernels/vec.ts";
import { adjointBlock, applyBlock } from "../operators/block.ts";
import { adjointOf, checkOperator, type LinearOperator } from "../operators/linear.ts";
import { checkPenalty, type Penalty } from "../prox/penalty.ts";

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

/** Steps between looks at rho, and how often it may change: for ever changing, ADMM need not converge. */
const EVERY = 10;
const CHANGES = 20;

/** The x of a step: x = argmin f(x) + rho/2 ||F x - v||^2; v may be spoilt. */
type Solve = (x: Vector, v: Vector) => void;

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
  const held: { dispose(): void }[] = [];
  const hold = <S extends { dispose(): void }>(made: S): S => held[held.push(made) - 1] as S;
  try {
    const target = hold(new Vector(engine, type, n)); // A'b
    A.adjoint(target, b);
    if (!Number.isFinite(nrm2(target))) throw new ArgumentRangeError("b", "finite products with A", "others");
    const short = F === undefined && A.rows < n;
    const gram = hold(gramOf(A, short));
    const other = F && hold(gramOf(F, false));
    const L = hold(new Matrix(engine, type, gram.rows, gram.rows));
    const q = hold(new Vector(engine, type, n));
    const y = hold(new Vector(engine, type, A.rows));
    let weight = 0;
    const factor = (rho: number) => {
      weight = rho;
      const { data } = L;
      data.set(gram.data);
      if (other)
        for (let i = 0, more = other.data; i < data.length; i++) (data[i] as number) += rho * (more[i] as number);
      else for (let i = 0; i < data.length; i += L.rows + 1) (data[i] as number) += rho;
      choleskyInPlace(L);
    };
    const solve: Solve = (x, v) => {
      if (F) F.adjoint(q, v);
      else copy(q, v);
      axpby(q, target, q, 1, weight);
      if (!short) {
        copy(x, q);
        return solveCholesky(x, L, n);
      }
      A.apply(y, q);
      solveCholesky(y, L, A.rows);
      A.adjoint(x, y);
      axpby(x, q, x, 1 / weight, -1 / weight);
    };
    yield* splitting({ engine, type, rows: F?.rows ?? n, cols: n, F }, g, options, solve, factor);
  } finally {
    for (const array of held) array.dispose();
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
    for (let k = 1, changes = 0; ; k++) {
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
      if (!adaptive || k % EVERY !== 0 || changes === CHANGES) continue;
      const scale = primal > 10 * dual ? 2 : dual > 10 * primal ? 0.5 : 1;
      if (scale === 1) continue;
      changes++;
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

/** A'A, or A A' with `outer`, the lower triangle at least. */
function gramOf(A: LinearOperator, outer: boolean): Matrix {
  const { engine, type } = A;
  const n = outer ? A.rows : A.cols;
  if (A instanceof Matrix) {
    const G = new Matrix(engine, type, n, n);
    return filled(G, () => syrk(G, A, { transpose: !outer }));
  }
  const B = outer ? adjointOf(A) : A;
  return engine.memory.scope(() => {
    const I = Matrix.zeros(engine, type, n, n);
    for (let i = 0, { data } = I; i < n; i++) data[i * (n + 1)] = 1;
    return adjointBlock(B, applyBlock(B, I));
  });
}
