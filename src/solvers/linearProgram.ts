/**
 * Linear programs: min c'x where rowLower <= A x <= rowUpper and lower <= x <= upper, by the simplex method, with what proves the
 * answer: multipliers of the rows whose Lagrangian bounds the objective from below, a combination of rows that no x can keep, or a
 * direction that never ends.
 *
 * Maros, Computational Techniques of the Simplex Method (2003).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkFinite, checkNumbers, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import { checkVector } from "../kernels/storage.ts";
import { Simplex, type SimplexStatus } from "./simplex.ts";

/** The bounds, one number each; infinite ones are none, equal ones an equation. */
export interface LinearProgramOptions {
  /** Of the rows of A x. Default -Infinity and Infinity. */
  rowLower?: Numbers;
  rowUpper?: Numbers;
  /** Of x. Default 0 and Infinity. */
  lower?: Numbers;
  upper?: Numbers;
  /** Most steps of the simplex method. Default 50 (rows + cols) + 1000. */
  maxIterations?: number;
}

/** How a linear program ended. */
export interface LinearProgram {
  /** "stopped": after maxIterations. */
  readonly status: SimplexStatus;
  /** A.cols elements: the solution where the status is "optimal", else where the search ended. */
  readonly x: Vector;
  /** c'x; -Infinity if unbounded, Infinity if infeasible. */
  readonly objective: number;
  /** One multiplier y_i a row: what the objective gains by a unit of the bound that holds. */
  readonly dual: Float64Array;
  /** c - A'y */
  readonly reducedCosts: Float64Array;
  /** No x within the bounds costs less: the least of y'r + (c - A'y)'x over all r and x within theirs. */
  readonly bound: number;
  /**
   * Of an infeasible program, y such that y'r > (A'y)'x for all r and x within their bounds; of an unbounded one, a direction for x. Else
   * undefined.
   */
  readonly proof: Float64Array | undefined;
  readonly iterations: number;
}

/**
 * Solves a dense program of up to some hundred rows. Works in f64 whatever the type; reserves x, while it works 2 (rows + 1) cols numbers and
 * now and then three times that. A step costs 2 rows cols operations.
 * @throws ShapeError; ArgumentRangeError if c or A is not finite, a bound NaN, or a lower bound above the upper one; ArgumentTypeError
 */
export function linearProgram(c: Vector, A: Matrix, options: LinearProgramOptions = {}): LinearProgram {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  const { engine, type, rows: m, cols: n } = A;
  checkVector("c", c, A, n);
  checkFinite("A", A.data);
  checkFinite("c", c.data);
  checkOptions("options", options);
  const { maxIterations = 50 * (m + n) + 1000 } = options;
  checkSize("maxIterations", maxIterations);
  const lower = Float64Array.of(
    ...bounds("lower", options.lower, n, 0),
    ...bounds("rowLower", options.rowLower, m, -Infinity),
  );
  const upper = Float64Array.of(
    ...bounds("upper", options.upper, n, Infinity),
    ...bounds("rowUpper", options.rowUpper, m, Infinity),
  );
  for (const [k, low] of lower.entries()) {
    const high = upper[k] as number;
    const name = k < n ? `lower[${k}]` : `rowLower[${k - n}]`;
    if (low > high || low === Infinity || high === -Infinity)
      throw new ArgumentRangeError(name, "a bound that some number keeps with the other", `${low} and ${high}`);
  }
  return engine.memory.scope(() => {
    const cost = Float64Array.from(c.data);
    const simplex = new Simplex(Matrix.from(engine, "f64", m, n, A.data), lower, upper, cost);
    const status = simplex.solve(maxIterations);
    const dual = status === "infeasible" ? new Float64Array(m) : simplex.multipliers();
    const { gradient, bound } = lagrangian(A, cost, dual, lower, upper);
    const objective = status === "infeasible" ? Infinity : status === "unbounded" ? -Infinity : simplex.objective;
    const { proof, steps: iterations } = simplex;
    const x = Vector.from(engine, type, simplex.values.subarray(0, n));
    return { status, x, objective, dual, reducedCosts: gradient, bound, proof, iterations };
  });
}

/** c - A'y, and the least of y'r + (c - A'y)'x; what is rounding counts as 0 where the bound is infinite. */
function lagrangian(
  { data, rows: m, cols: n }: Matrix,
  c: Float64Array,
  y: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): { gradient: Float64Array; bound: number } {
  const gradient = c.slice();
  const sizes = c.map(Math.abs);
  let bound = 0;
  const add = (slope: number, k: number, size: number) => {
    const at = (slope > 0 ? lower[k] : upper[k]) as number;
    if (slope === 0 || (!Number.isFinite(at) && Math.abs(slope) <= 1e-9 * size)) return;
    bound += slope * at;
  };
  const most = y.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
  for (let i = 0; i < m; i++) {
    const v = y[i] as number;
    add(v, n + i, most);
    if (v === 0) continue;
    for (let j = 0; j < n; j++) {
      const part = (data[i * n + j] as number) * v;
      gradient[j] = (gradient[j] as number) - part;
      sizes[j] = (sizes[j] as number) + Math.abs(part);
    }
  }
  for (let j = 0; j < n; j++) add(gradient[j] as number, j, sizes[j] as number);
  return { gradient, bound };
}

function bounds(name: string, values: Numbers | undefined, length: number, otherwise: number): Float64Array {
  if (values === undefined) return new Float64Array(length).fill(otherwise);
  checkNumbers(name, values, length);
  const numbers = Float64Array.from(values as ArrayLike<number>);
  const bad = numbers.findIndex(Number.isNaN);
  if (bad >= 0) throw new ArgumentRangeError(`${name}[${bad}]`, "a number", describe(values[bad]));
  return numbers;
}
