// .npy headers as others write them, and files broken in every way.
import { describe, expect, test } from "vitest";
import { FormatError, readNpy, UnsupportedFormatError } from "../../src/io/index.ts";
import { chopped, formatError, joined } from "./files.ts";
import { f8, npyFile } from "./made.ts";

describe("headers", () => {
  test.each([
    ["keys in any order", "{'shape': (1,), 'descr': '<f8', 'fortran_order': False}", [1]],
    ["double quotes, blanks, a newline", '{ "descr" : "<f8" ,"fortran_order":False,\n"shape":( 1 , 1 ) }  \n', [1, 1]],
    ["long integers of Python 2", f8("(1L, 1L)"), [1, 1]],
    ["a trailing comma in the tuple", f8("(1, 1,)"), [1, 1]],
    ["an empty tuple", f8("()"), []],
  ])("%s", async (_, dict, shape) => {
    expect(await readNpy(npyFile(dict, [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]))).toEqual({
      type: "f64",
      shape,
      data: Float64Array.of(1),
    });
  });

  test("an axis of zero makes the others harmless", async () => {
    const { shape, data } = await readNpy(npyFile(f8("(0, 9007199254740991, 9007199254740991)")));
    expect([shape, data.length]).toEqual([[0, 9007199254740991, 9007199254740991], 0]);
  });

  test.each([
    ["no dict", "[]", '"{"'],
    ["no end", "{'descr': '<f8'", '"}"'],
    ["no string as key", "{1: 2}", "a string"],
    ["a key that is none", "{'descr': '<f8', 'rank': True}", "one of the keys descr, fortran_order, shape"],
    ["a key twice", "{'descr': '<f8', 'descr': '<f8'}", "each key once"],
    ["a key missing", "{'descr': '<f8', 'fortran_order': False}", "the key shape"],
    ["text after the dict", `${f8("(1,)")} x`, "the end of the header"],
    ["a number as descr", "{'descr': (8,), 'fortran_order': False, 'shape': ()}", "an element type as a string"],
    ["a string as order", "{'descr': '<f8', 'fortran_order': 'C', 'shape': ()}", "True or False"],
    ["a number in brackets as shape", f8("(3)"), "a tuple"],
    ["a string as shape", f8("'3'"), "a tuple of sizes"],
    ["a negative size", f8("(-1,)"), "a size, an integer >= 0"],
    ["a fraction as size", f8("(1.5,)"), "a size, an integer >= 0"],
    ["NaN as size", f8("(nan,)"), "a size, an integer >= 0"],
    ["an exponent in a size", f8("(1e3,)"), "a size, an integer >= 0"],
    ["a size past 2^53", f8("(9007199254740993,)"), "a size below 2^53"],
    ["sizes without comma", f8("(1 1)"), '"," or ")"'],
    ["two commas", f8("(1,,1)"), "a size, an integer >= 0"],
    ["65 axes", f8(`(${"1,".repeat(65)})`), "at most 64 axes"],
    ["the host's byte order", f8("()", "=f8"), "little- or big-endian"],
    ["no byte order for 8 bytes", f8("()", "|f8"), "little- or big-endian"],
    ["an element type that is none", f8("()", "float"), "little- or big-endian"],
    ["the name of a method", f8("()", "<constructor"), "little- or big-endian"],
    ["an empty element type", f8("()", ""), "little- or big-endian"],
    ["a fraction of a type", f8("()", "<f3"), "little- or big-endian"],
  ])("%s", async (_, dict, expected) => {
    const error = await formatError(readNpy(npyFile(dict, new Uint8Array(8))));
    expect(error).toMatchObject({ format: "npy", expected: expect.stringContaining(expected) });
    expect(error.message).toContain(`, got ${error.got}`);
  });

  test("a record of fields is refused by name", async () => {
    const error = await formatError(
      readNpy(npyFile("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", [0, 0, 0, 0])),
    );
    expect(error).toBeInstanceOf(UnsupportedFormatError);
  });

  test("errors name the byte", async () => {
    expect(await formatError(readNpy(npyFile(f8("(x)"))))).toMatchObject({ offset: 10 + f8("(").length - 1 });
  });
});

describe("broken files", () => {
  const whole = npyFile(f8("(3,)"), new Uint8Array(24));

  test("cut anywhere", async () => {
    for (let length = 0; length < whole.length; length++)
      for (const source of [whole.subarray(0, length), chopped(whole.subarray(0, length), 3)]) {
        const error = await formatError(readNpy(source));
        expect(error, `${length}`).toBeInstanceOf(FormatError);
      }
  });

  test.each([
    ["magic", joined([0x94], whole.subarray(1)), { offset: 0, expected: "the magic \\x93NUMPY" }],
    ["version 4.0", joined(whole.subarray(0, 6), [4, 0], whole.subarray(8)), { offset: 6, got: "4.0" }],
    ["version 1.1", joined(whole.subarray(0, 6), [1, 1], whole.subarray(8)), { offset: 6, got: "1.1" }],
    ["trailing bytes", joined(whole, [0]), { offset: whole.length, expected: "the end of the file" }],
    ["a header of 4 GB", npyFile(f8("(3,)"), [], 2, 0xffffffff), { offset: 8, got: "4294967295" }],
    ["bytes past ASCII in version 1.0", npyFile("{'é", []), { expected: "ASCII" }],
    [
      "bytes that are no UTF-8 in version 3.0",
      joined(npyFile("", [], 3, 2), [0xff, 0xfe]),
      { expected: "a header of UTF-8" },
    ],
    ["2^60 elements", npyFile(f8("(1152921504606846976,)")), { expected: expect.stringMatching(/below 2\^53/) }],
    ["2^100 elements", npyFile(f8("(1125899906842624, 1125899906842624)")), { got: "0" }],
    ["a bool of 2", npyFile(f8("(3,)", "|b1"), [0, 1, 2]), { expected: "a bool, 0 or 1", got: "2" }],
  ])("%s", async (_, bytes, fault) => {
    expect(await formatError(readNpy(bytes))).toMatchObject(fault);
    expect(await formatError(readNpy(chopped(bytes, 4)))).toBeInstanceOf(FormatError);
  });
});
