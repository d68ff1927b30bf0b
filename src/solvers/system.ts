/**
 * What the Krylov solvers share: the system A x = b in units of ||b||, where it starts, and the memory it takes.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax, axpby, copy, nrm2 } from "../kernels/vec.ts";
import { checkOperator, type LinearOperator } from "../operators/linear.ts";

/** An approximate inverse: any factorisation, `jacobi`, `ssor`, or an object of one's own. */
export interface Preconditioner {
  /** x = M^-1 x in place. */
  solveInto(x: Vector): void;
}

/** Where to start. */
export interface StartOption {
  /** Holds the start and receives the iterates; by default a new vector of zeros. */
  x?: Vector;
}

/** Where to start and what to precondition with. */
export interface KrylovOptions extends StartOption {
  /** M, near A and easy to solve with. By default none. */
  preconditioner?: Preconditioner;
}

/** One iteration of a Krylov method. */
export interface KrylovState extends State {
  /** The iterate, A.cols elements; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** ||b - A x|| / ||b||, in the norm the method says; 0 where b = 0. */
  readonly residual: number;
  /** Products with A and A' so far. */
  readonly products: number;
  /** The residual by a product of its own, which the method then goes on from. */
  verify(): number;
}

/** A system of as many rows as columns. @throws ShapeError; ArgumentTypeError for a preconditioner without `solveInto` */
export function squareSystem(A: LinearOperator, b: Vector, options: KrylovOptions): System {
  checkOperator("A", A);
  if (A.rows !== A.cols) throw new ShapeError("A", "a square operator", `${A.rows} x ${A.cols}`);
  checkOptions("options", options);
  const M: Partial<Preconditioner> | null | undefined = options.preconditioner;
  if (M !== undefined && typeof M?.solveInto !== "function")
    throw new ArgumentTypeError("preconditioner", "an object with solveInto", describe(M));
  return new System(A, b, options);
}

/** What came out of A is a number. @throws ArgumentRangeError */
export function checkProduct(value: number): number {
  if (!Number.isFinite(value)) throw new ArgumentRangeError("A", "an operator with finite products", `${value}`);
  return value;
}

/** A x = b, its iterate and what else is reserved while it is solved. */
export class System {
  /** The iterate. */
  readonly x: Vector;
  /** ||b||, or 1 where b = 0: residuals are held in this unit, so that no square overflows. */
  readonly unit: number;
  /** b = 0, and x = 0 is the answer. */
  readonly trivial: boolean;
  /** Products with A and A' so far. */
  products = 0;
  readonly #own: { dispose(): void }[] = [];
  readonly #given: boolean;

  constructor(
    readonly A: LinearOperator,
    readonly b: Vector,
    options: StartOption,
  ) {
    checkOperator("A", A);
    checkOptions("options", options);
    checkVector("b", b, A, A.rows);
    const { x } = options;
    if (x !== undefined) checkVector("x", x, A, A.cols);
    const size = nrm2(b);
    if (!Number.isFinite(size)) throw new ArgumentRangeError("b", "finite numbers of finite norm", `norm ${size}`);
    if (x !== undefined && !Number.isFinite(amax(x))) throw new ArgumentRangeError("x", "finite numbers", "others");
    this.trivial = size === 0;
    this.unit = size || 1;
    this.#given = x !== undefined;
    this.x = x ?? Vector.zeros(A.engine, A.type, A.cols);
    if (this.trivial) this.x.data.fill(0);
  }

  /** A vector given back at the end. */
  reserve(length: number): Vector {
    return this.hold(new Vector(this.A.engine, this.A.type, length));
  }

  /** Given back at the end. */
  hold<S extends { dispose(): void }>(made: S): S {
    this.#own.push(made);
    return made;
  }

  /** out = A v */
  apply(out: Vector, v: Vector): void {
    this.products++;
    this.A.apply(out, v);
  }

  /** out = A' v */
  adjoint(out: Vector, v: Vector): void {
    this.products++;
    this.A.adjoint(out, v);
  }

  /** out = (b - A x) / ||b|| */
  residual(out: Vector): void {
    this.apply(out, this.x);
    axpby(out, this.b, out, 1 / this.unit, -1 / this.unit);
  }

  /** The states of a system that is solved, or that the method can do no more for. */
  *still(residual: number): Generator<KrylovState, never> {
    const { x, products } = this;
    for (;;) yield { x, products, residual, verify: () => residual };
  }

  /** Takes back x after an error, if it is not the caller's. */
  abandon(): void {
    if (!this.#given) this.x.dispose();
  }

  /** Gives back all but x. */
  dispose(): void {
    for (const array of this.#own) array.dispose();
  }
}

/** out = M^-1 v */
export function precondition(M: Preconditioner, out: Vector, v: Vector): void {
  copy(out, v);
  M.solveInto(out);
}
