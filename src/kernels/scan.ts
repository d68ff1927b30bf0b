/**
 * Running sums.
 * @module
 */
import { checkSomeVector, checkVector, type VectorRef } from "./storage.ts";

/**
 * out_i = x_i + x_(i+1) + ... + x_(n-1); out may be x. Of numbers >= 0, no sum is below the one after it.
 * @throws ShapeError if the lengths differ; ArgumentTypeError if x is not of the type and instance of out
 */
export function suffixSums(out: VectorRef, x: VectorRef): void {
  checkSomeVector("out", out);
  checkVector("x", x, out, out.length);
  out.engine.kernels[out.type].scan_suffix(out.ptr, x.ptr, x.length);
}
