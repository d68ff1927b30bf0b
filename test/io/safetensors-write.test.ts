// Safetensors written: against a slow reader, and back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ElementType,
  readSafetensors,
  type SafetensorsWriteOptions,
  streamSafetensors,
  type TensorInputs,
  writeSafetensors,
} from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { safetensorsOf } from "../oracle/files.ts";
import { joined, rejection } from "./files.ts";

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
