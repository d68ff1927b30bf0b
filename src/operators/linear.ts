/**
 * Linear operators: known by what they do to a vector. Dense, sparse and quantized matrices are operators as they are.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkNumber, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { axpby, dot, nrm2, scal } from "../kernels/vec.ts";

/** A linear map from cols to rows numbers. */
export interface LinearOperator {
  readonly engine: Engine;
  readonly type: Real;
  readonly rows: number;
  readonly cols: number;
  /** out = A*x */
  apply(out: Vector, x: Vector): void;
  /** out = A'*x */
  adjoint(out: Vector, x: Vector): void;
  /** r = A*x - b and g = A'*r, all apart, in less time than the two products; returns ||r||_2^2. Solvers do without it. */
  normalResidual?(g: Vector, r: Vector, x: Vector, b: Vector): number;
}

/** What operators that are put together have in common. */
export type Kind = Pick<LinearOperator, "engine" | "type">;

/** An operator of the same instance and element type as `like`. @throws ArgumentTypeError */
export function checkKind(name: string, A: Kind, like: Kind): void {
  if (A.engine !== like.engine) throw new ArgumentTypeError(name, "an operator of the same instance", "one of another");
  if (A.type !== like.type) throw new ArgumentTypeError(name, `elements of ${like.type}`, A.type);
}

/** Something with the members of a LinearOperator. @throws ArgumentTypeError */
export function checkOperator(name: string, value: unknown): asserts value is LinearOperator {
  const A = value as Partial<LinearOperator> | null | undefined;
  if (typeof A?.apply !== "function" || typeof A.adjoint !== "function")
    throw new ArgumentTypeError(name, "a linear operator, with apply and adjoint", describe(value));
}

/** r = A*x - b and g = A'*r by the shortest way A has. Returns ||r||_2^2. @internal */
export function normalResidual(A: LinearOperator, g: Vector, r: Vector, x: Vector, b: Vector): number {
  if (A.normalResidual) return A.normalResidual(g, r, x, b);
  A.apply(r, x);
  axpby(r, r, b, 1, -1);
  A.adjoint(g, r);
  return dot(r, r);
}

/** A' */
export function adjointOf(A: LinearOperator): LinearOperator {
  checkOperator("A", A);
  const { engine, type, rows, cols } = A;
  return {
    engine,
    type,
    rows: cols,
    cols: rows,
    apply: (out, x) => A.adjoint(out, x),
    adjoint: (out, y) => A.apply(out, y),
  };
}

/** alpha*A */
export function scaled(A: LinearOperator, alpha: number): LinearOperator {
  checkOperator("A", A);
  checkNumber("alpha", alpha);
  const { engine, type, rows, cols } = A;
  const after = (step: (out: Vector, x: Vector) => void) => (out: Vector, x: Vector) => {
    step(out, x);
    scal(out, alpha);
  };
  return { engine, type, rows, cols, apply: after((o, x) => A.apply(o, x)), adjoint: after((o, y) => A.adjoint(o, y)) };
}

/** The sum of operators of one shape. Reserves one vector a call and gives it back. */
export function sum(A: LinearOperator, B: LinearOperator, ...more: LinearOperator[]): LinearOperator {
  checkOperator("A", A);
  const { engine, type, rows, cols } = A;
  const others = [B, ...more];
  for (const [i, other] of others.entries()) {
    const name = i === 0 ? "B" : `more[${i - 1}]`;
    checkOperator(name, other);
    checkKind(name, other, A);
    if (other.rows !== rows || other.cols !== cols)
      throw new ShapeError(name, `${rows} x ${cols}`, `${other.rows} x ${other.cols}`);
  }
  const all = (out: Vector, run: (of: LinearOperator, out: Vector) => void) => {
    const part = new Vector(engine, type, out.length);
    try {
      run(A, out);
      for (const other of others) {
        run(other, part);
        axpby(out, out, part, 1, 1);
      }
    } finally {
      part.dispose();
    }
  };
  return {
    engine,
    type,
    rows,
    cols,
    apply: (out, x) => all(out, (of, o) => of.apply(o, x)),
    adjoint: (out, y) => all(out, (of, o) => of.adjoint(o, y)),
  };
}

/** A*B. Reserves one vector a call and gives it back. */
export function product(A: LinearOperator, B: LinearOperator): LinearOperator {
  checkOperator("A", A);
  checkOperator("B", B);
  checkKind("B", B, A);
  const { engine, type } = A;
  if (B.rows !== A.cols) throw new ShapeError("B", `${A.cols} rows`, `${B.rows}`);
  const through = (length: number, first: (mid: Vector) => void, second: (mid: Vector) => void) => {
    const mid = new Vector(engine, type, length);
    try {
      first(mid);
      second(mid);
    } finally {
      mid.dispose();
    }
  };
  return {
    engine,
    type,
    rows: A.rows,
    cols: B.cols,
    apply: (out, x) =>
      through(
        B.rows,
        (mid) => B.apply(mid, x),
        (mid) => A.apply(out, mid),
      ),
    adjoint: (out, y) =>
      through(
        A.cols,
        (mid) => A.adjoint(mid, y),
        (mid) => B.adjoint(out, mid),
      ),
  };
}

/**
 * How far an operator's adjoint is from being one: |y'(Ax) - (A'y)'x| / (||y|| ||Ax|| + ||A'y|| ||x||),
 * about the rounding of the element type where it is right, for any x and y.
 */
export function dotTest(A: LinearOperator, x: Vector, y: Vector): number {
  checkOperator("A", A);
  return A.engine.memory.scope(() => {
    const Ax = new Vector(A.engine, A.type, A.rows);
    const Aty = new Vector(A.engine, A.type, A.cols);
    A.apply(Ax, x);
    A.adjoint(Aty, y);
    const scale = nrm2(y) * nrm2(Ax) + nrm2(Aty) * nrm2(x);
    return scale === 0 ? 0 : Math.abs(dot(y, Ax) - dot(Aty, x)) / scale;
  });
}
