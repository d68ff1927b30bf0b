/**
 * The kernel function of a model, by scikit-learn's names of its parameters.
 * @module
 */
import { checkPositive } from "../../core/check.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import type { KernelOptions } from "../../kernels/pairs.ts";
import { checkKernel } from "../../linalg/kernelOption.ts";

/** A kernel function, as `gram` takes it. */
export interface ScaleOptions extends KernelOptions {
  /** As scikit-learn has it, by default 1 / X.cols; e^(-gamma |x - y|^2) for "gaussian". */
  gamma?: number;
  /** Instead of gamma: e^(-|x - y|^2 / (2 l^2)) for "gaussian", e^(-|x - y| / l) for "laplacian". */
  lengthScale?: number;
}

/** The kernel function in full, for points of `dim` numbers. */
export function scaled(options: ScaleOptions, dim: number): Required<KernelOptions> {
  const { kernel = "gaussian", lengthScale, gamma, offset, degree } = options;
  const rest = { ...(offset === undefined ? {} : { offset }), ...(degree === undefined ? {} : { degree }) };
  if (lengthScale === undefined) return checkKernel({ kernel, gamma: gamma ?? 1 / dim, ...rest });
  if (gamma !== undefined) throw new ArgumentRangeError("lengthScale", "lengthScale or gamma", "both");
  checkPositive("lengthScale", lengthScale);
  if (kernel !== "gaussian" && kernel !== "laplacian")
    throw new ArgumentRangeError("lengthScale", "a gaussian or laplacian kernel", kernel);
  return checkKernel({ kernel, gamma: kernel === "gaussian" ? 1 / (2 * lengthScale ** 2) : 1 / lengthScale, ...rest });
}
