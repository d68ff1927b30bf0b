/**
 * P*A*Q = L*U for a sparse A, with partial pivoting.
 *
 * Gilbert and Peierls, SIAM J. Sci. Stat. Comput. 9 (1988) 862-874; orderings as in Davis, Direct Methods for Sparse Linear
 * Systems (2006), section 7.7: minimum degree of A + A' where A's places are nearly symmetric, else of A'A.
 * @module
 */
import { CsrMatrix } from "../arrays/csr.ts";
import type { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkBoolean, checkChoice, checkNumber, checkOptions } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import { choleskyStructure, permutationOf } from "../kernels/choleskyStructure.ts";
import { Permutations, sparseLuFactors, sparseLuSolve } from "../kernels/sparseLu.ts";
import { filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";
import { checkAllFinite, checkSides, checkSquare } from "./sides.ts";

/** The order of the columns: "amd" by minimum degree, "natural" as they are, or as given. */
export type ColumnOrdering = "amd" | "natural" | Numbers;

/** How to factor. */
export interface SparseLuOptions {
  /** Default "amd". */
  ordering?: ColumnOrdering;
  /**
   * The entry on A's diagonal is the pivot where it is at least this part of the largest of its column, which keeps the ordering;
   * from 0 to 1, default 0.1. With 1 the largest is the pivot, but for ties.
   */
  threshold?: number;
}

/** A row with more entries than this times sqrt(n) would make A'A dense, and is left out of the ordering. */
const DENSE = 10;

/** Part of the places with a counterpart across the diagonal above which A + A' is ordered. */
const SYMMETRIC = 0.5;

/** A sparse LU factorisation. */
export class SparseLu extends Owner {
  // Not #private: `scope` has to find what is held.
  private readonly permutations: Permutations;
  readonly #norm: number;

  /** Use `sparseLu`. @internal */
  constructor(
    permutations: Permutations,
    /** L without its diagonal of ones. */
    readonly L: CsrMatrix,
    /** U, upper triangular. */
    readonly U: CsrMatrix,
    norm: number,
  ) {
    super();
    this.permutations = permutations;
    this.#norm = norm;
  }

  /** Rows of A. */
  get rows(): number {
    return this.L.rows;
  }

  /** Entries of L and U, L's diagonal not among them. */
  get nnz(): number {
    return this.L.nnz + this.U.nnz;
  }

  /** Row k of L*U is row rowPermutation[k] of A. */
  get rowPermutation(): Uint32Array {
    return this.permutations.rowOrder.slice();
  }

  /** Column k of L*U is column colPermutation[k] of A. */
  get colPermutation(): Uint32Array {
    return this.permutations.colOrder.slice();
  }

  /** Bytes reserved. */
  get bytes(): number {
    return this.L.bytes + this.U.bytes + this.permutations.bytes;
  }

  /** A^-1 b or A^-1 B, with `transpose` A'^-1, as a new array. */
  solve(b: Vector, side?: { transpose?: boolean }): Vector;
  solve(B: Matrix, side?: { transpose?: boolean }): Matrix;
  solve(b: Vector | Matrix, side: { transpose?: boolean } = {}): Vector | Matrix {
    checkSides(b, this.L, this.rows);
    const x = b.clone();
    return filled(x, () => this.solveInto(x, side));
  }

  /** x = A^-1 x, with `transpose` A'^-1 x, in place. */
  solveInto(x: Vector | Matrix, side: { transpose?: boolean } = {}): void {
    checkSides(x, this.L, this.rows);
    checkOptions("side", side);
    const { transpose = false } = side;
    checkBoolean("transpose", transpose);
    sparseLuSolve(x, this.permutations, this.L, this.U, transpose);
  }

  /** The sign of det A: 1 or -1. */
  get sign(): -1 | 1 {
    const { rowOrder, colOrder } = this.permutations;
    let odd = isOdd(rowOrder) !== isOdd(colOrder);
    for (const d of this.#diagonal()) if (d < 0) odd = !odd;
    return odd ? -1 : 1;
  }

  /** log |det A| */
  logDet(): number {
    let total = 0;
    for (const d of this.#diagonal()) total += log(Math.abs(d));
    return total;
  }

  /** An estimate of ||A||_1 ||A^-1||_1, a lower bound, from a few solutions. Reserves n elements while it works. */
  condition(): number {
    const { engine, type, rows } = this.L;
    const solve = (transpose: boolean) => (x: Vector) => this.solveInto(x, { transpose });
    return this.#norm * estimateNorm1(engine, type, rows, solve(false), solve(true));
  }

  /** U's diagonal: the first entry of each row. */
  *#diagonal(): Generator<number> {
    const { indptr, values, rows } = this.U;
    for (let i = 0; i < rows; i++) yield values[indptr[i] as number] as number;
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.L.dispose();
    this.U.dispose();
    this.permutations.dispose();
  }
}

/**
 * Factors a square A. Reserves the entries of L and U and 2 words a row; while it works about twice that.
 * @throws ArgumentRangeError if a stored entry is NaN or infinite; SingularMatrixError with the column of A in which no pivot is
 * left: a combination of columns eliminated before it
 */
export function sparseLu(A: CsrMatrix, options: SparseLuOptions = {}): SparseLu {
  checkSquare(A);
  checkOptions("options", options);
  const { ordering = "amd", threshold = 0.1 } = options;
  checkNumber("threshold", threshold);
  if (threshold < 0 || threshold > 1) throw new ArgumentRangeError("threshold", "a number from 0 to 1", `${threshold}`);
  if (typeof ordering === "string") checkChoice("ordering", ordering, ["amd", "natural"]);
  checkAllFinite(A);
  const { engine, type, rows: n } = A;
  return engine.memory.scope(() => {
    const At = A.transpose();
    const order = columnOrder(A, At, ordering);
    const permutations = new Permutations(A, n);
    permutations.colOrder.set(order);
    const make = (nnz: number) => new CsrMatrix(engine, type, n, n, nnz);
    const [L, U] = sparseLuFactors(permutations, At, threshold, make);
    return new SparseLu(permutations, L.transpose(), U.transpose(), largestSum(At));
  });
}

function columnOrder(A: CsrMatrix, At: CsrMatrix, ordering: ColumnOrdering): Numbers {
  const n = A.rows;
  if (ordering === "natural") return Uint32Array.from({ length: n }, (_, k) => k);
  if (ordering !== "amd") return permutationOf("ordering", ordering, n);
  const { engine } = A;
  return engine.memory.scope(() => {
    const both = A.add(At);
    // |A| + |A'| places less |A + A'| places are those in both.
    if (2 * A.nnz - both.nnz >= SYMMETRIC * A.nnz) return eliminationOrder(both);
    const short = withoutLong(A, Math.max(16, DENSE * Math.sqrt(n)));
    return eliminationOrder(short.transpose().matmul(short));
  });
}

/** Minimum degree in postorder, so that columns come soon after those they need. */
function eliminationOrder(A: CsrMatrix): Uint32Array {
  const structure = choleskyStructure(A, "amd");
  const order = structure.part("perm").slice();
  structure.dispose();
  return order;
}

/** The rows of at most so many entries; the others empty. */
function withoutLong(A: CsrMatrix, most: number): CsrMatrix {
  const { engine, type, rows, cols } = A;
  const { indptr, indices, values } = A;
  const starts = new Uint32Array(rows + 1);
  const kept: number[] = [];
  for (let i = 0; i < rows; i++) {
    const [from, to] = [indptr[i] as number, indptr[i + 1] as number];
    if (to - from <= most) for (let p = from; p < to; p++) kept.push(p);
    starts[i + 1] = kept.length;
  }
  const places = Uint32Array.from(kept, (p) => indices[p] as number);
  const numbers = Float64Array.from(kept, (p) => values[p] as number);
  return CsrMatrix.from(engine, { rows, cols, indptr: starts, indices: places, values: numbers, type });
}

/** ||A||_1 from A'. */
function largestSum({ indptr, values, rows }: CsrMatrix): number {
  let most = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++) sum += Math.abs(values[p] as number);
    most = Math.max(most, sum);
  }
  return most;
}

/** Whether a permutation is an odd one: cycles of even length are odd. */
function isOdd(permutation: Uint32Array): boolean {
  const seen = new Uint8Array(permutation.length);
  let odd = false;
  for (let k = 0; k < permutation.length; k++)
    for (let length = 0, at = k; !seen[at]; at = permutation[at] as number) {
      seen[at] = 1;
      if (length++ > 0) odd = !odd;
    }
  return odd;
}
