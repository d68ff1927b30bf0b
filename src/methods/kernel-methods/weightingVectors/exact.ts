/**
 * Z w = 1, by a Cholesky factor of Z or by conjugate gradients.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import {
  checkChoice,
  checkFinite,
  checkNumbers,
  checkOptions,
  checkPositive,
  checkSize,
  describe,
} from "../../../core/check.ts";
import { Owner } from "../../../core/dispose.ts";
import { exp } from "../../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { run } from "../../../core/run.ts";
import { epsOf, type Numbers } from "../../../core/types.ts";
import { tgemv, trsm, trsv } from "../../../kernels/dense.ts";
import { choleskyInPlace } from "../../../kernels/factor.ts";
import { dot } from "../../../kernels/vec.ts";
import { type Cholesky, cholesky } from "../../../linalg/cholesky.ts";
import { gramOperator } from "../../../operators/gram.ts";
import { cg } from "../../../solvers/cg.ts";
import {
  addRidge,
  checkCloud,
  checkDistinct,
  laplacian,
  type Similarity,
  type SimilarityOptions,
  similarities,
  similarityOf,
} from "./similarity.ts";

/** How to solve Z w = 1. */
export interface WeightingOptions extends SimilarityOptions {
  /** "cholesky" (default): n^2 elements, n^3 / 3 steps; "cg": conjugate gradients, with Euclidean distances without storing Z. */
  solver?: "cholesky" | "cg";
  /** "cg" ends where ||1 - Z w|| <= tolerance * sqrt(n). Default 1e-10, in f32 1e-5. */
  tolerance?: number;
  /** Or after so many steps. Default 1000. */
  maxIterations?: number;
}

/** A weighting vector; holds n elements, and of "cholesky" n^2. */
export class Weighting extends Owner {
  /** @internal */
  constructor(
    /** n weights, in the order of the points. */
    readonly w: Vector,
    /** Their sum, and 1'Z^-1 1 for the exact w. */
    readonly magnitude: number,
    /** Of Z, for "cholesky". */
    readonly factor: Cholesky | undefined,
    /** Whether "cg" reached its tolerance; true for "cholesky". */
    readonly converged: boolean,
    /** Steps of "cg". */
    readonly iterations: number,
    /** The points, which are read again by `weightingScore`; undefined where distances were given. */
    readonly X: Matrix | undefined,
    /** @internal */
    readonly similarity: Similarity,
  ) {
    super();
  }

  /** Gives back all but X. */
  override dispose(): void {
    this.w.dispose();
    this.factor?.dispose();
  }
}

const sum = (x: Vector): number => {
  let total = 0;
  for (const v of x.data) total += v;
  return total;
};
const ones = (like: Matrix): Vector => Vector.from(like.engine, like.type, new Float64Array(like.rows).fill(1));

/**
 * The weighting vector of the rows of X, n x d. Reserves 2n^2 elements while it works, n^2 + n for the result; "cg" 5n.
 *
 * @throws ArgumentRangeError if X is not finite, for two equal rows without a ridge, for t <= 0 or ridge < 0;
 *   NotPositiveDefiniteError where Z is singular but for rounding, as with points too near to each other
 */
export function weighting(X: Matrix, options: WeightingOptions = {}): Weighting {
  const similarity = similarityOf(options);
  const { solver = "cholesky", maxIterations = 1000 } = options;
  checkChoice("solver", solver, ["cholesky", "cg"]);
  checkCloud("X", X, similarity);
  const { tolerance = X.type === "f32" ? 1e-5 : 1e-10 } = options;
  checkPositive("tolerance", tolerance);
  checkSize("maxIterations", maxIterations, 1);
  checkDistinct(X, similarity);
  return X.engine.memory.scope(() => {
    const { t, metric, ridge } = similarity;
    const stored = solver === "cholesky" || metric === "manhattan";
    const Z = stored ? new Matrix(X.engine, X.type, X.rows, X.rows) : undefined;
    if (Z) similarities(Z, X, X, similarity);
    if (Z && solver === "cholesky") return factored(Z, X, similarity);
    const operator = Z ?? gramOperator(X, { ...laplacian(t), ridge });
    const { x, converged, iterations } = run(cg(operator, ones(X)), { tolerance, maxIterations });
    return new Weighting(x, sum(x), undefined, converged, iterations, X, similarity);
  });
}

/**
 * The weighting vector of points of which only the distances are known, whatever the metric. Reserves 2n^2 elements while it works.
 *
 * @param D  n x n, symmetric, >= 0; the lower triangle is read
 * @throws ShapeError; ArgumentRangeError; NotPositiveDefiniteError with the failing pivot where e^(-t D) is not positive definite
 */
export function weightingOfDistances(D: Matrix, options: { t?: number; ridge?: number } = {}): Weighting {
  const similarity = similarityOf({ ...options, metric: undefined });
  if (!(D instanceof Matrix)) throw new ArgumentTypeError("D", "a Matrix", describe(D));
  const { rows: n, cols, data } = D;
  if (n !== cols) throw new ShapeError("D", "a square matrix", `${n} x ${cols}`);
  checkFinite("D", data);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const v = data[i * n + j] as number;
      if (v < 0 || (i === j && v !== 0))
        throw new ArgumentRangeError(`D[${i}][${j}]`, i === j ? "0" : "a distance >= 0", describe(v));
    }
  return D.engine.memory.scope(() => {
    const Z = D.clone();
    const to = Z.data;
    for (let q = 0; q < to.length; q++) to[q] = exp(-similarity.t * (to[q] as number));
    addRidge(Z, similarity.ridge);
    return factored(Z, undefined, similarity);
  });
}

function factored(Z: Matrix, X: Matrix | undefined, similarity: Similarity): Weighting {
  const factor = cholesky(Z);
  const w = ones(Z);
  factor.solveInto(w);
  return new Weighting(w, sum(w), factor, true, 0, X, similarity);
}

/**
 * The weight that each row of Q would have, were it the one point added to those of the model: (1 - z'w) / (1 + ridge - z'Z^-1 z), with
 * z its similarities to them. Reserves n x Q.rows elements while it works.
 *
 * @param model  of `weighting` with "cholesky"; its X must be as it was
 * @param Q  points of as many numbers
 * @throws ArgumentRangeError for a row that is, but for rounding, a point of the model, unless it has a ridge
 */
export function weightingScore(model: Weighting, Q: Matrix): Vector {
  if (!(model instanceof Weighting)) throw new ArgumentTypeError("model", "a Weighting", describe(model));
  const { X, factor, w, similarity } = model;
  if (!X || !factor)
    throw new ArgumentRangeError("model", 'one of points and of solver "cholesky"', X ? '"cg"' : "one of distances");
  checkCloud("Q", Q, similarity, X);
  const { engine, type, rows: n } = X;
  const m = Q.rows;
  return engine.memory.scope(() => {
    const K = new Matrix(engine, type, n, m);
    similarities(K, X, Q, { ...similarity, ridge: 0 });
    const score = new Vector(engine, type, m);
    tgemv(score, K, w);
    trsm(K, factor.L);
    const [to, from] = [score.data, K.data];
    const squares = new Float64Array(m);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) squares[j] = (squares[j] as number) + (from[i * m + j] as number) ** 2;
    const eps = epsOf[type];
    for (let j = 0; j < m; j++) {
      const rest = 1 + similarity.ridge - (squares[j] as number);
      // Distances come from squares: that of two equal points may be some sqrt(eps) of their size, so that rest alone cannot tell.
      const near = rest <= 64 * similarity.t * Math.sqrt(eps) && similarity.ridge === 0;
      if (!(rest > (n + 8) * eps) || (near && holds(X, Q, j)))
        throw new ArgumentRangeError(
          "Q",
          "points apart from those of the model, or ridge > 0",
          `row ${j}, which is one`,
        );
      to[j] = (1 - (to[j] as number)) / rest;
    }
    return score;
  });
}

/** Whether row j of Q is a row of X. */
function holds(X: Matrix, Q: Matrix, j: number): boolean {
  const { data, cols: d } = X;
  const row = Q.data.subarray(j * d, (j + 1) * d);
  for (let i = 0; i < X.rows; i++) if (row.every((v: number, c: number) => v === data[i * d + c])) return true;
  return false;
}

/**
 * The magnitude of the rows of X at each t: 1'Z^-1 1, which grows from 1 towards their number. A Cholesky factor each; reserves
 * n^2 + n elements while it works.
 * @throws as weighting
 */
export function magnitudeFunction(X: Matrix, ts: Numbers, options: Omit<SimilarityOptions, "t"> = {}): Float64Array {
  checkOptions("options", options);
  checkNumbers("ts", ts);
  const scales = Array.from(ts, (t, i) => {
    checkPositive(`ts[${i}]`, t);
    return similarityOf({ ...options, t });
  });
  const usual = similarityOf(options);
  checkCloud("X", X, usual);
  checkDistinct(X, usual);
  return X.engine.memory.scope(() => {
    const Z = new Matrix(X.engine, X.type, X.rows, X.rows);
    const y = new Vector(X.engine, X.type, X.rows);
    return Float64Array.from(scales, (similarity) => {
      similarities(Z, X, X, similarity);
      choleskyInPlace(Z);
      y.data.fill(1);
      trsv(y, Z);
      return dot(y, y);
    });
  });
}
