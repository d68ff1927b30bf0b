// .npy against NumPy's files, against a slow reader, through every kind of source, and broken in every way.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ElementType,
  FormatError,
  numbersOf,
  readNpy,
  streamNpy,
  type Tensor,
  type TensorInput,
  type TensorView,
  UnsupportedFormatError,
  writeNpy,
} from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { npyOf } from "../oracle/files.ts";
import {
  chopped,
  elements,
  type Expected,
  folders,
  formatError,
  joined,
  json,
  rejection,
  sources,
  split,
  text,
} from "./files.ts";

type Case = Expected & { name: string; bytes: string };
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

describe.each(folders)("files of NumPy, %s", (folder) => {
  test.each(json<Case[]>(folder, "npy"))("$name", async ({ bytes, type, shape, values }) => {
    const tensor = await readNpy(bytesOf(bytes));
    expect(tensor.type).toBe(type);
    expect(tensor.shape).toEqual(shape);
    expect([...tensor.data]).toEqual(elements(values, tensor.data));
  });

  test.each(Object.entries(json<Record<string, string>>(folder, "npy-refused")))(
    "%s is refused by name",
    async (_, bytes) => {
      const error = await formatError(readNpy(bytesOf(bytes)));
      expect(error).toBeInstanceOf(UnsupportedFormatError);
      expect(error).toMatchObject({
        format: "npy",
        expected: expect.stringMatching(/element type|floats, integers or bool/),
      });
    },
  );
});

/** A header as it comes, with elements after it. */
const file = (
  dict: string,
  data: ArrayLike<number> = [],
  version = 1,
  length = dict.length,
): Uint8Array<ArrayBuffer> => {
  const size = version === 1 ? [length & 255, length >> 8] : [0, 8, 16, 24].map((shift) => (length >>> shift) & 255);
  return joined([0x93], text("NUMPY"), [version, 0], size, text(dict), data);
};
const f8 = (shape: string, descr = "<f8", order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}}`;

describe("headers", () => {
  test.each([
    ["keys in any order", "{'shape': (1,), 'descr': '<f8', 'fortran_order': False}", [1]],
    ["double quotes, blanks, a newline", '{ "descr" : "<f8" ,"fortran_order":False,\n"shape":( 1 , 1 ) }  \n', [1, 1]],
    ["long integers of Python 2", f8("(1L, 1L)"), [1, 1]],
    ["a trailing comma in the tuple", f8("(1, 1,)"), [1, 1]],
    ["an empty tuple", f8("()"), []],
  ])("%s", async (_, dict, shape) => {
    expect(await readNpy(file(dict, [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]))).toEqual({
      type: "f64",
      shape,
      data: Float64Array.of(1),
    });
  });

  test("an axis of zero makes the others harmless", async () => {
    const { shape, data } = await readNpy(file(f8("(0, 9007199254740991, 9007199254740991)")));
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
    const error = await formatError(readNpy(file(dict, new Uint8Array(8))));
    expect(error).toMatchObject({ format: "npy", expected: expect.stringContaining(expected) });
    expect(error.message).toContain(`, got ${error.got}`);
  });

  test("a record of fields is refused by name", async () => {
    const error = await formatError(
      readNpy(file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", [0, 0, 0, 0])),
    );
    expect(error).toBeInstanceOf(UnsupportedFormatError);
  });

  test("errors name the byte", async () => {
    expect(await formatError(readNpy(file(f8("(x)"))))).toMatchObject({ offset: 10 + f8("(").length - 1 });
  });
});

describe("broken files", () => {
  const whole = file(f8("(3,)"), new Uint8Array(24));

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
    ["a header of 4 GB", file(f8("(3,)"), [], 2, 0xffffffff), { offset: 8, got: "4294967295" }],
    ["bytes past ASCII in version 1.0", file("{'é", []), { expected: "ASCII" }],
    [
      "bytes that are no UTF-8 in version 3.0",
      joined(file("", [], 3, 2), [0xff, 0xfe]),
      { expected: "a header of UTF-8" },
    ],
    ["2^60 elements", file(f8("(1152921504606846976,)")), { expected: expect.stringMatching(/below 2\^53/) }],
    ["2^100 elements", file(f8("(1125899906842624, 1125899906842624)")), { got: "0" }],
    ["a bool of 2", file(f8("(3,)", "|b1"), [0, 1, 2]), { expected: "a bool, 0 or 1", got: "2" }],
  ])("%s", async (_, bytes, fault) => {
    expect(await formatError(readNpy(bytes))).toMatchObject(fault);
    expect(await formatError(readNpy(chopped(bytes, 4)))).toBeInstanceOf(FormatError);
  });
});

const bitsOf = async (tensor: Promise<Tensor>) => new Uint8Array((await tensor).data.buffer);

describe("sources", () => {
  const array = { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, -0) };

  test("of every kind", async () => {
    for (const [name, source] of Object.entries(sources(await writeNpy(array))))
      expect(await readNpy(source), name).toEqual({ type: "f32", ...array });
  });

  test("cut at every byte", async () => {
    const bytes = await writeNpy(array);
    for (let at = 0; at <= bytes.length; at++)
      expect(await readNpy(split(bytes, at)), `${at}`).toEqual({ type: "f32", ...array });
  });

  test("larger than every buffer on the way", async () => {
    const data = Float64Array.from({ length: 400_000 }, (_, i) => i * 1.5);
    const bytes = await writeNpy(data);
    for (const source of [bytes, new Blob([bytes]), chopped(bytes, 65_537)])
      expect(Buffer.compare(await bitsOf(readNpy(source)), new Uint8Array(data.buffer))).toBe(0);
  });

  test("the source's bytes stay as they are, and are not shared", async () => {
    const bytes = file(f8("(1,)", ">f8"), [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
    const before = bytes.slice();
    const { data } = await readNpy(bytes);
    expect([...data]).toEqual([1]);
    expect(bytes).toEqual(before);
    expect(data.buffer).not.toBe(bytes.buffer);
  });
});

const types: Record<ElementType, (values: number[]) => TensorView> = {
  f64: (v) => Float64Array.from(v),
  f32: (v) => Float32Array.from(v),
  f16: (v) => Float32Array.from(v, (x) => Math.round(x) % 2048),
  bf16: (v) => Float32Array.from(v, (x) => Math.round(x) % 256),
  i64: (v) => BigInt64Array.from(v, (x) => BigInt(Math.round(x))),
  i32: (v) => Int32Array.from(v),
  i16: (v) => Int16Array.from(v),
  i8: (v) => Int8Array.from(v),
  u64: (v) => BigUint64Array.from(v, (x) => BigInt(Math.abs(Math.round(x)))),
  u32: (v) => Uint32Array.from(v),
  u16: (v) => Uint16Array.from(v),
  u8: (v) => Uint8Array.from(v),
  bool: (v) => Uint8Array.from(v, (x) => (x > 0 ? 1 : 0)),
};
const names = (Object.keys(types) as ElementType[]).filter((type) => type !== "bf16");

describe("written", () => {
  test("comes back, and a slow reader agrees", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.nat(4), { maxLength: 4 }),
        fc.infiniteStream(fc.integer({ min: -1e6, max: 1e6 })),
        fc.integer({ min: 1, max: 40 }),
        async (type, shape, stream, size) => {
          const count = shape.reduce((product, n) => product * n, 1);
          const data = types[type]([...stream.take(count)]);
          const bytes = await writeNpy({ shape, data, type });
          const held = npyOf(bytes);
          expect(held.shape).toEqual(shape);
          expect(held.values).toEqual([...data]);
          for (const source of [bytes, chopped(bytes, size)])
            expect(await readNpy(source)).toEqual({ type, shape, data });
        },
      ),
      { numRuns: 300 },
    ));

  test("every double and half comes back with its bits", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.double()),
        fc.array(fc.integer({ min: 0, max: 0xffff })),
        async (doubles, halves) => {
          const data = Float64Array.from(doubles);
          const read = await readNpy(await writeNpy(data));
          expect(new BigUint64Array(read.data.buffer as ArrayBuffer)).toEqual(new BigUint64Array(data.buffer));
          const bits = Uint16Array.from(halves);
          const given = file(f8(`(${bits.length},)`, "<f2"), new Uint8Array(bits.buffer));
          const { data: values } = await readNpy(given);
          const written = await writeNpy({ shape: [bits.length], data: values as Float32Array, type: "f16" });
          const quiet = bits.map((h) => ((h & 0x7c00) === 0x7c00 && (h & 0x3ff) !== 0 ? h | 0x200 : h));
          expect(new Uint16Array(written.slice(written.length - 2 * bits.length).buffer)).toEqual(quiet);
        },
      ),
    ));

  test("64 axes, the most that NumPy reads", async () => {
    const shape = Array.from({ length: 64 }, (_, axis) => (axis === 7 ? 2 : 1));
    const data = Float32Array.of(1, 2);
    const bytes = await writeNpy({ shape, data });
    expect(npyOf(bytes)).toEqual({ descr: "<f4", shape, values: [1, 2] });
    expect(await readNpy(bytes)).toEqual({ type: "f32", shape, data });
    expect(await rejection(writeNpy({ shape: [...shape, 1], data }))).toMatchObject({
      argument: "array.shape",
      got: "65",
    });
  });

  test("our arrays, views into buffers and clamped bytes", async () => {
    const A = lw.matrix(2, 3, [1, 2, 3, 4, 5, 6], { type: "f32" });
    const x = lw.vector([1, 2]);
    const view = new Float64Array(new ArrayBuffer(64), 16, 2).fill(7);
    try {
      expect(await readNpy(await writeNpy(A))).toEqual({
        type: "f32",
        shape: [2, 3],
        data: Float32Array.of(1, 2, 3, 4, 5, 6),
      });
      expect(await readNpy(await writeNpy(x))).toEqual({ type: "f64", shape: [2], data: Float64Array.of(1, 2) });
      expect(await readNpy(await writeNpy(view))).toEqual({ type: "f64", shape: [2], data: Float64Array.of(7, 7) });
      expect(await readNpy(await writeNpy(new Uint8ClampedArray([300, 2])))).toEqual({
        type: "u8",
        shape: [2],
        data: Uint8Array.of(255, 2),
      });
    } finally {
      A.dispose();
      x.dispose();
    }
  });

  test("and taken by the makers of arrays", async () => {
    const t = await readNpy(await writeNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }));
    const A = lw.matrix(t.shape[0]!, t.shape[1]!, numbersOf(t));
    const x = lw.vector(numbersOf(await readNpy(await writeNpy(BigInt64Array.of(5n, -6n)))));
    expect([A.type, [...A.data], [...x.data]]).toEqual(["f32", [1, 2, 3, 4], [5, -6]]);
    A.dispose();
    x.dispose();
  });

  test("pieces of at most 1 MiB, together the same file", async () => {
    const data = new Float64Array(300_000).fill(3);
    const parts: Uint8Array[] = [];
    for await (const part of streamNpy(data)) parts.push(part);
    expect(Math.max(...parts.map((part) => part.length))).toBe(1 << 20);
    expect(Buffer.compare(joined(...parts), await writeNpy(data))).toBe(0);
  });

  test.each<[string, unknown, string]>([
    ["null", null, "array"],
    ["numbers in an Array", [1, 2], "array"],
    ["no shape", { data: new Float64Array(1) }, "array"],
    ["a DataView", { shape: [1], data: new DataView(new ArrayBuffer(1)) }, "array.data"],
    ["too few elements", { shape: [3], data: new Float64Array(2) }, "array.data"],
    ["a negative size", { shape: [-1], data: new Float64Array(1) }, "array.shape[0]"],
    ["a size that is NaN", { shape: [1, Number.NaN], data: new Float64Array(1) }, "array.shape[1]"],
    ["a type that is none", { shape: [1], data: new Float64Array(1), type: "f128" }, "array.type"],
    ["a type of another array", { shape: [1], data: new Float64Array(1), type: "i32" }, "array.data"],
    ["bf16, which NumPy does not have", { shape: [1], data: new Float32Array(1), type: "bf16" }, "array.type"],
    ["a bool of 2", { shape: [1], data: Uint8Array.of(2), type: "bool" }, "array.data[0]"],
  ])("not %s", async (_, input, argument) => {
    expect(await rejection(writeNpy(input as TensorInput))).toMatchObject({
      argument,
      expected: expect.any(String),
      got: expect.any(String),
    });
  });

  test("64-bit integers become numbers only where that is exact", () => {
    const tensor = { type: "u64" as const, shape: [2], data: BigUint64Array.of(2n ** 60n, 2n ** 53n + 1n) };
    expect(numbersOf({ ...tensor, shape: [1], data: tensor.data.slice(0, 1) })).toEqual(Float64Array.of(2 ** 60));
    expect(() => numbersOf(tensor)).toThrow(/data\[1\].*9007199254740993/);
  });
});
