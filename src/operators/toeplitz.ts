/**
 * Toeplitz and circulant matrices as operators, by the Fourier transform: a Toeplitz matrix is a corner of a circulant one,
 * and that is diagonal in Fourier's basis.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., section 4.8.
 * @module
 */
import { Fft } from "../arrays/fft.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { complexProduct } from "../kernels/fft.ts";
import { factors, smoothAbove } from "../kernels/fftplan.ts";
import { checkApart, checkVector } from "../kernels/storage.ts";
import type { LinearOperator } from "./linear.ts";

/**
 * The corner of rows x cols of a circulant matrix. Holds the plan of its length L, L <= rows + cols - 1 up to the next length of
 * small factors, and 3L elements; a product reserves nothing more.
 */
export class Toeplitz extends Owner implements LinearOperator {
  readonly #plan: Fft;
  readonly #eigenvalues: Vector;
  readonly #padded: Vector;
  readonly #spectrum: Vector;
  /** The arrays it holds, reachable for `scope`. @internal */
  readonly held: readonly object[];

  /** `circle`: the first column of the circulant matrix. @internal */
  constructor(
    circle: Vector,
    /** Rows. */
    readonly rows: number,
    /** Columns. */
    readonly cols: number,
  ) {
    super();
    const { engine, type, length } = circle;
    this.#plan = new Fft(engine, length, { type, kind: "real" });
    this.#eigenvalues = this.#plan.forward(circle);
    this.#padded = new Vector(engine, type, length);
    this.#spectrum = new Vector(engine, type, this.#eigenvalues.length);
    this.held = [this.#plan, this.#eigenvalues, this.#padded, this.#spectrum];
  }

  /** The instance it belongs to. */
  get engine(): Engine {
    return this.#plan.engine;
  }

  /** Element type. */
  get type(): Real {
    return this.#plan.type;
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    checkVector("x", x, this, this.cols);
    checkVector("out", out, this, this.rows);
    this.#product(out, x, false);
  }

  /** out = A'*y */
  adjoint(out: Vector, y: Vector): void {
    checkVector("x", y, this, this.rows);
    checkVector("out", out, this, this.cols);
    this.#product(out, y, true);
  }

  /** Gives its memory back. */
  override dispose(): void {
    for (const array of [this.#plan, this.#eigenvalues, this.#padded, this.#spectrum]) array.dispose();
  }

  #product(out: Vector, x: Vector, adjoint: boolean): void {
    checkApart(out, x);
    const [padded, spectrum] = [this.#padded, this.#spectrum];
    padded.data.fill(0, x.length).set(x.data);
    this.#plan.forwardInto(spectrum, padded);
    complexProduct(spectrum, spectrum, this.#eigenvalues, adjoint);
    this.#plan.inverseInto(padded, spectrum);
    out.data.set(padded.data.subarray(0, out.length));
  }
}

/** The matrix with A_ij = column_(i - j) for i >= j, row_(j - i) for i < j; row_0 is not read. */
export function toeplitz(column: Vector, row: Vector): Toeplitz {
  for (const [name, part] of [
    ["column", column],
    ["row", row],
  ] as const) {
    if (!(part instanceof Vector)) throw new ArgumentTypeError(name, "a Vector", describe(part));
    if (part.length === 0) throw new ShapeError(name, "at least one element", "0");
  }
  checkVector("row", row, column, row.length);
  const { engine, type } = column;
  const [m, n] = [column.length, row.length];
  return engine.memory.scope(() => {
    const circle = Vector.zeros(engine, type, smoothAbove(m + n - 1));
    const { data } = circle;
    data.set(column.data);
    const { data: first } = row;
    for (let j = 1; j < n; j++) data[data.length - j] = first[j] as number;
    return new Toeplitz(circle, m, n);
  });
}

/** The matrix with A_ij = column_((i - j) mod n). */
export function circulant(column: Vector): Toeplitz {
  if (!(column instanceof Vector)) throw new ArgumentTypeError("column", "a Vector", describe(column));
  const { engine, type, length: n } = column;
  if (n === 0) throw new ShapeError("column", "at least one element", "0");
  return engine.memory.scope(() => {
    if (factors(n)) return new Toeplitz(column, n, n);
    const { data } = column;
    const row = data.map((_, j) => data[(n - j) % n] as number);
    return toeplitz(column, Vector.from(engine, type, row));
  });
}
