/**
 * Orthogonalisation.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { checkApart, checkMatrix, type MatrixRef } from "./storage.ts";

/** Gram-Schmidt variants: modified, and classical done twice. */
export type GramSchmidt = "mgs" | "cgs2";

/**
 * Orthonormalises the rows of V in place; dependent rows are dropped and the kept ones moved to the front.
 * R, n x n for n rows, must be zero; its column i gets the coefficients of row i. Returns the indices kept.
 */
export function gramSchmidt(V: MatrixRef, R: MatrixRef, method: GramSchmidt, tolerance: number): Uint32Array {
  const { rows: n, cols: m, engine, type } = V;
  checkMatrix("R", R, V, n, n);
  checkApart(R, V);
  const size = sizeOf[type];
  const kept = engine.memory.workspace(n * 8 + n * size);
  const work = kept + n * 8;
  const kernel = method === "mgs" ? engine.kernels[type].ortho_mgs : engine.kernels[type].ortho_cgs2;
  const rank = kernel(V.ptr, R.ptr, kept, work, m, n, tolerance);
  return new Uint32Array(engine.memory.wasm.buffer, kept, rank).slice();
}
