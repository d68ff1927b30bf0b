/**
 * Kernels of the nodes of a graph by sparse random features: loads of random walks, unbiased.
 *
 * Choromanski, "Taming graph kernels with random features", ICML 2023. arXiv:2305.00156
 *
 * The function of "reinforced" walks is a choice of ours.
 * @module
 */
import { CsrMatrix } from "../../arrays/csr.ts";
import { Vector } from "../../arrays/vector.ts";
import { checkOptions, checkPositive, checkSize, describe } from "../../core/check.ts";
import { Owner } from "../../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../core/errors.ts";
import { scal } from "../../kernels/vec.ts";
import { randomWalks, type WalkOptions } from "../../linalg/randomWalks.ts";
import { checkGraph, checkRadius } from "./graphRandomFeatures/graph.ts";

/**
 * Features phi of the rows of U, E phi_i = row i of (I - U)^-1, after a check that the sum of all walks converges: `randomWalks`.
 *
 * @param U  N x N
 * @returns  N x N, or one row for each of `nodes`: a new matrix
 * @throws ArgumentRangeError where the spectral radius of |U| is 1 or above, by estimate
 */
export function grf(U: CsrMatrix, options: WalkOptions = {}): CsrMatrix {
  checkRadius("U", U);
  return randomWalks(U, options);
}

/**
 * The U with (I + sigma2 L)^-1 = scale (I - U)^-1, L = I - D^(-1/2) A D^(-1/2) the normalised Laplacian of A:
 * U = sigma2 / (1 + sigma2) D^(-1/2) A D^(-1/2), scale = 1 / (1 + sigma2).
 *
 * @param A  symmetric, entries >= 0
 */
export function regularisedLaplacianU(A: CsrMatrix, sigma2: number): { U: CsrMatrix; scale: number } {
  checkPositive("sigma2", sigma2);
  checkGraph("A", A);
  const { engine, type, rows } = A;
  const U = engine.memory.scope(() => {
    const half = A.matmul(Vector.from(engine, type, new Float64Array(rows).fill(1)));
    half.data.set(half.data.map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 0)));
    const columns = A.scaleCols(half);
    scal(half, sigma2 / (1 + sigma2));
    return columns.scaleRows(half);
  });
  return { U, scale: 1 / (1 + sigma2) };
}

/** What to estimate. */
export interface LaplacianKernelOptions extends Omit<WalkOptions, "nodes" | "stream"> {
  /** The power d of (I + sigma2 L)^-d. Default 2. */
  order?: 1 | 2;
  /** How far the kernel reaches. Default 1. */
  sigma2?: number;
}

/** An estimate K = scale P R', P and R the two sets of features. */
export class LaplacianKernel extends Owner {
  /** @internal */
  constructor(
    /** P and R, N x N. */
    readonly features: readonly [CsrMatrix, CsrMatrix],
    /** (1 + sigma2)^-order */
    readonly scale: number,
  ) {
    super();
  }

  /** K v, a new vector. */
  apply(v: Vector): Vector {
    const [P, R] = this.features;
    return P.engine.memory.scope(() => {
      const out = P.matmul(R.tmatmul(v));
      scal(out, this.scale);
      return out;
    });
  }

  /** K_ij: a sparse product of two rows. */
  entry(i: number, j: number): number {
    const [P, R] = this.features;
    for (const [name, at] of [["i", i], ["j", j]] as const) {
      checkSize(name, at);
      if (at >= P.rows) throw new ArgumentRangeError(name, `a node, below ${P.rows}`, `${at}`);
    }
    let [p, q] = [P.indptr[i] as number, R.indptr[j] as number];
    const [pEnd, qEnd] = [P.indptr[i + 1] as number, R.indptr[j + 1] as number];
    const [a, b, x, y] = [P.indices, R.indices, P.values, R.values];
    let sum = 0;
    while (p < pEnd && q < qEnd) {
      const [left, right] = [a[p] as number, b[q] as number];
      if (left === right) sum += (x[p++] as number) * (y[q++] as number);
      else if (left < right) p++;
      else q++;
    }
    return this.scale * sum;
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const F of this.features) F.dispose();
  }
}

/**
 * An unbiased estimate of the d-regularised Laplacian kernel (I + sigma2 L)^-d of a graph from two independent sets of walks, B and B'.
 * Order 2 takes B B'^T; order 1 takes B ((I - U) B')^T.
 *
 * @param A  symmetric, entries >= 0: weights of edges
 * @throws ArgumentRangeError where A is not symmetric or has an entry that is negative or not finite
 */
export function laplacianKernel(A: CsrMatrix, options: LaplacianKernelOptions = {}): LaplacianKernel {
  checkOptions("options", options);
  const { order = 2, sigma2 = 1, ...walks } = options;
  if (order !== 1 && order !== 2) throw new ArgumentRangeError("order", "1 or 2", describe(order));
  checkGraph("A", A);
  return A.engine.memory.scope(() => {
    const { U, scale } = regularisedLaplacianU(A, sigma2);
    const [B, other] = [0, 1].map((stream) => randomWalks(U, { ...walks, stream })) as [CsrMatrix, CsrMatrix];
    if (order === 2) return new LaplacianKernel([B, other], scale * scale);
    return new LaplacianKernel([B, other.add(U.matmul(other), { beta: -1 })], scale);
  });
}

/**
 * An unbiased estimate of (I - U)^-1 b, a new vector: the features of U times b.
 * @throws as grf
 */
export function solveByGrf(U: CsrMatrix, b: Vector, options: Omit<WalkOptions, "nodes"> = {}): Vector {
  if (!(b instanceof Vector)) throw new ArgumentTypeError("b", "a Vector", describe(b));
  checkRadius("U", U);
  return U.engine.memory.scope(() => randomWalks(U, options).matmul(b));
}
