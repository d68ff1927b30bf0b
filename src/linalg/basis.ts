/**
 * An orthonormal basis that grows by one vector at a time, by classical Gram-Schmidt done twice, in any inner product.
 *
 * Daniel, Gragg, Kaufman and Stewart, "Reorthogonalization and Stable Algorithms for Updating the Gram-Schmidt QR
 * Factorization", Math. Comp. 30 (1976) 772-795.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError, DisposedError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { projectOut } from "../kernels/ortho.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax, copy, dot, nrm2, scal } from "../kernels/vec.ts";
import { type Measure, type Metric, measureOf } from "./metric.ts";

/** How to grow a basis. */
export interface BasisOptions {
  /** M of the inner product x'M y in which the basis is orthonormal. Default the identity. */
  metric?: Metric;
  /** A vector is dependent where at most this part of its norm is left. Default 4 m eps. */
  tolerance?: number;
}

/** Orthonormal vectors q_0 .. q_(size-1) of m elements: holds capacity*(m + 1) + m elements; with a metric capacity*m + m more. */
export class OrthonormalBasis extends Owner {
  /** Vectors in the basis. */
  size = 0;
  /** Vectors there is room for. */
  readonly capacity: number;
  readonly #tolerance: number;
  readonly #measure: Measure | undefined;
  #coefficients = new Float64Array(0);
  /** The vectors as rows, M times each, the coefficients, the vector at work and M times it. */
  protected readonly held: { Q: Matrix; W: Matrix; c: Vector; x: Vector; y: Vector };

  /** @internal */
  constructor(held: OrthonormalBasis["held"], tolerance: number, measure?: Measure) {
    super();
    this.held = held;
    this.capacity = held.Q.rows;
    this.#tolerance = tolerance;
    this.#measure = measure;
  }

  /**
   * Adds what is left of x outside the basis, made of norm 1. False, and the basis is as before, where x is dependent.
   * Reserves nothing.
   * @throws ArgumentRangeError if x is not finite, the basis is full, or the metric is not positive definite
   */
  append(x: Vector): boolean {
    const { Q, W, x: left, y } = this.held;
    checkVector("x", x, Q, Q.cols);
    const top = amax(x);
    if (!Number.isFinite(top)) throw new ArgumentRangeError("x", "finite numbers", `an entry that is ${top}`);
    if (this.size === this.capacity) throw new ArgumentRangeError("x", `at most ${this.capacity} vectors`, "one more");
    copy(left, x);
    const before = this.#norm(left, y);
    const total = this.#reduce(left, new Float64Array(this.size + 1));
    const after = this.#norm(left, y);
    total[this.size] = after;
    this.#coefficients = total;
    const { cols: m } = Q;
    if (this.size === m || !(after > this.#tolerance * before && 1 / after < Infinity)) return false;
    const [row, at] = [this.size * m, (this.size + 1) * m];
    scal(left, 1 / after);
    Q.data.set(left.data, row);
    if (W !== Q) {
      scal(y, 1 / after);
      W.data.subarray(row, at).set(y.data);
    }
    this.size++;
    return true;
  }

  /** x -= sum_j c_j q_j, where c_j = q_j'M x, in place and done twice. Returns the c_j. */
  projectOut(x: Vector): Float64Array {
    const { Q } = this.held;
    checkVector("x", x, Q, Q.cols);
    return this.#reduce(x, new Float64Array(this.size));
  }

  /**
   * What the last vector appended was made of: its inner products with the vectors before it, then the norm of what was left.
   * So x = sum_j c_j q_j with the new q last, or, where x was dependent, all of x but what was left.
   */
  coefficients(): Float64Array {
    return this.#coefficients.slice();
  }

  /** The basis as the columns of a new m x size matrix. */
  toMatrix(): Matrix {
    const { Q } = this.held;
    return Q.engine.memory.scope(() =>
      Matrix.from(Q.engine, Q.type, this.size, Q.cols, Q.data.subarray(0, this.size * Q.cols)).transpose(),
    );
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const array of Object.values(this.held)) array.dispose();
  }

  #reduce(x: Vector, total: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
    const { Q, W, c } = this.held;
    for (let pass = 0; pass < 2; pass++) {
      projectOut(x, Q, W, c, this.size);
      const { data } = c;
      for (let j = 0; j < this.size; j++) (total[j] as number) += data[j] as number;
    }
    return total;
  }

  /** sqrt(x'M x), leaving M x in y. */
  #norm(x: Vector, y: Vector): number {
    if (!this.#measure) return nrm2(x);
    this.#measure(y, x);
    const square = dot(x, y);
    if (!(square >= 0))
      throw new ArgumentRangeError("metric", "a positive definite operator", `one with x'M x = ${describe(square)}`);
    return Math.sqrt(square);
  }
}

/**
 * An empty basis with room for `capacity` vectors like `like`: of its instance, element type and length.
 * @throws ArgumentRangeError if a weight of the metric is not > 0
 */
export function orthonormalBasis(like: Vector, capacity: number, options: BasisOptions = {}): OrthonormalBasis {
  if (!(like instanceof Vector)) throw new ArgumentTypeError("like", "a Vector", describe(like));
  checkSize("capacity", capacity);
  checkOptions("options", options);
  const { engine, type, length: m } = like;
  const { metric, tolerance = 4 * m * epsOf[type] } = options;
  checkNonNegative("tolerance", tolerance);
  if (like.disposed) throw new DisposedError("Vector");
  const measure = metric === undefined ? undefined : measureOf(metric, like, m);
  return engine.memory.scope(() => {
    const Q = new Matrix(engine, type, capacity, m);
    const x = new Vector(engine, type, m);
    const held = measure
      ? {
          Q,
          W: new Matrix(engine, type, capacity, m),
          c: new Vector(engine, type, capacity),
          x,
          y: new Vector(engine, type, m),
        }
      : { Q, W: Q, c: new Vector(engine, type, capacity), x, y: x };
    return new OrthonormalBasis(held, tolerance, measure);
  });
}
