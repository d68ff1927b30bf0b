/**
 * Levels 2 and 3: dense matrices.
 * @module
 */
import { checkBoolean, checkNumber, checkSize } from "../core/check.ts";
import { ShapeError, SingularMatrixError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import { type Epilogue, epilogueOf } from "./maps.ts";
import { gram, multiply } from "./multiply.ts";
import { checkNormal, piecesOf, summed } from "./normal.ts";
import { partsOf, type Range, ranges, share, TILE } from "./parallel.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

const table = (x: Storage) => x.engine.kernels[x.type];

/** Scale factors of a product: out = alpha*A*x + beta*out. Defaults 1 and 0. */
export interface Scale {
  alpha?: number;
  beta?: number;
}

/** Which operands of a product are transposed. */
export interface Transposes {
  transposeA?: boolean;
  transposeB?: boolean;
}

/** Reads and checks alpha and beta. */
export function scaleOf(scale: Scale): [alpha: number, beta: number] {
  const { alpha = 1, beta = 0 } = scale;
  checkNumber("alpha", alpha);
  checkNumber("beta", beta);
  return [alpha, beta];
}

/** out = alpha*A*x + beta*out */
export function gemv(out: VectorRef, A: MatrixRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  const { engine, type, rows, cols } = A;
  const size = sizeOf[type];
  const [alpha, beta] = scaleOf(scale);
  const parts = ranges(rows, partsOf(engine, rows * cols), TILE);
  share(engine, type, parts.length, ({ dense_gemv }, i) => {
    const [from, to] = parts[i] as Range;
    dense_gemv(out.ptr + from * size, A.ptr + from * cols * size, x.ptr, to - from, cols, cols, alpha, beta);
  });
}

/** out = alpha*A'*x + beta*out */
export function tgemv(out: VectorRef, A: MatrixRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.rows);
  checkVector("out", out, A, A.cols);
  checkApart(out, x);
  const { engine, type, rows, cols } = A;
  const size = sizeOf[type];
  const [alpha, beta] = scaleOf(scale);
  const parts = ranges(cols, partsOf(engine, rows * cols), TILE);
  share(engine, type, parts.length, ({ dense_tgemv }, i) => {
    const [from, to] = parts[i] as Range;
    dense_tgemv(out.ptr + from * size, A.ptr + from * size, x.ptr, rows, to - from, cols, alpha, beta);
  });
}

/** r = A*x - b and g = A'*r, reading A once. Returns ||r||_2^2. */
export function normalResidual(g: VectorRef, r: VectorRef, A: MatrixRef, x: VectorRef, b: VectorRef): number {
  checkNormal(g, r, A, x, b);
  const { type, rows, cols } = A;
  const size = sizeOf[type];
  const parts = ranges(rows, piecesOf(rows * cols, rows), TILE);
  return summed(g, r, parts.length, (kernels, i, sum) => {
    const [from, to] = parts[i] as Range;
    const [left, right] = [r.ptr + from * size, b.ptr + from * size];
    return kernels.dense_normal(sum, left, A.ptr + from * cols * size, x.ptr, right, to - from, cols);
  });
}

/** A = A + alpha*x*y' */
export function ger(A: MatrixRef, x: VectorRef, y: VectorRef, alpha = 1): void {
  checkMatrix("A", A, A, A.rows, A.cols);
  checkVector("x", x, A, A.rows);
  checkVector("y", y, A, A.cols);
  checkNumber("alpha", alpha);
  table(A).dense_ger(A.ptr, x.ptr, y.ptr, A.rows, A.cols, A.cols, alpha);
}

/**
 * out_b = alpha*A_b*B_b + beta*out_b for each of `count` matrices that lie one below the other in A, B and out, all of
 * them small: up to 32 or so rows and columns.
 */
export function gemmBatch(out: MatrixRef, A: MatrixRef, B: MatrixRef, count: number, scale: Scale = {}): void {
  checkSize("count", count, 1);
  const [m, k] = [A.rows / count, A.cols];
  if (!Number.isInteger(m)) throw new ShapeError("A", `a multiple of ${count} rows`, `${A.rows}`);
  checkMatrix("B", B, A, k * count, B.cols);
  checkMatrix("out", out, A, A.rows, B.cols);
  checkApart(out, A, B);
  table(A).dense_batch(out.ptr, A.ptr, B.ptr, count, m, B.cols, k, ...scaleOf(scale));
}

/** out = f(alpha*op(A)*op(B) + beta*out + bias) */
export function gemm(out: MatrixRef, A: MatrixRef, B: MatrixRef, options: Scale & Transposes & Epilogue = {}): void {
  const { transposeA = false, transposeB = false } = options;
  const [m, k] = transposeA ? [A.cols, A.rows] : [A.rows, A.cols];
  const n = transposeB ? B.rows : B.cols;
  checkMatrix("B", B, A, transposeB ? n : k, transposeB ? k : n);
  checkMatrix("out", out, A, m, n);
  checkApart(out, A, B);
  const factors = scaleOf(options);
  const left = transposeA ? ([A.ptr, 1, A.cols] as const) : ([A.ptr, A.cols, 1] as const);
  const right = transposeB ? ([B.ptr, 1, B.cols] as const) : ([B.ptr, B.cols, 1] as const);
  multiply(A, [out.ptr, n], left, right, [m, n, k], factors, epilogueOf(out, options));
}

/** Lower triangle of out = alpha*op(A)*op(A)' + beta*out; the part above the diagonal is left alone. */
export function syrk(out: MatrixRef, A: MatrixRef, options: Scale & { transpose?: boolean } = {}): void {
  const { transpose = false } = options;
  const [n, k] = transpose ? [A.cols, A.rows] : [A.rows, A.cols];
  checkMatrix("out", out, A, n, n);
  checkApart(out, A);
  gram(A, [out.ptr, n], transpose ? [A.ptr, 1, A.cols] : [A.ptr, A.cols, 1], n, k, scaleOf(options));
}

/** out = A' */
export function transpose(out: MatrixRef, A: MatrixRef): void {
  checkMatrix("out", out, A, A.cols, A.rows);
  checkApart(out, A);
  table(A).dense_transpose(out.ptr, A.ptr, A.rows, A.cols, A.rows, A.cols);
}

/** max |A_ij|; NaN if an entry is NaN */
export const matrixAmax = (A: MatrixRef): number => table(A).vec_amax(A.ptr, A.rows * A.cols);

/** A = alpha*A */
export function scaleMatrix(A: MatrixRef, alpha: number): void {
  checkNumber("alpha", alpha);
  table(A).vec_scal(A.ptr, A.rows * A.cols, alpha);
}

/** A = A*diag(s) */
export function scaleCols(A: MatrixRef, s: Float64Array): void {
  const size = sizeOf[A.type];
  const weights = A.engine.memory.workspace(A.cols * size);
  const make = size === 4 ? Float32Array : Float64Array;
  new make(A.engine.memory.wasm.buffer, weights, A.cols).set(s);
  for (let i = 0; i < A.rows; i++) {
    const row = A.ptr + i * A.cols * size;
    table(A).map_mul(row, row, weights, A.cols);
  }
}

/** Which triangle of A is meant, and how. */
export interface Triangle {
  /** The lower triangle (default) or the upper. The other one is not read. */
  lower?: boolean;
  /** Solve with A' instead of A. */
  transpose?: boolean;
  /** The diagonal is taken to be 1 and not read. */
  unitDiagonal?: boolean;
}

/** Reads and checks the three choices. */
function triangleOf({ lower = true, transpose = false, unitDiagonal = false }: Triangle): Required<Triangle> {
  checkBoolean("lower", lower);
  checkBoolean("transpose", transpose);
  checkBoolean("unitDiagonal", unitDiagonal);
  return { lower, transpose, unitDiagonal };
}

/** x = op(A)^-1 x for a triangular A. @throws SingularMatrixError if the diagonal holds a zero */
export function trsv(x: VectorRef, A: MatrixRef, triangle: Triangle = {}): void {
  const { lower, transpose, unitDiagonal } = triangleOf(triangle);
  checkMatrix("A", A, A, A.rows, A.rows);
  checkVector("x", x, A, A.rows);
  if (!unitDiagonal) checkDiagonal(A);
  const [r, s] = transpose ? [1, A.cols] : [A.cols, 1];
  table(A).dense_trsv(x.ptr, A.ptr, A.rows, r, s, lower !== transpose, unitDiagonal);
}

/** B = op(A)^-1 B for a triangular A. @throws SingularMatrixError if the diagonal holds a zero */
export function trsm(B: MatrixRef, A: MatrixRef, triangle: Triangle = {}): void {
  const { lower, transpose, unitDiagonal } = triangleOf(triangle);
  checkMatrix("A", A, A, A.rows, A.rows);
  checkMatrix("B", B, A, A.rows, B.cols);
  checkApart(B, A);
  if (!unitDiagonal) checkDiagonal(A);
  const work = A.engine.memory.workspace(table(A).dense_gemmwork(A.rows, B.cols, A.rows) * sizeOf[A.type]);
  const [r, s] = transpose ? [1, A.cols] : [A.cols, 1];
  table(A).dense_trsm(B.ptr, A.ptr, work, A.rows, B.cols, B.cols, r, s, lower !== transpose, unitDiagonal);
}

/** No zero on the diagonal of a square matrix. */
function checkDiagonal(A: MatrixRef): void {
  const size = sizeOf[A.type];
  const view = new DataView(A.engine.memory.wasm.buffer, A.ptr);
  for (let i = 0; i < A.rows; i++) {
    const at = i * (A.cols + 1) * size;
    const entry = size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
    if (entry === 0) throw new SingularMatrixError(i);
  }
}
