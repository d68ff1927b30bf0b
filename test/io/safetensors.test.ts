// Safetensors against files built by struct, against a slow reader, and broken in every way.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ElementType,
  FormatError,
  openSafetensors,
  readSafetensors,
  type SafetensorsWriteOptions,
  streamSafetensors,
  type TensorInputs,
  UnsupportedFormatError,
  writeSafetensors,
} from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { safetensorsOf } from "../oracle/files.ts";
import {
  chopped,
  elements,
  type Expected,
  fixture,
  folders,
  formatError,
  joined,
  json,
  rejection,
  sources,
  split,
  text,
} from "./files.ts";

describe.each(folders)("files by the layout, %s", (folder) => {
  const { metadata, tensors } = json<{ metadata: Record<string, string>; tensors: Record<string, Expected> }>(
    folder,
    "safetensors",
  );
  const bytes = fixture(folder, "all.safetensors");

  test.each(Object.keys(tensors))("%s", async (name) => {
    const found = (await readSafetensors(bytes)).tensors.get(name)!;
    expect([found.type, found.shape]).toEqual([tensors[name]!.type, tensors[name]!.shape]);
    expect([...found.data]).toEqual(elements(tensors[name]!.values, found.data));
  });

  test("metadata, entries, and tensors one by one in any order", async () => {
    for (const source of [bytes, new Blob([bytes]), chopped(bytes, 11)]) {
      const file = await openSafetensors(source);
      expect(Object.fromEntries(file.metadata)).toEqual(metadata);
      expect([...file.entries.keys()].sort()).toEqual(Object.keys(tensors).sort());
      for (const name of ["U8", "F64", "BF16", "nothing", "F64"]) {
        const { data } = await file.read(name);
        expect([...data]).toEqual(elements(tensors[name]!.values, data));
      }
      await file.close();
    }
  });
});

/** A file from a header's text and what follows it. */
const file = (header: string | Uint8Array, data: ArrayLike<number> = [], claimed?: bigint): Uint8Array<ArrayBuffer> => {
  const bytes = typeof header === "string" ? text(header) : header;
  return joined(new Uint8Array(BigUint64Array.of(claimed ?? BigInt(bytes.length)).buffer), bytes, data);
};
const entry = (shape: string, offsets: string, dtype = "U8") =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

describe("headers", () => {
  test.each<[string, string, ArrayLike<number>]>([
    ["blanks around and after", ` { "a" :\n\t${entry("[ 2 ]", "[0 , 2]")}\r\n }   `.slice(1), [1, 2]],
    ["escapes in names", `{"\\u0061":${entry("[2]", "[0,2]")}}`, [1, 2]],
    ["keys in another order", '{"a":{"data_offsets":[0,2],"shape":[2],"dtype":"U8"}}', [1, 2]],
    ["empty metadata", `{"__metadata__":{},"a":${entry("[2]", "[0,2]")}}`, [1, 2]],
  ])("%s", async (_, header, data) => {
    const { tensors } = await readSafetensors(file(header, data));
    expect(tensors.get("a")).toEqual({ type: "u8", shape: [2], data: Uint8Array.from(data) });
  });

  test("names such as __proto__ are names", async () => {
    const bytes = file(`{"__proto__":${entry("[1]", "[0,1]")},"constructor":${entry("[1]", "[1,2]")}}`, [1, 2]);
    expect([...(await readSafetensors(bytes)).tensors.keys()]).toEqual(["__proto__", "constructor"]);
  });

  test("an empty object is a file of nothing", async () => {
    expect((await readSafetensors(file("{}"))).tensors.size).toBe(0);
  });

  test.each<[string, string, string]>([
    ["a blank before the object", " {}", '"{"'],
    ["an array", "[]", '"{"'],
    ["no end", "{", "a string"],
    ["no end of a list", `{"a":${entry("[1", "")}`, '"," or "]"'],
    ["no end of a string", '{"a', "a string with an end"],
    ["a control sign in a string", '{"a\u0001":1}', "a string of JSON"],
    ["an escape that is none", '{"\\x":1}', "a string of JSON"],
    ["no colon", '{"a" 1}', '":"'],
    ["a comma too many", `{"a":${entry("[1,]", "[0,1]")}}`, "a value"],
    ["a comma too few", `{"a":${entry("[1 1]", "[0,1]")}}`, '"," or "]"'],
    ["text after the object", "{}x", "only blanks after the JSON"],
    ["NaN", `{"a":${entry("[NaN]", "[0,1]")}}`, "a value"],
    ["a leading zero", `{"a":${entry("[01]", "[0,1]")}}`, "a value"],
    ["a plus sign", `{"a":${entry("[+1]", "[0,1]")}}`, "a value"],
    ["ten levels", `{"a":${"[".repeat(10)}${"]".repeat(10)}}`, "at most 8 levels"],
    ["a million levels", `{"a":${"[".repeat(1e6)}`, "at most 8 levels"],
    ["a name twice", `{"a":${entry("[1]", "[0,1]")},"a":${entry("[1]", "[0,1]")}}`, "each key once"],
    [
      "a name twice, once escaped",
      `{"a":${entry("[1]", "[0,1]")},"\\u0061":${entry("[1]", "[0,1]")}}`,
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
    ["a dtype that is none", `{"a":${entry("[1]", "[0,1]", "f32")}}`, "a dtype of F64"],
    ["no shape", '{"a":{"dtype":"U8","data_offsets":[0,1]}}', "a shape of integers"],
    ["a string as shape", `{"a":${entry('"1"', "[0,1]")}}`, "a shape of integers"],
    ["a negative size", `{"a":${entry("[-1]", "[0,1]")}}`, "a shape of integers"],
    ["minus zero", `{"a":${entry("[-0]", "[0,0]")}}`, "a shape of integers"],
    ["a fraction as size", `{"a":${entry("[0.5]", "[0,1]")}}`, "a shape of integers"],
    ["a size past 2^53", `{"a":${entry("[1e300]", "[0,1]")}}`, "a shape of integers"],
    ["one offset", `{"a":${entry("[1]", "[1]")}}`, "data_offsets of two integers"],
    ["a negative offset", `{"a":${entry("[1]", "[-1,0]")}}`, "data_offsets of two integers"],
    ["offsets that fall", `{"a":${entry("[1]", "[1,0]")}}`, "1 bytes for shape [1]"],
    ["offsets too far apart", `{"a":${entry("[1]", "[0,2]")}}`, "1 bytes for shape [1]"],
    ["offsets too near", `{"a":${entry("[2]", "[0,4]", "F32")}}`, "8 bytes for shape [2]"],
    ["2^100 elements", `{"a":${entry("[1125899906842624,1125899906842624]", "[0,1]")}}`, "bytes for shape"],
    ["a hole at the start", `{"a":${entry("[1]", "[1,2]")}}`, "no hole, no overlap"],
    ["a hole between", `{"a":${entry("[1]", "[0,1]")},"b":${entry("[1]", "[2,3]")}}`, "no hole, no overlap"],
    ["an overlap", `{"a":${entry("[2]", "[0,2]")},"b":${entry("[2]", "[1,3]")}}`, "no hole, no overlap"],
    ["the same place twice", `{"a":${entry("[1]", "[0,1]")},"b":${entry("[1]", "[0,1]")}}`, "no hole, no overlap"],
    [
      "an empty tensor inside another",
      `{"a":${entry("[2]", "[0,2]")},"b":${entry("[0]", "[1,1]")}}`,
      "no hole, no overlap",
    ],
    ["metadata that is no object", '{"__metadata__":[]}', "an object of strings"],
    ["metadata that is no string", '{"__metadata__":{"a":1}}', "an object of strings"],
  ])("%s", async (_, header, expected) => {
    for (const source of [file(header, [0, 0, 0, 0]), chopped(file(header, [0, 0, 0, 0]), 1 << 16)]) {
      const error = await formatError(readSafetensors(source));
      expect(error).toMatchObject({ format: "safetensors", expected: expect.stringContaining(expected) });
      expect(error).not.toBeInstanceOf(UnsupportedFormatError);
    }
  });

  test.each(["F8_E4M3", "F8_E5M2", "F4", "F6_E2M3", "C64"])("%s is refused by name", async (dtype) => {
    const error = await formatError(readSafetensors(file(`{"a":${entry("[1]", "[0,1]", dtype)}}`, [0])));
    expect(error).toBeInstanceOf(UnsupportedFormatError);
    expect(error).toMatchObject({ entry: "a", got: JSON.stringify(dtype) });
  });

  test("errors name the byte, past letters of several bytes too", async () => {
    const header = `{"größe":${entry("[1]", "[0,1]")},"a":x}`;
    expect(await formatError(readSafetensors(file(header, [0])))).toMatchObject({
      offset: 8 + text(header).length - 2,
    });
  });

  test("a million escapes in a name are read in no time", async () => {
    const name = "\\n".repeat(1e6);
    const { tensors } = await readSafetensors(file(`{"${name}":${entry("[1]", "[0,1]")}}`, [7]));
    expect(tensors.get("\n".repeat(1e6))!.data).toEqual(Uint8Array.of(7));
  });
});

describe("broken files", () => {
  const whole = file(`{"a":${entry("[2]", "[0,2]")},"b":${entry("[3]", "[2,5]")}}`, [1, 2, 3, 4, 5]);

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
    ["a header past the end", file("{}", [], 50n), { expected: "50 bytes of header", got: "2" }],
    ["a header of 2^64 - 1", file("{}", [], 2n ** 64n - 1n), { offset: 0, got: "18446744073709551615" }],
    ["a header of 100 MB that is not there", file("{}", [], 100_000_000n), { offset: 8, got: "2" }],
    ["an empty header", file(""), { offset: 8, expected: '"{"' }],
    ["bytes that are no UTF-8", file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), { expected: "a header of UTF-8" }],
    ["a byte order mark", file(joined([0xef, 0xbb, 0xbf], text("{}"))), { expected: '"{"' }],
    ["a bool of 2", file(`{"a":${entry("[2]", "[0,2]", "BOOL")}}`, [1, 2]), { got: "2" }],
    ["a tensor of 8 PB that is not there", file(`{"a":${entry("[9007199254740991]", "[0,9007199254740991]")}}`), {}],
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

const big = await writeSafetensors({
  a: new Float64Array(3e5).fill(1),
  b: new Float32Array(3e5).fill(2),
  c: Uint8Array.of(3),
});

describe("what is read", () => {
  test("of a Blob: the header and the tensors wanted", async () => {
    let read = 0;
    const blob = new Blob([big]);
    const watched = {
      size: blob.size,
      arrayBuffer: () => blob.arrayBuffer(),
      slice: (start: number, end: number) => {
        read += end - start;
        return blob.slice(start, end);
      },
    };
    const { tensors } = await readSafetensors(watched as never, { names: ["c"] });
    expect([...tensors.keys()]).toEqual(["c"]);
    expect(read).toBeLessThan(400);
  });

  test("of a stream: up to the last tensor wanted, then it is cancelled", async () => {
    let pulled = 0;
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(big.subarray(pulled, pulled + 50_000));
        pulled += 50_000;
        if (pulled >= big.length) controller.close();
      },
      cancel() {
        cancelled = true;
      },
    });
    const { tensors } = await readSafetensors(stream, { names: ["a"] });
    expect(tensors.get("a")!.data[299_999]).toBe(1);
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(big.length - 500_000);
  });
});

describe("sources", () => {
  const given = {
    w: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    b: { shape: [2], data: Float32Array.of(0.5, -1), type: "bf16" as const },
  };

  test("of every kind, and cut at every byte", async () => {
    const bytes = await writeSafetensors(given, { metadata: { by: "test" } });
    const expected = await readSafetensors(bytes);
    for (const [name, source] of Object.entries(sources(bytes)))
      expect(await readSafetensors(source), name).toEqual(expected);
    for (let at = 0; at <= bytes.length; at++)
      expect(await readSafetensors(split(bytes, at)), `${at}`).toEqual(expected);
  });
});

describe("written", () => {
  const makers = {
    F64: ["f64", (v: number[]) => Float64Array.from(v)],
    F32: ["f32", (v: number[]) => Float32Array.from(v)],
    F16: ["f16", (v: number[]) => Float32Array.from(v, (x) => x % 2048)],
    BF16: ["bf16", (v: number[]) => Float32Array.from(v, (x) => x % 256)],
    I64: ["i64", (v: number[]) => BigInt64Array.from(v, BigInt)],
    I32: ["i32", (v: number[]) => Int32Array.from(v)],
    I16: ["i16", (v: number[]) => Int16Array.from(v)],
    I8: ["i8", (v: number[]) => Int8Array.from(v)],
    U64: ["u64", (v: number[]) => BigUint64Array.from(v, BigInt)],
    U32: ["u32", (v: number[]) => Uint32Array.from(v)],
    U16: ["u16", (v: number[]) => Uint16Array.from(v)],
    U8: ["u8", (v: number[]) => Uint8Array.from(v)],
    BOOL: ["bool", (v: number[]) => Uint8Array.from(v, (x) => x & 1)],
  } as const;
  const tensor = fc
    .tuple(
      fc.constantFrom(...(Object.keys(makers) as (keyof typeof makers)[])),
      fc.array(fc.nat(3), { maxLength: 3 }),
      fc.infiniteStream(fc.integer({ min: -9e5, max: 9e5 })),
    )
    .map(([dtype, shape, stream]) => {
      const [type, make] = makers[dtype];
      const values = [...stream.take(shape.reduce((product, n) => product * n, 1))];
      return { dtype, type: type as ElementType, shape, data: make(values) };
    });

  test("comes back, lies as the layout says, each tensor at a multiple of its element's size", () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: "grapheme" }), tensor, { noNullPrototype: true, maxKeys: 6 }),
        fc.dictionary(fc.string(), fc.string()),
        async (given, metadata) => {
          const bytes = await writeSafetensors(given, { metadata });
          const { header, start } = safetensorsOf(bytes);
          expect(start % 8).toBe(0);
          let end = 0;
          for (const [name, { dtype, shape, data_offsets }] of Object.entries(header).filter(
            ([key]) => key !== "__metadata__",
          )) {
            expect([dtype, shape]).toEqual([given[name]!.dtype, given[name]!.shape]);
            const size = { 64: 8, 32: 4, 16: 2 }[dtype.replace(/\D+/, "") as unknown as 64] ?? 1;
            expect(data_offsets[0] % size).toBe(0);
            end = Math.max(end, data_offsets[1]);
          }
          expect(start + end).toBe(bytes.length);
          const found = await readSafetensors(bytes);
          expect(found.metadata).toEqual(new Map(Object.entries(metadata)));
          expect(found.tensors.size).toBe(Object.keys(given).length);
          for (const [name, { type, shape, data }] of Object.entries(given))
            expect(found.tensors.get(name)).toEqual({ type, shape, data });
        },
      ),
      { numRuns: 150 },
    ));

  test("our arrays, and by pieces of at most 1 MiB", async () => {
    using A = lw.matrix(2, 2, [1, 2, 3, 4], { type: "f32" });
    const data = new Float64Array(3e5).fill(0.5);
    const parts: Uint8Array[] = [];
    for await (const part of streamSafetensors({ A, data })) parts.push(part);
    expect(Math.max(...parts.map((part) => part.length))).toBe(1 << 20);
    const { tensors } = await readSafetensors(joined(...parts));
    expect(tensors.get("A")).toEqual({ type: "f32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
    expect(tensors.get("data")!.data.length).toBe(3e5);
  });

  test.each<[string, unknown, SafetensorsWriteOptions, string]>([
    ["null", null, {}, "tensors"],
    ["a tensor named __metadata__", { __metadata__: new Float32Array(1) }, {}, "tensors"],
    ["numbers", { a: 1 }, {}, 'tensors["a"]'],
    ["too few elements", { a: { shape: [2], data: new Float32Array(1) } }, {}, 'tensors["a"].data'],
    ["metadata that is no string", {}, { metadata: { a: 1 as never } }, 'metadata["a"]'],
    ["metadata that is no object", {}, { metadata: "a" as never }, "metadata"],
  ])("not %s", async (_, given, options, argument) => {
    expect(await rejection(writeSafetensors(given as TensorInputs, options))).toMatchObject({ argument });
  });
});
