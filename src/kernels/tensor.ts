/**
 * Products of a tensor with a matrix along one of its modes.
 * @module
 */
import { checkSize } from "../core/check.ts";
import { sizeOf } from "../core/types.ts";
import { checkApart, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/**
 * out_ljr = sum_i op(A)_ji x_lir for tensors of left x (columns or rows of op(A)) x right, last index fastest: the product along
 * the mode that has `left` elements before it and `right` after it.
 */
export function modeProduct(
  out: VectorRef,
  A: MatrixRef,
  x: VectorRef,
  left: number,
  right: number,
  transpose = false,
): void {
  checkSize("left", left);
  checkSize("right", right);
  const [m, n] = transpose ? [A.cols, A.rows] : [A.rows, A.cols];
  checkVector("x", x, A, left * n * right);
  checkVector("out", out, A, left * m * right);
  checkApart(out, x);
  const { engine, type, cols } = A;
  const { dense_gemm, dense_gemmwork } = engine.kernels[type];
  const size = sizeOf[type];
  const [row, col] = transpose ? [1, cols] : [cols, 1];
  if (right === 1) {
    // All the vectors at once, as the rows of a matrix: out = x op(A)'.
    const work = engine.memory.workspace(dense_gemmwork(left, m, n) * size);
    dense_gemm(out.ptr, x.ptr, A.ptr, work, left, m, n, m, n, 1, col, row, 1, 0, 0, false, 0);
    return;
  }
  const work = engine.memory.workspace(dense_gemmwork(m, right, n) * size);
  for (let l = 0; l < left; l++) {
    const [to, from] = [out.ptr + l * m * right * size, x.ptr + l * n * right * size];
    dense_gemm(to, A.ptr, from, work, m, right, n, right, row, col, right, 1, 1, 0, 0, false, 0);
  }
}
