/**
 * Householder's reflectors in blocks.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { checkApart, checkKin, checkMatrix, type MatrixRef, type Storage } from "./storage.ts";

/** Q = H1 H2 .. Hk: the reflectors as rows of V, which may have more rows, and a triangle for each block of them in T. */
export interface Reflectors {
  readonly V: MatrixRef;
  readonly T: MatrixRef;
}

const table = (x: Storage) => x.engine.kernels[x.type];
const scratch = (x: Storage, elements: number) => x.engine.memory.workspace(elements * sizeOf[x.type]);

/** Columns of the T of any matrix of this instance. */
export const blockWidth = (x: Storage): number => x.engine.kernels.u32.ortho_width();

/** V holds A' (n x m) in, the reflectors of A = Q*R out in its first k = min(m, n) rows; R: k x n; T: k x blockWidth. */
export function factorQr(V: MatrixRef, R: MatrixRef, T: MatrixRef): void {
  const [m, n] = shapesOf(V, R, T);
  table(V).ortho_qr(V.ptr, R.ptr, T.ptr, scratch(V, table(V).ortho_qrwork(m, n)), m, n);
}

/** The same with column pivoting. Returns the columns of A in the order they were taken. */
export function factorPivotedQr(V: MatrixRef, R: MatrixRef, T: MatrixRef): Uint32Array<ArrayBuffer> {
  const [m, n] = shapesOf(V, R, T);
  const lead = Math.ceil(n / 16) * 64;
  const pivots = V.engine.memory.workspace(lead + table(V).ortho_pivotedwork(m, n) * sizeOf[V.type]);
  table(V).ortho_pivotedqr(V.ptr, R.ptr, T.ptr, pivots, pivots + lead, m, n);
  return new Uint32Array(V.engine.memory.wasm.buffer, pivots, n).slice() as Uint32Array<ArrayBuffer>;
}

function shapesOf(V: MatrixRef, R: MatrixRef, T: MatrixRef): [m: number, n: number] {
  const [m, n] = [V.cols, V.rows];
  checkMatrix("R", R, V, Math.min(m, n), n);
  checkMatrix("T", T, V, Math.min(m, n), blockWidth(V));
  checkApart(V, R, T);
  return [m, n];
}

/** C = op(Q)*C, or with `after` C = C*op(Q), in place; op is the transpose where `adjoint`. C is m x n, a vector m x 1. */
export function applyReflectors(
  C: Storage & { rows?: number; cols?: number; length?: number },
  { V, T }: Reflectors,
  adjoint: boolean,
  after = false,
): void {
  checkKin("C", C, V);
  const n = C.length === undefined ? ((after ? C.rows : C.cols) as number) : 1;
  const work = scratch(V, table(V).ortho_qrwork(V.cols, n));
  table(V).ortho_applyq(C.ptr, V.ptr, T.ptr, work, V.cols, T.rows, n, adjoint, after);
}

/** out = the first out.cols columns of Q, at least as many as there are reflectors. */
export function formReflectors(out: MatrixRef, { V, T }: Reflectors): void {
  const [m, k] = [V.cols, T.rows];
  checkMatrix("out", out, V, m, Math.max(k, out.cols));
  const work = scratch(V, table(V).ortho_qrwork(m, out.cols));
  table(V).ortho_formq(out.ptr, V.ptr, T.ptr, work, m, k, out.cols);
}
