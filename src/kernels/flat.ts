/**
 * Level 1 on arrays of any shape: vectors, or matrices read as their elements one after the other.
 * @module
 */
import { checkNumber } from "../core/check.ts";
import { type ArrayRef, checkLike } from "./maps.ts";

const table = (x: ArrayRef) => x.engine.kernels[x.type];
const countOf = (x: ArrayRef): number => ("rows" in x ? x.rows * x.cols : x.length);

/** out = alpha*x + beta*y; out may be x or y */
export function combine(out: ArrayRef, x: ArrayRef, y: ArrayRef, alpha: number, beta: number): void {
  checkLike("x", x, out);
  const n = checkLike("y", y, out);
  checkNumber("alpha", alpha);
  checkNumber("beta", beta);
  table(out).vec_axpby(out.ptr, x.ptr, y.ptr, n, alpha, beta);
}

/** sum_i x_i y_i */
export function inner(x: ArrayRef, y: ArrayRef): number {
  return table(x).vec_dot(x.ptr, y.ptr, checkLike("y", y, x));
}

/** sqrt(sum_i x_i^2), safe against overflow and underflow */
export const norm2 = (x: ArrayRef): number => table(x).vec_nrm2(x.ptr, countOf(x));

/** sum_i |x_i| */
export const norm1 = (x: ArrayRef): number => table(x).vec_asum(x.ptr, countOf(x));

/** out = x */
export function copyArray(out: ArrayRef, x: ArrayRef): void {
  const n = checkLike("x", x, out);
  const bytes = new Uint8Array(out.engine.memory.wasm.buffer);
  bytes.copyWithin(out.ptr, x.ptr, x.ptr + n * (x.type === "f32" ? 4 : 8));
}
