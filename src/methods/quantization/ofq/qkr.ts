/**
 * Query-key reparameterisation: attention scores from one matrix a head, M_h = Wq_h' Wk_h, which is what is quantized.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { checkSize } from "../../../core/check.ts";
import { ShapeError } from "../../../core/errors.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { checkWeights } from "../common/weights.ts";

/** Rows from `first` on as a matrix of their own. */
function rowsOf(A: Matrix, first: number, count: number): Matrix {
  const part = new Matrix(A.engine, A.type, count, A.cols);
  part.data.set(A.data.subarray(first * A.cols, (first + count) * A.cols));
  return part;
}

function stacked(like: Matrix, rows: number, cols: number, parts: readonly Matrix[]): Matrix {
  const out = new Matrix(like.engine, like.type, rows, cols);
  let at = 0;
  for (const part of parts) {
    out.data.set(part.data, at);
    at += part.data.length;
  }
  return out;
}

function checkHeads(name: string, A: Matrix, heads: number): void {
  checkWeights(name, A);
  checkSize("heads", heads, 1);
  if (A.rows % heads !== 0) throw new ShapeError(name, `rows a multiple of ${heads} heads`, `${A.rows}`);
}

/**
 * M_h = Wq_h' Wk_h, one below the other: statsQuantize of it gives each of its rows a scale.
 *
 * @param Wq  (heads * headDim) x dim, head after head
 * @param Wk  as Wq
 * @returns   (heads * dim) x dim, a new matrix
 */
export function qkrWeight(Wq: Matrix, Wk: Matrix, heads: number): Matrix {
  checkHeads("Wq", Wq, heads);
  checkWeights("Wk", Wk);
  checkMatrix("Wk", Wk, Wq, Wq.rows, Wq.cols);
  const [headDim, dim] = [Wq.rows / heads, Wq.cols];
  return Wq.engine.memory.scope(() => {
    const parts = Array.from({ length: heads }, (_, h) =>
      rowsOf(Wq, h * headDim, headDim).matmul(rowsOf(Wk, h * headDim, headDim), { transposeA: true }),
    );
    return stacked(Wq, heads * dim, dim, parts);
  });
}

/**
 * X M_h X' / sqrt(headDim), one below the other.
 *
 * @param X    tokens x dim
 * @param Wqk  (heads * dim) x dim, as qkrWeight gives it, quantized or not
 * @returns    (heads * tokens) x tokens, a new matrix
 */
export function qkrScores(X: Matrix, Wqk: Matrix, heads: number, headDim: number): Matrix {
  checkScores(X, Wqk, heads, headDim);
  return X.engine.memory.scope(() => {
    const parts = Array.from({ length: heads }, (_, h) =>
      X.matmul(rowsOf(Wqk, h * X.cols, X.cols)).matmul(X, { transposeB: true, alpha: headDim ** -0.5 }),
    );
    return stacked(X, heads * X.rows, X.rows, parts);
  });
}

function checkScores(X: Matrix, Wqk: Matrix, heads: number, headDim: number): void {
  checkWeights("X", X);
  checkHeads("Wqk", Wqk, heads);
  checkSize("headDim", headDim, 1);
  checkMatrix("Wqk", Wqk, X, heads * X.cols, X.cols);
}

/** The gradients of a loss with respect to what the scores come from. */
export interface QkrGradients {
  readonly X: Matrix;
  readonly Wq: Matrix;
  readonly Wk: Matrix;
}

/**
 * The gradients, where `dScores` is that of the scores: with dM_h = X' dS_h X / sqrt(headDim), as if nothing had been
 * rounded, dWq_h = Wk_h dM_h' and dWk_h = Wq_h dM_h. New matrices.
 *
 * @param Wqk      what the scores were computed with
 * @param dScores  (heads * tokens) x tokens
 */
export function qkrBackward(
  X: Matrix,
  Wq: Matrix,
  Wk: Matrix,
  Wqk: Matrix,
  heads: number,
  dScores: Matrix,
): QkrGradients {
  checkHeads("Wq", Wq, heads);
  checkMatrix("Wk", Wk, Wq, Wq.rows, Wq.cols);
  const [headDim, n, dim] = [Wq.rows / heads, X?.rows, Wq.cols];
  checkScores(X, Wqk, heads, headDim);
  checkMatrix("Wq", Wq, X, Wq.rows, X.cols);
  checkMatrix("dScores", dScores, X, heads * n, n);
  const alpha = headDim ** -0.5;
  return X.engine.memory.scope(() => {
    const dX = Matrix.zeros(X.engine, X.type, n, dim);
    const add = (part: Matrix) => {
      const [to, from] = [dX.data, part.data];
      for (let p = 0; p < to.length; p++) to[p] = (to[p] as number) + (from[p] as number);
    };
    const [dWq, dWk]: [Matrix[], Matrix[]] = [[], []];
    for (let h = 0; h < heads; h++) {
      const S = rowsOf(dScores, h * n, n);
      const M = rowsOf(Wqk, h * dim, dim);
      const SX = S.matmul(X, { alpha });
      const dM = X.matmul(SX, { transposeA: true });
      dWq.push(rowsOf(Wk, h * headDim, headDim).matmul(dM, { transposeB: true }));
      dWk.push(rowsOf(Wq, h * headDim, headDim).matmul(dM));
      add(SX.matmul(M, { transposeB: true }));
      add(S.matmul(X, { transposeA: true, alpha }).matmul(M));
    }
    return { X: dX, Wq: stacked(Wq, Wq.rows, dim, dWq), Wk: stacked(Wk, Wk.rows, dim, dWk) };
  });
}
