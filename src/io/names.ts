/**
 * Arrays by name: which to read, which to write.
 * @module
 */
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { TensorInput } from "./tensor/tensor.ts";

/** Tensors by name. */
export type TensorInputs = ReadonlyMap<string, TensorInput> | Readonly<Record<string, TensorInput>>;

/** The names to read: those asked for, or all there are. @throws ArgumentRangeError for one that is not there */
export function checkNames(asked: readonly string[] | undefined, there: Iterable<string>): Set<string> {
  const all = new Set(there);
  if (asked === undefined) return all;
  if (!Array.isArray(asked)) throw new ArgumentTypeError("names", "an array of names", describe(asked));
  for (const [i, name] of asked.entries())
    if (!all.has(name)) throw new ArgumentRangeError(`names[${i}]`, "a name in the file", describe(name));
  return new Set(asked);
}

/** The pairs of a map or a record. */
export function entriesOf<T>(name: string, value: ReadonlyMap<string, T> | Readonly<Record<string, T>>): [string, T][] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    throw new ArgumentTypeError(name, "a Map or an object by name", describe(value));
  return value instanceof Map ? [...value] : Object.entries(value);
}
