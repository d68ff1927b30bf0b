// .npy against NumPy's files, and through every kind of source.
import { describe, expect, test } from "vitest";
import { readNpy, type Tensor, UnsupportedFormatError, writeNpy } from "../../src/io/index.ts";
import { chopped, elements, type Expected, folders, formatError, json, sources, split } from "./files.ts";
import { f8, npyFile } from "./made.ts";

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
    const bytes = npyFile(f8("(1,)", ">f8"), [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
    const before = bytes.slice();
    const { data } = await readNpy(bytes);
    expect([...data]).toEqual([1]);
    expect(bytes).toEqual(before);
    expect(data.buffer).not.toBe(bytes.buffer);
  });
});
