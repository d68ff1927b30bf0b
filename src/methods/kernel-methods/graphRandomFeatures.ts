/**
 * Kernels of the nodes of a graph by sparse random features: loads of random walks, unbiased.
 *
 * Choromanski, "Taming graph kernels with random features", ICML 2023. arXiv:2305.00156. Antithetic walks: Reid, Choromanski and
 * Weller, "Quasi-Monte Carlo graph random features", NeurIPS 2023. arXiv:2305.12470
 *
 * How likely "reinforced" walks take an edge again is a choice of ours.
 * @module
 */
import type { CsrMatrix } from "../../arrays/csr.ts";
import { Vector } from "../../arrays/vector.ts";
import { checkFinite, checkOptions, checkPositive, checkSize, describe } from "../../core/check.ts";
import { Owner } from "../../core/dispose.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import { checkVector } from "../../kernels/storage.ts";
import { scal } from "../../kernels/vec.ts";
import { randomWalks, type WalkOptions } from "../../linalg/randomWalks.ts";
import { checkGraph, checkRadius } from "./graphRandomFeatures/graph.ts";

/**
 * Features phi of the rows of U, E phi_i = row i of (I - U)^-1: `randomWalks`, after a check that the sum of all walks converges. Their
 * variance is finite where also the matrix of the degree of i times U_ij^2 / (1 - pTerm) has a spectral radius below 1.
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
 * U = sigma2 / (1 + sigma2) D^(-1/2) A D^(-1/2), a new matrix, scale = 1 / (1 + sigma2). D holds the row sums of A; where one is 0, so is
 * that row of U.
 *
 * @param A  symmetric, entries >= 0: weights of edges
 * @throws ArgumentRangeError where A is not symmetric, or has an entry that is negative or not finite
 */
export function regularisedLaplacianU(A: CsrMatrix, sigma2: number): { U: CsrMatrix; scale: number } {
  checkPositive("sigma2", sigma2);
  checkGraph("A", A);
  const { engine, type, rows } = A;
  const U = engine.memory.scope(() => {
    const half = A.matmul(Vector.from(engine, type, new Float64Array(rows).fill(1)));
    for (const degree of half.data)
      if (!Number.isFinite(degree))
        throw new ArgumentRangeError("A", `row sums within the range of ${type}`, `${degree}`);
    half.data.set(half.data.map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 0)));
    const columns = A.scaleCols(half);
    scal(half, sigma2 / (1 + sigma2));
    return columns.scaleRows(half);
  });
  return { U, scale: 1 / (1 + sigma2) };
}

/** What to estimate, and how to walk. */
export interface LaplacianKernelOptions extends Omit<WalkOptions, "nodes" | "stream"> {
  /** The power d of (I + sigma2 L)^-d. Default 2. */
  order?: 1 | 2;
  /** How far the kernel reaches. Default 1. */
  sigma2?: number;
}

/** An estimate K = scale P R', P and R being two sets of features. Not symmetric itself, as they are independent; its expectation is. */
export class LaplacianKernel extends Owner {
  /** @internal */
  constructor(
    /** P and R, N x N, row i of each for node i. */
    readonly features: readonly [CsrMatrix, CsrMatrix],
    /** (1 + sigma2)^-order */
    readonly scale: number,
  ) {
    super();
  }

  /** K v, a new vector. */
  apply(v: Vector): Vector {
    const [P, R] = this.features;
    checkVector("v", v, R, R.rows);
    return P.engine.memory.scope(() => {
      const out = P.matmul(R.tmatmul(v));
      scal(out, this.scale);
      return out;
    });
  }

  /** K_ij: a sparse product of two rows. */
  entry(i: number, j: number): number {
    const [P, R] = this.features;
    const [p, r] = [rowOf(P, "i", i), rowOf(R, "j", j)];
    let [at, sum] = [0, 0];
    for (const [e, place] of p.places.entries()) {
      while (at < r.places.length && (r.places[at] as number) < place) at++;
      if (r.places[at] === place) sum += (p.values[e] as number) * (r.values[at] as number);
    }
    return this.scale * sum;
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const F of this.features) F.dispose();
  }
}

function rowOf({ rows, indptr, indices, values }: CsrMatrix, name: string, i: number) {
  checkSize(name, i);
  if (i >= rows) throw new ArgumentRangeError(name, `a node, below ${rows}`, describe(i));
  const [from, to] = [indptr[i], indptr[i + 1]];
  return { places: indices.subarray(from, to), values: values.subarray(from, to) };
}

/**
 * An unbiased estimate of the d-regularised Laplacian kernel (I + sigma2 L)^-d of the nodes of a graph from two independent sets of
 * walks, B and B'. Order 2 takes B B'^T; order 1 takes B ((I - U) B')^T.
 *
 * @param A  symmetric, entries >= 0: weights of edges
 * @throws ArgumentRangeError where A is not symmetric, or has an entry that is negative or not finite
 */
export function laplacianKernel(A: CsrMatrix, options: LaplacianKernelOptions = {}): LaplacianKernel {
  checkOptions("options", options);
  const { order = 2, sigma2 = 1, ...walks } = options;
  if (order !== 1 && order !== 2) throw new ArgumentRangeError("order", "1 or 2", describe(order));
  const { U, scale } = regularisedLaplacianU(A, sigma2);
  try {
    return U.engine.memory.scope(() => {
      const [B, other] = [0, 1].map((stream) => randomWalks(U, { ...walks, stream })) as [CsrMatrix, CsrMatrix];
      if (order === 2) return new LaplacianKernel([B, other], scale * scale);
      return new LaplacianKernel([B, other.add(U.matmul(other), { beta: -1 })], scale);
    });
  } finally {
    U.dispose();
  }
}

/**
 * An unbiased estimate of (I - U)^-1 b, a new vector: the features of U times b. With `nodes`, of these of its numbers alone, without
 * walks from the others.
 *
 * @throws as grf
 */
export function solveByGrf(U: CsrMatrix, b: Vector, options: WalkOptions = {}): Vector {
  checkRadius("U", U);
  checkVector("b", b, U, U.rows);
  checkFinite("b", b.data);
  return U.engine.memory.scope(() => randomWalks(U, options).matmul(b));
}
