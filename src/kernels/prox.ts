/**
 * Proximal operators.
 * @module
 */
import { checkNonNegative } from "../core/check.ts";
import { checkSomeVector, checkVector, type VectorRef } from "./storage.ts";

/** out = prox of tau*||.||_1 at x, by soft-thresholding; out may be x. Returns ||out||_1. */
export function proxL1(out: VectorRef, x: VectorRef, tau: number): number {
  checkSomeVector("out", out);
  checkVector("x", x, out, out.length);
  checkNonNegative("tau", tau);
  return out.engine.kernels[out.type].prox_l1(out.ptr, x.ptr, x.length, tau);
}
