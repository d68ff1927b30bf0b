/**
 * Level 1: vectors.
 * @module
 */
import { checkNumber } from "../core/check.ts";
import { checkVector, type Storage, type VectorRef } from "./storage.ts";

const table = (x: Storage) => x.engine.kernels[x.type];

/** x'y. @throws ShapeError if the lengths differ */
export function dot(x: VectorRef, y: VectorRef): number {
  checkVector("y", y, x, x.length);
  return table(x).vec_dot(x.ptr, y.ptr, x.length);
}

/** y = alpha*x + y */
export function axpy(y: VectorRef, x: VectorRef, alpha: number): void {
  checkVector("x", x, y, y.length);
  checkNumber("alpha", alpha);
  table(y).vec_axpy(y.ptr, x.ptr, y.length, alpha);
}

/** out = alpha*x + beta*y; out may be x or y */
export function axpby(out: VectorRef, x: VectorRef, y: VectorRef, alpha: number, beta: number): void {
  checkVector("x", x, out, out.length);
  checkVector("y", y, out, out.length);
  checkNumber("alpha", alpha);
  checkNumber("beta", beta);
  table(out).vec_axpby(out.ptr, x.ptr, y.ptr, out.length, alpha, beta);
}

/** x = alpha*x */
export function scal(x: VectorRef, alpha: number): void {
  checkNumber("alpha", alpha);
  table(x).vec_scal(x.ptr, x.length, alpha);
}

/** out = x o y, element by element; out may be x or y */
export function mul(out: VectorRef, x: VectorRef, y: VectorRef): void {
  checkVector("x", x, out, out.length);
  checkVector("y", y, out, out.length);
  table(out).map_mul(out.ptr, x.ptr, y.ptr, out.length);
}

/** ||x||_2, safe against overflow and underflow */
export const nrm2 = (x: VectorRef): number => table(x).vec_nrm2(x.ptr, x.length);

/** ||x||_1 */
export const asum = (x: VectorRef): number => table(x).vec_asum(x.ptr, x.length);

/** max_i |x_i|; NaN if an element is NaN */
export const amax = (x: VectorRef): number => table(x).vec_amax(x.ptr, x.length);

/** The first i with |x_i| = max_j |x_j|; -1 for an empty vector */
export const iamax = (x: VectorRef): number => (x.length === 0 ? -1 : table(x).vec_iamax(x.ptr, x.length));

/** out = x */
export function copy(out: VectorRef, x: VectorRef): void {
  checkVector("x", x, out, out.length);
  const bytes = new Uint8Array(out.engine.memory.wasm.buffer);
  bytes.copyWithin(out.ptr, x.ptr, x.ptr + x.length * (x.type === "f32" ? 4 : 8));
}
