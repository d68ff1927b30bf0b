// Files read and written with an instance at hand: the same bits as without.
import { describe, expect, test } from "vitest";
import {
  readNpy,
  readNpz,
  readSafetensors,
  type TransferOptions,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "../../src/io/index.ts";
import { identical } from "../compare.ts";
import { words } from "../data.ts";
import { lw } from "../instance.ts";
import { rejection } from "./files.ts";

const next = words(1);
const data = new Float32Array(Uint32Array.from({ length: 40_000 }, next).buffer).map((v) => (Number.isNaN(v) ? 1 : v));
const calls = { decode: 0, encode: 0 };
const counting: TransferOptions["lw"] & object = {
  decode: (codes, format) => {
    calls.decode++;
    return lw.decode(codes, format);
  },
  encode: (numbers, format) => {
    calls.encode++;
    return lw.encode(numbers, format);
  },
};

describe.each(["f16", "bf16"] as const)("%s", (type) => {
  const formats = {
    npy: [(o) => writeNpy({ shape: [40_000], data, type }, o), (f, o) => readNpy(f, o)],
    npz: [(o) => writeNpz({ a: { shape: [200, 200], data, type } }, o), async (f, o) => (await readNpz(f, o)).get("a")],
    safetensors: [
      (o) => writeSafetensors({ a: { shape: [200, 200], data, type } }, o),
      async (f, o) => (await readSafetensors(f, o)).tensors.get("a"),
    ],
  } satisfies Record<
    string,
    [(o: TransferOptions) => Promise<Uint8Array>, (f: Uint8Array, o: TransferOptions) => Promise<unknown>]
  >;
  for (const [format, [write, read]] of Object.entries(formats))
    test.skipIf(format !== "safetensors" && type === "bf16")(
      `${format} with an instance is ${format} without`,
      async () => {
        const [with_, without] = [await write({ lw: counting }), await write({})];
        identical(with_, without);
        const [a, b] = (await Promise.all([read(without, { lw: counting }), read(without, {})])) as {
          data: Float32Array;
        }[];
        identical(a!.data, b!.data);
        expect(calls.decode).toBeGreaterThan(0);
        expect(calls.encode).toBeGreaterThan(0);
        calls.decode = calls.encode = 0;
      },
    );
});

test("what is no instance is refused", async () => {
  const file = await writeNpy(new Float32Array(2));
  expect(String(await rejection(readNpy(file, { lw: {} as never })))).toMatch(/lw/);
});
