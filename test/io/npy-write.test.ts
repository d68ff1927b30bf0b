// .npy written: against a slow reader, and back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ElementType,
  numbersOf,
  readNpy,
  streamNpy,
  type TensorInput,
  type TensorView,
  writeNpy,
} from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { npyOf } from "../oracle/files.ts";
import { chopped, joined, rejection } from "./files.ts";
import { f8, npyFile } from "./made.ts";

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
          const given = npyFile(f8(`(${bits.length},)`, "<f2"), new Uint8Array(bits.buffer));
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
