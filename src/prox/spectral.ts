/**
 * Penalties of singular values. A vector stands for a rows x cols matrix, row by row.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { gemm, scaleCols } from "../kernels/dense.ts";
import { checkMatrix, checkSomeVector } from "../kernels/storage.ts";
import { svd } from "../linalg/svd.ts";
import { checkProx, indicator, type Penalty } from "./penalty.ts";

/** out = U f(values) V' for A = U diag(values) V'; returns the new values. */
function mapValues(out: Matrix, A: Matrix, f: (values: Float64Array) => Float64Array): Float64Array {
  return A.engine.memory.scope(() => {
    const { U, V, values } = svd(A);
    const mapped = f(Float64Array.from(values.data));
    scaleCols(U as Matrix, mapped);
    gemm(out, U as Matrix, V as Matrix, { transposeB: true });
    return mapped;
  });
}

const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

const soften = (tau: number) => (values: Float64Array) => values.map((v) => Math.max(v - tau, 0));

/**
 * out = U max(values - tau, 0) V', the matrix that minimises tau*||X||_* + ||X - A||_F^2 / 2; out may be A
 * (Cai, Candes and Shen, A Singular Value Thresholding Algorithm for Matrix Completion, 2010, theorem 2.1).
 * Reserves what `svd` does. Returns ||out||_*, the sum of its singular values.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function singularValueThreshold(out: Matrix, A: Matrix, tau: number): number {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkMatrix("out", out, A, A.rows, A.cols);
  checkNonNegative("tau", tau);
  return total(mapValues(out, A, soften(tau)));
}

/** A penalty of vectors by one of matrices. */
function ofMatrix(
  rows: number,
  cols: number,
  map: (step: number) => (values: Float64Array) => Float64Array,
  valued: (values: Float64Array, x: Vector) => number,
): Penalty {
  checkSize("rows", rows);
  checkSize("cols", cols);
  const matrix = (x: Vector): Matrix => {
    if (x.length !== rows * cols) throw new ShapeError("x", `${rows * cols} elements`, `${x.length}`);
    const A = new Matrix(x.engine, x.type, rows, cols);
    A.data.set(x.data);
    return A;
  };
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return x.engine.memory.scope(() => {
        const A = matrix(x);
        const values = mapValues(A, A, map(step));
        out.data.set(A.data);
        return valued(values, x);
      });
    },
    value: (x) => {
      checkSomeVector("x", x);
      return x.engine.memory.scope(() => valued(Float64Array.from(svd(matrix(x), { vectors: false }).values.data), x));
    },
  };
}

/** g(X) = lambda times the sum of X's singular values. Its prox is singular value thresholding at step*lambda. */
export function nuclearNorm(lambda: number, rows: number, cols: number): Penalty {
  checkNonNegative("lambda", lambda);
  return ofMatrix(
    rows,
    cols,
    (step) => soften(step * lambda),
    (values) => lambda * total(values),
  );
}

/**
 * The indicator of matrices of rank k at most: the k largest singular values stay (Eckart and Young, 1936). Not convex.
 * `value` counts values above max(rows, cols) eps times the largest.
 */
export function rankBall(k: number, rows: number, cols: number): Penalty {
  checkSize("k", k);
  return ofMatrix(
    rows,
    cols,
    () => (values) => values.map((v, i) => (i < k ? v : 0)),
    (values, x) => {
      const least = Math.max(rows, cols) * (x.type === "f32" ? 2 ** -23 : 2 ** -52) * (values[0] ?? 0);
      return indicator(values.filter((v) => v > least).length <= k);
    },
  );
}
