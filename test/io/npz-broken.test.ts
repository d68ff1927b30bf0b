// .npz archives broken in every way.
import { describe, expect, test } from "vitest";
import { FormatError, openNpz, readNpz, writeNpy, writeNpz } from "../../src/io/index.ts";
import { chopped, formatError, joined, rejection, text } from "./files.ts";
import { zipped } from "./made.ts";

const arrays = {
  a: Float32Array.of(1, 2, 3),
  "b/ü": { shape: [2, 2], data: BigInt64Array.of(1n, -2n, 3n, 4n) },
  empty: new Uint8Array(0),
};

const stored = await writeNpz(arrays);

const deflated = await writeNpz({ zeros: new Float64Array(5000), ...arrays }, { compress: true });

describe("broken archives", async () => {
  const a = await writeNpy(Float64Array.of(1, 2));
  const b = await writeNpy(Int8Array.of(3));
  const two = { "a.npy": a, "b.npy": b };

  test("the archive of this test is sound without its quirks", async () => {
    expect([...(await readNpz(zipped(two))).keys()]).toEqual(["a", "b"]);
    expect((await readNpz(zipped(two))).get("a")!.data).toEqual(Float64Array.of(1, 2));
  });

  test.each<[string, Uint8Array<ArrayBuffer>, object]>([
    ["nothing", new Uint8Array(0), { expected: expect.stringContaining("a zip archive") }],
    ["22 zeros", new Uint8Array(22), { expected: expect.stringContaining("a zip archive") }],
    ["a .npy file", a, { expected: expect.stringContaining("a zip archive") }],
    ["trailing bytes", zipped(two, {}, { tail: [0] }), { expected: expect.stringContaining("a zip archive") }],
    [
      "bytes before",
      joined([1], zipped(two)),
      { expected: expect.stringContaining("a central directory that ends at") },
    ],
    [
      "a gap behind the directory",
      zipped(two, {}, { gap: 4 }),
      { expected: expect.stringContaining("a central directory that ends at") },
    ],
    ["too high a count", zipped(two, {}, { count: 3 }), { expected: "3 entries in the central directory", got: "2" }],
    ["too low a count", zipped(two, {}, { count: 1 }), { expected: "1 entries in the central directory", got: "2" }],
    ["a count for zip64 without zip64", zipped(two, {}, { count: 0xffff }), { expected: "a zip64 locator" }],
    ["several disks", zipped(two, {}, { disk: 1 }), { name: "UnsupportedFormatError" }],
    ["encryption", zipped(two, { "a.npy": { flags: 1 } }), { name: "UnsupportedFormatError", entry: "a.npy" }],
    ["another method", zipped(two, { "a.npy": { method: 93 } }), { name: "UnsupportedFormatError", got: "93" }],
    ["a wrong CRC", zipped(two, { "a.npy": { crc: 1 } }), { entry: "a.npy", expected: "bytes of CRC 0x00000001" }],
    ["a size below the stored one", zipped(two, { "b.npy": { size: 5 } }), { entry: "b.npy", got: "5" }],
    ["a size past the stored one", zipped(two, { "b.npy": { size: 5000 } }), { entry: "b.npy", got: "5000" }],
    [
      "a member past the next",
      zipped(two, { "a.npy": { size: 5000, packed: 5000 } }),
      { entry: "a.npy", expected: expect.stringContaining("a member that ends by") },
    ],
    [
      "a member past the directory",
      zipped(two, { "b.npy": { size: 5000, packed: 5000 } }),
      { entry: "b.npy", expected: expect.stringContaining("a member that ends by") },
    ],
    [
      "two members in one place",
      zipped(two, { "b.npy": { offset: 0 } }),
      { expected: expect.stringContaining("a member that ends by") },
    ],
    ["a place past the end", zipped(two, { "b.npy": { offset: 0xfffffff0 } }), { entry: "b.npy" }],
    [
      "a place inside a member",
      zipped({ "a.npy": a }, { "a.npy": { offset: 7, size: 9, packed: 9 } }),
      { expected: "a local header" },
    ],
    [
      "another name in the local header",
      zipped(two, { "a.npy": { localName: "c.npy" } }),
      { expected: "the directory's name", got: '"c.npy"' },
    ],
    [
      "another method in the local header",
      zipped(two, { "a.npy": { localMethod: 8 } }),
      { expected: "method 0", got: "8" },
    ],
    [
      "a zip64 size without its field",
      zipped(two, { "a.npy": { size: 0xffffffff } }),
      { expected: expect.stringContaining("zip64") },
    ],
    [
      "a zip64 field too short",
      zipped(two, { "a.npy": { size: 0xffffffff, extra: [1, 0, 4, 0, 1, 2, 3, 4] } }),
      { expected: expect.stringContaining("zip64") },
    ],
    ["a broken array", zipped({ "a.npy": a.subarray(0, 100) }), { format: "npz", entry: "a.npy" }],
    ["an array of objects", zipped({ "a.npy": text(`\u0001`) }), { format: "npz", entry: "a.npy" }],
    [
      "what is no deflate stream",
      zipped({ "a.npy": text("no deflate") }, { "a.npy": { method: 8, size: 200 } }),
      { entry: "a.npy" },
    ],
    [
      "an impossible ratio",
      zipped({ "a.npy": text("x") }, { "a.npy": { method: 8, size: 0xfffffffe } }),
      { entry: "a.npy", got: "4294967294" },
    ],
  ])("%s", async (_, bytes, fault) => {
    for (const source of [bytes, new Blob([bytes]), chopped(bytes, 50)])
      expect(await formatError(readNpz(source))).toMatchObject({ format: "npz", ...fault });
  });

  test("names twice", async () => {
    const bytes = zipped({ "a.npy": b, "b.npy": b });
    const twice = bytes.map((byte, i) =>
      byte === 0x62 && String.fromCharCode(...bytes.subarray(i, i + 5)) === "b.npy" ? 0x61 : byte,
    );
    expect(await formatError(readNpz(twice))).toMatchObject({ entry: "a.npy", expected: "each name once" });
  });

  test("names that are not UTF-8", async () => {
    const bytes = zipped({ "a.npy": b });
    const wrong = bytes.map((byte, i) => (byte === 0x61 && bytes[i + 1] === 0x2e ? 0xff : byte));
    expect(await formatError(readNpz(wrong))).toMatchObject({ expected: "a name in UTF-8" });
  });

  test("cut anywhere", async () => {
    for (const whole of [zipped(two), deflated])
      for (let length = 0; length < whole.length; length++)
        expect(await formatError(readNpz(whole.subarray(0, length))), `${length}`).toBeInstanceOf(FormatError);
  });

  test("every byte of a deflated array matters", async () => {
    const bytes = await writeNpz({ x: Float64Array.from({ length: 40 }, (_, i) => Math.sqrt(i)) }, { compress: true });
    const start = 30 + "x.npy".length;
    for (let at = start; at < bytes.length - 22 - 46 - 5; at++) {
      const flipped = bytes.slice();
      flipped[at]! ^= 0x55;
      expect(await formatError(readNpz(flipped)), `${at}`).toMatchObject({ format: "npz", entry: "x.npy" });
    }
  });

  test("a size that lies about what is packed", async () => {
    const view = (bytes: Uint8Array) => new DataView(bytes.buffer);
    const bytes = await writeNpz({ x: new Float64Array(1000) }, { compress: true });
    const directory = view(bytes).getUint32(bytes.length - 6, true);
    for (const size of [200, 8127, 8129, 20_000]) {
      const lying = bytes.slice();
      view(lying).setUint32(directory + 24, size, true);
      expect(await formatError(readNpz(lying)), `${size}`).toMatchObject({ entry: "x.npy" });
    }
  });

  test("arrays that inflate past maxBytes", async () => {
    const bytes = await writeNpz({ x: new Uint8Array(1e6), y: new Uint8Array(1e6) }, { compress: true });
    expect((await readNpz(bytes)).size).toBe(2);
    expect(await formatError(readNpz(bytes, { maxBytes: 1.5e6 }))).toMatchObject({
      expected: expect.stringContaining("maxBytes"),
    });
    expect((await readNpz(bytes, { maxBytes: 1.5e6, names: ["y"] })).size).toBe(1);
    const file = await openNpz(bytes, { maxBytes: 1.5e6 });
    expect((await file.read("x")).data.length).toBe(1e6);
    expect(await rejection(readNpz(bytes, { maxBytes: Number.NaN }))).toMatchObject({ argument: "maxBytes" });
    expect((await readNpz(await writeNpz({ x: new Uint8Array(1e5) }), { maxBytes: 0 })).size).toBe(1);
  });

  test("names that are not there", async () => {
    expect(await rejection(readNpz(stored, { names: ["a", "c"] }))).toMatchObject({ argument: "names[1]", got: '"c"' });
    expect(await rejection(readNpz(stored, { names: "a" as never }))).toMatchObject({ argument: "names" });
    expect(await rejection((await openNpz(stored)).read("a.npy"))).toMatchObject({ argument: "name" });
  });
});
