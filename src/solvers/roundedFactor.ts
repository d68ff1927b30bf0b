/**
 * LU factors of a matrix rounded to few bits, as an approximate solver. The matrix is equilibrated by powers of two first and, for
 * f16, multiplied so that its entries use the range of that format.
 *
 * Higham, Pranesh and Zounon, "Squeezing a Matrix into Half Precision, with an Application to Solving Linear Systems",
 * SIAM J. Sci. Comput. 41 (2019) A2536-A2551, algorithms 2.3 and 3.1. doi:10.1137/18M1229511
 * @module
 */
import { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { exponent, power2 } from "../core/elementary.ts";
import type { Floats, Real } from "../core/types.ts";
import { decodeInto, encodeArray } from "../kernels/cast.ts";
import { lu } from "../linalg/lu.ts";
import { sparseLu } from "../linalg/sparseLu.ts";

/** What the entries of the factored matrix are rounded to; factors of bf16 and f16 are computed in f32. */
export const factorPrecisions = ["bf16", "f16", "f32", "f64"] as const;
/** The name of one. */
export type FactorPrecision = (typeof factorPrecisions)[number];

/** Entries of f16 are brought to about this size: a tenth of the largest, rounded to a power of two. */
const HALF_SIZE = 2 ** 12;

/** x = A^-1 x, about. */
export class RoundedFactor {
  readonly #rows: Float64Array;
  readonly #cols: Float64Array;
  readonly #size: number;
  readonly #held: { factor: { solveInto(x: Vector): void; dispose(): void }; narrow: Vector };

  /** @throws SingularMatrixError if the rounded matrix is singular */
  constructor(A: Matrix | CsrMatrix, precision: FactorPrecision) {
    const { engine } = A;
    [this.#rows, this.#cols] = equilibration(A);
    this.#size = precision === "f16" ? HALF_SIZE : 1;
    const type = precision === "f64" ? "f64" : "f32";
    this.#held = engine.memory.scope(() => {
      const scaled = entriesOf(A).slice();
      each(A, (i, j, p) => {
        scaled[p] = (scaled[p] as number) * (this.#rows[i] as number) * (this.#cols[j] as number) * this.#size;
      });
      const entries = rounded(Vector.from(engine, A.type, scaled), precision, type);
      const narrow = new Vector(engine, type, A.rows);
      if (A instanceof Matrix) return { factor: lu(Matrix.from(engine, type, A.rows, A.cols, entries)), narrow };
      const { rows, cols, indptr, indices } = A;
      return {
        factor: sparseLu(CsrMatrix.from(engine, { rows, cols, indptr, indices, values: entries, type })),
        narrow,
      };
    });
  }

  /** x = A^-1 x, about; x is of A's element type. */
  solveInto(x: Vector): void {
    const { factor, narrow } = this.#held;
    const from = x.data;
    let top = 0;
    for (let i = 0; i < from.length; i++)
      top = Math.max(top, Math.abs((from[i] as number) * (this.#rows[i] as number)));
    if (top === 0) return;
    const unit = inversePower(top);
    const scaled = narrow.data;
    for (let i = 0; i < from.length; i++) scaled[i] = (from[i] as number) * (this.#rows[i] as number) * unit;
    factor.solveInto(narrow);
    const [solved, to] = [narrow.data, x.data];
    for (let j = 0; j < to.length; j++) to[j] = (solved[j] as number) * (this.#cols[j] as number) * (this.#size / unit);
  }

  /** Gives the memory back. */
  dispose(): void {
    this.#held.factor.dispose();
    this.#held.narrow.dispose();
  }
}

/** The numbers of v in a precision, in an array of `type`. */
function rounded(v: Vector, precision: FactorPrecision, type: Real): Floats {
  if (precision === "f32" || precision === "f64") return v.toArray();
  const out = new Vector(v.engine, type, v.length);
  decodeInto(out, encodeArray(v, precision, false), precision);
  return out.toArray();
}

const entriesOf = (A: Matrix | CsrMatrix): Floats => (A instanceof Matrix ? A.data : A.values);

/** Calls `visit` with the row, the column and the place of each stored entry. */
function each(A: Matrix | CsrMatrix, visit: (i: number, j: number, p: number) => void): void {
  if (A instanceof Matrix) {
    for (let i = 0, p = 0; i < A.rows; i++) for (let j = 0; j < A.cols; j++, p++) visit(i, j, p);
    return;
  }
  const { rows, indptr, indices } = A;
  for (let i = 0; i < rows; i++)
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++) visit(i, indices[p] as number, p);
}

/** Powers of two for the rows, then for the columns, that bring the largest entry of each near 1. */
function equilibration(A: Matrix | CsrMatrix): [rows: Float64Array, cols: Float64Array] {
  const entries = entriesOf(A);
  const [rows, cols] = [new Float64Array(A.rows), new Float64Array(A.cols)];
  each(A, (i, _, p) => {
    rows[i] = Math.max(rows[i] as number, Math.abs(entries[p] as number));
  });
  const scales = rows.map(inversePower);
  each(A, (i, j, p) => {
    cols[j] = Math.max(cols[j] as number, Math.abs(entries[p] as number) * (scales[i] as number));
  });
  return [scales, cols.map(inversePower)];
}

/** The power of two that brings v between 1 and 2, if it is in range; 1 for 0. */
const inversePower = (v: number): number => (v > 0 ? power2(Math.min(1000, -exponent(v))) : 1);
