/**
 * The record of an array in a file, and what writers take for one.
 * @module
 */
import { checkChoice, describe } from "../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../core/errors.ts";
import { type ElementType, holderOf, type TensorArrays, type TensorData } from "./elements.ts";

/** An array as a file holds it. `lw.vector(t.data)` and `lw.matrix(...t.shape, t.data)` take it as it is. */
export type Tensor = { [T in ElementType]: TensorOf<T> }[ElementType];

/** A tensor of one element type. */
export interface TensorOf<T extends ElementType> {
  /** The type of the elements in the file; `data` holds them exactly. */
  readonly type: T;
  /** Sizes of the axes; none for a single number. */
  readonly shape: readonly number[];
  /** The elements, row-major without gaps. */
  readonly data: TensorArrays[T];
}

/** Elements in any array of JavaScript that a file can hold. */
export type TensorView =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** An array that gives a copy of its elements, such as a Vector or a Matrix. */
interface Copied {
  /** The elements, row-major. */
  readonly toArray: () => TensorView;
}

/** What writers take: a record, a typed array (one axis), or a Vector or Matrix. */
export type TensorInput =
  | TensorView
  | { readonly shape: readonly number[]; readonly data: TensorView; readonly type?: ElementType }
  | (Copied & { readonly rows: number; readonly cols: number })
  | (Copied & { readonly length: number });

/** Elements in an array. @throws nothing: a product past 2^53 gives a number that no file reaches */
export const sizeOfShape = (shape: readonly number[]): number =>
  shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);

/** A writer's input as a record. @throws ArgumentTypeError, ArgumentRangeError or ShapeError naming the part */
export function tensorOf(name: string, input: TensorInput): Tensor {
  if (typeof input !== "object" || input === null) throw notTensor(name, input);
  if (ArrayBuffer.isView(input)) return checked(name, [input.length], input, undefined);
  if ("toArray" in input) {
    const data = input.toArray();
    return checked(name, "rows" in input ? [input.rows, input.cols] : [input.length], data, undefined);
  }
  if (!Array.isArray(input.shape)) throw notTensor(name, input);
  return checked(name, [...input.shape], input.data, input.type);
}

/** The elements as numbers. @throws ArgumentRangeError for a 64-bit integer that a double does not hold exactly */
export function numbersOf(tensor: Tensor): Exclude<TensorData, BigInt64Array | BigUint64Array> {
  const { data } = tensor;
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return data;
  const out = new Float64Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const value = Number(data[i]);
    if (BigInt(value) !== data[i])
      throw new ArgumentRangeError(`data[${i}]`, "an integer that a double holds exactly", `${data[i]}`);
    out[i] = value;
  }
  return out;
}

function checked(name: string, shape: number[], view: TensorView, asked: ElementType | undefined): Tensor {
  for (const [axis, size] of shape.entries())
    if (!Number.isSafeInteger(size) || size < 0)
      throw new ArgumentRangeError(`${name}.shape[${axis}]`, "an integer from 0 to 2^53 - 1", describe(size));
  const data = view instanceof Uint8ClampedArray ? new Uint8Array(view.buffer, view.byteOffset, view.length) : view;
  const own = (Object.keys(holderOf) as ElementType[]).find((type) => data instanceof holderOf[type]);
  if (own === undefined) throw new ArgumentTypeError(`${name}.data`, "a typed array", describe(view));
  const type = asked ?? own;
  checkChoice(`${name}.type`, type, Object.keys(holderOf) as ElementType[]);
  if (!(data instanceof holderOf[type]))
    throw new ArgumentTypeError(`${name}.data`, `a ${holderOf[type].name} for type "${type}"`, describe(view));
  if (data.length !== sizeOfShape(shape))
    throw new ShapeError(
      `${name}.data`,
      `${sizeOfShape(shape)} elements for shape [${shape.join(", ")}]`,
      `${data.length}`,
    );
  if (type === "bool") {
    const wrong = (data as Uint8Array).findIndex((b) => b > 1);
    if (wrong >= 0) throw new ArgumentRangeError(`${name}.data[${wrong}]`, "0 or 1", describe(data[wrong]));
  }
  return { type, shape, data } as Tensor;
}

function notTensor(name: string, input: unknown): ArgumentTypeError {
  return new ArgumentTypeError(name, "a typed array, { shape, data }, a Vector or a Matrix", describe(input));
}
