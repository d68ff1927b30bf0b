/**
 * Products of matrices whose kernels make X*A' from rows of X, as those of codes and of whole numbers do.
 * @module
 */
import { checkChoice } from "../core/check.ts";
import { sizeOf } from "../core/types.ts";
import { type Epilogue, epilogue, epilogueOf, epilogues } from "./maps.ts";
import { aligned, checkApart, checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** Writes out = f(X*A' + bias) for `batch` rows of X, all by address; `own`: bias or 0, number of the activation. */
export type RowProduct = (
  out: number,
  x: number,
  batch: number,
  work: number,
  own: readonly [bias: number, activation: number],
) => void;

/** out = f(X*A' + bias). `room`: bytes of the product's workspace. */
export function rowLinear(
  out: MatrixRef,
  A: MatrixRef,
  X: MatrixRef,
  options: Epilogue,
  room: number,
  product: RowProduct,
): void {
  checkMatrix("X", X, A, X.rows, A.cols);
  checkMatrix("out", out, A, X.rows, A.rows);
  checkApart(out, X);
  const [bias, perRow, activation] = epilogueOf(out, options);
  product(out.ptr, X.ptr, X.rows, A.engine.memory.workspace(room), perRow ? [0, 0] : [bias, activation]);
  if (perRow) epilogue(out, options);
}

/** out = f(A*X + bias): X is turned, and so is what comes out. `room`: bytes of the product's workspace. */
export function rowMm(
  out: MatrixRef,
  A: MatrixRef,
  X: MatrixRef,
  options: Epilogue,
  room: number,
  product: RowProduct,
): void {
  const { engine, type, rows, cols } = A;
  const n = X.cols;
  checkMatrix("X", X, A, cols, n);
  checkMatrix("out", out, A, rows, n);
  checkApart(out, X);
  epilogueOf(out, options);
  const turned = aligned(room);
  const result = turned + aligned(n * cols * sizeOf[type]);
  const work = engine.memory.workspace(result + n * rows * sizeOf[type]);
  const { dense_transpose } = engine.kernels[type];
  dense_transpose(work + turned, X.ptr, cols, n, cols, n);
  product(work + result, work + turned, n, work, [0, 0]);
  dense_transpose(out.ptr, work + result, n, rows, n, rows);
  epilogue(out, options);
}

/** out = f(A*x + bias). `room`: bytes of the product's workspace. */
export function rowMv(
  out: VectorRef,
  A: MatrixRef,
  x: VectorRef,
  options: Epilogue,
  room: number,
  product: RowProduct,
): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  const { bias, activation = "none" } = options;
  if (bias !== undefined) checkVector("bias", bias, A, A.rows);
  checkChoice("activation", activation, Object.keys(epilogues) as (keyof typeof epilogues)[]);
  product(out.ptr, x.ptr, 1, A.engine.memory.workspace(room), [bias?.ptr ?? 0, epilogues[activation]]);
}
