// `lanewise convert` in processes of its own: every pair of formats, every option.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  lutParts,
  readMatrixMarket,
  readNpy,
  readNpz,
  readNpzCsr,
  readSafetensors,
  type Tensor,
  writeMatrixMarket,
  writeNpy,
  writeNpz,
  writeNpzCsr,
  writeSafetensors,
} from "../../src/io/index.ts";
import { changed } from "../../src/cli/convert/change.ts";
import { build, lw } from "../instance.ts";
import { bundled, type How, type Outcome } from "./command.ts";
import { gguf } from "./gguf.ts";

let folder: string;
let command: (args: readonly string[], how?: How) => Promise<Outcome>;

beforeAll(async () => {
  if (build !== "simd") return;
  command = await bundled("test-convert");
  folder = mkdtempSync(join(tmpdir(), "lanewise-"));
});
afterAll(() => build === "simd" && rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const bytes = (name: string) => new Uint8Array(readFileSync(at(name)));

/** Runs a conversion that must succeed; gives what `--json` says. */
async function convert(input: string, output: string, ...options: string[]) {
  const outcome = await command(["convert", at(input), at(output), "--json", "--force", ...options]);
  expect(outcome).toMatchObject({ code: 0, stderr: expect.stringMatching(/^(\[\d\/\d\] \w.*\n)+$/) });
  return JSON.parse(outcome.stdout) as { input: object; output: object; arrays: object[]; milliseconds: number };
}

/** 2 x 32 small multiples of 1/4, which all formats hold exactly, Q8_0 too. */
const NUMBERS = Array.from({ length: 64 }, (_, p) => (p % 7 === 3 ? 0 : ((p * 37) % 101) / 4 - 12));
const ENTRIES = NUMBERS.flatMap((value, p) => (value === 0 ? [] : [[Math.floor(p / 32), p % 32, value]]));

/** The numbers of a dense file, whatever its format. */
async function numbersIn(name: string): Promise<{ shape: number[]; numbers: number[] }> {
  const of = ({ shape, data }: Tensor) => ({ shape: [...shape], numbers: Array.from(data as Float64Array, Number) });
  if (name.endsWith(".npy")) return of(await readNpy(bytes(name)));
  if (name.endsWith(".npz")) return of([...(await readNpz(bytes(name))).values()][0]!);
  if (name.endsWith(".safetensors")) return of([...(await readSafetensors(bytes(name))).tensors.values()][0]!);
  const read = await readMatrixMarket(bytes(name));
  if (read.layout !== "array") throw new Error("expected a dense file");
  return { shape: [...read.shape], numbers: Array.from(read.data) };
}

describe.runIf(build === "simd")("lanewise convert, dense", () => {
  beforeAll(async () => {
    const tensor = { shape: [2, 32], data: Float32Array.from(NUMBERS) };
    writeFileSync(at("in.npy"), await writeNpy(tensor));
    writeFileSync(at("in.npz"), await writeNpz({ in: tensor }));
    writeFileSync(at("in.mtx"), await writeMatrixMarket(tensor));
    writeFileSync(at("in.safetensors"), await writeSafetensors({ in: tensor }, { metadata: { made: "by hand" } }));
    writeFileSync(at("in.gguf"), gguf([{ name: "in", shape: [2, 32], type: "F32", numbers: NUMBERS }]));
    writeFileSync(at("codes.gguf"), gguf([{ name: "in", shape: [2, 32], type: "Q8_0", numbers: NUMBERS }]));
  });

  const inputs = ["in.npy", "in.npz", "in.mtx", "in.safetensors", "in.gguf"];
  const pairs = inputs.flatMap((from) => ["npy", "npz", "mtx", "safetensors"].map((to) => [from, to] as const));
  it.each([...pairs, ...["npy", "npz", "mtx"].map((to) => ["codes.gguf", to] as const)])(
    "%s to %s keeps every number",
    async (from, to) => {
      const name = `dense-${from.replace(".", "-")}.${to}`;
      const { output, arrays } = await convert(from, name);
      expect(await numbersIn(name)).toEqual({ shape: [2, 32], numbers: NUMBERS });
      expect(output).toEqual({ path: at(name), format: to, bytes: bytes(name).length });
      const type = from === "in.mtx" ? "f64" : "f32";
      expect(arrays).toEqual(
        [{ name: "in", layout: "dense", type, shape: [2, 32] }].map((a) => ({ ...a, name: expect.any(String) })),
      );
    },
  );

  it("keeps the notes of a safetensors file, and calls an array without a name by the file's", async () => {
    await convert("in.safetensors", "notes.safetensors");
    expect((await readSafetensors(bytes("notes.safetensors"))).metadata.get("made")).toBe("by hand");
    await convert("in.npy", "named.npz");
    expect([...(await readNpz(bytes("named.npz"))).keys()]).toEqual(["in"]);
    await convert("in.npy", "named.npz", "--name", "weights");
    expect([...(await readNpz(bytes("named.npz"))).keys()]).toEqual(["weights"]);
  });

  it("reads stdin and writes stdout", async () => {
    const {
      code,
      bytes: out,
      stderr,
    } = await command(["convert", "-", "-", "--from", "mtx", "--to", "npy"], {
      input: bytes("in.mtx"),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "[1/2] reading -\n[2/2] writing -\n" });
    expect(Array.from((await readNpy(out)).data as Float64Array)).toEqual(NUMBERS);
    for (const name of ["in.npz", "in.safetensors", "in.gguf"]) {
      const from = name.split(".")[1]!;
      const piped = await command(["convert", "-", at("piped.npy"), "--from", from, "--force"], { input: bytes(name) });
      expect(piped.code).toBe(0);
      expect((await numbersIn("piped.npy")).numbers).toEqual(NUMBERS);
    }
  });

  it("--type rounds to the nearest, once, and keeps whole numbers", async () => {
    const numbers = [1 / 3, 2049, 1 + 2 ** -11 + 2 ** -30, -0];
    writeFileSync(at("types.npy"), await writeNpy(Float64Array.from(numbers)));
    await convert("types.npy", "half.npy", "--type", "f16");
    const half = await readNpy(bytes("half.npy"));
    // By hand: 1/3 = 0.25 (1 + 341.3/1024); 2049 is halfway, so 2048; just above halfway from 1 to 1 + 2^-10, so up.
    expect(half.type).toBe("f16");
    expect(Array.from(half.data as Float32Array)).toEqual([0.25 * (1 + 341 / 1024), 2048, 1 + 2 ** -10, -0]);
    writeFileSync(at("whole.npy"), await writeNpy(Float64Array.of(-128, 127, 5)));
    await convert("whole.npy", "small.npy", "--type", "i8");
    expect(await readNpy(bytes("small.npy"))).toEqual({ type: "i8", shape: [3], data: Int8Array.of(-128, 127, 5) });
    await convert("small.npy", "large.npy", "--type", "i64");
    expect((await readNpy(bytes("large.npy"))).data).toEqual(BigInt64Array.of(-128n, 127n, 5n));
    await convert("small.npy", "whole.mtx");
    expect(new TextDecoder().decode(bytes("whole.mtx"))).toBe(
      "%%MatrixMarket matrix array integer general\n3 1\n-128\n127\n5\n",
    );
  });

  it("bf16, which NumPy does not have, becomes f32 there", async () => {
    writeFileSync(
      at("brain.safetensors"),
      await writeSafetensors({ b: { shape: [2], data: Float32Array.of(1.5, -3), type: "bf16" } }),
    );
    await convert("brain.safetensors", "brain.npy");
    expect(await readNpy(bytes("brain.npy"))).toMatchObject({ type: "f32", data: Float32Array.of(1.5, -3) });
  });
});

describe.runIf(build === "simd")("lanewise convert, sparse", () => {
  const matrix = {
    rows: 2,
    cols: 32,
    indptr: [0, ENTRIES.filter(([i]) => i === 0).length, ENTRIES.length],
    indices: ENTRIES.map(([, j]) => j!),
    values: Float64Array.from(ENTRIES, ([, , value]) => value!),
  };

  beforeAll(async () => {
    writeFileSync(at("s.npz"), await writeNpzCsr(matrix));
    writeFileSync(at("s.mtx"), await writeMatrixMarket(matrix));
    await convert("s.mtx", "s.safetensors", "--name", "s");
  });

  const formats = ["npz", "mtx", "safetensors"];
  const pairs = formats.flatMap((from) => formats.map((to) => [from, to] as const));
  it.each(pairs)("%s to %s keeps every entry", async (from, to) => {
    const name = `sparse-${from}.${to}`;
    const { arrays } = await convert(`s.${from}`, name);
    expect(arrays).toEqual([{ name: "s", layout: "sparse", type: "f64", shape: [2, 32], nnz: ENTRIES.length }]);
    if (to === "safetensors") await convert(name, `again-${name}.mtx`);
    const read =
      to === "npz"
        ? await readNpzCsr(bytes(name))
        : await readMatrixMarket(bytes(to === "mtx" ? name : `again-${name}.mtx`));
    if (!("indptr" in read)) throw new Error("expected a sparse file");
    expect([read.rows, read.cols, ...read.indptr, ...read.indices]).toEqual([
      2,
      32,
      ...matrix.indptr,
      ...matrix.indices,
    ]);
    expect(Array.from(read.values)).toEqual(Array.from(matrix.values));
  });

  it.each(["npz", "mtx", "safetensors"])("--dense of %s writes every entry", async (from) => {
    await convert(`s.${from}`, `dense-${from}.npy`, "--dense", "--type", "f32");
    const { type, shape, data } = await readNpy(bytes(`dense-${from}.npy`));
    expect({ type, shape, data: Array.from(data as Float32Array) }).toEqual({
      type: "f32",
      shape: [2, 32],
      data: NUMBERS,
    });
  });

  it("--sparse leaves the zeros out", async () => {
    await convert("in.npy", "sparse.npz", "--sparse", "--compress");
    const read = await readNpzCsr(bytes("sparse.npz"));
    expect([read.type, Array.from(read.indptr)]).toEqual(["f32", matrix.indptr]);
    expect(Array.from(read.indices)).toEqual(matrix.indices);
    expect(Array.from(read.values)).toEqual(Array.from(matrix.values));
  });
});

describe.runIf(build === "simd")("lanewise convert, several arrays and codes", () => {
  beforeAll(async () => {
    const tensors = {
      w: { shape: [3, 64], data: Float32Array.from({ length: 192 }, (_, p) => Math.fround(Math.sin(p * p))) },
      b: { shape: [3], data: Float32Array.of(1, 2, 3) },
      n: { shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) },
    };
    writeFileSync(at("model.safetensors"), await writeSafetensors(tensors));
    writeFileSync(at("model.npz"), await writeNpz(tensors));
  });

  it.each(["model.safetensors", "model.npz"])("--name takes arrays out of %s", async (model) => {
    await convert(model, "b.npy", "--name", "b");
    expect((await numbersIn("b.npy")).numbers).toEqual([1, 2, 3]);
    await convert(model, "two.npz", "--name", "b,n");
    expect([...(await readNpz(bytes("two.npz"))).keys()].sort()).toEqual(["b", "n"]);
  });

  it("--quantize puts matrices of floats into codes as lw.quantize does, and leaves the rest", async () => {
    const { arrays } = await convert("model.npz", "small.safetensors", "--quantize", "nf4", "--group-size", "32");
    expect(arrays).toContainEqual({ name: "w", layout: "codes", type: "f32", shape: [3, 64], bits: 4, groupSize: 32 });
    const content = await readSafetensors(bytes("small.safetensors"));
    expect([...content.tensors.keys()].sort()).toEqual(["b", "n", "w.codes", "w.scale", "w.tables"]);
    const w = (await readSafetensors(bytes("model.safetensors"))).tensors.get("w")!;
    lw.scope(() => {
      const expected = lw.quantize(lw.matrix(3, 64, w.data as Float32Array), { format: "nf4", groupSize: 32 });
      const got = lw.lut(lutParts(content, "w"));
      expect(Array.from(got.pack())).toEqual(Array.from(expected.pack()));
      expect(Array.from(got.toDense().data)).toEqual(Array.from(expected.toDense().data));
    });
    await convert("small.safetensors", "again.safetensors");
    expect(bytes("again.safetensors")).toEqual(bytes("small.safetensors"));
    await convert("small.safetensors", "w.npy", "--name", "w");
    const far = (await numbersIn("w.npy")).numbers.map((v, p) => Math.abs(v - (w.data[p] as number)));
    expect(Math.max(...far)).toBeLessThan(0.16); // half of the widest gap of nf4, 0.304, times a scale of at most 1
  });

  it("--quantize by blocks of rows gives the codes of the whole matrix", async () => {
    const [rows, cols] = [2100, 2048]; // a little more than one block
    const data = Float32Array.from({ length: rows * cols }, (_, p) => ((p * 2654435761) >>> 8) / 2 ** 23 - 1);
    const tensor = { type: "f32", shape: [rows, cols], data } as const;
    let pauses = 0;
    const pause = async () => {
      pauses++;
    };
    const item = await changed(lw, "w", { kind: "dense", tensor }, { quantize: "int4-affine" }, pause);
    expect([item.kind, pauses]).toEqual(["codes", 2]);
    if (item.kind !== "codes") return;
    lw.scope(() => {
      const whole = lw.quantize(lw.matrix(rows, cols, data), { format: "int4-affine" });
      expect(Buffer.compare(whole.pack(), item.parts.codes)).toBe(0);
      expect(Array.from(item.parts.scale!)).toEqual(Array.from(whole.scale!));
      expect(Array.from(item.parts.offset!)).toEqual(Array.from(whole.offset!));
      expect(Array.from(item.parts.tables)).toEqual(Array.from(whole.tables));
    });
  });

  it("keeps a model's codes as codes, and rounds nothing", async () => {
    const { arrays } = await convert("codes.gguf", "kept.safetensors");
    expect(arrays).toEqual([{ name: "in", layout: "codes", type: "f32", shape: [2, 32], bits: 8, groupSize: 32 }]);
    await convert("kept.safetensors", "kept.npy");
    expect((await numbersIn("kept.npy")).numbers).toEqual(NUMBERS);
    expect(existsSync(at("kept.npy"))).toBe(true);
  });
});
