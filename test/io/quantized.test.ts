// Matrices of codes in files: our own layout there and back, and layers as GPTQ and AWQ pack them.
import { describe, expect, test } from "vitest";
import { LutMatrix, type LutParts } from "../../src/index.ts";
import {
  awqParts,
  FormatError,
  gptqParts,
  lutParts,
  lutTensors,
  readSafetensors,
  type Tensor,
  type TensorInput,
  UnsupportedFormatError,
  writeSafetensors,
} from "../../src/io/index.ts";
import { identical, within } from "../compare.ts";
import { reals, words } from "../data.ts";
import { lw } from "../instance.ts";
import { packAlong, packAwq, packDown } from "../oracle/packed.ts";

const content = async (tensors: Record<string, TensorInput>, metadata: Record<string, string> = {}) =>
  readSafetensors(await writeSafetensors(tensors, { metadata }));

describe("our own layout", () => {
  const matrices: [string, () => LutMatrix][] = [
    ["a table a row, 4 bits", () => lw.quantize(lw.matrix(5, 33, reals(165, 1)))],
    ["a table a row, 3 bits", () => lw.quantize(lw.matrix(3, 70, reals(210, 2), { type: "f32" }), { bits: 3 })],
    ["2 bits", () => lw.quantize(lw.matrix(1, 9, reals(9, 3)), { bits: 2 })],
    ["nf4 by groups", () => lw.quantize(lw.matrix(4, 97, reals(388, 4)), { format: "nf4", groupSize: 32 })],
    ["int4-affine", () => lw.quantize(lw.matrix(4, 64, reals(256, 5)), { format: "int4-affine", groupSize: 32 })],
    ["e4m3", () => lw.quantize(lw.matrix(2, 40, reals(80, 6), { type: "f32" }), { format: "e4m3" })],
    ["no rows", () => lw.quantize(lw.matrix(0, 5), { format: "nf4" })],
    ["no columns", () => lw.quantize(lw.matrix(3, 0), { format: "nf4" })],
  ];

  test.each(matrices)("%s: there and back bit for bit", async (_, make) => {
    const A = lw.scope(make);
    const { tensors, metadata } = lutTensors({ "a.b": A });
    const B = lw.lut(lutParts(await content(tensors, metadata), "a.b"));
    expect([B.rows, B.cols, B.bits, B.groupSize, B.type]).toEqual([A.rows, A.cols, A.bits, A.groupSize, A.type]);
    identical(B.pack(), A.pack());
    identical(B.tables, A.tables);
    expect(B.scale).toEqual(A.scale);
    expect(B.offset).toEqual(A.offset);
    lw.scope(() => identical(B.toDense().data, A.toDense().data));
    for (const X of [A, B]) X.dispose();
  });

  test("memory that grows while codes are packed leaves tables and scales whole", () => {
    const A = lw.scope(() => lw.quantize(lw.matrix(4, 97, reals(388, 4)), { format: "nf4", groupSize: 32 }));
    const [tables, scale] = [A.tables.slice(), A.scale!.slice()];
    A.pack = () => {
      lw.vector(lw.memory.reserved / 8).dispose();
      return LutMatrix.prototype.pack.call(A);
    };
    const { tensors } = lutTensors({ w: A });
    expect(tensors["w.tables"]).toMatchObject({ data: tables });
    expect(tensors["w.scale"]).toMatchObject({ data: scale });
    A.dispose();
  });

  test("broken files name the tensor that is wrong", async () => {
    const A = lw.scope(() => lw.quantize(lw.matrix(4, 64, reals(256, 5)), { format: "int4-affine", groupSize: 32 }));
    const sound = lutTensors({ w: A });
    A.dispose();
    type Files = typeof sound;
    const breaks: [entry: string, expected: RegExp, change: (files: Files) => void][] = [
      ["w", /none of this name/, ({ metadata }) => delete metadata.w],
      ["w", /metadata/, ({ metadata }) => Object.assign(metadata, { w: "{" })],
      ["w", /metadata/, ({ metadata }) => Object.assign(metadata, { w: "null" })],
      ["w", /metadata/, ({ metadata }) => Object.assign(metadata, { w: metadata.w!.replace('"bits":4', '"bits":5') })],
      ["w", /metadata/, ({ metadata }) => Object.assign(metadata, { w: metadata.w!.replace("32", "33") })],
      ["w", /metadata/, ({ metadata }) => Object.assign(metadata, { w: metadata.w!.replace("64", "-1") })],
      ["w.codes", /none/, ({ tensors }) => delete tensors["w.codes"]],
      ["w.codes", /u8/, ({ tensors }) => Object.assign(tensors, { "w.codes": new Float32Array(4) })],
      [
        "w.codes",
        /\[4, 32\]/,
        ({ tensors }) => Object.assign(tensors, { "w.codes": { shape: [4, 31], data: new Uint8Array(124) } }),
      ],
      [
        "w.tables",
        /\[4, 16\]/,
        ({ tensors }) => Object.assign(tensors, { "w.tables": { shape: [2, 16], data: new Float64Array(32) } }),
      ],
      [
        "w.tables",
        /finite/,
        ({ tensors }) =>
          Object.assign(tensors, { "w.tables": { shape: [1, 16], data: new Float64Array(16).fill(NaN) } }),
      ],
      [
        "w.scale",
        /f64/,
        ({ tensors }) => Object.assign(tensors, { "w.scale": { shape: [4, 2], data: new Float32Array(8) } }),
      ],
      ["w.scale", /2 axes/, ({ tensors }) => Object.assign(tensors, { "w.scale": new Float64Array(8) })],
      [
        "w.offset",
        /\[4, 2\]/,
        ({ tensors }) => Object.assign(tensors, { "w.offset": { shape: [4, 3], data: new Float64Array(12) } }),
      ],
      [
        "w.offset",
        /finite/,
        ({ tensors }) =>
          Object.assign(tensors, { "w.offset": { shape: [4, 2], data: new Float64Array(8).fill(1 / 0) } }),
      ],
    ];
    for (const [entry, expected, change] of breaks) {
      const files = { tensors: { ...sound.tensors }, metadata: { ...sound.metadata } };
      change(files);
      const read = await content(files.tensors, files.metadata);
      expectFault(() => lutParts(read, "w"), entry, expected);
    }
    expect(() => lutTensors({ a: 5 as never })).toThrow(/matrices\["a"\].*LutMatrix/);
  });
});

function expectFault(
  use: () => unknown,
  entry: string,
  message: RegExp,
  kind: new (...args: never[]) => Error = FormatError,
): void {
  let error: unknown;
  try {
    use();
  } catch (thrown) {
    error = thrown;
  }
  expect(error, `${entry} ${message}`).toBeInstanceOf(kind);
  expect((error as FormatError).entry).toBe(entry);
  expect((error as FormatError).message).toMatch(message);
}

const drawn = (seed: number, lines: number, length: number, limit: number, least = 0) => {
  const next = words(seed);
  return Array.from({ length: lines }, () => Array.from({ length }, () => least + (next() % limit)));
};
const flat = (grid: readonly (readonly number[])[]) => ({
  shape: [grid.length, grid[0]!.length],
  data: Int32Array.from(grid.flat()),
});
/** Halves that f16 holds. */
const scalesOf = (seed: number, groups: number, out: number) =>
  drawn(seed, groups, out, 63, 1).map((row) => row.map((v) => v / 1024));

/** What parts stand for. */
const denseOf = (parts: LutParts) => lw.scope(() => lw.lut(parts).toDense().data.slice());

/** s (q - z) for output i and input j. */
const exact = (q: number[][], z: number[][], s: number[][], group: (j: number) => number) =>
  q[0]!.flatMap((_, i) => q.map((row, j) => s[group(j)]![i]! * (row[i]! - z[group(j)]![i]!)));

describe.each([2, 3, 4, 8] as const)("GPTQ of %i bits", (bits) => {
  const [input, out, size] = [192, 64, 64];
  const levels = 2 ** bits;
  const q = drawn(1, input, out, levels);
  const z = drawn(2, input / size, out, levels - 1, 1);
  const s = scalesOf(3, input / size, out);
  const layer = (g: readonly number[] | undefined, less = 1): Record<string, TensorInput> => ({
    "l.qweight": flat(packDown(q, bits)),
    "l.qzeros": flat(packAlong(z, bits, less)),
    "l.scales": { shape: [input / size, out], data: Float32Array.from(s.flat()), type: "f16" },
    ...(g && { "l.g_idx": Int32Array.from(g) }),
  });

  test.each(["gptq", "gptq_v2"] as const)("groups side by side, %s", async (format) => {
    const want = exact(q, z, s, (j) => Math.floor(j / size));
    for (const g of [undefined, q.map((_, j) => Math.floor(j / size))]) {
      const parts = gptqParts(await content(layer(g, format === "gptq" ? 1 : 0)), "l", { bits, format });
      expect([parts.rows, parts.cols, parts.groupSize, parts.order]).toEqual([out, input, size, undefined]);
      within(
        denseOf(parts),
        want,
        "f32",
        4,
        want.map((v) => Math.abs(v) + levels / 16),
      );
    }
  });

  test("inputs out of order come with their places", async () => {
    const g = q.map((_, j) => j % (input / size));
    const parts = gptqParts(await content(layer(g)), "l", { bits });
    const order = parts.order!;
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(q.map((_, j) => j));
    const want = exact(q, z, s, (j) => g[j]!);
    const D = denseOf(parts);
    const back = new Float32Array(want.length);
    for (let i = 0; i < out; i++) for (const [j, from] of order.entries()) back[i * input + from] = D[i * input + j]!;
    within(
      back,
      want,
      "f32",
      4,
      want.map((v) => Math.abs(v) + levels / 16),
    );
  });
});

test("AWQ: eight outputs a word in their order", async () => {
  const [input, out, size] = [128, 40, 32];
  const q = drawn(1, input, out, 16);
  const z = drawn(2, input / size, out, 16);
  const s = scalesOf(3, input / size, out);
  const file = await content({
    "l.qweight": flat(packAwq(q)),
    "l.qzeros": flat(packAwq(z)),
    "l.scales": { shape: [input / size, out], data: Float32Array.from(s.flat()), type: "f16" },
  });
  const D = denseOf(awqParts(file, "l"));
  const want = exact(q, z, s, (j) => Math.floor(j / size));
  within(
    D,
    want,
    "f32",
    4,
    want.map((v) => Math.abs(v) + 1),
  );
});

describe("packed layers that are broken name the tensor", () => {
  const tensor = (shape: number[], type: "i32" | "f16" | "f32" = "i32"): TensorInput => {
    const length = shape.reduce((a, b) => a * b, 1);
    return type === "i32"
      ? { shape, data: new Int32Array(length) }
      : { shape, data: new Float32Array(length).fill(0.5), type };
  };
  const sound: Record<string, TensorInput> = {
    "l.qweight": tensor([16, 16]),
    "l.qzeros": tensor([2, 2]),
    "l.scales": tensor([2, 16], "f16"),
    "l.g_idx": { shape: [128], data: Int32Array.from({ length: 128 }, (_, j) => j >> 6) },
  };
  const bad: [entry: string, message: RegExp, change: Record<string, TensorInput | undefined>, unsupported?: true][] = [
    ["l.qweight", /none of this name/, { "l.qweight": undefined }],
    ["l.qweight", /i32.*f32/, { "l.qweight": tensor([16, 16], "f32") }],
    ["l.qweight", /2 axes/, { "l.qweight": tensor([256]) }],
    ["l.qweight", /fill words/, { "l.qweight": tensor([16, 12]) }],
    ["l.scales", /none/, { "l.scales": undefined }],
    ["l.scales", /f16.*i32/, { "l.scales": tensor([2, 16]) }],
    ["l.scales", /\[2, 16\]/, { "l.scales": tensor([2, 15], "f16") }],
    ["l.scales", /finite/, { "l.scales": { shape: [2, 16], data: new Float32Array(32).fill(NaN), type: "f16" } }],
    ["l.qzeros", /\[2, 2\]/, { "l.qzeros": tensor([3, 2]) }],
    ["l.g_idx", /\[128\]/, { "l.g_idx": tensor([127]) }],
    ["l.g_idx", /below 2.*5 at 3/, { "l.g_idx": Int32Array.from({ length: 128 }, (_, j) => (j === 3 ? 5 : 0)) }],
    ["l.g_idx", /64 inputs a group/, { "l.g_idx": Int32Array.from({ length: 128 }, (_, j) => (j === 3 ? 1 : j >> 6)) }],
    [
      "l.scales",
      /multiple of 32/,
      { "l.scales": tensor([8, 16], "f16"), "l.qzeros": tensor([8, 2]), "l.g_idx": undefined },
      true,
    ],
    [
      "l.scales",
      /equal size/,
      { "l.scales": tensor([100, 16], "f16"), "l.qzeros": tensor([100, 2]), "l.g_idx": undefined },
    ],
    [
      "l.scales",
      /equal size/,
      { "l.scales": tensor([0, 16], "f16"), "l.qzeros": tensor([0, 2]), "l.g_idx": undefined },
    ],
  ];

  test.each(bad)("%s %s", async (entry, message, change, unsupported) => {
    const tensors = Object.fromEntries(
      Object.entries({ ...sound, ...change }).filter(([, t]) => t !== undefined),
    ) as Record<string, TensorInput>;
    const read = await content(tensors);
    expectFault(() => gptqParts(read, "l"), entry, message, unsupported ? UnsupportedFormatError : FormatError);
  });

  test("sound as they are; AWQ and options", async () => {
    const read = await content(sound);
    expect(gptqParts(read, "l").groupSize).toBe(64);
    expectFault(() => awqParts(read, "l"), "l.scales", /\[2, 128\]/);
    expect(() => gptqParts(read, "l", { bits: 5 as never })).toThrow(/bits.*2, 3, 4, 8/);
    expect(() => gptqParts(read, "l", { format: "awq" as never })).toThrow(/format/);
    const tensors = new Map<string, Tensor>([
      ["l.qweight", { type: "i32", shape: [16, 32], data: new Int32Array(512) }],
    ]);
    expectFault(() => gptqParts({ tensors }, "l", { bits: 3 }), "l.qweight", /a multiple of 3 rows/);
  });
});
