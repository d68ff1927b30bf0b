/**
 * A Cholesky factorisation that gains and loses rows and columns of A.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., sections 4.2.6 and 6.5.4.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkFinite, checkOptions, checkSize } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { appendCholesky, removeCholesky, solveCholesky } from "../kernels/cholesky.ts";
import { checkMatrix, filled } from "../kernels/storage.ts";
import { Cholesky } from "./cholesky.ts";
import { checkRightSides, checkSquareMatrix } from "./square.ts";

/** Room for rows to come. */
export interface GrowingOptions {
  /** The most rows of A at any time. Default twice those it has now, 16 at least. */
  capacity?: number;
}

/** L with A = L*L' for an A that changes its size: holds capacity^2 elements, and reserves nothing as it grows. */
export class GrowingCholesky extends Owner {
  readonly #store: Matrix;
  #rows = 0;
  /** What is held, reachable for `scope`. @internal */
  protected readonly held: Matrix;

  /** @internal */
  constructor(store: Matrix) {
    super();
    this.#store = store;
    this.held = store;
  }

  /** Rows of A. */
  get rows(): number {
    return this.#rows;
  }

  /** The most rows there can be. */
  get capacity(): number {
    return this.#store.rows;
  }

  /**
   * A gains k rows and as many columns: `rows` is k x (n + k), the new rows of the larger A. Their last k columns are read in
   * the lower triangle alone.
   * @throws ArgumentRangeError if there is no room or an entry is NaN or infinite; NotPositiveDefiniteError with the failing
   * pivot if the larger A is not positive definite, and this factorisation is as it was
   */
  append(rows: Matrix): void {
    const n = this.#rows;
    const k = rows instanceof Matrix ? rows.rows : 0;
    checkMatrix("rows", rows, this.#store, k, n + k);
    if (n + k > this.capacity)
      throw new ArgumentRangeError("rows", `at most ${this.capacity - n}, which is the room there is`, `${k}`);
    const [from, to] = [(rows as Matrix).data, this.#store.data];
    for (let i = 0; i < k; i++) {
      const row = from.subarray(i * (n + k), i * (n + k) + n + i + 1);
      checkFinite("rows", row);
      to.set(row, (n + i) * this.capacity);
    }
    appendCholesky(this.#store, n, k);
    this.#rows = n + k;
  }

  /** A loses row and column `at`; those after it move up. */
  remove(at: number): void {
    checkSize("at", at);
    if (at >= this.#rows) throw new ArgumentRangeError("at", `a row of A, below ${this.#rows}`, `${at}`);
    removeCholesky(this.#store, this.#rows, at);
    this.#rows--;
  }

  /** A^-1 b or A^-1 B as a new array. */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    checkRightSides(b, this.#store, this.#rows);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. */
  solveInto(x: Vector | Matrix): void {
    checkRightSides(x, this.#store, this.#rows);
    solveCholesky(x, this.#store, this.#rows);
  }

  /** L as a new matrix, zero above the diagonal. */
  L(): Matrix {
    const n = this.#rows;
    const L = Matrix.zeros(this.#store.engine, this.#store.type, n, n);
    const [to, from] = [L.data, this.#store.data];
    for (let i = 0; i < n; i++) to.set(from.subarray(i * this.capacity, i * this.capacity + i + 1), i * n);
    return L;
  }

  /** log det A */
  logDet(): number {
    const { data } = this.#store;
    let total = 0;
    for (let i = 0; i < this.#rows; i++) total += log(data[i * (this.capacity + 1)] as number);
    return 2 * total;
  }

  /** An estimate of ||A||_1 ||A^-1||_1, as `Cholesky.condition`. Reserves n*n + 2n elements while it works. */
  condition(): number {
    return this.#store.engine.memory.scope(() => new Cholesky(this.L()).condition());
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.#store.dispose();
  }
}

/**
 * Factors A, which may have no rows, with room for more. Reserves capacity^2 elements.
 * @throws ShapeError if A is not square; NotPositiveDefiniteError with the index of the failing pivot
 */
export function growingCholesky(A: Matrix, options: GrowingOptions = {}): GrowingCholesky {
  checkSquareMatrix(A);
  checkOptions("options", options);
  const { capacity = Math.max(16, 2 * A.rows) } = options;
  checkSize("capacity", capacity, A.rows);
  const { data, rows: n } = A;
  for (let i = 0; i < n; i++) checkFinite("A", data.subarray(i * n, i * n + i + 1));
  const F = new GrowingCholesky(new Matrix(A.engine, A.type, capacity, capacity));
  try {
    F.append(A);
    return F;
  } catch (error) {
    F.dispose();
    throw error;
  }
}
