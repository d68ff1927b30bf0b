/**
 * Orthogonalisation.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

/** Gram-Schmidt variants: modified, classical, and classical done twice. */
export type GramSchmidt = "mgs" | "cgs" | "cgs2";

const table = (x: Storage) => x.engine.kernels[x.type];

/** The variants by number, as the kernels know them. */
const passes: Record<GramSchmidt, number> = { mgs: 0, cgs: 1, cgs2: 2 };

/**
 * Orthonormalises the rows of V in place; dependent rows are dropped and the kept ones moved to the front.
 * R, n x n for n rows, must be zero; its column i gets the coefficients of row i. Returns the indices kept.
 */
export function gramSchmidt(V: MatrixRef, R: MatrixRef, method: GramSchmidt, tolerance: number): Uint32Array {
  const kernels = table(V);
  const kernel = { mgs: kernels.ortho_mgs, cgs: kernels.ortho_cgs, cgs2: kernels.ortho_cgs2 }[method];
  return drop(V, R, V.rows, (...args) => kernel(...args, tolerance));
}

/** The same by blocks of rows, each projected twice; `inner` is what is done inside a block. */
export function blockGramSchmidt(V: MatrixRef, R: MatrixRef, inner: GramSchmidt, tolerance: number): Uint32Array {
  const kernels = table(V);
  const elements = kernels.ortho_bcgs2work(V.cols, V.rows);
  return drop(V, R, elements, (...args) => kernels.ortho_bcgs2(...args, tolerance, passes[inner]));
}

type Dropping = (v: number, r: number, kept: number, work: number, m: number, n: number) => number;

function drop(V: MatrixRef, R: MatrixRef, elements: number, kernel: Dropping): Uint32Array {
  const { rows: n, cols: m, engine, type } = V;
  checkMatrix("R", R, V, n, n);
  checkApart(R, V);
  const kept = engine.memory.workspace(n * 8 + elements * sizeOf[type]);
  const rank = kernel(V.ptr, R.ptr, kept, kept + n * 8, m, n);
  return new Uint32Array(engine.memory.wasm.buffer, kept, rank).slice();
}

/** Lower triangle of G = A'A; what is above the diagonal is spent. */
export function gram(G: MatrixRef, A: MatrixRef): void {
  checkMatrix("G", G, A, A.cols, A.cols);
  checkApart(G, A);
  table(A).ortho_gram(G.ptr, A.ptr, scratch(A), A.rows, A.cols);
}

/** A = A*L^-T in place, L lower triangular with no zero on its diagonal. */
export function divideByFactor(A: MatrixRef, L: MatrixRef): void {
  checkMatrix("L", L, A, A.cols, A.cols);
  checkApart(A, L);
  table(A).ortho_divide(A.ptr, L.ptr, scratch(A), A.rows, A.cols);
}

const scratch = (A: MatrixRef) => A.engine.memory.workspace(table(A).ortho_gramwork(A.rows, A.cols) * sizeOf[A.type]);

/**
 * For the first `count` rows q_j of Q and w_j of W: c_j = w_j'x, then x -= sum_j c_j q_j. c has at least `count` elements,
 * those after them are left alone.
 */
export function projectOut(x: VectorRef, Q: MatrixRef, W: MatrixRef, c: VectorRef, count: number): void {
  const { cols: m, rows } = Q;
  checkVector("x", x, Q, m);
  checkMatrix("W", W, Q, rows, m);
  checkVector("c", c, Q, rows);
  checkApart(x, Q, W, c);
  table(Q).dense_gemv(c.ptr, W.ptr, x.ptr, count, m, m, 1, 0);
  table(Q).dense_tgemv(x.ptr, Q.ptr, c.ptr, count, m, m, -1, 1);
}
