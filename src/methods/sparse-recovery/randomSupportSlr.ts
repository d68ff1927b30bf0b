/**
 * Sparse linear regression on random supports, in two phases: a dictionary D is learned from the design alone, in which most
 * random supports have short representations; then the Lasso is run in it, min_v 1/(2N) ||y - X D v||^2 + lambda ||v||_1, w = D v.
 *
 * The outline is that of Chandrasekaran, Meka and Stavropoulos, "Sparse Linear Regression is Easy on Random Supports", 2025.
 * arXiv:2511.06211
 *
 * How the dictionary is learned here is ours and not claimed to be the paper's: random supports are drawn, and where a whitened
 * direction of one costs more than `tau` in the 1-norm, or cannot be met, it becomes an atom.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import { Random } from "../../arrays/random.ts";
import { Vector } from "../../arrays/vector.ts";
import { checkNonNegative, checkNumbers, checkOptions, checkPositive, checkSize, describe } from "../../core/check.ts";
import { log } from "../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../core/errors.ts";
import { type RunOptions, run, runAsync, type State } from "../../core/run.ts";
import { epsOf } from "../../core/types.ts";
import { checkVector } from "../../kernels/storage.ts";
import { checkFiniteMatrix, checkFiniteVector } from "./common/finite.ts";
import { type Direction, Dictionary, Preconditioner } from "./randomSupportSlr/dictionary.ts";
import { lasso, type LassoPoint, stepFor } from "./randomSupportSlr/lasso.ts";

export { Preconditioner } from "./randomSupportSlr/dictionary.ts";

/** How the dictionary is learned. */
export interface PreconditionerOptions {
  /** Columns of a support. */
  k: number;
  /** A direction may cost this much in the 1-norm. Default 3. */
  tau?: number;
  /** And may be missed by this part of its norm. Default 0.1. */
  eps0?: number;
  /** So many supports in a row without a direction too dear are enough. Default 60. */
  passStreak?: number;
  /** Most supports drawn. Default 300. */
  maxRounds?: number;
  /** Of the supports. Default 0. */
  seed?: number | bigint;
}

/** The dictionary after a support. */
export interface PreconditionerState extends State {
  /** The part of the streak that is missing; 0 at the end. */
  readonly residual: number;
  /** Supports drawn so far. */
  readonly round: number;
  /** Supports in a row that passed. */
  readonly streak: number;
  /** Columns of the dictionary. */
  readonly atoms: number;
  /** The result, at the end. */
  readonly preconditioner: Preconditioner | undefined;
}

/** Watching and stopping. */
export type PreconditionerRunOptions = PreconditionerOptions &
  Pick<RunOptions<PreconditionerState>, "signal" | "onProgress">;

/** The 1-norm penalty and the steps by which a direction is represented. */
const PENALTY = 1e-3;
const STEPS = 300;
/** Supports by which a dictionary that is not certified is judged. */
const FRESH = 100;

/**
 * Learns a dictionary, a support a step. Reserves for a dictionary of m columns N (d + m) elements, twice N m where it grows.
 * @throws ArgumentRangeError if X has a column of zeros or a number that is not finite, or k is not from 1 to min(N, d)
 */
export function* preconditionerSteps(X: Matrix, options: PreconditionerOptions): Generator<PreconditionerState, void> {
  checkFiniteMatrix("X", X);
  checkOptions("options", options);
  const { k, tau = 3, eps0 = 0.1, passStreak = 60, maxRounds = 300, seed = 0 } = options;
  checkSupport(X, k);
  checkPositive("tau", tau);
  checkPositive("eps0", eps0);
  checkSize("passStreak", passStreak, 1);
  checkSize("maxRounds", maxRounds, 1);
  const random = new Random(X.engine, seed);
  const draw = () => random.permutation(X.cols).slice(0, k).sort();
  const dictionary = new Dictionary(X);
  const dear = (support: Uint32Array): Direction[] => {
    const directions = dictionary.directions(support);
    const failed = directions.filter(({ image }) => !passes(dictionary.images, image, dictionary.step, tau, eps0));
    for (const direction of directions) if (!failed.includes(direction)) direction.image.dispose();
    return failed;
  };
  let result: Preconditioner | undefined;
  try {
    let streak = 0;
    for (let round = 1; ; round++) {
      const failed = dear(draw());
      dictionary.append(failed);
      for (const { image } of failed) image.dispose();
      streak = failed.length === 0 ? streak + 1 : 0;
      const certified = streak >= passStreak;
      if (certified || round === maxRounds) {
        let passed = 0;
        for (let f = 0; f < FRESH && !certified; f++) {
          const missed = dear(draw());
          for (const { image } of missed) image.dispose();
          passed += Number(missed.length === 0);
        }
        result = dictionary.finish(certified ? 1 : passed / FRESH, certified, round);
      }
      const atoms = dictionary.size;
      do yield { residual: result ? 0 : 1 - streak / passStreak, round, streak, atoms, preconditioner: result };
      while (result);
    }
  } catch (error) {
    result?.dispose();
    throw error;
  } finally {
    if (!result) dictionary.dispose();
  }
}

/** Learns a dictionary to the end: see `preconditionerSteps`. */
export function learnPreconditioner(X: Matrix, options: PreconditionerRunOptions): Preconditioner {
  return run(preconditionerSteps(X, options), runOf(options)).preconditioner as Preconditioner;
}

/** As `learnPreconditioner`, letting the host do other work between supports. */
export async function learnPreconditionerAsync(X: Matrix, options: PreconditionerRunOptions): Promise<Preconditioner> {
  return (await runAsync(preconditionerSteps(X, options), runOf(options))).preconditioner as Preconditioner;
}

/** The dictionary that is none: columns of X brought to norm sqrt(N). With it `slrRandomSupport` is the Lasso, to compare with. */
export function identityPreconditioner(X: Matrix): Preconditioner {
  checkFiniteMatrix("X", X);
  return new Dictionary(X).finish(0, false, 0);
}

/** What the whitened directions of a support cost in the 1-norm over a dictionary, and by what part of their norm they are missed. */
export function supportCosts(
  X: Matrix,
  support: ArrayLike<number>,
  pre: Preconditioner,
): { cost: number; misfit: number }[] {
  checkFiniteMatrix("X", X);
  checkFits(X, pre);
  checkNumbers("support", support);
  const places = Uint32Array.from(support).sort();
  if (places.some((j, i) => j >= X.cols || j === places[i - 1]) || places.length > Math.min(X.rows, X.cols))
    throw new ArgumentRangeError("support", `different columns of ${X.cols}`, `${places}`);
  return X.engine.memory.scope(() => {
    const dictionary = new Dictionary(X);
    const v = new Vector(X.engine, X.type, pre.XD.cols);
    const step = stepFor(pre.XD);
    const settled = ({ objective, bound }: LassoPoint) => objective - bound <= 1e-5;
    return dictionary.directions(places).map(({ image }) => {
      const { cost, misfit } = lasso(pre.XD, image, PENALTY, step, v, 4 * STEPS, settled);
      return { cost, misfit };
    });
  });
}

/** How y is fitted. */
export interface SlrOptions extends Omit<PreconditionerRunOptions, "k"> {
  /** Columns of a support; may be left out where `pre` is given. */
  k?: number;
  /** The standard deviation of the noise. */
  sigma: number;
  /** What was learned from X. Default: it is learned now. */
  pre?: Preconditioner;
  /** lambda over sigma sqrt(2 ln d / N). Default 0.5. */
  lambdaScale?: number;
}

/** A fit. */
export interface SlrFit {
  /** D v, one coefficient a column of X. */
  readonly w: Vector;
  /** One coefficient an atom. */
  readonly v: Vector;
  /** X w */
  readonly prediction: Vector;
  /** The objective over a lower bound of it: how far from the best v can be. */
  readonly gap: number;
}

/**
 * Fits y = X w + noise for a w of k entries at random places.
 * @throws ArgumentRangeError if X, y or an option is out of its range, or `pre` is of another design
 */
export function slrRandomSupport(X: Matrix, y: Vector, options: SlrOptions): SlrFit {
  checkFiniteMatrix("X", X);
  checkVector("y", y, X, X.rows);
  checkFiniteVector("y", y);
  checkOptions("options", options);
  const { sigma, pre, lambdaScale = 0.5, k } = options;
  checkNonNegative("sigma", sigma);
  checkNonNegative("lambdaScale", lambdaScale);
  if (pre !== undefined) checkFits(X, pre);
  if (pre === undefined || k !== undefined) checkSupport(X, k);
  const { rows: N, cols: d, engine, type } = X;
  return engine.memory.scope(() => {
    const { D, XD } = pre ?? learnPreconditioner(X, { ...options, k: k as number });
    const lambda = lambdaScale * sigma * Math.sqrt((2 * log(d)) / N);
    const v = new Vector(engine, type, XD.cols);
    const settled = ({ objective, bound }: LassoPoint) => objective - bound <= 1e-7 * objective;
    const { objective, bound } = lasso(XD, y, lambda, stepFor(XD), v, 20_000, settled);
    return { w: D.matmul(v), v, prediction: XD.matmul(v), gap: Math.max(0, objective - bound) };
  });
}

/** After T supports in a row that passed, the probability that one does not is at most this, with confidence 1 - delta. */
export function passProbabilityBound(T: number, delta: number): number {
  checkSize("T", T, 1);
  checkPositive("delta", delta);
  if (delta >= 1) throw new ArgumentRangeError("delta", "a number in (0, 1)", describe(delta));
  return log(1 / delta) / T;
}

/**
 * The prediction error ||X(w - w*)||^2/N of a Lasso over m columns of norm sqrt(N) at lambda = sigma sqrt(2 ln(2m/delta)/N) is at most
 * this with probability 1 - delta, where X w* is a combination of them of the given 1-norm: the slow rate.
 */
export function slowRateBound(norm1: number, sigma: number, N: number, m: number, delta: number): number {
  checkNonNegative("norm1", norm1);
  checkNonNegative("sigma", sigma);
  checkSize("N", N, 1);
  checkSize("m", m, 1);
  checkPositive("delta", delta);
  if (delta >= 1) throw new ArgumentRangeError("delta", "a number in (0, 1)", describe(delta));
  return 4 * norm1 * sigma * Math.sqrt((2 * log((2 * m) / delta)) / N);
}

/** Whether some v of ||v||_1 <= tau misses b by at most eps0; where the dual proves there is none, the search ends early. */
function passes(A: Matrix, b: Vector, step: number, tau: number, eps0: number): boolean {
  const within = ({ cost, misfit }: LassoPoint) => cost <= tau && misfit <= eps0;
  const hopeless = ({ bound }: LassoPoint) => bound > PENALTY * tau + eps0 ** 2 / 2;
  return A.engine.memory.scope(() => {
    const v = new Vector(A.engine, A.type, A.cols);
    return within(lasso(A, b, PENALTY, step, v, STEPS, (point) => within(point) || hopeless(point)));
  });
}

function checkSupport({ rows, cols }: Matrix, k: unknown): void {
  checkSize("k", k, 1);
  if (k > Math.min(rows, cols)) throw new ArgumentRangeError("k", `at most ${Math.min(rows, cols)}`, describe(k));
}

/** A preconditioner that was learned from this X: X D e = X D times a vector of ones. */
function checkFits(X: Matrix, pre: unknown): asserts pre is Preconditioner {
  if (!(pre instanceof Preconditioner)) throw new ArgumentTypeError("pre", "a Preconditioner", describe(pre));
  const { D, XD } = pre;
  if (XD.engine !== X.engine || XD.type !== X.type)
    throw new ArgumentTypeError("pre", "one of the instance and type of X", "another");
  if (D.rows !== X.cols || XD.rows !== X.rows || D.cols !== XD.cols)
    throw new ShapeError("pre", `that of a design of ${X.rows} x ${X.cols}`, `${XD.rows} x ${D.rows}`);
  X.engine.memory.scope(() => {
    const ones = Vector.zeros(X.engine, X.type, D.cols);
    ones.data.fill(1);
    const [through, image] = [X.matmul(D.matmul(ones)).data, XD.matmul(ones).data];
    const slack = Math.sqrt(epsOf[X.type] * X.rows) * D.cols;
    for (let i = 0; i < image.length; i++)
      if (!(Math.abs((through[i] as number) - (image[i] as number)) <= slack))
        throw new ArgumentRangeError("pre", "one learned from this X", "that of another design");
  });
}

function runOf({ signal, onProgress }: PreconditionerRunOptions): RunOptions<PreconditionerState> {
  return { tolerance: 0, maxIterations: 2 ** 32 - 1, ...(signal && { signal }), ...(onProgress && { onProgress }) };
}
