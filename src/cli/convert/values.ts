/**
 * Elements in another type: rounded to the nearest float, or whole numbers as they are.
 * @module
 */
import { ArgumentRangeError } from "../../core/errors.ts";
import { numbersOf, type ElementType, type Tensor, type TensorArrays } from "../../io/index.ts";
import type { Lanewise } from "../../lanewise.ts";

// biome-ignore format: one line
/** Element types that `--type` takes. */
export const types = [
  "f64", "f32", "f16", "bf16", "i64", "i32", "i16", "i8", "u64", "u32", "u16", "u8", "bool",
] as const satisfies readonly ElementType[];

type Integer = Exclude<ElementType, "f64" | "f32" | "f16" | "bf16">;

// biome-ignore format: one family a line
const holders = {
  i64: BigInt64Array, i32: Int32Array, i16: Int16Array, i8: Int8Array,
  u64: BigUint64Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array, bool: Uint8Array,
} as const;

/**
 * The tensor with elements of `type`.
 * @throws ArgumentRangeError for a finite number that becomes infinite, and for what is no whole number in range
 */
export function converted(lw: Lanewise, name: string, tensor: Tensor, type: ElementType): Tensor {
  if (tensor.type === type) return tensor;
  const { shape } = tensor;
  if (!isFloat(type)) return { type, shape, data: wholeOf(name, tensor, type) } as Tensor;
  const numbers = numbersOf(tensor);
  if (type === "f64") return { type, shape, data: new Float64Array(numbers) };
  const half = type === "f32" ? undefined : type;
  const data = half ? lw.decode(lw.encode(numbers, half), half) : new Float32Array(numbers); // rounded once, from f64 too
  const lost = data.findIndex((value, i) => !Number.isFinite(value) && Number.isFinite(numbers[i]));
  if (lost >= 0) throw new ArgumentRangeError(`${name}[${lost}]`, `a number within ${type}`, `${numbers[lost]}`);
  return { type, shape, data } as Tensor;
}

const isFloat = (type: ElementType): type is "f64" | "f32" | "f16" | "bf16" => /f\d/.test(type);

function wholeOf(name: string, { data }: Tensor, type: Integer): TensorArrays[Integer] {
  const out = new holders[type](data.length);
  const isBig = type === "i64" || type === "u64";
  for (let i = 0; i < out.length; i++) {
    const value = data[i] as number | bigint;
    const isWhole = typeof value === "bigint" || Number.isInteger(value);
    const wanted = isWhole && isBig ? BigInt(value) : Number(value);
    if (isWhole) out[i] = wanted;
    if (!isWhole || out[i] !== wanted || (type === "bool" && value > 1))
      throw new ArgumentRangeError(
        `${name}[${i}]`,
        type === "bool" ? "0 or 1" : `a whole number within ${type}`,
        `${value}`,
      );
  }
  return out;
}
