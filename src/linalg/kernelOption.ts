/**
 * The kernel function that models and methods take as an option.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import { checkOptions } from "../core/check.ts";
import { exp } from "../core/elementary.ts";
import { type KernelOptions, kernelFunction } from "../kernels/pairs.ts";

/** A kernel function of two points, as `gram` takes it: plain values, so that it can be stored and sent. */
export interface KernelOption {
  /** Default { kernel: "gaussian", gamma: 1 }: e^(-|x - y|^2). */
  kernel?: KernelOptions;
}

/** Checks a kernel function. The record returned says all of it and is a copy. */
export function checkKernel(options: unknown = {}): Required<KernelOptions> {
  checkOptions("kernel", options);
  const given = options as KernelOptions;
  const { a: gamma, b: offset, c: degree } = kernelFunction(given);
  return { kernel: given.kernel ?? "gaussian", gamma, offset, degree };
}

/** k(x, x) for each row x of X. */
export function kernelDiagonal(X: Matrix, options: KernelOptions): Float64Array<ArrayBuffer> {
  const { kernel, gamma, offset, degree } = checkKernel(options);
  const { data, cols } = X;
  const out = new Float64Array(X.rows).fill(1);
  if (kernel === "gaussian" || kernel === "laplacian") return out;
  for (let i = 0; i < X.rows; i++) {
    let square = 0;
    for (let j = i * cols; j < (i + 1) * cols; j++) square += (data[j] as number) ** 2;
    const value = gamma * square + offset;
    if (kernel === "linear") out[i] = square;
    else if (kernel === "exponential") out[i] = exp(value);
    else for (let power = 0; power < degree; power++) out[i] = (out[i] as number) * value;
  }
  return out;
}
