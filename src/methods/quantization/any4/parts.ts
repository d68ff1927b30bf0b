/**
 * What is checked of weights and options, and how rows that were fitted become a matrix.
 * @module
 */
import { LutMatrix } from "../../../arrays/lut.ts";
import type { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkEntries, checkFinite, checkNumbers, checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { arrayOf, type Numbers } from "../../../core/types.ts";
import type { Fitted } from "../../../kernels/codebook.ts";
import { settled } from "../../../kernels/storage.ts";

/** At least one row of inputs. @throws ShapeError */
export function checkTokens(X: Matrix): void {
  if (X.rows === 0) throw new ShapeError("X", "at least one row", "0");
}

/** Columns a group: a divisor of the columns, and a multiple of 32 unless it is all of them. @throws ShapeError with the remainder */
export function checkGroup(groupSize: unknown, cols: number): asserts groupSize is number {
  checkSize("groupSize", groupSize, 2);
  if (cols % groupSize !== 0)
    throw new ShapeError(
      "groupSize",
      `a divisor of the ${cols} columns`,
      `${groupSize}, which leaves a remainder of ${cols % groupSize}`,
    );
  if (groupSize % 32 !== 0 && groupSize !== cols)
    throw new ArgumentRangeError("groupSize", `a multiple of 32, or all ${cols} columns`, `${groupSize}`);
}

/** Bits a code. */
export function checkBits(bits: unknown): asserts bits is 2 | 3 | 4 {
  if (typeof bits !== "number") throw new ArgumentTypeError("bits", "a number", describe(bits));
  if (bits !== 2 && bits !== 3 && bits !== 4) throw new ArgumentRangeError("bits", "2, 3 or 4", describe(bits));
}

/** Weights of columns as a vector beside W. @throws ShapeError, ArgumentRangeError if one is below 0 or all are 0 */
export function weightsBeside(W: Matrix, given: Numbers): Vector {
  checkNumbers("sampleWeight", given, W.cols);
  const numbers = settled(W.engine, given);
  checkEntries("sampleWeight", numbers);
  checkFinite("sampleWeight", numbers);
  let most = 0;
  for (let j = 0; j < numbers.length; j++) {
    const v = numbers[j] as number;
    if (v < 0) throw new ArgumentRangeError(`sampleWeight[${j}]`, "a number >= 0", describe(v));
    most = Math.max(most, v);
  }
  if (most === 0 && W.cols > 0) throw new ArgumentRangeError("sampleWeight", "a weight other than 0", "all zeros");
  return Vector.from(W.engine, W.type, numbers);
}

/** All rows of a matrix in codes, filled some rows at a time. */
export class Parts {
  readonly #codes: Uint8Array;
  readonly #tables: Float32Array | Float64Array;
  readonly #scale: Float32Array | Float64Array;
  readonly #offset: Float32Array | Float64Array;

  constructor(
    readonly W: Matrix,
    readonly bits: 2 | 3 | 4,
    readonly groupSize: number,
  ) {
    const { rows, cols, type } = W;
    this.#codes = new Uint8Array(rows * cols);
    this.#tables = new arrayOf[type](rows * 2 ** bits);
    this.#scale = new arrayOf[type]((rows * cols) / groupSize);
    this.#offset = new arrayOf[type]((rows * cols) / groupSize);
  }

  /** Row r of what was fitted becomes row `to`. */
  take(fitted: Fitted, r: number, to: number): void {
    const [n, groups, k] = [this.W.cols, this.W.cols / this.groupSize, 2 ** this.bits];
    this.#codes.set(fitted.codes.subarray(r * n, (r + 1) * n), to * n);
    this.#tables.set(fitted.tables.subarray(r * k, (r + 1) * k), to * k);
    this.#scale.set(fitted.scale.subarray(r * groups, (r + 1) * groups), to * groups);
    this.#offset.set(fitted.offset.subarray(r * groups, (r + 1) * groups), to * groups);
  }

  /** The matrix they are. */
  toMatrix(): LutMatrix {
    const { rows, cols, engine, type } = this.W;
    return LutMatrix.fromParts(engine, {
      rows,
      cols,
      bits: this.bits,
      codes: this.#codes,
      tables: this.#tables,
      scale: this.#scale,
      offset: this.#offset,
      groupSize: this.groupSize,
      type,
    });
  }
}
