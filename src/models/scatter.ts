/**
 * Means and scatter matrices of rows that come in parts.
 *
 * Chan, Golub and LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37 (1983) 242-247: sums about a
 * shift that is near the mean, corrected at the end.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { ger, syrk, tgemv } from "../kernels/dense.ts";
import { copy } from "../kernels/vec.ts";
import { byRows } from "./kernel/system.ts";

/** Takes the mean off each row. */
export function shift(A: Matrix, mean: Vector): void {
  const ones = onesFor(A);
  ger(A, ones, mean, -1);
  ones.dispose();
}

/** The sum of the rows. */
function sumOf(A: Matrix): Vector {
  const [ones, out] = [onesFor(A), new Vector(A.engine, A.type, A.cols)];
  tgemv(out, A, ones);
  ones.dispose();
  return out;
}

const onesFor = ({ engine, type, rows }: Matrix): Vector => Vector.from(engine, type, new Float32Array(rows).fill(1));

/** The mean of the rows, found twice, so that it is right to the last digits. In memory of the scope it is called in. */
export function meanOf(X: Matrix): Vector {
  const mean = new Float64Array(X.cols);
  byRows(X, (part) => add(mean, sumOf(part), X.rows));
  const near = Vector.from(X.engine, X.type, mean);
  const rest = new Float64Array(X.cols);
  byRows(X, (part) => {
    const apart = part === X ? X.clone() : part;
    shift(apart, near);
    add(rest, sumOf(apart), X.rows);
  });
  const { data } = near;
  for (const [j, more] of rest.entries()) (data[j] as number) += more;
  return near;
}

function add(to: Float64Array, sums: Vector, count: number): void {
  for (const [j, value] of sums.data.entries()) (to[j] as number) += value / count;
}

/** Sums of rows and of their products, of the element type of the rows. */
export class Scatter {
  /** S = sum_i (x_i - mean)(x_i - mean)', once `finish` has been called; what is above its diagonal means nothing. */
  readonly S: Matrix;
  readonly #sums: Float64Array<ArrayBuffer>;
  readonly #shift: Vector;
  #count = 0;

  /** In memory of the scope it is called in: (d + 1) d elements. */
  constructor(engine: Engine, type: Real, d: number) {
    this.S = Matrix.zeros(engine, type, d, d);
    this.#shift = Vector.zeros(engine, type, d);
    this.#sums = new Float64Array(d);
  }

  /** Adds rows, which are shifted where they lie, by the mean of the first that come. */
  add(part: Matrix): void {
    part.engine.memory.scope(() => {
      if (this.#count === 0) copy(this.#shift, meanOf(part));
      shift(part, this.#shift);
      add(this.#sums, sumOf(part), 1);
      syrk(this.S, part, { transpose: true, beta: 1 });
    });
    this.#count += part.rows;
  }

  /** The mean; the products are about it from then on. */
  finish(): Float64Array<ArrayBuffer> {
    const rest = this.#sums.map((sum) => sum / this.#count);
    const [S, d] = [this.S.data, rest.length];
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) (S[i * d + j] as number) -= this.#count * (rest[i] as number) * (rest[j] as number);
    return rest.map((r, j) => r + (this.#shift.data[j] as number));
  }
}
