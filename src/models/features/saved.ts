/**
 * Matrices in records and out of them.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { checkFinite, checkReal, checkSame } from "../../core/check.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import { arrayIn, type SavedRecord } from "../../core/saved.ts";
import { arrayOf, type Floats, type Real } from "../../core/types.ts";
import type { Engine } from "../../kernels/engine.ts";

/** The element type that a record names. */
export function typeIn({ values }: SavedRecord): Real {
  checkReal("type", values.type);
  return values.type;
}

/** A matrix of finite numbers. */
export function savedMatrix(
  engine: Engine,
  record: SavedRecord,
  name: string,
  type: Real,
  rows: number,
  cols: number,
): Matrix {
  const data = arrayIn(record, name, type);
  checkFinite(name, data);
  return Matrix.from(engine, type, rows, cols, data);
}

/** The lower triangle by rows: row i of i + 1 elements. */
export function packedLower({ data, rows: n, type }: Matrix): Floats {
  const out = new arrayOf[type]((n * (n + 1)) / 2);
  for (let i = 0; i < n; i++) out.set(data.subarray(i * n, i * n + i + 1), (i * (i + 1)) / 2);
  return out;
}

/** The triangle again, zero above its diagonal, which has to be > 0. */
export function lowerOf(engine: Engine, packed: Floats, type: Real, n: number): Matrix {
  checkSame("factor", "elements", (n * (n + 1)) / 2, packed.length);
  checkFinite("factor", packed);
  const out = Matrix.zeros(engine, type, n, n);
  const { data } = out;
  for (let i = 0, at = 0; i < n; i++) {
    data.set(packed.subarray(at, at + i + 1), i * n);
    at += i + 1;
    if (!((packed[at - 1] as number) > 0))
      throw new ArgumentRangeError(`factor[${at - 1}]`, "a number > 0", `${packed[at - 1]}`);
  }
  return out;
}

/** `length` finite numbers of f64. */
export function numbersIn(record: SavedRecord, name: string, length: number): Float64Array<ArrayBuffer> {
  const numbers = arrayIn(record, name, "f64") as Float64Array<ArrayBuffer>;
  checkSame(name, "elements", length, numbers.length);
  checkFinite(name, numbers);
  return numbers;
}
