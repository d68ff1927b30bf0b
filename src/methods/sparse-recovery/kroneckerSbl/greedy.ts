/**
 * Matching pursuit in a Kronecker dictionary, to compare with: the column with the largest correlation adds one atom to each
 * factor's support, and x is the least squares fit on the product of the supports.
 *
 * Caiafa and Cichocki, "Computing Sparse Representations of Multidimensional Signals Using Kronecker Bases", Neural Computation 25
 * (2013) 186-220.
 * @module
 */
import type { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkNonNegative, checkOptions, checkSize, describe } from "../../../core/check.ts";
import { hypot } from "../../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { combine, norm2 } from "../../../kernels/flat.ts";
import { columns } from "../../../linalg/columns.ts";
import { checkKronecker, type Observed } from "./problem.ts";
import { product } from "./product.ts";
import {
  type FactorOf,
  inverseOf,
  mapped,
  type Parts,
  present,
  type Signal,
  stacked,
  through,
  unstacked,
} from "./split.ts";

/** When the pursuit ends. */
export interface KroneckerOmpOptions {
  /** Most atoms of each factor, at most its rows. Default: the lesser of its rows and columns. */
  atoms?: readonly number[];
  /** Stop where ||y - A x|| is at most this part of ||y||. Default 1e-6. */
  residualTol?: number;
}

/** A finished pursuit. */
export interface KroneckerOmpResult<Y extends Signal = Vector> {
  readonly x: Y;
  /** The atoms of each factor, in the order in which they came. */
  readonly supports: readonly (readonly number[])[];
  /** ||y||, then ||y - A x|| after each step. */
  readonly residualNorms: readonly number[];
}

/**
 * Pursues to the end, by complex numbers where y is complex. Reserves x, and four times the elements of x and of y while it works.
 * @throws ShapeError for sizes that do not fit; ArgumentRangeError for a column of zeros, more atoms than rows; ArgumentTypeError
 */
export function kroneckerOMP<Y extends Signal>(
  y: Y,
  factors: readonly FactorOf<Y>[],
  options: KroneckerOmpOptions = {},
): KroneckerOmpResult<Y> {
  checkOptions("options", options);
  const seen = checkKronecker(y, factors);
  const shapes = seen.factors.map(([re]) => re);
  const { residualTol = 1e-6, atoms = shapes.map(({ rows, cols }) => Math.min(rows, cols)) } = options;
  checkNonNegative("residualTol", residualTol);
  if (!Array.isArray(atoms)) throw new ArgumentTypeError("atoms", "an array", describe(atoms));
  if (atoms.length !== shapes.length) throw new ShapeError("atoms", `${shapes.length} elements`, `${atoms.length}`);
  for (const [k, { rows, cols }] of shapes.entries()) {
    checkSize(`atoms[${k}]`, atoms[k], 1);
    const most = Math.min(rows, cols);
    if (atoms[k] > most) throw new ArgumentRangeError(`atoms[${k}]`, `at most ${most}`, `${atoms[k]}`);
  }
  const count = present(seen.y).length;
  const scale = product(seen.factors.map(columnNorms));
  return seen.y[0].engine.memory.scope(() => {
    const target = stacked(seen.y);
    const residual = target.clone();
    const supports: number[][] = shapes.map(() => []);
    const residualNorms = [norm2(target)];
    const enough = residualTol * (residualNorms[0] as number);
    let x = spread(seen, supports);
    while ((residualNorms.at(-1) as number) > enough) {
      const slope = through(seen.factors, residual, count, true);
      const place = steepest(slope.data, scale, shapes, supports, atoms);
      slope.dispose();
      if (!place || place.every((i, k) => supports[k]?.includes(i))) break;
      for (const [k, i] of place.entries()) if (!supports[k]?.includes(i)) supports[k]?.push(i);
      x.dispose();
      x = spread(seen, supports);
      const fitted = through(seen.factors, x, count);
      combine(residual, target, fitted, 1, -1);
      fitted.dispose();
      residualNorms.push(norm2(residual));
    }
    return { x: unstacked<Y>(x.data, seen.y), supports, residualNorms };
  });
}

/**
 * The least squares fit on given supports, one for each factor: what no method that has to find them can beat by much.
 * Reserves x, and three times the elements of y while it works.
 * @throws ShapeError for sizes that do not fit; ArgumentRangeError for a place outside its factor or given twice; ArgumentTypeError
 */
export function oracleLS<Y extends Signal>(
  y: Y,
  factors: readonly FactorOf<Y>[],
  supports: readonly (readonly number[])[],
): Y {
  const seen = checkKronecker(y, factors);
  if (!Array.isArray(supports)) throw new ArgumentTypeError("supports", "an array", describe(supports));
  if (supports.length !== factors.length)
    throw new ShapeError("supports", `${factors.length} supports`, `${supports.length}`);
  for (const [k, [{ cols }]] of seen.factors.entries()) {
    const places: unknown = supports[k];
    if (!Array.isArray(places)) throw new ArgumentTypeError(`supports[${k}]`, "an array", describe(places));
    for (const [q, i] of places.entries()) {
      checkSize(`supports[${k}][${q}]`, i);
      if (i >= cols || places.indexOf(i) < q)
        throw new ArgumentRangeError(`supports[${k}][${q}]`, `a new place below ${cols}`, `${i}`);
    }
  }
  return seen.y[0].engine.memory.scope(() => unstacked<Y>(spread(seen, supports).data, seen.y));
}

/** The shortest least squares fit by those columns: A1^+ (x) A2^+ (x) ... of y, spread over x; both stacked. */
function spread({ y, factors }: Observed, supports: readonly (readonly number[])[]): Vector {
  const [{ engine, type }, im] = y;
  const count = im ? 2 : 1;
  const n = factors.reduce((all, [{ cols }]) => all * cols, 1);
  const x = Vector.zeros(engine, type, count * n);
  if (supports.some(({ length }) => length === 0)) return x;
  engine.memory.scope(() => {
    const inverses = factors.map((A, k) => inverseOf(mapped(A, (part) => columns(part, supports[k] as number[]))));
    const block = through(inverses, stacked(y), count);
    const [to, from] = [x.data, block.data];
    const size = from.length / count;
    for (let q = 0; q < from.length; q++) {
      let [rest, place, step] = [q % size, q < size ? 0 : n, 1];
      for (let k = factors.length - 1; k >= 0; k--) {
        const places = supports[k] as number[];
        place += step * (places[rest % places.length] as number);
        rest = Math.floor(rest / places.length);
        step *= (factors[k] as Parts<Matrix>)[0].cols;
      }
      to[place] = from[q] as number;
    }
  });
  return x;
}

/** The place of the largest |slope| / scale whose new atoms still fit, one index a factor. */
function steepest(
  slope: ArrayLike<number>,
  scale: Float64Array,
  factors: readonly Matrix[],
  supports: readonly (readonly number[])[],
  atoms: readonly number[],
): number[] | undefined {
  const open = product(
    factors.map(({ cols }, k) => {
      const places = supports[k] as number[];
      return Array.from({ length: cols }, (_, i) =>
        places.length < (atoms[k] as number) || places.includes(i) ? 1 : 0,
      );
    }),
  );
  let [best, top] = [-1, 0];
  for (let q = 0; q < open.length; q++) {
    let size = Math.abs(slope[q] as number);
    if (slope.length > open.length) size = hypot(size, slope[q + open.length] as number);
    const v = size / (scale[q] as number);
    if (open[q] === 1 && v > top) [best, top] = [q, v];
  }
  if (best < 0) return undefined;
  const place: number[] = [];
  for (let k = factors.length - 1; k >= 0; k--) {
    const { cols } = factors[k] as Matrix;
    place.unshift(best % cols);
    best = Math.floor(best / cols);
  }
  return place;
}

function columnNorms(A: Parts<Matrix>): Float64Array {
  const squares = new Float64Array(A[0].cols);
  for (const { data, cols } of present(A))
    for (let q = 0; q < data.length; q++) (squares[q % cols] as number) += (data[q] as number) ** 2;
  return squares.map(Math.sqrt);
}
