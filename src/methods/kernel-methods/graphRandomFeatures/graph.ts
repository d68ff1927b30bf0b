/**
 * Checks of graphs: symmetric weights >= 0, and walks whose loads have a finite sum.
 *
 * The bounds on the spectral radius: Collatz, "Einschließungssatz für die charakteristischen Zahlen von Matrizen", Math. Z. 48 (1942).
 * @module
 */
import { CsrMatrix } from "../../../arrays/csr.ts";
import { Vector } from "../../../arrays/vector.ts";
import { describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";

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

/** Steps of the power method after which the radius is estimated. */
const STEPS = 100;

/**
 * The spectral radius of |U| is below 1: certain as soon as some x > 0 has |U| x < x in each place, which the iterates of the power
 * method from 1 come to; else by the growth of their norms at the end.
 */
export function checkRadius(name: string, U: unknown): asserts U is CsrMatrix {
  checkSquare(name, U);
  for (const v of U.values) if (!Number.isFinite(v)) throw new ArgumentRangeError(name, "finite numbers", `${v}`);
  const { engine, type, rows: n } = U;
  engine.memory.scope(() => {
    const size = U.clone();
    size.values.set(U.values.map(Math.abs));
    const x = Vector.from(engine, type, new Float64Array(n).fill(1));
    const y = Vector.from(engine, type, new Float64Array(n));
    let growth = 0;
    for (let step = 0; step < STEPS; step++) {
      size.apply(y, x);
      const [from, to] = [x.data, y.data];
      let [top, norm] = [0, 0];
      for (let i = 0; i < n; i++) {
        top = Math.max(top, (to[i] as number) / (from[i] as number));
        norm = Math.max(norm, to[i] as number);
      }
      if (top < 1) return;
      growth = norm;
      // A little of 1 keeps x above 0 where the graph falls apart.
      for (let i = 0; i < n; i++) from[i] = (to[i] as number) / norm + 1e-3 * (from[i] as number);
    }
    if (!(growth < 1 - 1e-4)) throw new ArgumentRangeError(name, "a spectral radius of |U| below 1", `about ${growth}`);
  });
}
