import { describe, expect, test } from "vitest";
import * as check from "../../src/core/check.ts";
import { faulty } from "../faults.ts";

const notNumbers = [undefined, null, "1", true, 1n, {}, [], () => 1, Symbol("one")];

describe("numbers", () => {
  test("sizes are integers from the least allowed to 2^32 - 1", () => {
    for (const good of [0, 1, 7, 2 ** 32 - 1, -0]) check.checkSize("n", good);
    check.checkSize("n", 3, 3);
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 32])
      faulty(() => check.checkSize("n", bad), "ArgumentRangeError", "n");
    faulty(() => check.checkSize("n", 2, 3), "ArgumentRangeError", "n");
    for (const bad of notNumbers) faulty(() => check.checkSize("n", bad), "ArgumentTypeError", "n");
  });

  test("numbers are finite; positive and non-negative ones on their side of 0", () => {
    for (const good of [-1.5, 0, -0, Number.MAX_VALUE]) check.checkNumber("a", good);
    for (const good of [Number.MIN_VALUE, 1]) check.checkPositive("a", good);
    for (const good of [0, -0, 1]) check.checkNonNegative("a", good);
    for (const bad of [NaN, Infinity, -Infinity])
      for (const f of [check.checkNumber, check.checkPositive, check.checkNonNegative])
        faulty(() => f("a", bad), "ArgumentRangeError", "a");
    for (const bad of [0, -0, -1]) faulty(() => check.checkPositive("a", bad), "ArgumentRangeError", "a");
    faulty(() => check.checkNonNegative("a", -Number.MIN_VALUE), "ArgumentRangeError", "a");
    for (const bad of notNumbers)
      for (const f of [check.checkNumber, check.checkPositive, check.checkNonNegative])
        faulty(() => f("a", bad), "ArgumentTypeError", "a");
  });
});

describe("choices, options, functions", () => {
  test("one of a few strings", () => {
    check.checkChoice("method", "b", ["a", "b"]);
    for (const bad of ["c", "A", "", undefined, null, 1, ["a"]])
      faulty(() => check.checkChoice("method", bad, ["a", "b"]), "ArgumentRangeError", "method");
    for (const good of ["f32", "f64"]) check.checkReal("type", good);
    for (const bad of ["f16", "F32", "i32", "", undefined])
      faulty(() => check.checkReal("type", bad), "ArgumentRangeError", "type");
  });

  test("booleans, options and functions are nothing else", () => {
    for (const good of [true, false]) check.checkBoolean("lower", good);
    for (const bad of [0, 1, "true", null, undefined])
      faulty(() => check.checkBoolean("lower", bad), "ArgumentTypeError", "lower");
    check.checkOptions("options", {});
    for (const bad of [null, undefined, [], "x", 1, () => 1])
      faulty(() => check.checkOptions("options", bad), "ArgumentTypeError", "options");
    check.checkFunction("body", () => 1);
    for (const bad of [null, undefined, {}, "x"])
      faulty(() => check.checkFunction("body", bad), "ArgumentTypeError", "body");
  });
});

describe("arrays of numbers", () => {
  test("arrays and typed arrays of numbers, of the length asked for", () => {
    for (const good of [
      [],
      [1],
      new Float32Array(2),
      new Float64Array(2),
      new Int8Array(1),
      new Uint32Array(3),
      new Uint8ClampedArray(1),
    ])
      check.checkNumbers("data", good, good.length);
    const bad = [
      undefined,
      null,
      3,
      "12",
      {},
      { length: 2 },
      new Set([1]),
      new ArrayBuffer(8),
      new DataView(new ArrayBuffer(8)),
    ];
    for (const value of [...bad, new BigInt64Array(2), new BigUint64Array(2)])
      faulty(() => check.checkNumbers("data", value), "ArgumentTypeError", "data");
    faulty(() => check.checkNumbers("data", [1, 2], 3), "ShapeError", "data");
    faulty(() => check.checkNumbers("data", new Float32Array(4), 3), "ShapeError", "data");
  });

  test("entries of plain arrays are numbers, NaN among them", () => {
    check.checkEntries("data", [0, -0, NaN, Infinity]);
    check.checkEntries("data", new Float32Array([NaN]));
    const holed = [1, 2, 3];
    delete holed[1];
    for (const bad of [[1, "2"], [1, null], [1, undefined], [1, 2n], [1, [2]], [1, true], holed] as number[][])
      faulty(() => check.checkEntries("data", bad), "ArgumentTypeError", "data[1]");
  });

  test("entries are finite where they must be", () => {
    check.checkFinite("data", [0, -1, 1e300]);
    for (const bad of [NaN, Infinity, -Infinity])
      faulty(() => check.checkFinite("data", [0, 0, bad]), "ArgumentRangeError", "data[2]");
  });

  test("two sizes agree", () => {
    check.checkSame("B", "rows", 3, 3);
    faulty(() => check.checkSame("B", "rows", 3, 4), "ShapeError", "B");
  });
});

test("any value is described in a few words", () => {
  const said = [
    null,
    undefined,
    true,
    -0,
    1.5,
    NaN,
    "ab",
    "x".repeat(60),
    10n,
    [1, 2],
    new Float32Array(3),
    {},
    Symbol("s"),
  ];
  expect(said.map(check.describe)).toEqual([
    "null",
    "undefined",
    "true",
    "-0",
    "1.5",
    "NaN",
    '"ab"',
    `"${"x".repeat(40)}…"`,
    "bigint",
    "Array of length 2",
    "Float32Array of length 3",
    "Object",
    "symbol",
  ]);
  expect(check.describe(Math.max)).toBe("function max");
  expect(check.describe(Object.create(null))).toBe("object");
});
