/**
 * The mean squared error of Gaussian features in closed form.
 *
 * With v = |x + y|, k = e^(-|x-y|^2 / 2), c0 = e^(-2|x|^2 - 2|y|^2) and rows w1, w2 of one block,
 *   MSE = (c0 e^(2v^2) - k^2) / m + pairs / m^2 (rho - k^2),  rho = c0 E e^((w1 + w2)'(x + y)),
 * pairs the ordered pairs of rows that share a block. w1 + w2 points anywhere and |w1 + w2|^2 = r1^2 + r2^2 + 2 t r1 r2, t the cosine
 * between the rows. As r1^2 + r2^2 is chi-squared of 2d and independent of r1 / r2,
 *   rho = c0 E 1F1(d; d/2; v^2 (1 + t sin p) / 2),  p of density proportional to sin^(d-1) on (0, pi).
 * @module
 */
import { checkChoice, checkNonNegative, checkNumber, checkOptions, checkSize } from "../../../core/check.ts";
import { exp } from "../../../core/elementary.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";

/** A pair of points and a projection. */
export interface MseOptions {
  /** Directions; there is no closed form for "simplex+". */
  kind: "iid" | "orthogonal" | "simplex";
  /** Numbers of a point. */
  d: number;
  /** Features. */
  m: number;
  /** |x|; squares of both together up to 150. */
  normX: number;
  /** |y| */
  normY: number;
  /** x'y */
  dot: number;
}

/** E (phi(x)'phi(y) - k(x, y))^2 for Gaussian features and rotations of "haar". */
export function kernelMse(options: MseOptions): number {
  checkOptions("options", options);
  const { kind, d, m, normX, normY, dot } = options;
  checkChoice("kind", kind, ["iid", "orthogonal", "simplex"]);
  checkSize("d", d, kind === "simplex" ? 2 : 1);
  checkSize("m", m, 1);
  checkNonNegative("normX", normX);
  checkNonNegative("normY", normY);
  checkNumber("dot", dot);
  const squares = normX ** 2 + normY ** 2;
  if (squares > 150) throw new ArgumentRangeError("normX^2 + normY^2", "at most 150", `${squares}`);
  if (Math.abs(dot) > normX * normY * (1 + 1e-12))
    throw new ArgumentRangeError("dot", "at most normX normY in size", `${dot}`);
  const v2 = Math.max(0, squares + 2 * dot);
  const k2 = exp(2 * dot - squares);
  const c0 = exp(-2 * squares);
  const alone = (exp(2 * v2 - 2 * squares) - k2) / m;
  if (kind === "iid" || d === 1) return alone;
  const rest = m % d;
  const pairs = (m - rest) * (d - 1) + rest * (rest - 1);
  const rho = c0 * (kind === "orthogonal" ? kummer(d, v2 / 2) : average(d, v2 / 2, -1 / (d - 1)));
  return alone + (pairs / m / m) * (rho - k2);
}

/** 1F1(d; d/2; z), z >= 0: all terms are positive. */
function kummer(d: number, z: number): number {
  let [term, sum] = [1, 1];
  for (let k = 0; term > 1e-17 * sum; k++) {
    term *= ((d + k) / (d / 2 + k)) * (z / (k + 1));
    sum += term;
  }
  return sum;
}

/** E 1F1(d; d/2; z (1 + t sin p)). With cos p = tanh x the density is sech^d x: the trapezoidal rule converges exponentially. */
function average(d: number, z: number, t: number): number {
  const step = Math.min(0.1, 0.4 / Math.sqrt(d));
  const most = kummer(d, z);
  let [sum, total] = [kummer(d, z * (1 + t)) / 2, 0.5];
  for (let i = 1; ; i++) {
    const e = exp(-i * step);
    const sine = (2 * e) / (1 + e * e);
    const weight = sine ** d;
    if (weight * most < 1e-17 * sum) return sum / total;
    sum += weight * kummer(d, Math.max(0, z * (1 + t * sine)));
    total += weight;
  }
}
