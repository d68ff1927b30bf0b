/**
 * An orthonormal basis of the columns of A: Gram-Schmidt in several forms, Cholesky factors of A'A, Householder's reflectors.
 *
 * Bjorck, "Numerics of Gram-Schmidt Orthogonalization", Linear Algebra Appl. 197-198 (1994) 297-316;
 * Giraud, Langou, Rozloznik and van den Eshof, Numer. Math. 101 (2005) 87-100: twice is enough.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { checkChoice, checkNonNegative, checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { matrixAmax, transpose } from "../kernels/dense.ts";
import { blockGramSchmidt, type GramSchmidt, gramSchmidt } from "../kernels/ortho.ts";
import { Vector } from "../arrays/vector.ts";
import { orthonormalBasis } from "./basis.ts";
import { choleskyQr } from "./choleskyQr.ts";
import type { Metric } from "./metric.ts";
import { qr } from "./qr.ts";

const variants = ["cgs2", "mgs", "cgs"] as const satisfies readonly GramSchmidt[];
const methods = ["cholqr2", "cholqr3", "bcgs2", "householder", ...variants] as const;

/** Ways to an orthonormal basis; docs/numerics.md says what each loses. */
export type OrthonormalMethod = (typeof methods)[number];

/** How to orthonormalise. */
export interface OrthonormalizeOptions {
  /**
   * "cholqr2" (default): two Cholesky factors of Gram matrices, the fastest; "cholqr3": three, the first shifted, for condition
   * numbers up to 1/eps. Where they cannot be trusted (a condition number too large, dependent columns), "cgs2" is done.
   * "cgs2", "bcgs2": classical Gram-Schmidt twice, column by column or by blocks, orthogonal to rounding. "mgs", "cgs": one
   * pass; orthogonality is lost as the condition number times rounding, and as its square. "householder": reflectors.
   */
  method?: OrthonormalMethod;
  /** What "bcgs2" does inside a block. Default "cgs2". */
  inner?: GramSchmidt;
  /**
   * A column is dependent where at most this part of its norm is left. Default: 4 max(rows, cols) eps, with eps the
   * distance from 1 to the next number of the element type. "householder" does not look: it keeps the first min(rows, cols).
   */
  tolerance?: number;
  /** M of the inner product x'M y: then Q'M Q = I. The columns are taken one by one, by "cgs2". Default the identity. */
  metric?: Metric;
}

/** A = Q*R on the independent columns. */
export interface Orthonormal {
  /** rows x rank, orthonormal columns. */
  readonly Q: Matrix;
  /** rank x cols: A = Q*R up to what the tolerance dropped. */
  readonly R: Matrix;
  /** Number of independent columns. */
  readonly rank: number;
  /** The columns of A that were kept, ascending. */
  readonly kept: Uint32Array;
  /** What was done: the method asked for, or "cgs2" where a Cholesky factor could not be trusted. */
  readonly method: OrthonormalMethod;
}

/**
 * Orthonormalises the columns of A (m x n). Reserves at most 2mn + 3n^2 elements while it works, and 48n with reflectors.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function orthonormalize(A: Matrix, options: OrthonormalizeOptions = {}): Orthonormal {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkOptions("options", options);
  const { metric } = options;
  const {
    method = metric === undefined ? "cholqr2" : "cgs2",
    inner = "cgs2",
    tolerance = 4 * Math.max(A.rows, A.cols) * epsOf[A.type],
  } = options;
  checkChoice("method", method, metric === undefined ? methods : (["cgs2"] as const));
  checkChoice("inner", inner, variants);
  checkNonNegative("tolerance", tolerance);
  const top = matrixAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
  if (metric !== undefined) return byMetric(A, metric, tolerance);
  if (method === "householder") return byReflectors(A);
  if (method === "cholqr2" || method === "cholqr3") {
    const made = choleskyQr(A, tolerance, method === "cholqr3");
    if (made) return { ...made, rank: A.cols, kept: Uint32Array.from({ length: A.cols }, (_, j) => j), method };
    return byRows(A, "cgs2", (V, R) => gramSchmidt(V, R, "cgs2", tolerance));
  }
  if (method === "bcgs2") return byRows(A, method, (V, R) => blockGramSchmidt(V, R, inner, tolerance));
  return byRows(A, method, (V, R) => gramSchmidt(V, R, method, tolerance));
}

/** Gram-Schmidt on the rows of A'. */
function byRows(A: Matrix, method: OrthonormalMethod, run: (V: Matrix, R: Matrix) => Uint32Array): Orthonormal {
  const { engine, type, rows, cols } = A;
  return engine.memory.scope(() => {
    const V = new Matrix(engine, type, cols, rows);
    const square = Matrix.zeros(engine, type, cols, cols);
    transpose(V, A);
    const kept = run(V, square);
    const rank = kept.length;
    const top = rank === cols ? V : Matrix.from(engine, type, rank, rows, V.data.subarray(0, rank * rows));
    const R = rank === cols ? square : Matrix.from(engine, type, rank, cols, square.data.subarray(0, rank * cols));
    return { Q: top.transpose(), R, rank, kept, method };
  });
}

/** Column by column into a basis of another inner product. */
function byMetric(A: Matrix, metric: Metric, tolerance: number): Orthonormal {
  const { engine, type, rows: m, cols: n } = A;
  return engine.memory.scope(() => {
    const x = new Vector(engine, type, m);
    const basis = orthonormalBasis(x, n, { metric, tolerance });
    const square = new Float64Array(n * n);
    const kept: number[] = [];
    for (let j = 0; j < n; j++) {
      const [to, from] = [x.data, A.data];
      for (let i = 0; i < m; i++) to[i] = from[i * n + j] as number;
      if (basis.append(x)) kept.push(j);
      for (const [i, c] of basis.coefficients().subarray(0, basis.size).entries()) square[i * n + j] = c;
    }
    const R = Matrix.from(engine, type, kept.length, n, square.subarray(0, kept.length * n));
    return { Q: basis.toMatrix(), R, rank: kept.length, kept: Uint32Array.from(kept), method: "cgs2" };
  });
}

/** The thin Q and R of `qr`, with signs that make the diagonal of R positive. */
function byReflectors(A: Matrix): Orthonormal {
  const rank = Math.min(A.rows, A.cols);
  return A.engine.memory.scope(() => {
    const F = qr(A);
    const [Q, R] = [F.Q(), F.R];
    const [q, r] = [Q.data, R.data];
    for (let i = 0; i < rank; i++) {
      if (!((r[i * A.cols + i] as number) < 0)) continue;
      for (let j = i; j < A.cols; j++) r[i * A.cols + j] = -(r[i * A.cols + j] as number);
      for (let p = i; p < q.length; p += rank) q[p] = -(q[p] as number);
    }
    return { Q, R, rank, kept: Uint32Array.from({ length: rank }, (_, j) => j), method: "householder" };
  });
}
