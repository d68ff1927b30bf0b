import { checkChoice, checkFinite, checkNumber, checkPositive, checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import type { KernelOptions } from "../../../kernels/pairs.ts";
import { checkKernel, type KernelOption } from "../../../linalg/kernelOption.ts";

/** What two dictionaries must share to be merged. */
export interface DictionaryOptions extends KernelOption {
  /** The ridge gamma > 0 of the leverage scores: the smaller, the more points are kept. */
  gamma: number;
  /** Copies of each point that are drawn from, an integer. In practice 20 to 80; `theoreticalQbar` proves more. Default 60. */
  qbar?: number;
  /** What the spectral error is to stay below, in (0, 1). Default 0.5. */
  eps?: number;
  /** The estimate of the paper (default), or of its authors' code: less by (1 - 2 eps) / (1 - eps), with one ridge for all. */
  variant?: "paper" | "code";
}

/**
 * Points with the chances by which they were kept: plain values and typed arrays that belong to no instance, so that they can be
 * stored, or sent to a worker.
 */
export interface Dictionary extends Required<DictionaryOptions> {
  readonly kernel: Required<KernelOptions>;
  /** Points kept. */
  readonly size: number;
  /** Numbers of a point. */
  readonly dim: number;
  /** The points, one a row. */
  readonly X: Float64Array<ArrayBuffer>;
  /** The chance of each, in (0, 1]. */
  readonly p: Float64Array<ArrayBuffer>;
  /** The copies of each that are left, from 1 to qbar. */
  readonly copies: Int32Array<ArrayBuffer>;
  /** Points it was made from. */
  readonly seen: number;
  /** Most points held on the way, those just come included: never were more than peak^2 + 512 peak numbers reserved. */
  readonly peak: number;
}

/** Checks what dictionaries share. */
export function checkShared(options: DictionaryOptions): Required<DictionaryOptions> & Pick<Dictionary, "kernel"> {
  const { gamma, qbar = 60, eps = 0.5, variant = "paper" } = options;
  checkPositive("gamma", gamma);
  checkSize("qbar", qbar, 1);
  if (qbar > 0x7fffffff) throw new ArgumentRangeError("qbar", "an integer below 2^31", describe(qbar));
  checkNumber("eps", eps);
  checkChoice("variant", variant, ["paper", "code"]);
  const most = variant === "code" ? 0.5 : 1;
  if (!(eps > 0 && eps < most))
    throw new ArgumentRangeError("eps", `a number above 0 and below ${most}`, describe(eps));
  return { gamma, qbar, eps, variant, kernel: checkKernel(options.kernel) };
}

/** The weight sqrt(copies / (qbar p)) of each point. */
export const weightsOf = ({ p, copies, qbar }: Dictionary): Float64Array<ArrayBuffer> =>
  p.map((chance, i) => Math.sqrt((copies[i] as number) / (qbar * chance)));

/** Points as they come: each certain, with all its copies. */
export function fresh(
  points: Float64Array<ArrayBuffer>,
  dim: number,
  shared: ReturnType<typeof checkShared>,
): Dictionary {
  const size = points.length / dim;
  const p = new Float64Array(size).fill(1);
  const copies = new Int32Array(size).fill(shared.qbar);
  return { ...shared, size, dim, X: points, p, copies, seen: size, peak: size };
}

/** Both, one behind the other. */
export function concatenated(a: Dictionary, b: Dictionary): Dictionary {
  const join = <A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(x: A, y: A): A => {
    const out = new (x.constructor as new (length: number) => A)(x.length + y.length);
    out.set(x);
    out.set(y, x.length);
    return out;
  };
  const size = a.size + b.size;
  return {
    ...a,
    size,
    X: join(a.X, b.X),
    p: join(a.p, b.p),
    copies: join(a.copies, b.copies),
    seen: a.seen + b.seen,
    peak: Math.max(a.peak, b.peak, size),
  };
}

/** A dictionary that may have come from elsewhere. */
export function checkDictionary(name: string, value: unknown): asserts value is Dictionary {
  if (typeof value !== "object" || value === null) throw new ArgumentTypeError(name, "a Dictionary", describe(value));
  const { X, p, copies, size, dim, seen, peak, ...shared } = value as Dictionary;
  if (!(X instanceof Float64Array && p instanceof Float64Array && copies instanceof Int32Array))
    throw new ArgumentTypeError(name, "a Dictionary: Float64Array X and p, Int32Array copies", describe(value));
  checkShared(shared);
  checkSize(`${name}.size`, size, 1);
  checkSize(`${name}.dim`, dim, 1);
  checkSize(`${name}.seen`, seen, size);
  checkSize(`${name}.peak`, peak, size);
  if (X.length !== size * dim || p.length !== size || copies.length !== size)
    throw new ShapeError(name, `${size} points of ${dim} numbers`, `${X.length}, ${p.length} and ${copies.length}`);
  checkFinite(`${name}.X`, X);
  for (let i = 0; i < size; i++) {
    const [chance, left] = [p[i] as number, copies[i] as number];
    if (!(chance > 0 && chance <= 1)) throw new ArgumentRangeError(`${name}.p[${i}]`, "a chance", describe(chance));
    if (left < 1 || left > shared.qbar)
      throw new ArgumentRangeError(`${name}.copies[${i}]`, `from 1 to ${shared.qbar}`, describe(left));
  }
}

/** Two dictionaries that can be merged. */
export function checkAlike(a: Dictionary, b: Dictionary): void {
  for (const key of ["dim", "gamma", "qbar", "eps", "variant"] as const)
    if (a[key] !== b[key]) throw new ArgumentRangeError(`b.${key}`, `that of a, ${a[key]}`, describe(b[key]));
  for (const key of ["kernel", "gamma", "offset", "degree"] as const)
    if (a.kernel[key] !== b.kernel[key])
      throw new ArgumentRangeError(`b.kernel.${key}`, `that of a, ${a.kernel[key]}`, describe(b.kernel[key]));
}
