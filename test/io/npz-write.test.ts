// .npz written: against a slow reader of zip, and back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNpz, streamNpz, type TensorInputs, writeNpy, writeNpz } from "../../src/io/index.ts";
import { npyOf, zipOf } from "../oracle/files.ts";
import { joined, rejection } from "./files.ts";

const arrays = {
  a: Float32Array.of(1, 2, 3),
  "b/ü": { shape: [2, 2], data: BigInt64Array.of(1n, -2n, 3n, 4n) },
  empty: new Uint8Array(0),
};

const deflated = await writeNpz({ zeros: new Float64Array(5000), ...arrays }, { compress: true });

describe("written", () => {
  test.each([true, false])("a slow reader agrees, compress %s", async (compress) => {
    const members = zipOf(await writeNpz(arrays, { compress }));
    expect([...members.keys()]).toEqual(["a.npy", "b/ü.npy", "empty.npy"]);
    expect(npyOf(members.get("b/ü.npy")!)).toEqual({ descr: "<i8", shape: [2, 2], values: [1n, -2n, 3n, 4n] });
    expect(members.get("a.npy")).toEqual(await writeNpy(arrays.a));
  });

  test("any arrays come back", () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.float64Array({ maxLength: 50 }), {
          maxKeys: 4,
          noNullPrototype: false,
        }),
        fc.boolean(),
        async (given, compress) => {
          const found = await readNpz(await writeNpz(given, { compress }));
          expect([...found].map(([name, { data }]) => [name, data])).toEqual(Object.entries(given));
        },
      ),
      { numRuns: 100 },
    ));

  test("a map, in its order; an archive of nothing", async () => {
    const map = new Map([
      ["2", Uint8Array.of(1)],
      ["1", Uint8Array.of(2)],
      ["__proto__", Uint8Array.of(3)],
    ]);
    expect([...(await readNpz(await writeNpz(map))).keys()]).toEqual(["2", "1", "__proto__"]);
    expect((await readNpz(await writeNpz({}))).size).toBe(0);
  });

  test("zeros take little room, and the same arrays give the same bytes", async () => {
    expect(deflated.length).toBeLessThan(1500);
    expect(await writeNpz({ zeros: new Float64Array(5000), ...arrays }, { compress: true })).toEqual(deflated);
  });

  test("by pieces of at most 1 MiB", async () => {
    const data = Float64Array.from({ length: 300_000 }, (_, i) => Math.sin(i));
    for (const compress of [true, false]) {
      const parts: Uint8Array[] = [];
      for await (const part of streamNpz({ data }, { compress })) parts.push(part);
      expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(1 << 20);
      const { data: found } = (await readNpz(joined(...parts))).get("data")!;
      expect(Buffer.compare(new Uint8Array(found.buffer), new Uint8Array(data.buffer))).toBe(0);
    }
  });

  test.each<[string, unknown, object, string]>([
    ["null", null, {}, "arrays"],
    ["an array", [new Float64Array(1)], {}, "arrays"],
    ["a typed array without a name", new Float64Array(1), {}, "arrays"],
    ["numbers", { x: 5 }, {}, 'arrays["x"]'],
    ["too few elements", { x: { shape: [2], data: new Float64Array(1) } }, {}, 'arrays["x"].data'],
    ["bf16", { x: { shape: [1], data: new Float32Array(1), type: "bf16" } }, {}, 'arrays["x"].type'],
    ["a name past 64 KB", { ["x".repeat(70_000)]: new Float32Array(1) }, {}, "arrays"],
    ["compress that is neither", {}, { compress: 9 }, "compress"],
  ])("not %s", async (_, given, options, argument) => {
    expect(await rejection(writeNpz(given as TensorInputs, options))).toMatchObject({ argument });
  });
});
