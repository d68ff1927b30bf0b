/**
 * Tensors of a file that belong together, checked.
 * @module
 */
import { FormatError, UnsupportedFormatError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { ElementType } from "../tensor/elements.ts";

/** Tensors by name, as `readSafetensors` gives them. */
export type Tensors = ReadonlyMap<string, Tensor>;

/** A broken or foreign part of a file. */
export const wrong = (entry: string, expected: string, got: string): FormatError =>
  new FormatError("safetensors", { entry }, expected, got);

/** A part that is sound but not read. */
export const foreign = (entry: string, expected: string, got: string): UnsupportedFormatError =>
  new UnsupportedFormatError("safetensors", { entry }, expected, got);

/** A tensor that must be there. @throws FormatError if it is not, or of another type or number of axes */
export function tensorAt(tensors: Tensors, name: string, types: readonly ElementType[], axes: number): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw wrong(name, `a tensor of ${types.join(" or ")}`, "none of this name");
  if (!types.includes(tensor.type)) throw wrong(name, `elements of ${types.join(" or ")}`, tensor.type);
  if (tensor.shape.length !== axes)
    throw wrong(name, `${axes} ${axes === 1 ? "axis" : "axes"}`, `shape [${tensor.shape.join(", ")}]`);
  return tensor;
}

/** @throws FormatError unless a tensor is of this shape */
export function checkShape(name: string, tensor: Tensor, ...shape: number[]): void {
  if (tensor.shape.join() !== shape.join())
    throw wrong(name, `shape [${shape.join(", ")}]`, `[${tensor.shape.join(", ")}]`);
}

/** The numbers of a tensor of floats. @throws FormatError where one is not finite */
export function finiteOf(name: string, tensor: Tensor): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  const numbers = tensor.data as Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  const bad = numbers.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw wrong(name, "finite numbers", `${numbers[bad]} at ${bad}`);
  return numbers;
}
