/**
 * What Net-Trim is compared with: the largest weights of a layer, as they are or fitted again.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkSize } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import { keepLargest } from "../../../kernels/select.ts";
import { checkMatrix, filled } from "../../../kernels/storage.ts";
import { leastSquares } from "../../../linalg/leastSquares.ts";
import { checkFiniteMatrix } from "../common/finite.ts";

/** A copy of W with 0 for all but its `nnz` weights of largest magnitude. @throws ArgumentRangeError for more than there are */
export function magnitudeTrim(W: Matrix, nnz: number): Matrix {
  checkFiniteMatrix("W", W);
  checkSize("nnz", nnz);
  const size = W.rows * W.cols;
  if (nnz > size) throw new ArgumentRangeError("nnz", `at most ${size}`, `${nnz}`);
  const { engine, type } = W;
  return engine.memory.scope(() => {
    const flat = Vector.from(engine, type, W.data);
    if (nnz > 0) keepLargest(flat, flat, nnz);
    else flat.data.fill(0);
    return Matrix.from(engine, type, W.rows, W.cols, flat.data);
  });
}

/**
 * A copy of W (N x M) with each column fitted again on its support: the least squares of W'X - Y over the samples to which
 * the output gives a positive answer (all of them for "linear"), the shortest one where there are several.
 * Reserves up to N P elements a few times over while it works.
 * @throws as netTrimLayer
 */
export function magnitudeRefit(
  W: Matrix,
  X: Matrix,
  Y: Matrix,
  options: { activation?: "relu" | "linear" } = {},
): Matrix {
  checkFiniteMatrix("W", W);
  checkFiniteMatrix("X", X);
  checkMatrix("W", W, X, X.rows, W.cols);
  checkFiniteMatrix("Y", Y);
  checkMatrix("Y", Y, X, W.cols, X.cols);
  const { engine, type } = W;
  const linear = options.activation === "linear";
  const out = W.clone();
  return filled(out, () => {
    for (let j = 0; j < W.cols; j++)
      engine.memory.scope(() => {
        const [x, y, w] = [X.data, Y.data, out.data];
        const support = Array.from({ length: W.rows }, (_, i) => i).filter((i) => w[i * W.cols + j] !== 0);
        const samples = Array.from({ length: X.cols }, (_, p) => p).filter(
          (p) => linear || (y[j * X.cols + p] as number) > 0,
        );
        if (support.length === 0 || samples.length === 0) return;
        const rows = samples.flatMap((p) => support.map((i) => x[i * X.cols + p] as number));
        const answers = samples.map((p) => y[j * X.cols + p] as number);
        const A = Matrix.from(engine, type, samples.length, support.length, rows);
        const b = Vector.from(engine, type, answers);
        const fit = leastSquares(A, b, { method: "pivoted" }).x.data;
        const { data } = out;
        for (const [s, i] of support.entries()) data[i * W.cols + j] = fit[s] as number;
      });
  });
}
