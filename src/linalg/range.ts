/**
 * Matrices brought to where squares of their entries neither overflow nor vanish.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import { exponent, power2 } from "../core/elementary.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { matrixAmax, scaleMatrix } from "../kernels/dense.ts";

/** Entries between this and its reciprocal are left alone. */
const safe = { f32: 1e10, f64: 1e100 } as const;

/**
 * Scales W by a power of two where its largest entry is far from 1, and returns by what its old entries are the new ones' multiple.
 * @throws ArgumentRangeError in the name of `name` if W holds NaN or an infinity
 */
export function toRange(name: string, W: Matrix): number {
  const top = matrixAmax(W);
  if (!Number.isFinite(top)) throw new ArgumentRangeError(name, "finite numbers", `an entry that is ${top}`);
  if (top === 0 || (top < safe[W.type] && top > 1 / safe[W.type])) return 1;
  const e = exponent(top);
  const half = power2((e / 2) | 0);
  const rest = power2(e - ((e / 2) | 0));
  scaleMatrix(W, 1 / half);
  scaleMatrix(W, 1 / rest);
  return half * rest;
}
