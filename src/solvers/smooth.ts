/**
 * Smooth functions to minimise: known by value and gradient, and where it is wanted by products with the Hessian.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkFinite, checkPositive, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { exp, log1p } from "../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { checkVector } from "../kernels/storage.ts";
import { axpby, dot } from "../kernels/vec.ts";
import { checkOperator, type LinearOperator, normalResidual } from "../operators/linear.ts";

/** A smooth function f of `length` numbers. */
export interface Smooth {
  readonly engine: Engine;
  readonly type: Real;
  /** How many numbers f is of. */
  readonly length: number;
  /** f(x) */
  value(x: Vector): number;
  /** out = the gradient of f at x, apart from x. Returns f(x). */
  gradient(out: Vector, x: Vector): number;
  /** f(x + d) - f(x) - f'(x)'d, where that can be had without the difference of nearly equal numbers. */
  readonly excess?: ((x: Vector, d: Vector) => number) | undefined;
  /** The product with the Hessian at x, out = f''(x) v, valid until f is asked for something else. */
  readonly hessian?: ((x: Vector) => (out: Vector, v: Vector) => void) | undefined;
}

/** Something with the members of a Smooth. @throws ArgumentTypeError */
export function checkSmooth(name: string, value: unknown): asserts value is Smooth {
  const f = value as Partial<Smooth> | null | undefined;
  if (typeof f?.value !== "function" || typeof f.gradient !== "function" || typeof f.length !== "number")
    throw new ArgumentTypeError(name, "a smooth function, with length, value and gradient", describe(value));
}

/** A value that a method can go on from. @throws ArgumentRangeError */
export function checkValue(name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new ArgumentRangeError(name, "a function that is finite where it is asked", String(value));
}

/** A loss of one number u about an answer y. */
export interface PointLoss {
  /** The loss itself. */
  value(u: number, y: number): number;
  /** The derivative by u. */
  slope(u: number, y: number): number;
  /** The second derivative by u; needed by Newton's method alone. */
  curvature?(u: number, y: number): number;
}

/** A loss by name: (u - y)^2 / 2; log(1 + exp(-y u)), y = 1 or -1; exp(u) - y u; or Huber's with its width. */
export type LossName = "squared" | "logistic" | "poisson" | { readonly huber: number };

/** (u - y)^2 / 2 */
export const squared: PointLoss = { value: (u, y) => (u - y) ** 2 / 2, slope: (u, y) => u - y, curvature: () => 1 };

const logistic: PointLoss = {
  value: (u, y) => Math.max(-y * u, 0) + log1p(exp(-Math.abs(u))),
  slope: (u, y) => -y / (1 + exp(y * u)),
  curvature: (u) => 1 / (2 + exp(u) + exp(-u)),
};

const poisson: PointLoss = {
  value: (u, y) => exp(u) - y * u,
  slope: (u, y) => exp(u) - y,
  curvature: (u) => exp(u),
};

const huber = (delta: number): PointLoss => ({
  value: (u, y) => {
    const size = Math.abs(u - y);
    return size <= delta ? size ** 2 / 2 : delta * (size - delta / 2);
  },
  slope: (u, y) => Math.max(-delta, Math.min(delta, u - y)),
  curvature: (u, y) => (Math.abs(u - y) <= delta ? 1 : 0),
});

function lossOf(loss: LossName | PointLoss): PointLoss {
  if (loss === "squared") return squared;
  if (loss === "logistic") return logistic;
  if (loss === "poisson") return poisson;
  if (typeof loss === "object" && loss !== null && "huber" in loss) {
    checkPositive("loss.huber", loss.huber);
    return huber(loss.huber);
  }
  if (typeof loss?.value !== "function" || typeof loss.slope !== "function")
    throw new ArgumentTypeError("loss", '"squared", "logistic", "poisson", {huber} or value and slope', describe(loss));
  return loss;
}

/** f(x) = sum_i loss(a_i'x, y_i) over the rows a_i of A: holds A.rows elements, twice as many once the Hessian is asked for. */
export class LinearLoss extends Owner implements Smooth {
  /** The instance it belongs to. */
  readonly engine: Engine;
  /** Element type. */
  readonly type: Real;
  /** A.cols. */
  readonly length: number;
  readonly #loss: PointLoss;
  readonly #own: Vector[] = [];

  /** @internal */
  constructor(
    readonly A: LinearOperator,
    readonly y: Vector,
    loss: PointLoss,
  ) {
    super();
    this.engine = A.engine;
    this.type = A.type;
    this.length = A.cols;
    this.#loss = loss;
    this.#rows(0);
  }

  /** f(x) */
  value(x: Vector): number {
    checkVector("x", x, this, this.length);
    const u = this.#rows(0);
    this.A.apply(u, x);
    const [us, ys] = [u.data, this.y.data];
    let total = 0;
    for (let i = 0; i < us.length; i++) total += this.#loss.value(us[i] as number, ys[i] as number);
    return total;
  }

  /** out = A' slope(A x). Returns f(x). Reads A once where the loss is squared and A is a matrix. */
  gradient(out: Vector, x: Vector): number {
    checkVector("x", x, this, this.length);
    checkVector("out", out, this, this.length);
    const u = this.#rows(0);
    if (this.#loss === squared) return normalResidual(this.A, out, u, x, this.y) / 2;
    this.A.apply(u, x);
    const [us, ys] = [u.data, this.y.data];
    let total = 0;
    for (let i = 0; i < us.length; i++) {
      const [at, y] = [us[i] as number, ys[i] as number];
      total += this.#loss.value(at, y);
      us[i] = this.#loss.slope(at, y);
    }
    this.A.adjoint(out, u);
    return total;
  }

  /** f(x + d) - f(x) - f'(x)'d: ||A d||^2 / 2 where the loss is squared, else there is no better way than the difference. */
  get excess(): ((x: Vector, d: Vector) => number) | undefined {
    if (this.#loss !== squared) return undefined;
    return (_, d) => {
      const u = this.#rows(0);
      this.A.apply(u, d);
      return dot(u, u) / 2;
    };
  }

  /** The product with A' diag(curvature(A x)) A. */
  get hessian(): ((x: Vector) => (out: Vector, v: Vector) => void) | undefined {
    const curvature = this.#loss.curvature;
    if (!curvature) return undefined;
    return (x) => {
      const [u, w] = [this.#rows(0), this.#rows(1)];
      this.A.apply(w, x);
      const [ws, ys] = [w.data, this.y.data];
      for (let i = 0; i < ws.length; i++) ws[i] = curvature(ws[i] as number, ys[i] as number);
      return (out, v) => {
        this.A.apply(u, v);
        const [us, weights] = [u.data, w.data];
        for (let i = 0; i < us.length; i++) (us[i] as number) *= weights[i] as number;
        this.A.adjoint(out, u);
      };
    };
  }

  /** Gives its memory back; A and y stay. */
  override dispose(): void {
    for (const vector of this.#own.splice(0)) vector.dispose();
  }

  #rows(i: number): Vector {
    while (this.#own.length <= i) this.#own.push(new Vector(this.engine, this.type, this.A.rows));
    return this.#own[i] as Vector;
  }
}

/**
 * f(x) = sum_i loss(a_i'x, y_i), the misfit of a linear model. A and y are read at every call and stay the caller's.
 * @throws ShapeError if y is not of A.rows elements; ArgumentRangeError if one is NaN or infinite
 */
export function linearLoss(A: LinearOperator, y: Vector, loss: LossName | PointLoss = "squared"): LinearLoss {
  checkOperator("A", A);
  checkVector("y", y, A, A.rows);
  checkFinite("y", y.data);
  return new LinearLoss(A, y, lossOf(loss));
}

/** f(x) + alpha/2 ||x||_2^2, alpha > 0. Disposing f stays with its owner. */
export function ridged(f: Smooth, alpha: number): Smooth {
  checkSmooth("f", f);
  checkPositive("alpha", alpha);
  const { engine, type, length, excess, hessian } = f;
  return {
    engine,
    type,
    length,
    value: (x) => f.value(x) + (alpha / 2) * dot(x, x),
    gradient: (out, x) => {
      const value = f.gradient(out, x);
      axpby(out, out, x, 1, alpha);
      return value + (alpha / 2) * dot(x, x);
    },
    ...(excess ? { excess: (x: Vector, d: Vector) => excess.call(f, x, d) + (alpha / 2) * dot(d, d) } : {}),
    ...(hessian
      ? {
          hessian: (x: Vector) => {
            const product = hessian.call(f, x);
            return (out: Vector, v: Vector) => {
              product(out, v);
              axpby(out, out, v, 1, alpha);
            };
          },
        }
      : {}),
  };
}
