// GGUF files put together byte by byte from the published layout of headers and blocks.
import { describe, expect, test } from "vitest";
import {
  FormatError,
  type GgufTensor,
  int8Parts,
  openGguf,
  readGguf,
  UnsupportedFormatError,
} from "../../src/io/index.ts";
import { equal } from "../compare.ts";
import { words } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";

const text = (s: string): number[] => [...u64(new TextEncoder().encode(s).length), ...new TextEncoder().encode(s)];
const u32 = (v: number): number[] => [0, 8, 16, 24].map((s) => (v >>> s) & 255);
const u64 = (v: number): number[] => [...u32(v % 2 ** 32), ...u32(Math.floor(v / 2 ** 32))];
const f32 = (v: number): number[] => u32(new Uint32Array(Float32Array.of(v).buffer)[0]!);
/** A half of 2^(e - 15) (1 + m / 1024). */
const half = (e: number, m: number): [bytes: number[], value: number] => {
  const bits = (e << 10) | m;
  return [[bits & 255, bits >> 8], 2 ** (e - 15) * (1 + m / 1024)];
};

type Made = { bytes: number[]; weights: number[] };
const next = words(5);
const random = (n: number): number[] => Array.from({ length: n }, () => next() % 256);
const factor = () => half(8 + (next() % 8), next() % 1024);

/** One block of each type, and the weights it stands for by the definition. */
const makers: Record<string, { number: number; per: number; block: () => Made }> = {
  Q4_0: {
    number: 2,
    per: 32,
    block: () => {
      const [[head, d], q] = [factor(), random(16)];
      const weights = [...q.map((b) => d * ((b % 16) - 8)), ...q.map((b) => d * (Math.floor(b / 16) - 8))];
      return { bytes: [...head, ...q], weights };
    },
  },
  Q4_1: {
    number: 3,
    per: 32,
    block: () => {
      const [[head, d], [low, m], q] = [factor(), factor(), random(16)];
      const weights = [...q.map((b) => d * (b % 16) + m), ...q.map((b) => d * Math.floor(b / 16) + m)];
      return { bytes: [...head, ...low, ...q], weights };
    },
  },
  Q8_0: {
    number: 8,
    per: 32,
    block: () => {
      const [[head, d], q] = [factor(), random(32)];
      return { bytes: [...head, ...q], weights: q.map((b) => d * (b < 128 ? b : b - 256)) };
    },
  },
  Q4_K: {
    number: 12,
    per: 256,
    block: () => {
      const [[head, d], [low, e]] = [factor(), factor()];
      const [s, m] = [random(8).map((v) => v % 64), random(8).map((v) => v % 64)];
      const packed = Array.from({ length: 12 }, (_, i) => {
        if (i < 4) return s[i]! + 64 * Math.floor(s[i + 4]! / 16);
        if (i < 8) return m[i - 4]! + 64 * Math.floor(m[i]! / 16);
        return (s[i - 4]! % 16) + 16 * (m[i - 4]! % 16);
      });
      const q = random(128);
      const weights = Array.from({ length: 256 }, (_, j) => {
        const [g, byte] = [Math.floor(j / 32), q[Math.floor(j / 64) * 32 + (j % 32)]!];
        return d * s[g]! * (g % 2 === 0 ? byte % 16 : Math.floor(byte / 16)) - e * m[g]!;
      });
      return { bytes: [...head, ...low, ...packed, ...q], weights };
    },
  },
};

interface Part {
  name: string;
  dims: number[];
  type: number;
  bytes: number[];
}

/** A file of notes (key, then type and value as bytes) and tensors, dims with the one along memory first. */
function file(parts: Part[], notes: [string, number[]][] = [], { magic = "GGUF", version = 3, alignment = 32 } = {}) {
  const head = [...new TextEncoder().encode(magic), ...u32(version), ...u64(parts.length), ...u64(notes.length)];
  for (const [key, value] of notes) head.push(...text(key), ...value);
  const data: number[] = [];
  for (const { name, dims, type, bytes } of parts) {
    while (data.length % alignment) data.push(0);
    head.push(...text(name), ...u32(dims.length), ...dims.flatMap(u64), ...u32(type), ...u64(data.length));
    data.push(...bytes);
  }
  while (head.length % alignment) head.push(0);
  return Uint8Array.from([...head, ...data]);
}

function quantized(type: string, rows: number, cols: number): { part: Part; weights: number[] } {
  const { number, per, block } = makers[type]!;
  const made = Array.from({ length: (rows * cols) / per }, block);
  const part = { name: type, dims: [cols, rows], type: number, bytes: made.flatMap(({ bytes }) => bytes) };
  return { part, weights: made.flatMap(({ weights }) => weights) };
}

const dense = (tensor: GgufTensor | undefined): number[] =>
  lw.scope(() => {
    if (!tensor || !("codes" in tensor)) throw new Error("no codes");
    return Array.from(lw.lut({ ...tensor.codes, type: "f64" }).toDense().data);
  });

test.each(Object.keys(makers))("%s stands for the weights of its definition", async (type) => {
  for (const [rows, cols] of [
    [1, 256],
    [3, 512],
    [2, 768],
  ] as const) {
    const { part, weights } = quantized(type, rows, cols);
    const { tensors } = await readGguf(file([part]));
    const tensor = tensors.get(type);
    expect([tensor?.type, tensor?.shape]).toEqual([type, [rows, cols]]);
    // Scales of Q4_K are products of a half and 6 bits, which f32 holds.
    equal(dense(tensor), weights);
  }
});

test("Q8_0 as whole numbers stands for the same weights, and Q4_0 does not have them", async () => {
  const [a, b] = [quantized("Q8_0", 3, 96), quantized("Q4_0", 1, 32)];
  const { tensors } = await readGguf(file([a.part, b.part]));
  const codesOf = (name: string) => {
    const tensor = tensors.get(name);
    if (!tensor || !("codes" in tensor)) throw new Error(`${name} is not there`);
    return tensor.codes;
  };
  lw.scope(() => equal(lw.int8(int8Parts(codesOf("Q8_0"))).toDense().data, a.weights));
  faulty(() => int8Parts(codesOf("Q4_0")), "ArgumentRangeError", "codes");
  faulty(() => int8Parts(undefined as never), "ArgumentTypeError", "codes");
});

test("F32, F16 and BF16, several tensors, another alignment, from memory, a Blob and a stream", async () => {
  const [a, b] = [quantized("Q4_0", 2, 64), quantized("Q8_0", 1, 32)];
  const parts = [
    { name: "w", dims: [3, 2], type: 0, bytes: [1.5, -2, 0.25, 4, 5, 6].flatMap(f32) },
    a.part,
    { name: "h", dims: [2], type: 1, bytes: [...half(15, 512)[0], 0, 0xfc] },
    { name: "b", dims: [2], type: 30, bytes: [0xc0, 0x3f, 0x80, 0xbf] },
    b.part,
    { name: "one", dims: [], type: 0, bytes: f32(7) },
  ];
  const bytes = file(parts, [["general.alignment", [...u32(4), ...u32(64)]]], { version: 2, alignment: 64 });
  for (const source of [bytes, new Blob([bytes]), new Blob([bytes]).stream()]) {
    const { tensors } = await readGguf(source);
    const numbers = (name: string) => {
      const tensor = tensors.get(name);
      return tensor && "data" in tensor ? [tensor.shape, [...tensor.data]] : undefined;
    };
    expect(numbers("w")).toEqual([
      [2, 3],
      [1.5, -2, 0.25, 4, 5, 6],
    ]);
    expect(numbers("h")).toEqual([[2], [1.5, Number.NEGATIVE_INFINITY]]);
    expect(numbers("b")).toEqual([[2], [1.5, -1]]);
    expect(numbers("one")).toEqual([[], [7]]);
    equal(dense(tensors.get("Q4_0")), a.weights);
    equal(dense(tensors.get("Q8_0")), b.weights);
  }
  const { tensors } = await readGguf(bytes, { names: ["h"] });
  expect([...tensors.keys()]).toEqual(["h"]);
});

test("notes of every type", async () => {
  const array = [...u32(9), ...u32(8), ...u64(2), ...text("a"), ...text("é")];
  const nested = [...u32(9), ...u32(9), ...u64(1), ...u32(0), ...u64(2), 7, 8];
  const notes: [string, number[], unknown][] = [
    ["u8", [...u32(0), 200], 200],
    ["i8", [...u32(1), 200], -56],
    ["u16", [...u32(2), 1, 2], 513],
    ["i16", [...u32(3), 255, 255], -1],
    ["u32", [...u32(4), ...u32(4e9)], 4e9],
    ["i32", [...u32(5), ...u32(-5)], -5],
    ["f32", [...u32(6), ...f32(0.5)], 0.5],
    ["bool", [...u32(7), 1], true],
    ["string", [...u32(8), ...text("ggml ü")], "ggml ü"],
    ["array", array, ["a", "é"]],
    ["nested", nested, [[7, 8]]],
    ["u64", [...u32(10), ...u64(2 ** 40)], 2n ** 40n],
    ["i64", [...u32(11), ...u32(-2), ...u32(-1)], -2n],
    ["f64", [...u32(12), 0, 0, 0, 0, 0, 0, 0xf8, 0x3f], 1.5],
    ["long", [...u32(8), ...text("x".repeat(100_000))], "x".repeat(100_000)],
  ];
  const bytes = file(
    [],
    notes.map(([key, value]) => [key, value]),
  );
  for (const source of [bytes, new Blob([bytes]).stream()]) {
    const opened = await openGguf(source);
    expect([...opened.metadata]).toEqual(notes.map(([key, , value]) => [key, value]));
    expect(opened.version).toBe(3);
    await opened.close();
  }
});

describe("what is wrong is named", () => {
  const good = (): Part[] => [quantized("Q4_0", 1, 32).part];
  const fails = async (bytes: Uint8Array<ArrayBuffer>, expected: RegExp, kind: typeof FormatError = FormatError) => {
    for (const source of [bytes, new Blob([bytes]).stream()]) {
      const error = await readGguf(source).then(
        () => undefined,
        (fault: unknown) => fault,
      );
      expect(error).toBeInstanceOf(kind);
      expect((error as FormatError).format).toBe("gguf");
      expect((error as FormatError).expected).toMatch(expected);
    }
  };

  test("another file, another version, a type that is not read", async () => {
    await fails(file(good(), [], { magic: "GGML" }), /GGUF/);
    await fails(file(good(), [], { version: 1 }), /version 2 or 3/, UnsupportedFormatError);
    await fails(file([{ ...good()[0]!, type: 14 }]), /F32, F16/, UnsupportedFormatError);
  });

  test("a file that ends anywhere before its end", async () => {
    const bytes = file(good(), [["k", [...u32(8), ...text("value")]]]);
    for (let length = 0; length < bytes.length; length += 3) await fails(bytes.slice(0, length), /bytes of /);
    await fails(bytes.slice(0, -1), /bytes of tensor/);
  });

  test("keys and names twice, unknown types of notes, bools, deep arrays, text that is none", async () => {
    const note: [string, number[]] = ["k", [...u32(0), 1]];
    await fails(file(good(), [note, note]), /each key once/);
    await fails(file([...good(), ...good()]), /each name once/);
    await fails(file(good(), [["k", [...u32(13), 1]]]), /type from 0 to 12/);
    await fails(file(good(), [["k", [...u32(7), 2]]]), /bool/);
    await fails(file(good(), [["k", [...u32(8), ...u64(2), 0xc3, 0x28]]]), /UTF-8/);
    const deep = Array.from({ length: 6 }, () => [...u32(9), ...u64(1)]).flat();
    await fails(file(good(), [["k", [...u32(9), ...deep, ...u32(0)]]]), /levels of arrays/);
    await fails(file(good(), [["k", [...u32(8), ...u32(0), ...u32(0xffffffff)]]]), /2\^53/);
  });

  test("rows that are no whole blocks, too many axes, offsets and alignments that cannot be", async () => {
    await fails(file([{ ...good()[0]!, dims: [33, 1] }]), /multiple of 32/);
    await fails(file([{ ...good()[0]!, dims: [32, 1, 1, 1, 1] }]), /4 axes/);
    await fails(file(good(), [["general.alignment", [...u32(4), ...u32(48)]]]), /power of two/);
    await fails(
      file([...good(), { name: "b", dims: [1], type: 0, bytes: f32(1) }], [], { alignment: 16 }),
      /multiple of 32|bytes of/,
    );
    const overlapping = file([
      { ...good()[0]!, dims: [32, 100] },
      { name: "b", dims: [1], type: 0, bytes: f32(1) },
    ]);
    await fails(overlapping, /no overlap/);
  });
});
