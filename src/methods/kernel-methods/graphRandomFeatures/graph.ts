/**
 * Checks of graphs: symmetric weights >= 0, and walks whose loads have a finite sum.
 *
 * Norms of powers and the spectral radius: Gelfand's formula, Horn and Johnson, "Matrix Analysis", 2nd ed. (2012), section 5.6.
 * @module
 */
import { CsrMatrix } from "../../../arrays/csr.ts";
import { Vector } from "../../../arrays/vector.ts";
import { describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { amax, scal } from "../../../kernels/vec.ts";

function checkSquare(name: string, A: unknown): asserts A is CsrMatrix {
  if (!(A instanceof CsrMatrix)) throw new ArgumentTypeError(name, "a CsrMatrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError(name, "a square matrix", `${A.rows} x ${A.cols}`);
}

/** A is a graph: square, symmetric, with finite entries >= 0. */
export function checkGraph(name: string, A: unknown): asserts A is CsrMatrix {
  checkSquare(name, A);
  for (const w of A.values)
    if (!(w >= 0 && w < Number.POSITIVE_INFINITY)) throw new ArgumentRangeError(name, "finite weights >= 0", `${w}`);
  A.engine.memory.scope(() => {
    const other = A.transpose();
    const [indptr, indices, values] = [other.indptr, other.indices, other.values];
    const same =
      A.indptr.every((v, i) => v === indptr[i]) &&
      A.indices.every((v, i) => v === indices[i]) &&
      A.values.every((v, i) => v === values[i]);
    if (!same) throw new ArgumentRangeError(name, "a symmetric matrix", "one that differs from its transpose");
  });
}

/** Products of which the second half tells the growth. A power of 2: its root is by square roots. */
const STEPS = 128;

/** How far below 1 an estimate of the radius must lie: it may be too small where one part of a graph hardly knows of another. */
const MARGIN = 1e-3;

/**
 * The spectral radius of |U| is below 1, without which the sum of all walks has no expectation. Proven as soon as the largest row sum
 * of some power of |U| is below 1; else the radius is estimated by how that sum grows.
 */
export function checkRadius(name: string, U: unknown): asserts U is CsrMatrix {
  checkSquare(name, U);
  for (const v of U.values) if (!Number.isFinite(v)) throw new ArgumentRangeError(name, "finite numbers", `${v}`);
  const radius = U.engine.memory.scope(() => growth(U));
  if (!(radius < 1 - MARGIN))
    throw new ArgumentRangeError(name, "a spectral radius of |U| below 1", `about ${radius.toPrecision(4)}`);
}

/** The growth of the row sums of powers of |U|; 0 where it is proven to be below 1. */
function growth(U: CsrMatrix): number {
  const { engine, type, rows: n } = U;
  const size = U.clone();
  size.values.set(U.values.map(Math.abs));
  let [x, y] = [1, 0].map((v) => Vector.from(engine, type, new Float64Array(n).fill(v))) as [Vector, Vector];
  let [sum, late] = [1, 1];
  for (let step = 1; step <= STEPS; step++) {
    size.apply(y, x);
    const top = amax(y);
    sum *= top;
    if (sum < 1) return 0;
    if (top === Number.POSITIVE_INFINITY) return top;
    if (step > STEPS / 2) late *= top;
    scal(y, 1 / top);
    [x, y] = [y, x];
  }
  for (let root = STEPS / 2; root > 1; root /= 2) late = Math.sqrt(late);
  return late;
}
