/**
 * A = L*L' for a symmetric positive definite A with a band of entries that are not zero.
 *
 * Du Croz, Mayes and Radicati, "Factorizations of Band Matrices Using Level 3 BLAS", LAPACK Working Note 21 (1990).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { bandedInPlace, bandedSolve } from "../kernels/cholesky.ts";
import { filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";
import { checkRightSides } from "./square.ts";

/** A Cholesky factorisation of a banded matrix: holds L's band, n * (w + 1) elements. */
export class BandedCholesky extends Owner {
  /** L's band as A's was given: row i holds the entries (i, i - w) to (i, i). */
  readonly L: Matrix;
  readonly #norm: number;

  /** @internal */
  constructor(L: Matrix, norm: number) {
    super();
    this.L = L;
    this.#norm = norm;
  }

  /** A^-1 b or A^-1 B as a new array. */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    checkRightSides(b, this.L);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. */
  solveInto(x: Vector | Matrix): void {
    checkRightSides(x, this.L);
    bandedSolve(x, this.L);
  }

  /** log det A */
  logDet(): number {
    const { data, cols } = this.L;
    let total = 0;
    for (let at = cols - 1; at < data.length; at += cols) total += log(data[at] as number);
    return 2 * total;
  }

  /** An estimate of ||A||_1 ||A^-1||_1, a lower bound, rarely below a third of it. Reserves n elements while it works. */
  condition(): number {
    const { engine, type, rows: n } = this.L;
    const solve = (x: Vector) => this.solveInto(x);
    return this.#norm * estimateNorm1(engine, type, n, solve, solve);
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.L.dispose();
  }
}

/**
 * Factors a banded A given by its lower band, n x (w + 1): row i holds the entries (i, i - w) to (i, i) of A; those left of
 * column 0 are not read. Reserves n * (w + 1) elements. The work is n*w^2 multiply-adds.
 * @throws ShapeError if the band has no column; NotPositiveDefiniteError with the index of the failing pivot
 */
export function bandedCholesky(band: Matrix): BandedCholesky {
  if (!(band instanceof Matrix)) throw new ArgumentTypeError("band", "a Matrix", describe(band));
  if (band.cols === 0) throw new ShapeError("band", "a column at least, the diagonal", "none");
  const norm = bandNorm(band);
  const L = band.clone();
  filled(L, () => bandedInPlace(L));
  return new BandedCholesky(L, norm);
}

/** ||A||_1 of the symmetric matrix. */
function bandNorm({ data, rows: n, cols }: Matrix): number {
  const w = cols - 1;
  const sums = new Float64Array(n);
  let top = 0;
  for (let i = 0; i < n; i++)
    for (let j = Math.max(0, i - w); j <= i; j++) {
      const v = Math.abs(data[i * cols + j - i + w] as number);
      (sums[i] as number) += v;
      if (j < i) (sums[j] as number) += v;
    }
  for (const v of sums) top = Math.max(top, v);
  return top;
}
