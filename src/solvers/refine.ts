/**
 * Iterative refinement of A x = b in up to three precisions: factors of few bits, x in the element type of A, residuals as if in
 * twice the precision of f64. A step solves A d = r with the factors alone or, where they are too poor for that, by GMRES
 * preconditioned with them.
 *
 * Wilkinson, Rounding Errors in Algebraic Processes (1963); Moler, J. ACM 14 (1967) 316-321; Carson and Higham, "Accelerating the
 * Solution of Linear Systems by Iterative Refinement in Three Precisions", SIAM J. Sci. Comput. 40 (2018) A817-A847: algorithm 1.1,
 * and GMRES-IR with its products in the working precision. doi:10.1137/17M1140819
 * @module
 */
import { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkChoice, checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { run, type State } from "../core/run.ts";
import { epsOf } from "../core/types.ts";
import { exactResidual } from "../kernels/residual.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax, axpy, copy } from "../kernels/vec.ts";
import { gmres } from "./gmres.ts";
import { type FactorPrecision, factorPrecisions, RoundedFactor } from "./roundedFactor.ts";

/** How far GMRES goes for one correction: a third of the digits. */
const DIGITS = { f32: 5e-3, f64: 6e-6 };

/** How to refine. */
export interface RefineOptions {
  /** What A is rounded to before it is factored. Default "f32"; "f64" only for A of f64. */
  factor?: FactorPrecision;
  /** Steps by the factors ("classic"), by GMRES, or ("auto", the default) the first until it no longer halves its corrections. */
  method?: "auto" | "classic" | "gmres";
  /** Holds the start and receives the iterates; by default a new vector of zeros. */
  x?: Vector;
}

/** One step of refinement. */
export interface RefineState extends State {
  /** The iterate; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** max|d| / max|x| of the correction just made: about the relative error that x had before it. */
  readonly residual: number;
  /** max|b - A x| / (||A|| max|x| + max|b|), in the norm of row sums: the normwise backward error. */
  readonly backward: number;
  /** What made the correction. */
  readonly method: "classic" | "gmres";
}

/**
 * Steps iterative refinement. It converges to the full accuracy of the element type where the condition number is below
 * 1/u of the factors, by GMRES up to about 1/u of the element type. Reserves the factors and 4n elements (n fewer with `x`)
 * at the first step; a step by GMRES as much as `gmres`, which it gives back.
 *
 * @param A  n x n
 * @param b  n elements
 * @throws SingularMatrixError if the rounded A is singular; ArgumentRangeError if A or b holds NaN or an infinity
 */
export function* refine(A: Matrix | CsrMatrix, b: Vector, options: RefineOptions = {}): Generator<RefineState, void> {
  if (!(A instanceof Matrix || A instanceof CsrMatrix))
    throw new ArgumentTypeError("A", "a Matrix or a CsrMatrix", describe(A));
  const { engine, type, rows: n } = A;
  if (A.cols !== n) throw new ShapeError("A", "a square matrix", `${n} x ${A.cols}`);
  checkVector("b", b, A, n);
  checkOptions("options", options);
  const { factor: precision = "f32", method = "auto", x: given } = options;
  checkChoice("factor", precision, type === "f32" ? factorPrecisions.slice(0, 3) : factorPrecisions);
  checkChoice("method", method, ["auto", "classic", "gmres"]);
  if (given !== undefined) checkVector("x", given, A, n);
  const [norm, size] = [rowSums(A), amax(b)];
  for (const [name, value] of [
    ["A", norm],
    ["b", size],
    ["x", given ? amax(given) : 0],
  ] as const)
    if (!Number.isFinite(value)) throw new ArgumentRangeError(name, "finite numbers", `${value}`);
  const x = given ?? Vector.zeros(engine, type, n);
  const own: { dispose(): void }[] = [];
  const reserve = <S extends { dispose(): void }>(made: S): S => own[own.push(made) - 1] as S;
  try {
    const factor = reserve(new RoundedFactor(A, precision));
    const [r, d] = [reserve(new Vector(engine, type, n)), reserve(new Vector(engine, type, n))];
    exactResidual(r, A, x, b);
    let way: "classic" | "gmres" = method === "gmres" ? "gmres" : "classic";
    for (let before = Infinity; ; ) {
      if (way === "classic") {
        copy(d, r);
        factor.solveInto(d);
      } else inner(A, r, d, factor);
      const length = amax(d);
      const slow = !(length <= before / 2) && length > 4 * epsOf[type] * amax(x);
      if (method === "auto" && way === "classic" && slow) {
        way = "gmres";
        continue;
      }
      if (!Number.isFinite(length))
        throw new ArgumentRangeError("A", "a matrix that its factors can solve with", `a correction of ${length}`);
      before = length;
      axpy(x, d, 1);
      exactResidual(r, A, x, b);
      const scale = norm * amax(x) + size;
      const backward = scale === 0 ? 0 : amax(r) / scale;
      yield { x, residual: length === 0 ? 0 : length / amax(x), backward, method: way };
    }
  } catch (error) {
    if (!given) x.dispose();
    throw error;
  } finally {
    for (const array of own) array.dispose();
  }
}

/** d = A^-1 r to a few digits, by GMRES with the factors on the left. */
function inner(A: Matrix | CsrMatrix, r: Vector, d: Vector, factor: RoundedFactor): void {
  d.data.fill(0);
  const restart = Math.max(1, Math.min(A.rows, 60));
  const steps = gmres(A, r, { x: d, preconditioner: factor, side: "left", restart });
  run(steps, { tolerance: DIGITS[A.type], maxIterations: 2 * restart });
}

/** The largest sum of magnitudes of a row. */
function rowSums(A: Matrix | CsrMatrix): number {
  const entries = A instanceof Matrix ? A.data : A.values;
  const indptr = A instanceof Matrix ? undefined : A.indptr;
  let top = 0;
  for (let i = 0, p = 0; i < A.rows; i++) {
    let total = 0;
    for (const end = indptr ? (indptr[i + 1] as number) : p + A.cols; p < end; p++)
      total += Math.abs(entries[p] as number);
    if (!(total <= top)) top = total;
    if (Number.isNaN(top)) return top;
  }
  return top;
}
