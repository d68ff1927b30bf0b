/**
 * What Krylov methods do with vectors: a growing basis, held as the rows of a matrix, and fused steps.
 * @module
 */
import { checkNumber } from "../core/check.ts";
import { sizeOf } from "../core/types.ts";
import { ShapeError } from "../core/errors.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

const table = (x: Storage) => x.engine.kernels[x.type];

/** Row i of V = x. */
export function setRow(V: MatrixRef, i: number, x: VectorRef): void {
  checkVector("x", x, V, V.cols);
  checkRows(V, i + 1);
  const size = V.cols * sizeOf[V.type];
  new Uint8Array(V.engine.memory.wasm.buffer).copyWithin(V.ptr + i * size, x.ptr, x.ptr + size);
}

/** x = row i of V. */
export function getRow(x: VectorRef, V: MatrixRef, i: number): void {
  checkVector("x", x, V, V.cols);
  checkRows(V, i + 1);
  const size = V.cols * sizeOf[V.type];
  new Uint8Array(V.engine.memory.wasm.buffer).copyWithin(x.ptr, V.ptr + i * size, V.ptr + (i + 1) * size);
}

/** x -= V'*(V*x) with rows from to before `to` of V, the coefficients V*x left at the start of c. */
export function removeRows(x: VectorRef, V: MatrixRef, from: number, to: number, c: VectorRef): void {
  checkVector("x", x, V, V.cols);
  checkRows(V, to);
  checkVector("c", c, V, V.rows);
  const at = V.ptr + from * V.cols * sizeOf[V.type];
  table(V).dense_gemv(c.ptr, at, x.ptr, to - from, V.cols, V.cols, 1, 0);
  table(V).dense_tgemv(x.ptr, at, c.ptr, to - from, V.cols, V.cols, -1, 1);
}

/** out += V'*c with the first `count` rows of V and the first `count` elements of c. */
export function addRows(out: VectorRef, V: MatrixRef, count: number, c: VectorRef): void {
  checkVector("out", out, V, V.cols);
  checkRows(V, count);
  checkVector("c", c, V, c.length);
  if (count > c.length) throw new ShapeError("c", `at least ${count} elements`, `${c.length}`);
  table(V).dense_tgemv(out.ptr, V.ptr, c.ptr, count, V.cols, V.cols, 1, 1);
}

/** x += alpha*p and r -= beta*q, in one pass; returns r'r. No two may be the same. */
export function step(x: VectorRef, r: VectorRef, p: VectorRef, q: VectorRef, alpha: number, beta: number): number {
  checkVector("r", r, x, x.length);
  checkVector("p", p, x, x.length);
  checkVector("q", q, x, x.length);
  checkNumber("alpha", alpha);
  checkNumber("beta", beta);
  checkApart(x, r, p, q);
  checkApart(r, p, q);
  return table(x).krylov_step(x.ptr, r.ptr, p.ptr, q.ptr, x.length, alpha, beta);
}

/** The first S.cols rows of V = S'*V with its first S.rows rows. */
export function turnRows(V: MatrixRef, S: MatrixRef): void {
  const { rows: m, cols: k } = S;
  checkRows(V, Math.max(m, k));
  checkMatrix("S", S, V, m, k);
  const [n, size] = [V.cols, sizeOf[V.type]];
  const copies = m * n * size;
  const at = V.engine.memory.workspace(copies + table(V).dense_gemmwork(k, n, m) * size);
  new Uint8Array(V.engine.memory.wasm.buffer).copyWithin(at, V.ptr, V.ptr + copies);
  table(V).dense_gemm(V.ptr, S.ptr, at, at + copies, k, n, m, n, 1, k, n, 1, 1, 0, 0, false, 0);
}

/** out = the first out.cols rows of V as columns. */
export function rowsAsColumns(out: MatrixRef, V: MatrixRef): void {
  checkMatrix("out", out, V, V.cols, out.cols);
  checkRows(V, out.cols);
  table(V).dense_transpose(out.ptr, V.ptr, out.cols, V.cols, out.cols, V.cols);
}

function checkRows(V: MatrixRef, rows: number): void {
  if (rows > V.rows) throw new ShapeError("V", `at least ${rows} rows`, `${V.rows}`);
}
