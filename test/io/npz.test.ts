// .npz against files of NumPy and SciPy, against a slow reader of zip, and broken in every way.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CsrLike,
  FormatError,
  openNpz,
  readNpz,
  readNpzCsr,
  type Source,
  streamNpz,
  type TensorInputs,
  UnsupportedFormatError,
  writeNpy,
  writeNpz,
  writeNpzCsr,
} from "../../src/io/index.ts";
import { crc32 } from "../../src/io/npz/crc32.ts";
import { lw } from "../instance.ts";
import { npyOf, zipOf } from "../oracle/files.ts";
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

describe.each(folders)("files of NumPy, %s", (folder) => {
  const expected = json<Record<string, Expected>>(folder, "npz");

  test.each(["stored", "deflated", "other", "zip64"])("%s", async (name) => {
    const found = await readNpz(fixture(folder, `${name}.npz`));
    expect(found.size).toBe({ stored: 5, deflated: 5, other: 2, zip64: 3 }[name]);
    for (const [key, { shape, data }] of found) {
      expect(shape).toEqual(expected[key]!.shape);
      expect([...data]).toEqual(elements(expected[key]!.values, data));
    }
  });

  test("some arrays, and one by one", async () => {
    for (const source of [fixture(folder, "deflated.npz"), new Blob([fixture(folder, "deflated.npz")])]) {
      expect([...(await readNpz(source, { names: ["y", "größe"] })).keys()].sort()).toEqual(["größe", "y"]);
      const file = await openNpz(source);
      expect([...file.names].sort()).toEqual(Object.keys(expected).sort());
      expect((await file.read("größe")).data).toEqual(Uint16Array.of(7));
    }
  });

  test.each(Object.entries(json<Record<string, Expected>>(folder, "sparse")))(
    "%s of save_npz",
    async (name, { shape, values }) => {
      const A = await readNpzCsr(fixture(folder, `${name}.npz`));
      expect([A.rows, A.cols]).toEqual(shape);
      expect(A.type).toBe(name === "csr-single" ? "f32" : "f64");
      using C = lw.csr(A);
      using D = C.toDense();
      expect([...D.data]).toEqual(elements(values, []));
    },
  );

  test("csc is refused by name", async () => {
    const error = await formatError(readNpzCsr(fixture(folder, "csc.npz")));
    expect(error).toBeInstanceOf(UnsupportedFormatError);
    expect(error).toMatchObject({ entry: "format.npy", got: '"csc"' });
  });

  test("another method is refused by name", async () => {
    const error = await formatError(readNpz(fixture(folder, "bzip2.npz")));
    expect(error).toBeInstanceOf(UnsupportedFormatError);
    expect(error).toMatchObject({ entry: "X.npy", got: "12" });
  });
});

const arrays = {
  a: Float32Array.of(1, 2, 3),
  "b/ü": { shape: [2, 2], data: BigInt64Array.of(1n, -2n, 3n, 4n) },
  empty: new Uint8Array(0),
};
const stored = await writeNpz(arrays);
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

describe("sparse matrices", () => {
  const dense = [0, 1.5, 0, -2, 0, 3];

  test.each(["f32", "f64"] as const)("laid out as SciPy's, %s", async (type) => {
    using D = lw.matrix(2, 3, dense, { type });
    using A = lw.sparsify(D);
    for (const compress of [true, false]) {
      const bytes = await writeNpzCsr(A, { compress });
      const members = zipOf(bytes);
      const held = Object.fromEntries(
        ["indices", "indptr", "shape", "data"].map((name) => [name, npyOf(members.get(`${name}.npy`)!)]),
      );
      expect(held).toEqual({
        indices: { descr: "<i4", shape: [3], values: [1, 0, 2] },
        indptr: { descr: "<i4", shape: [3], values: [0, 1, 3] },
        shape: { descr: "<i8", shape: [2], values: [2n, 3n] },
        data: { descr: type === "f32" ? "<f4" : "<f8", shape: [3], values: [1.5, -2, 3] },
      });
      expect(Buffer.from(members.get("format.npy")!).toString("latin1")).toMatch(
        /'descr': '\|S3'.*'shape': \(\).*\ncsr$/s,
      );
      expect(await readNpzCsr(bytes)).toEqual({
        rows: 2,
        cols: 3,
        indptr: A.indptr,
        indices: A.indices,
        values: A.values,
        type,
      });
    }
  });

  const parts = async (changes: TensorInputs = {}) => ({
    shape: BigInt64Array.of(2n, 3n),
    data: Float64Array.of(1, 2, 4),
    indices: Int32Array.of(1, 0, 2),
    indptr: Int32Array.of(0, 1, 3),
    ...changes,
  });
  const archive = async (changes: TensorInputs = {}, format: TensorInputs = {}) => {
    const bytes = await writeNpzCsr({ rows: 0, cols: 0, indptr: [0], indices: [], values: [] });
    const own = zipOf(bytes).get("format.npy")!;
    return zipped({
      ...(await members({ ...(await parts(changes)), ...format })),
      ...("format" in format ? {} : { "format.npy": own }),
    });
  };

  test("indices of 64 bits and unsigned ones are read", async () => {
    for (const kind of [BigInt64Array, BigUint64Array])
      expect((await readNpzCsr(await archive({ indices: kind.of(1n, 0n, 2n) }))).indices).toEqual(
        Uint32Array.of(1, 0, 2),
      );
    for (const kind of [Uint32Array, Uint8Array])
      expect((await readNpzCsr(await archive({ indptr: kind.of(0, 1, 3) }))).indptr).toEqual(Uint32Array.of(0, 1, 3));
  });

  test.each<[string, TensorInputs, string]>([
    ["row starts that fall", { indptr: Int32Array.of(0, 4, 3) }, "indptr.npy"],
    ["negative row starts", { indptr: Int32Array.of(0, -1, 3) }, "indptr.npy"],
    ["too few row starts", { indptr: Int32Array.of(0, 3) }, "indptr.npy"],
    ["row starts that are NaN", { indptr: Float64Array.of(0, Number.NaN, 3) }, "indptr.npy"],
    ["columns past the last", { indices: Int32Array.of(1, 0, 3) }, "indices.npy"],
    ["negative columns", { indices: Int32Array.of(1, -1, 2) }, "indices.npy"],
    ["columns beyond what doubles hold", { indices: BigInt64Array.of(1n, 2n ** 53n + 1n, 2n) }, "indices.npy"],
    ["too few columns", { indices: Int32Array.of(1) }, "indices.npy"],
    ["two axes", { data: { shape: [3, 1], data: new Float64Array(3) } }, "data.npy"],
    ["a negative size", { shape: BigInt64Array.of(-2n, 3n) }, "shape.npy"],
    ["sizes that are NaN", { shape: Float64Array.of(Number.NaN, 3) }, "shape.npy"],
    ["three sizes", { shape: BigInt64Array.of(2n, 3n, 1n) }, "shape.npy"],
    ["many rows and no row starts for them", { shape: BigInt64Array.of(4294967295n, 3n) }, "indptr.npy"],
  ])("%s", async (_, changes, entry) => {
    const error = await formatError(readNpzCsr(await archive(changes)));
    expect(error).toMatchObject({ format: "npz", entry });
    expect(error).not.toBeInstanceOf(UnsupportedFormatError);
  });

  test("a format that is no text, and none at all", async () => {
    expect(await formatError(readNpzCsr(await archive({}, { format: Uint8Array.of(1) })))).toMatchObject({
      entry: "format.npy",
    });
    expect(await formatError(readNpzCsr(await writeNpz(await parts())))).toMatchObject({
      entry: "format.npy",
      got: "none",
    });
  });

  test("structures that break the rules are not written", async () => {
    const bad: CsrLike = { rows: 1, cols: 1, indptr: [0, 1], indices: [1], values: [1] };
    expect(await rejection(writeNpzCsr(bad))).toMatchObject({ argument: "indices[0]" });
    expect(await rejection(writeNpzCsr(null as never))).toMatchObject({ argument: "matrix" });
  });
});

/** Members of an archive from arrays. */
const members = async (given: TensorInputs) =>
  Object.fromEntries(
    await Promise.all(Object.entries(given).map(async ([name, a]) => [`${name}.npy`, await writeNpy(a)])),
  );

interface Quirks {
  method?: number;
  flags?: number;
  crc?: number;
  size?: number;
  packed?: number;
  offset?: number;
  localName?: string;
  localMethod?: number;
  extra?: ArrayLike<number>;
}

/** A stored archive, field by field, with whatever is wrong in it. */
function zipped(
  given: Record<string, Uint8Array>,
  quirks: Record<string, Quirks> = {},
  end: { count?: number; gap?: number; tail?: ArrayLike<number>; disk?: number } = {},
) {
  const le = (value: number, size: number) =>
    Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256);
  const locals: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(given)) {
    const q = {
      method: 0,
      flags: 0,
      crc: crc32(bytes),
      size: bytes.length,
      packed: bytes.length,
      offset: at,
      localName: name,
      extra: [],
      ...quirks[name],
    };
    const common = (method: number) => [
      ...le(q.flags, 2),
      ...le(method, 2),
      ...le(0, 4),
      ...le(q.crc, 4),
      ...le(q.packed, 4),
      ...le(q.size, 4),
    ];
    const local = joined(
      text("PK\x03\x04"),
      le(20, 2),
      common(q.localMethod ?? q.method),
      le(text(q.localName).length, 2),
      le(0, 2),
      text(q.localName),
      bytes,
    );
    entries.push(
      joined(
        text("PK\x01\x02"),
        le(20, 2),
        le(20, 2),
        common(q.method),
        le(text(name).length, 2),
        le(q.extra.length, 2),
        le(0, 2),
        le(0, 8),
        le(q.offset, 4),
        text(name),
        q.extra,
      ),
    );
    locals.push(local);
    at += local.length;
  }
  const directory = joined(...entries);
  const count = end.count ?? entries.length;
  const last = [
    ...le(end.disk ?? 0, 2),
    ...le(0, 2),
    ...le(count, 2),
    ...le(count, 2),
    ...le(directory.length, 4),
    ...le(at, 4),
    0,
    0,
  ];
  return joined(...locals, directory, new Uint8Array(end.gap ?? 0), text("PK\x05\x06"), last, end.tail ?? []);
}

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

describe("sources", () => {
  const expected = (source: Source) =>
    readNpz(source).then((found) => [...found].map(([name, { data }]) => [name, [...data]]));

  test.each(["stored", "deflated"])("of every kind, %s", async (kind) => {
    const bytes = kind === "stored" ? stored : deflated;
    const whole = await expected(bytes);
    for (const [name, source] of Object.entries(sources(bytes))) expect(await expected(source), name).toEqual(whole);
  });

  test("cut at every byte", async () => {
    const whole = await expected(deflated);
    for (let at = 0; at <= deflated.length; at += 3)
      expect(await expected(split(deflated, at)), `${at}`).toEqual(whole);
  });
});

test("crc32 of the check string, and by parts", () => {
  expect(crc32(text("123456789"))).toBe(0xcbf43926);
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i * 37);
  for (let at = 0; at <= 100; at++) expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(crc32(bytes));
});
