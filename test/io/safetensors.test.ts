// Safetensors against files built by struct, read in parts, and through every kind of source.
import { describe, expect, test } from "vitest";
import { openSafetensors, readSafetensors, writeSafetensors } from "../../src/io/index.ts";
import { chopped, elements, type Expected, fixture, folders, json, sources, split } from "./files.ts";

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
