// .npz against NumPy's files, and through every kind of source.
import { describe, expect, test } from "vitest";
import { openNpz, readNpz, readNpzCsr, type Source, UnsupportedFormatError, writeNpz } from "../../src/io/index.ts";
import { crc32 } from "../../src/core/crc32.ts";
import { lw } from "../instance.ts";
import { elements, type Expected, fixture, folders, formatError, json, sources, split, text } from "./files.ts";

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
