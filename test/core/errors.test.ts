import { expect, test } from "vitest";
import * as errors from "../../src/core/errors.ts";

test("every error is an Error of its own name, with what was wrong as data", () => {
  const made = [
    new errors.ArgumentTypeError("x", "a Vector", "null"),
    new errors.ArgumentRangeError("step", "a number > 0", "0"),
    new errors.ShapeError("x", "3 elements", "4"),
    new errors.SparseStructureError("indptr[0]", "0", "1"),
    new errors.DisposedError("Vector"),
    new errors.OutOfMemoryError(10, 20),
    new errors.NotPositiveDefiniteError(3),
    new errors.SingularMatrixError(4),
    new errors.UnsupportedBuildError("relaxed"),
    new errors.LoadError("no", "file:///x", 404),
    new errors.MissingKernelError("csr_mm_f32", "csr"),
    new errors.WorkerError("a worker was lost"),
    new errors.SavedFormatError("version", "version 1", "2"),
  ];
  const names = Object.entries(errors).filter(([, value]) => value.prototype instanceof Error);
  expect(made.map((error) => error.name).sort()).toEqual(names.map(([name]) => name).sort());
  for (const error of made) {
    expect(error).toBeInstanceOf(Error);
    expect(error.constructor.name).toBe(error.name);
    expect(error.message.length).toBeGreaterThan(0);
  }
  expect(made[0]).toMatchObject({ argument: "x", expected: "a Vector", got: "null" });
  expect(made[5]).toMatchObject({ bytes: 10, inUse: 20 });
  expect([made[6], made[7]]).toMatchObject([{ pivot: 3 }, { pivot: 4 }]);
  expect(made[9]).toMatchObject({ url: "file:///x", status: 404 });
  expect(made[10]).toMatchObject({ kernel: "csr_mm_f32", family: "csr" });
});

test("bad types are TypeErrors, bad values RangeErrors", () => {
  expect(new errors.ArgumentTypeError("a", "b", "c")).toBeInstanceOf(TypeError);
  for (const Kind of [errors.ArgumentRangeError, errors.ShapeError, errors.SparseStructureError])
    expect(new Kind("a", "b", "c")).toBeInstanceOf(RangeError);
});
