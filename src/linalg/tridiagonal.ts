/**
 * A tridiagonal A: Gaussian elimination with rows exchanged for the larger pivot, or none where A is symmetric and definite.
 * One element after another, so no kernel: there is nothing to do side by side.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., sections 4.3.6 (symmetric) and 4.3.3 (with pivoting).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkFinite, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError, NotPositiveDefiniteError, SingularMatrixError } from "../core/errors.ts";
import { checkMatrix, checkVector, filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";

/** The diagonals of a factored tridiagonal matrix, in f64; on arrays of JavaScript's. */
interface Parts {
  readonly n: number;
  /** U's diagonal and the two above it. */
  readonly d: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** Row i + 1 less m_i times row i, after the two were exchanged where `swapped`. */
  readonly m: Float64Array;
  readonly swapped: Uint8Array;
  /** ||A||_1 */
  readonly norm: number;
}

/** A factorisation P*A = L*U of a tridiagonal matrix: 5n numbers outside linear memory, nothing in it. */
export class Tridiagonal extends Owner {
  readonly #parts: Parts;
  readonly #like: Pick<Vector, "engine" | "type">;

  /** @internal */
  constructor(parts: Parts, like: Pick<Vector, "engine" | "type">) {
    super();
    this.#parts = parts;
    this.#like = { engine: like.engine, type: like.type };
  }

  /** Rows of A. */
  get rows(): number {
    return this.#parts.n;
  }

  /** A^-1 b or A^-1 B as a new array. @throws SingularMatrixError with the zero pivot */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    this.#check(b);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. @throws SingularMatrixError with the zero pivot */
  solveInto(x: Vector | Matrix): void {
    this.#check(x);
    const { n, d, u, v, m, swapped } = this.#parts;
    const zero = d.indexOf(0);
    if (zero >= 0) throw new SingularMatrixError(zero);
    const { data } = x;
    const k = x instanceof Matrix ? x.cols : 1;
    for (let c = 0; c < k; c++) {
      let here = n > 0 ? (data[c] as number) : 0;
      for (let i = 0; i + 1 < n; i++) {
        let next = data[(i + 1) * k + c] as number;
        if (swapped[i]) [here, next] = [next, here];
        data[i * k + c] = here;
        here = next - (m[i] as number) * here;
      }
      let after = 0;
      let second = 0;
      for (let i = n - 1; i >= 0; i--) {
        const rest = i === n - 1 ? here : (data[i * k + c] as number);
        const value = (rest - (u[i] as number) * after - (v[i] as number) * second) / (d[i] as number);
        data[i * k + c] = value;
        second = after;
        after = value;
      }
    }
  }

  /** The sign of det A: 1, -1 or 0. */
  get sign(): -1 | 0 | 1 {
    const { d, swapped } = this.#parts;
    if (d.includes(0)) return 0;
    let odd = false;
    for (const exchange of swapped) if (exchange) odd = !odd;
    for (const pivot of d) if (pivot < 0) odd = !odd;
    return odd ? -1 : 1;
  }

  /** log |det A|; -Infinity where A is singular. */
  logDet(): number {
    let total = 0;
    for (const pivot of this.#parts.d) total += log(Math.abs(pivot));
    return total;
  }

  /**
   * An estimate of ||A||_1 ||A^-1||_1, a lower bound, rarely below a third of it; infinite where A is singular. Reserves n
   * elements while it works.
   */
  condition(): number {
    if (this.sign === 0) return Infinity;
    const { engine, type } = this.#like;
    const solve = (x: Vector) => this.solveInto(x);
    const transposed = (x: Vector) => this.#transposed(x);
    return this.#parts.norm * estimateNorm1(engine, type, this.rows, solve, transposed);
  }

  /** Nothing is held in linear memory: this is for symmetry with the other factorisations. */
  override dispose(): void {}

  /** x = A'^-1 x: U', then the steps of L and the exchanges, last first. */
  #transposed({ data }: Vector): void {
    const { n, d, u, v, m, swapped } = this.#parts;
    const at = (a: ArrayLike<number>, i: number) => (i < 0 ? 0 : (a[i] as number));
    for (let i = 0; i < n; i++)
      data[i] = (at(data, i) - at(u, i - 1) * at(data, i - 1) - at(v, i - 2) * at(data, i - 2)) / at(d, i);
    for (let i = n - 2; i >= 0; i--) {
      const after = at(data, i + 1);
      const here = at(data, i) - at(m, i) * after;
      data[i] = swapped[i] ? after : here;
      data[i + 1] = swapped[i] ? here : after;
    }
  }

  #check(b: unknown): asserts b is Vector | Matrix {
    if (!(b instanceof Vector || b instanceof Matrix))
      throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
    const like = this.#like as Vector;
    if (b instanceof Vector) checkVector("b", b, like, this.rows);
    else checkMatrix("B", b, like, this.rows, b.cols);
  }
}

/**
 * Factors the tridiagonal matrix with `diagonal` (n elements), `lower` below and `upper` above it (n - 1 each), rows
 * exchanged for the larger pivot. Computes in f64 whatever the type. A singular A is factored as well: to solve with it is
 * the error.
 * @throws ShapeError if the lengths do not fit; ArgumentRangeError for NaN or an infinity
 */
export function tridiagonal(lower: Vector, diagonal: Vector, upper: Vector): Tridiagonal {
  const { l, d, u, norm } = numbersOf(lower, diagonal, upper);
  const n = d.length;
  const [v, swapped] = [new Float64Array(n), new Uint8Array(n)];
  for (let i = 0; i + 1 < n; i++) {
    const [top, below] = [d[i] as number, l[i] as number];
    const [right, corner, far] = [u[i] as number, d[i + 1] as number, u[i + 1] as number];
    if (Math.abs(below) > Math.abs(top)) {
      // Row i + 1 comes first: below, corner, far; then row i less top / below of it.
      const factor = top / below;
      swapped[i] = 1;
      l[i] = factor;
      d[i] = below;
      u[i] = corner;
      v[i] = far;
      d[i + 1] = right - factor * corner;
      u[i + 1] = -factor * far;
    } else {
      const factor = top === 0 ? 0 : below / top;
      l[i] = factor;
      d[i + 1] = corner - factor * right;
    }
  }
  return new Tridiagonal({ n, d, u, v, m: l, swapped, norm }, diagonal);
}

/**
 * Factors the symmetric positive definite tridiagonal matrix with `diagonal` (n elements) and `off` beside it (n - 1), as
 * L*D*L' without pivoting. Computes in f64 whatever the type.
 * @throws ShapeError if the lengths do not fit; ArgumentRangeError for NaN or an infinity; NotPositiveDefiniteError with
 * the index of the failing pivot
 */
export function tridiagonalCholesky(diagonal: Vector, off: Vector): Tridiagonal {
  const { l, d, u, norm } = numbersOf(off, diagonal, off);
  const n = d.length;
  for (let i = 0; i < n; i++) {
    if (!((d[i] as number) > 0)) throw new NotPositiveDefiniteError(i);
    if (i + 1 === n) break;
    l[i] = (u[i] as number) / (d[i] as number);
    d[i + 1] = (d[i + 1] as number) - (l[i] as number) * (u[i] as number);
  }
  return new Tridiagonal({ n, d, u, v: new Float64Array(n), m: l, swapped: new Uint8Array(n), norm }, diagonal);
}

/** Checked copies in f64, n elements each. */
function numbersOf(lower: Vector, diagonal: Vector, upper: Vector) {
  if (!(diagonal instanceof Vector)) throw new ArgumentTypeError("diagonal", "a Vector", describe(diagonal));
  const n = diagonal.length;
  const sides = [lower, upper] as const;
  const names = lower === upper ? (["off", "off"] as const) : (["lower", "upper"] as const);
  const [l, u] = sides.map((side, i) => {
    checkVector(names[i] as string, side, diagonal, Math.max(0, n - 1));
    checkFinite(names[i] as string, side.data);
    const copy = new Float64Array(n);
    copy.set(side.data);
    return copy;
  }) as [Float64Array, Float64Array];
  checkFinite("diagonal", diagonal.data);
  const d = Float64Array.from(diagonal.data);
  const size = (a: Float64Array, i: number) => Math.abs(a[i] ?? 0);
  let norm = 0;
  for (let j = 0; j < n; j++) norm = Math.max(norm, size(u, j - 1) + size(d, j) + size(l, j));
  return { l, u, d, norm };
}
