// Safetensors headers as others write them, and files broken in every way.
import { describe, expect, test } from "vitest";
import { FormatError, openSafetensors, readSafetensors, UnsupportedFormatError } from "../../src/io/index.ts";
import { chopped, formatError, joined, rejection, text } from "./files.ts";
import { safetensorsEntry, safetensorsFile } from "./made.ts";

describe("headers", () => {
  test.each<[string, string, ArrayLike<number>]>([
    ["blanks around and after", ` { "a" :\n\t${safetensorsEntry("[ 2 ]", "[0 , 2]")}\r\n }   `.slice(1), [1, 2]],
    ["escapes in names", `{"\\u0061":${safetensorsEntry("[2]", "[0,2]")}}`, [1, 2]],
    ["keys in another order", '{"a":{"data_offsets":[0,2],"shape":[2],"dtype":"U8"}}', [1, 2]],
    ["empty metadata", `{"__metadata__":{},"a":${safetensorsEntry("[2]", "[0,2]")}}`, [1, 2]],
  ])("%s", async (_, header, data) => {
    const { tensors } = await readSafetensors(safetensorsFile(header, data));
    expect(tensors.get("a")).toEqual({ type: "u8", shape: [2], data: Uint8Array.from(data) });
  });

  test("names such as __proto__ are names", async () => {
    const bytes = safetensorsFile(
      `{"__proto__":${safetensorsEntry("[1]", "[0,1]")},"constructor":${safetensorsEntry("[1]", "[1,2]")}}`,
      [1, 2],
    );
    expect([...(await readSafetensors(bytes)).tensors.keys()]).toEqual(["__proto__", "constructor"]);
  });

  test("an empty object is a file of nothing", async () => {
    expect((await readSafetensors(safetensorsFile("{}"))).tensors.size).toBe(0);
  });

  test.each<[string, string, string]>([
    ["a blank before the object", " {}", '"{"'],
    ["an array", "[]", '"{"'],
    ["no end", "{", "a string"],
    ["no end of a list", `{"a":${safetensorsEntry("[1", "")}`, '"," or "]"'],
    ["no end of a string", '{"a', "a string with an end"],
    ["a control sign in a string", '{"a\u0001":1}', "a string of JSON"],
    ["an escape that is none", '{"\\x":1}', "a string of JSON"],
    ["no colon", '{"a" 1}', '":"'],
    ["a comma too many", `{"a":${safetensorsEntry("[1,]", "[0,1]")}}`, "a value"],
    ["a comma too few", `{"a":${safetensorsEntry("[1 1]", "[0,1]")}}`, '"," or "]"'],
    ["text after the object", "{}x", "only blanks after the JSON"],
    ["NaN", `{"a":${safetensorsEntry("[NaN]", "[0,1]")}}`, "a value"],
    ["a leading zero", `{"a":${safetensorsEntry("[01]", "[0,1]")}}`, "a value"],
    ["a plus sign", `{"a":${safetensorsEntry("[+1]", "[0,1]")}}`, "a value"],
    ["ten levels", `{"a":${"[".repeat(10)}${"]".repeat(10)}}`, "at most 8 levels"],
    ["a million levels", `{"a":${"[".repeat(1e6)}`, "at most 8 levels"],
    [
      "a name twice",
      `{"a":${safetensorsEntry("[1]", "[0,1]")},"a":${safetensorsEntry("[1]", "[0,1]")}}`,
      "each key once",
    ],
    [
      "a name twice, once escaped",
      `{"a":${safetensorsEntry("[1]", "[0,1]")},"\\u0061":${safetensorsEntry("[1]", "[0,1]")}}`,
      "each key once",
    ],
    ["a key twice in an entry", '{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', "each key once"],
    ["metadata twice", '{"__metadata__":{},"__metadata__":{}}', "each key once"],
    ["a number as entry", '{"a":1}', "an object of dtype, shape and data_offsets"],
    [
      "a key that is none",
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}',
      "dtype, shape and data_offsets",
    ],
    ["no dtype", '{"a":{"shape":[1],"data_offsets":[0,1]}}', "a dtype of F64"],
    ["a dtype that is none", `{"a":${safetensorsEntry("[1]", "[0,1]", "f32")}}`, "a dtype of F64"],
    ["no shape", '{"a":{"dtype":"U8","data_offsets":[0,1]}}', "a shape of integers"],
    ["a string as shape", `{"a":${safetensorsEntry('"1"', "[0,1]")}}`, "a shape of integers"],
    ["a negative size", `{"a":${safetensorsEntry("[-1]", "[0,1]")}}`, "a shape of integers"],
    ["minus zero", `{"a":${safetensorsEntry("[-0]", "[0,0]")}}`, "a shape of integers"],
    ["a fraction as size", `{"a":${safetensorsEntry("[0.5]", "[0,1]")}}`, "a shape of integers"],
    ["a size past 2^53", `{"a":${safetensorsEntry("[1e300]", "[0,1]")}}`, "a shape of integers"],
    ["one offset", `{"a":${safetensorsEntry("[1]", "[1]")}}`, "data_offsets of two integers"],
    ["a negative offset", `{"a":${safetensorsEntry("[1]", "[-1,0]")}}`, "data_offsets of two integers"],
    ["offsets that fall", `{"a":${safetensorsEntry("[1]", "[1,0]")}}`, "1 bytes for shape [1]"],
    ["offsets too far apart", `{"a":${safetensorsEntry("[1]", "[0,2]")}}`, "1 bytes for shape [1]"],
    ["offsets too near", `{"a":${safetensorsEntry("[2]", "[0,4]", "F32")}}`, "8 bytes for shape [2]"],
    ["2^100 elements", `{"a":${safetensorsEntry("[1125899906842624,1125899906842624]", "[0,1]")}}`, "bytes for shape"],
    ["a hole at the start", `{"a":${safetensorsEntry("[1]", "[1,2]")}}`, "no hole, no overlap"],
    [
      "a hole between",
      `{"a":${safetensorsEntry("[1]", "[0,1]")},"b":${safetensorsEntry("[1]", "[2,3]")}}`,
      "no hole, no overlap",
    ],
    [
      "an overlap",
      `{"a":${safetensorsEntry("[2]", "[0,2]")},"b":${safetensorsEntry("[2]", "[1,3]")}}`,
      "no hole, no overlap",
    ],
    [
      "the same place twice",
      `{"a":${safetensorsEntry("[1]", "[0,1]")},"b":${safetensorsEntry("[1]", "[0,1]")}}`,
      "no hole, no overlap",
    ],
    [
      "an empty tensor inside another",
      `{"a":${safetensorsEntry("[2]", "[0,2]")},"b":${safetensorsEntry("[0]", "[1,1]")}}`,
      "no hole, no overlap",
    ],
    ["metadata that is no object", '{"__metadata__":[]}', "an object of strings"],
    ["metadata that is no string", '{"__metadata__":{"a":1}}', "an object of strings"],
  ])("%s", async (_, header, expected) => {
    for (const source of [
      safetensorsFile(header, [0, 0, 0, 0]),
      chopped(safetensorsFile(header, [0, 0, 0, 0]), 1 << 16),
    ]) {
      const error = await formatError(readSafetensors(source));
      expect(error).toMatchObject({ format: "safetensors", expected: expect.stringContaining(expected) });
      expect(error).not.toBeInstanceOf(UnsupportedFormatError);
    }
  });

  test.each(["F8_E4M3", "F8_E5M2", "F4", "F6_E2M3", "C64"])("%s is refused by name", async (dtype) => {
    const error = await formatError(
      readSafetensors(safetensorsFile(`{"a":${safetensorsEntry("[1]", "[0,1]", dtype)}}`, [0])),
    );
    expect(error).toBeInstanceOf(UnsupportedFormatError);
    expect(error).toMatchObject({ entry: "a", got: JSON.stringify(dtype) });
  });

  test("errors name the byte, past letters of several bytes too", async () => {
    const header = `{"größe":${safetensorsEntry("[1]", "[0,1]")},"a":x}`;
    expect(await formatError(readSafetensors(safetensorsFile(header, [0])))).toMatchObject({
      offset: 8 + text(header).length - 2,
    });
  });

  test("a million escapes in a name are read in no time", async () => {
    const name = "\\n".repeat(1e6);
    const { tensors } = await readSafetensors(safetensorsFile(`{"${name}":${safetensorsEntry("[1]", "[0,1]")}}`, [7]));
    expect(tensors.get("\n".repeat(1e6))!.data).toEqual(Uint8Array.of(7));
  });
});

describe("broken files", () => {
  const whole = safetensorsFile(
    `{"a":${safetensorsEntry("[2]", "[0,2]")},"b":${safetensorsEntry("[3]", "[2,5]")}}`,
    [1, 2, 3, 4, 5],
  );

  test("cut anywhere", async () => {
    for (let length = 0; length < whole.length; length++)
      for (const source of [
        whole.subarray(0, length),
        new Blob([whole.subarray(0, length)]),
        chopped(whole.subarray(0, length), 3),
      ])
        expect(await formatError(readSafetensors(source)), `${length}`).toBeInstanceOf(FormatError);
  });

  test.each<[string, Uint8Array<ArrayBuffer>, object]>([
    ["trailing bytes", joined(whole, [0]), { offset: whole.length }],
    ["a header past the end", safetensorsFile("{}", [], 50n), { expected: "50 bytes of header", got: "2" }],
    ["a header of 2^64 - 1", safetensorsFile("{}", [], 2n ** 64n - 1n), { offset: 0, got: "18446744073709551615" }],
    ["a header of 100 MB that is not there", safetensorsFile("{}", [], 100_000_000n), { offset: 8, got: "2" }],
    ["an empty header", safetensorsFile(""), { offset: 8, expected: '"{"' }],
    [
      "bytes that are no UTF-8",
      safetensorsFile(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
      { expected: "a header of UTF-8" },
    ],
    ["a byte order mark", safetensorsFile(joined([0xef, 0xbb, 0xbf], text("{}"))), { expected: '"{"' }],
    ["a bool of 2", safetensorsFile(`{"a":${safetensorsEntry("[2]", "[0,2]", "BOOL")}}`, [1, 2]), { got: "2" }],
    [
      "a tensor of 8 PB that is not there",
      safetensorsFile(`{"a":${safetensorsEntry("[9007199254740991]", "[0,9007199254740991]")}}`),
      {},
    ],
  ])("%s", async (_, bytes, fault) => {
    for (const source of [bytes, new Blob([bytes]), chopped(bytes, 5)])
      expect(await formatError(readSafetensors(source))).toMatchObject({ format: "safetensors", ...fault });
  });

  test("opening checks the size of what can be measured", async () => {
    expect(await formatError(openSafetensors(joined(whole, [0])))).toMatchObject({
      expected: `a file of ${whole.length} bytes`,
    });
    expect(await formatError(openSafetensors(whole.subarray(0, -1)))).toBeInstanceOf(FormatError);
    const cut = await openSafetensors(chopped(whole.subarray(0, -1), 9));
    expect((await cut.read("a")).data).toEqual(Uint8Array.of(1, 2));
    expect(await formatError(cut.read("b"))).toMatchObject({ expected: '3 bytes of tensor "b"', got: "2" });
    await cut.close();
  });

  test("names that are not there", async () => {
    expect(await rejection(readSafetensors(whole, { names: ["b", "c"] }))).toMatchObject({ argument: "names[1]" });
    const open = await openSafetensors(whole);
    expect(await rejection(open.read("c"))).toMatchObject({ argument: "name" });
  });
});
