/**
 * Checks of plain values. Each returns nothing and throws an error that names the argument; the success path builds no string.
 * @module
 */
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "./errors.ts";
import type { Numbers, Real } from "./types.ts";

/** A short description of any value for an error message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value !== "object") return typeof value;
  const kind = value.constructor?.name ?? "object";
  return "length" in value && typeof value.length === "number" ? `${kind} of length ${value.length}` : kind;
}

/** A size: an integer from 0 to 2^32 - 1. */
export function checkSize(name: string, value: unknown, least = 0): asserts value is number {
  if (typeof value !== "number") throw new ArgumentTypeError(name, "a number", describe(value));
  if (!Number.isInteger(value) || value < least || value > 0xffffffff)
    throw new ArgumentRangeError(name, `an integer from ${least} to 2^32 - 1`, describe(value));
}

/** A finite number. */
export function checkNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== "number") throw new ArgumentTypeError(name, "a number", describe(value));
  if (!Number.isFinite(value)) throw new ArgumentRangeError(name, "a finite number", describe(value));
}

/** A finite number > 0. */
export function checkPositive(name: string, value: unknown): asserts value is number {
  checkNumber(name, value);
  if (!(value > 0)) throw new ArgumentRangeError(name, "a number > 0", describe(value));
}

/** A finite number >= 0. */
export function checkNonNegative(name: string, value: unknown): asserts value is number {
  checkNumber(name, value);
  if (!(value >= 0)) throw new ArgumentRangeError(name, "a number >= 0", describe(value));
}

/** One of a few strings. */
export function checkChoice<T extends string>(name: string, value: unknown, choices: readonly T[]): asserts value is T {
  if (!choices.includes(value as T))
    throw new ArgumentRangeError(name, choices.map((c) => `"${c}"`).join(" or "), describe(value));
}

/** An element type. */
export function checkReal(name: string, value: unknown): asserts value is Real {
  checkChoice(name, value, ["f32", "f64"]);
}

/** A true-or-false option. */
export function checkBoolean(name: string, value: unknown): asserts value is boolean {
  if (typeof value !== "boolean") throw new ArgumentTypeError(name, "true or false", describe(value));
}

/** Something to call. */
export function checkFunction(name: string, value: unknown): asserts value is (...args: never[]) => unknown {
  if (typeof value !== "function") throw new ArgumentTypeError(name, "a function", describe(value));
}

/** An options record. */
export function checkOptions(name: string, value: unknown): asserts value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ArgumentTypeError(name, "an object of options", describe(value));
}

/** Numbers readable by index, `length` of them if given. Their values are not looked at. */
export function checkNumbers(name: string, value: unknown, length?: number): asserts value is Numbers {
  const plain = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!plain || value instanceof BigInt64Array || value instanceof BigUint64Array)
    throw new ArgumentTypeError(name, "an array or a typed array of numbers", describe(value));
  const { length: got } = value as unknown as Numbers;
  if (length !== undefined && got !== length) throw new ShapeError(name, `${length} elements`, `${got}`);
}

/** Every entry of an array is of type number (NaN and infinities are). Typed arrays need no look. */
export function checkEntries(name: string, values: Numbers): void {
  if (ArrayBuffer.isView(values)) return;
  for (let i = 0; i < values.length; i++)
    if (typeof values[i] !== "number") throw new ArgumentTypeError(`${name}[${i}]`, "a number", describe(values[i]));
}

/** Every entry is finite. */
export function checkFinite(name: string, values: Numbers): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new ArgumentRangeError(`${name}[${i}]`, "a finite number", describe(values[i]));
}

/** Two sizes that must agree. */
export function checkSame(name: string, what: string, expected: number, got: number): void {
  if (expected !== got) throw new ShapeError(name, `${what} ${expected}`, `${got}`);
}
