/**
 * The Walsh-Hadamard transform: x <- H x, H = [1 1; 1 -1] to the tensor power log2 n, in natural order.
 *
 * Fino and Algazi, "Unified Matrix Treatment of the Fast Walsh-Hadamard Transform", IEEE Trans. Computers C-25 (1976) 1142-1146.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkOptions, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { hadamard } from "../kernels/fft.ts";

/** How to scale a Walsh-Hadamard transform. */
export interface HadamardOptions {
  /** Divides by sqrt(n), so that the transform is its own inverse. Default false. */
  orthonormal?: boolean;
}

/**
 * Transforms a vector, or each row of a matrix, in place: n log2 n additions. Reserves nothing.
 * @throws ShapeError where the length is no power of two
 */
export function walshHadamard(x: Vector | Matrix, options: HadamardOptions = {}): void {
  if (!(x instanceof Vector || x instanceof Matrix))
    throw new ArgumentTypeError("x", "a Vector or a Matrix", describe(x));
  checkOptions("options", options);
  const { orthonormal = false } = options;
  checkBoolean("orthonormal", orthonormal);
  const [n, count] = x instanceof Vector ? [x.length, 1] : [x.cols, x.rows];
  if (n === 0 || (n & (n - 1)) !== 0)
    throw new ShapeError("x", `${x instanceof Vector ? "elements" : "columns"} to a power of two`, `${n}`);
  hadamard(x, n, count, orthonormal ? 1 / Math.sqrt(n) : 1);
}
