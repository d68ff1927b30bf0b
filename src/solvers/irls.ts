/**
 * Regression that minds outliers less than squares do, by least squares again and again: min_x sum_i loss((A x - b)_i).
 *
 * Holland and Welsch, "Robust Regression Using Iteratively Reweighted Least-Squares", Communications in Statistics A6 (1977)
 * 813-827; powers of the residual, smoothed at 0, as in Bjorck, Numerical Methods for Least Squares Problems (1996), section 4.5.
 * doi:10.1080/03610927708827533
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkOptions, checkPositive, describe } from "../core/check.ts";
import { exp, log } from "../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { epsOf } from "../core/types.ts";
import { gemv, tgemv } from "../kernels/dense.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax, copy, nrm2 } from "../kernels/vec.ts";
import { leastSquares } from "../linalg/leastSquares.ts";

/** |r|^power, 1 <= power <= 2; Huber's loss of width huber; or Tukey's bisquare of width bisquare, which is not convex. */
export type RobustLoss = { readonly power: number } | { readonly huber: number } | { readonly bisquare: number };

/** What to minimise, and from where. */
export interface IrlsOptions {
  /** Default { power: 1 }: least absolute deviations. */
  loss?: RobustLoss;
  /** Holds the start and receives the iterates; by default a new vector with the solution of least squares. */
  x?: Vector;
  /** Residuals below this count as this to a power. Default sqrt(eps) times the largest |b_i|; it is approached from above. */
  epsilon?: number;
}

/** One weighted least squares problem solved. */
export interface IrlsState extends State {
  /** The iterate; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** The sum of the losses, a power not smoothed. */
  readonly value: number;
  /** The weights of the rows at x; overwritten by later steps and given back at the end. */
  readonly weights: Vector;
  /** ||A'(w r)||_2 / (||A||_F ||w r||_2), r = A x - b and w its weights: 0 where x is stationary. */
  readonly residual: number;
}

/** A loss and its weight, which is its derivative over r. */
interface Robust {
  value(r: number): number;
  weight(r: number, epsilon: number): number;
}

/** base^exponent, base >= 0. */
const power = (base: number, exponent: number): number => (base === 0 ? 0 : exp(exponent * log(base)));

function robust(loss: RobustLoss): Robust {
  if (typeof loss === "object" && loss !== null) {
    if ("power" in loss) {
      const p = loss.power;
      checkPositive("loss.power", p);
      if (p < 1 || p > 2) throw new ArgumentRangeError("loss.power", "a number from 1 to 2", String(p));
      return {
        value: (r) => power(Math.abs(r), p),
        weight: (r, epsilon) => p * power(r * r + epsilon * epsilon, p / 2 - 1),
      };
    }
    if ("huber" in loss) {
      const { huber: d } = loss;
      checkPositive("loss.huber", d);
      const value = (size: number) => (size <= d ? size ** 2 / 2 : d * (size - d / 2));
      return { value: (r) => value(Math.abs(r)), weight: (r) => Math.min(1, d / Math.abs(r)) };
    }
    if ("bisquare" in loss) {
      const { bisquare: c } = loss;
      checkPositive("loss.bisquare", c);
      const left = (r: number) => Math.max(0, 1 - (r / c) ** 2);
      return { value: (r) => (c ** 2 / 6) * (1 - left(r) ** 3), weight: (r) => left(r) ** 2 };
    }
  }
  throw new ArgumentTypeError("loss", "{power}, {huber} or {bisquare}", describe(loss));
}

/**
 * Steps reweighted least squares for A (m x n) with m >= n. Reserves 2m + 2n elements (n fewer with `x`) at the first step, and in
 * each step what `leastSquares` does, given back.
 * @throws SingularMatrixError if A, its rows weighted, has not full rank; ArgumentRangeError if A or b is not finite
 */
export function* irls(A: Matrix, b: Vector, options: IrlsOptions = {}): Generator<IrlsState, void> {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkVector("b", b, A, A.rows);
  checkOptions("options", options);
  const { loss = { power: 1 }, x: given } = options;
  const { value, weight } = robust(loss);
  if (given !== undefined) checkVector("x", given, A, A.cols);
  const { engine, type, rows: m, cols: n } = A;
  const top = amax(b);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("b", "finite numbers", `an entry that is ${top}`);
  const { epsilon = Math.sqrt(epsOf[type]) * (top || 1) } = options;
  checkPositive("epsilon", epsilon);
  const x = given ?? Vector.zeros(engine, type, n);
  const own: Vector[] = [];
  const reserve = (length: number) => own[own.push(new Vector(engine, type, length)) - 1] as Vector;
  try {
    const [r, weights, slope] = [reserve(m), reserve(m), reserve(n)];
    const size = norm(A.data);
    const misfit = () => {
      copy(r, b);
      gemv(r, A, x, { beta: -1 });
    };
    const reweigh = (epsilon: number) => {
      const [rs, ws] = [r.data, weights.data];
      for (let i = 0; i < m; i++) ws[i] = weight(rs[i] as number, epsilon);
    };
    const solve = (options: { weights?: Vector }) => {
      const found = leastSquares(A, b, options).x;
      copy(x, found);
      found.dispose();
    };
    if (!given) solve({});
    misfit();
    for (let smooth = Math.max(epsilon, amax(r)); ; smooth = Math.max(epsilon, smooth / 4)) {
      reweigh(smooth);
      solve({ weights });
      misfit();
      reweigh(epsilon);
      let total = 0;
      const [rs, ws] = [r.data, weights.data];
      for (let i = 0; i < m; i++) {
        total += value(rs[i] as number);
        (rs[i] as number) *= ws[i] as number;
      }
      tgemv(slope, A, r);
      const scale = size * nrm2(r);
      yield { x, value: total, weights, residual: scale === 0 ? 0 : nrm2(slope) / scale };
      misfit();
    }
  } catch (error) {
    if (!given) x.dispose();
    throw error;
  } finally {
    for (const vector of own) vector.dispose();
  }
}

/** ||A||_F */
function norm(data: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i] as number) ** 2;
  return Math.sqrt(squares);
}
