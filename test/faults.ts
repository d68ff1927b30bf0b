// What a bad argument must bring: an error of a named class that carries the argument, what was expected and what came.
import { expect } from "vitest";
import {
  type ArgumentFault,
  ArgumentRangeError,
  ArgumentTypeError,
  ShapeError,
  SparseStructureError,
} from "../src/core/errors.ts";

const classes = { ArgumentTypeError, ArgumentRangeError, ShapeError, SparseStructureError };

/** The names of the classes for bad arguments. */
export type Fault = keyof typeof classes;

/** What `body` throws; fails where it throws nothing. */
export function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  return expect.fail("nothing was thrown");
}

/** `error` is of the named class and says what was wrong with `argument`. */
export function checkFault(error: unknown, name: Fault, argument: string | RegExp): void {
  expect(error).toBeInstanceOf(classes[name]);
  const fault = error as Error & ArgumentFault;
  expect(fault.name).toBe(name);
  if (typeof argument === "string") expect(fault.argument).toBe(argument);
  else expect(fault.argument).toMatch(argument);
  expect(fault.expected).toMatch(/\S/);
  expect(fault.got).toMatch(/\S/);
  expect(fault.message).toContain(fault.argument);
  expect(fault.message).toContain(fault.expected);
  expect(fault.message).toContain(fault.got);
}

/** `body` throws an error of the named class about `argument`. */
export function faulty(body: () => unknown, name: Fault, argument: string | RegExp): void {
  checkFault(thrown(body), name, argument);
}
