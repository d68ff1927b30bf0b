/**
 * Batches of a set of data.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Random } from "../../../arrays/random.ts";
import { checkNumbers, checkOptions, checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import type { Numbers } from "../../../core/types.ts";
import type { Engine } from "../../../kernels/engine.ts";

/** Inputs, one a row, and what they should give: numbers, or of each row the class. */
export interface Batch {
  readonly x: Matrix;
  readonly y: Matrix | Numbers;
}

/** Draws of `batch` rows with replacement, one a call. @throws ArgumentTypeError, ShapeError naming what is wrong with the data */
export function drawsOf(engine: Engine, data: Batch, batch: number, seed: number | bigint): () => Batch {
  checkOptions("data", data);
  const { x, y } = data;
  if (!(x instanceof Matrix))
    throw new ArgumentTypeError("data", "a function, or { x, y } with a Matrix x", describe(x));
  if (x.rows === 0) throw new ArgumentRangeError("data", "at least one row", "none");
  checkSize("batch", batch, 1);
  if (y instanceof Matrix) {
    if (y.rows !== x.rows) throw new ShapeError("y", `${x.rows} rows`, `${y.rows}`);
  } else checkNumbers("y", y, x.rows);
  const random = new Random(engine, seed);
  return () => {
    const rows = random.integers(batch, x.rows);
    return {
      x: rowsOf(x, rows),
      y: y instanceof Matrix ? rowsOf(y, rows) : Array.from(rows, (row) => y[row] as number),
    };
  };
}

function rowsOf(A: Matrix, rows: Uint32Array): Matrix {
  const out = new Matrix(A.engine, A.type, rows.length, A.cols);
  const [to, from, n] = [out.data, A.data, A.cols];
  for (const [i, row] of rows.entries()) to.set(from.subarray(row * n, (row + 1) * n), i * n);
  return out;
}
