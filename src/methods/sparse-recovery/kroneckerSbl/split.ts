/**
 * Real and complex numbers alike: arrays are lists of one part or of two, the real and the imaginary one, and a complex tensor is a
 * real one with a first mode of two, along which i turns (re, im) into (-im, re).
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { describe } from "../../../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { gemm, syrk } from "../../../kernels/dense.ts";
import { mirror } from "../../../kernels/spectral.ts";
import { eigh } from "../../../linalg/eigh.ts";
import { pinv } from "../../../linalg/svd.ts";
import { hermitianEigh } from "../../../linalg/symmetric.ts";
import { alongMode, shrinkingFirst } from "../../../operators/kronecker.ts";

/** The complex vector re + i im. */
export interface SplitVector {
  readonly re: Vector;
  readonly im: Vector;
}

/** The complex matrix re + i im. */
export interface SplitMatrix {
  readonly re: Matrix;
  readonly im: Matrix;
}

/** What y may be, and x is then too. */
export type Signal = Vector | SplitVector;

/** What a factor may be; real ones go with a complex y as well. */
export type FactorOf<Y extends Signal> = [Y] extends [Vector] ? Matrix : Matrix | SplitMatrix;

/** The real part, or both. */
export type Parts<T> = readonly [re: T, im?: T];

/** The parts of an array that `check` takes, of the same shape. @throws ArgumentTypeError, ShapeError, and what `check` throws */
export function partsOf<T extends Vector | Matrix>(
  name: string,
  value: unknown,
  kind: "Vector" | "Matrix",
  check: (name: string, part: unknown) => asserts part is T,
): Parts<T> {
  const { re, im } = (value ?? {}) as Record<"re" | "im", unknown>;
  if (re === undefined && im === undefined) {
    if (!(value instanceof Vector || value instanceof Matrix))
      throw new ArgumentTypeError(name, `a ${kind} or { re, im }`, describe(value));
    check(name, value);
    return [value];
  }
  check(`${name}.re`, re);
  check(`${name}.im`, im);
  const [want, got] = [shapeOf(re), shapeOf(im)];
  if (want !== got) throw new ShapeError(`${name}.im`, `${want} elements, as ${name}.re`, got);
  if (re.type !== im.type || re.engine !== im.engine)
    throw new ArgumentTypeError(`${name}.im`, `a ${kind} of the instance and type of ${name}.re`, describe(im));
  return [re, im];
}

const shapeOf = (part: Vector | Matrix): string =>
  part instanceof Matrix ? `${part.rows} x ${part.cols}` : `${part.length}`;

/** The parts of each. */
export const present = <T>([re, im]: Parts<T>): T[] => (im === undefined ? [re] : [re, im]);

/** Each part by itself. */
export const mapped = <T, S>([re, im]: Parts<T>, to: (part: T) => S): Parts<S> =>
  im === undefined ? [to(re)] : [to(re), to(im)];

/** One part after the other, as one new vector. */
export function stacked(parts: Parts<Vector>): Vector {
  const [{ engine, type, length }] = parts;
  const all = present(parts);
  const out = new Vector(engine, type, all.length * length);
  for (const [k, part] of all.entries()) out.data.set(part.data, k * length);
  return out;
}

/** The vector, or the two, of so many parts one after the other; of the instance and type of `like`. */
export function unstacked<Y extends Signal>(data: Float64Array | Float32Array, like: Parts<Vector>): Y {
  const [{ engine, type }, im] = like;
  const part = (from: number, to: number) => Vector.from(engine, type, data.subarray(from, to));
  const n = data.length / (im ? 2 : 1);
  const x: Signal = im ? engine.memory.scope(() => ({ re: part(0, n), im: part(n, 2 * n) })) : part(0, n);
  return x as Y;
}

/**
 * (A1 (x) A2 (x) ...) x for the stacked x of `count` parts, or by the conjugate transpose, as a new stacked vector: factor after
 * factor, the one that shrinks the tensor most first.
 */
export function through(factors: readonly Parts<Matrix>[], x: Vector, count: number, adjoint = false): Vector {
  const [from, to] = adjoint ? (["rows", "cols"] as const) : (["cols", "rows"] as const);
  const shape = [count, ...factors.map(([re]) => re[from])];
  let now = x;
  for (const k of shrinkingFirst(
    factors.map(([re]) => re[from]),
    factors.map(([re]) => re[to]),
  )) {
    const [re, im] = factors[k] as Parts<Matrix>;
    const next = alongMode(re, now, shape, k + 1, adjoint);
    if (im) {
      const turned = alongMode(im, now, shape, k + 1, adjoint);
      addTurned(next, turned, adjoint ? -1 : 1);
      turned.dispose();
    }
    if (now !== x) now.dispose();
    shape[k + 1] = re[to];
    now = next;
  }
  return now;
}

/** out += sign i x, both stacked of two parts. */
function addTurned({ data: out }: Vector, { data: x }: Vector, sign: 1 | -1): void {
  const n = x.length / 2;
  for (let q = 0; q < n; q++) {
    out[q] = (out[q] as number) - sign * (x[n + q] as number);
    out[n + q] = (out[n + q] as number) + sign * (x[q] as number);
  }
}

/** B B* = U diag(values) U*, values ascending, U of as many parts as B. */
export function outerEigen([re, im]: Parts<Matrix>): { values: ArrayLike<number>; U: Parts<Matrix> } {
  const { engine, type, rows: m } = re;
  const S = new Matrix(engine, type, m, m);
  syrk(S, re);
  if (!im) {
    mirror(S);
    const { values, vectors } = eigh(S);
    return { values: values.data, U: [vectors as Matrix] };
  }
  syrk(S, im, { beta: 1 });
  const skew = new Matrix(engine, type, m, m);
  gemm(skew, im, re, { transposeB: true });
  gemm(skew, re, im, { transposeB: true, alpha: -1, beta: 1 });
  const { values, real, imaginary } = hermitianEigh(S, skew);
  return { values: values.data, U: [real, imaginary] };
}

/** B* U */
export function adjointTimes([re, im]: Parts<Matrix>, [U, W]: Parts<Matrix>): Parts<Matrix> {
  const out = () => new Matrix(re.engine, re.type, re.cols, U.cols);
  const V = out();
  gemm(V, re, U, { transposeA: true });
  if (!im || !W) return [V];
  gemm(V, im, W, { transposeA: true, beta: 1 });
  const turned = out();
  gemm(turned, re, W, { transposeA: true });
  gemm(turned, im, U, { transposeA: true, alpha: -1, beta: 1 });
  return [V, turned];
}

/** What a matrix does to stacked vectors of `count` parts: itself for one, (re, -im; im, re) for two. */
export function realForm([re, im]: Parts<Matrix>, count: number): Matrix {
  if (count === 1) return re;
  const { engine, type, rows: m, cols: n } = re;
  const out = Matrix.zeros(engine, type, 2 * m, 2 * n);
  const [to, x, y] = [out.data, re.data, im?.data];
  for (let i = 0; i < m; i++) {
    const [top, bottom] = [i * 2 * n, (i + m) * 2 * n];
    for (let j = 0; j < n; j++) {
      to[top + j] = to[bottom + n + j] = x[i * n + j] as number;
      if (!y) continue;
      to[bottom + j] = y[i * n + j] as number;
      to[top + n + j] = -(y[i * n + j] as number);
    }
  }
  return out;
}

/** The pseudo-inverse: that of the real form has the same form. */
export function inverseOf(A: Parts<Matrix>): Parts<Matrix> {
  const [re, im] = A;
  const whole = pinv(realForm(A, present(A).length));
  if (!im) return [whole];
  const [n, m] = [re.cols, re.rows];
  const part = (skip: number) => {
    const out = new Matrix(re.engine, re.type, n, m);
    for (let i = 0; i < n; i++) out.data.set(whole.data.subarray((i + skip) * 2 * m, (i + skip) * 2 * m + m), i * m);
    return out;
  };
  return [part(0), part(n)];
}
