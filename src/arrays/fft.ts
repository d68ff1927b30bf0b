import { checkBoolean, checkChoice, checkOptions, checkReal, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Floats, Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import {
  complexPlan,
  cosinePlan,
  gridPlan,
  lengthsOf,
  type Plan,
  type PlanRef,
  realPlan,
  transform,
} from "../kernels/fft.ts";
import { type Spectrum, Tables } from "../kernels/fftplan.ts";
import { filled, Storage } from "../kernels/storage.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** What to transform, and how. */
export interface FftOptions {
  /** Element type. Default f64. */
  type?: Real;
  /**
   * "complex" (default): n complex numbers, interleaved (re, im, re, im, ...), 2n elements. "real": n real numbers to the
   * first floor(n / 2) + 1 numbers of their spectrum, interleaved. "dct2", "dct3": the discrete cosine transforms.
   */
  kind?: "complex" | "real" | "dct2" | "dct3";
  /** Scales a cosine transform so that its matrix is orthogonal, as "ortho" does in SciPy. Default false. */
  orthonormal?: boolean;
}

/**
 * A plan for transforms of one length, with its tables of roots of unity: X_k = sum_j x_j e^(-2 pi i jk / n), and the inverse
 * divided by n, so that it undoes the transform. DCT-II: X_k = 2 sum_j x_j cos(pi k (2j + 1) / 2n); DCT-III:
 * X_k = x_0 + 2 sum_(j > 0) x_j cos(pi j (2k + 1) / 2n). Any length; prime factors above 13 make it a few times slower.
 * The scratch of a call is kept: about 4n elements, 12n where there is such a factor.
 */
export class Fft extends Storage implements PlanRef {
  protected readonly kind = "Fft";
  /** @internal */
  readonly plan: Plan;

  /** For n numbers, or for a grid of [rows, cols] complex ones. Reserves about 2n elements, 10n for a large prime factor. */
  constructor(engine: Engine, n: number | readonly [rows: number, cols: number], options: FftOptions = {}) {
    checkOptions("options", options);
    const { type = "f64", kind = "complex", orthonormal = false } = options;
    checkReal("type", type);
    checkChoice("kind", kind, Array.isArray(n) ? ["complex"] : ["complex", "real", "dct2", "dct3"]);
    checkBoolean("orthonormal", orthonormal);
    const tables = new Tables(type);
    const plan = planOf(tables, n, kind, orthonormal, (x) => spectrumOf(engine, x));
    super(engine, type, tables.bytes);
    this.plan = plan;
    tables.write(this);
  }

  /** Numbers transformed at a time. */
  get length(): number {
    return this.plan.n;
  }

  /** The transform of a vector, or of each row of a matrix; of a grid, of rows x 2 cols elements. */
  forward(x: Vector): Vector;
  forward(X: Matrix): Matrix;
  forward(x: Vector | Matrix): Vector | Matrix {
    return this.#fresh(x, false);
  }

  /** What `forward` made it from. */
  inverse(x: Vector): Vector;
  inverse(X: Matrix): Matrix;
  inverse(x: Vector | Matrix): Vector | Matrix {
    return this.#fresh(x, true);
  }

  /** out = the transform of x; out may be x where the lengths are equal. */
  forwardInto<A extends Vector | Matrix>(out: A, x: A): void {
    transform(this, out, x, false);
  }

  /** out = the inverse transform of x; out may be x where the lengths are equal. */
  inverseInto<A extends Vector | Matrix>(out: A, x: A): void {
    transform(this, out, x, true);
  }

  #fresh(x: Vector | Matrix, inverse: boolean): Vector | Matrix {
    const { engine, type, plan } = this;
    const to = lengthsOf(plan)[inverse ? 0 : 1];
    if (x instanceof Vector) {
      const out = new Vector(engine, type, to);
      return filled(out, () => transform(this, out, x, inverse));
    }
    if (!(x instanceof Matrix)) throw new ArgumentTypeError("x", "a Vector or a Matrix", describe(x));
    const out = new Matrix(engine, type, x.rows, plan.kind === "grid" ? x.cols : to);
    return filled(out, () => transform(this, out, x, inverse));
  }
}

/** The longest transform whose tables, scratch and operand fit in linear memory together. */
const LONGEST = 2 ** 26;

function checkLength(name: string, n: unknown): asserts n is number {
  checkSize(name, n, 1);
  if (n > LONGEST) throw new ArgumentRangeError(name, "at most 2^26", `${n}`);
}

function planOf(
  tables: Tables,
  n: number | readonly [rows: number, cols: number],
  kind: "complex" | "real" | "dct2" | "dct3",
  orthonormal: boolean,
  spectrum: Spectrum,
): Plan {
  if (Array.isArray(n)) {
    const [rows, cols] = n;
    checkLength("rows", rows);
    checkLength("cols", cols);
    return gridPlan(tables, rows, cols, spectrum);
  }
  checkLength("n", n);
  if (kind === "complex") return complexPlan(tables, n, spectrum);
  return kind === "real" ? realPlan(tables, n, spectrum) : cosinePlan(tables, kind, n, orthonormal, spectrum);
}

/** The transform of complex numbers, in f64 and of a length with small factors. */
function spectrumOf(engine: Engine, x: Float64Array<ArrayBuffer>): Floats {
  return engine.memory.scope(() => {
    const X = Vector.from(engine, "f64", x);
    new Fft(engine, x.length / 2).forwardInto(X, X);
    return X.toArray();
  });
}

/** A plan for Fourier or cosine transforms of n numbers, or of a grid of [rows, cols] complex ones. */
export const fft = (lw: Instance, n: number | readonly [rows: number, cols: number], options?: FftOptions): Fft =>
  new Fft(Instance.engineOf(lw), n, options);
