// Seeded operands of the lists that run on every host.

import type * as kernelMethods from "../../src/methods/kernel-methods/index.ts";
import type * as models from "../../src/models/index.ts";
import type * as quantization from "../../src/methods/quantization/index.ts";
import type * as recovery from "../../src/methods/sparse-recovery/index.ts";
import type * as sparsity from "../../src/methods/sparsity/index.ts";

export type Package = typeof import("../../src/entry/browser.ts");
export type Lanewise = Awaited<ReturnType<Package["lanewise"]>>;
export type Real = "f32" | "f64";
export type Result = ArrayLike<number> & ArrayBufferView;

/** Calls by name. */
export type Calls = Record<string, () => (Result | number)[]>;

/** The subpaths of the package. */
export interface Domains {
  readonly kernelMethods: typeof kernelMethods;
  readonly models: typeof models;
  readonly quantization: typeof quantization;
  readonly recovery: typeof recovery;
  readonly sparsity: typeof sparsity;
}

export type Operands = ReturnType<typeof operands>;

/** Vectors, dense matrices, a positive definite one, sparse ones. */
export function operands(lw: Lanewise, type: Real, n: number) {
  const random = lw.random(n);
  const x = random.normal(n, type);
  const y = random.normal(n, type);
  const matrix = (rows: number, cols: number) => lw.matrix(rows, cols, random.normal(rows * cols, type).data);
  const A = matrix(n, n);
  const B = matrix(n, 9);
  const T = matrix(2 * n, 7);
  const S = A.matmul(A, { transposeB: true });
  for (let i = 0; i < n; i++) (S.data[i * (n + 1)] as number) += n;
  return { n, random, x, y, A, B, T, S, sparse: lw.sparsify(A, 0.8), definite: lw.sparsify(S, n / 3) };
}
