// 12,000 files with seeded damage: each is read, or refused by a FormatError, and none makes us allocate what it only claims.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  FormatError,
  openSafetensors,
  readMatrixMarket,
  readNpy,
  readNpz,
  readNpzCsr,
  readSafetensors,
  type Source,
  writeMatrixMarket,
  writeNpy,
  writeNpz,
  writeNpzCsr,
  writeSafetensors,
} from "../../src/io/index.ts";
import { words } from "../data.ts";
import { chopped, fixture, text } from "./files.ts";

const FILES = 2000;
/** Bytes that one array may take for each byte of the file, and besides; deflate alone makes 1032 out of one. */
const GROWTH = { plain: 64, packed: 1032 };
const BESIDES = 1 << 18;

type Bytes = Uint8Array<ArrayBuffer>;
type Random = (below: number) => number;

interface Constructor {
  new (...given: unknown[]): object;
  readonly BYTES_PER_ELEMENT?: number;
}

/** The largest array made since it was set to 0, in bytes. */
let largest = 0;
const kinds = [
  "ArrayBuffer",
  "Uint8Array",
  "Uint16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
] as const;

beforeAll(() => {
  for (const name of kinds) {
    const Kind = globalThis[name] as unknown as Constructor;
    const watched: Constructor = new Proxy(Kind, {
      construct(target, given, caller): object {
        const [length] = given;
        if (typeof length === "number") largest = Math.max(largest, length * (Kind.BYTES_PER_ELEMENT ?? 1));
        return Reflect.construct(target, given, caller === watched ? target : caller);
      },
    });
    vi.stubGlobal(name, watched);
  }
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const NUMBERS = [
  "0",
  "-1",
  "1",
  "2",
  "7",
  "99",
  "65536",
  "4294967295",
  "9007199254740993",
  "1e9",
  "NaN",
  "nan",
  "-0",
  "0.5",
  "1".repeat(400),
  "",
];
const NOISE = [
  "\n",
  " ",
  ",",
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  ":",
  '"',
  "'",
  "\\",
  "%",
  "é",
  "\u0000",
  "-",
  "e",
  "PK\u0001\u0002",
  "<f8",
  "F64",
];

const pick = <T>(list: readonly T[], random: Random): T => list[random(list.length)] as T;
const spliced = (bytes: Bytes, at: number, cut: number, put: ArrayLike<number>): Bytes =>
  Uint8Array.from([...bytes.subarray(0, at), ...Array.from(put), ...bytes.subarray(at + cut)]);

/** One kind of damage each. */
const damages: ((bytes: Bytes, random: Random) => Bytes)[] = [
  (bytes, random) => bytes.with(random(bytes.length), random(256)) as Bytes,
  (bytes, random) => bytes.map((byte, at) => (at === bytes.length - 1 - random(64) ? byte ^ (1 << random(8)) : byte)),
  (bytes, random) => bytes.slice(0, random(bytes.length)),
  (bytes, random) => bytes.slice(random(bytes.length)),
  (bytes, random) =>
    spliced(
      bytes,
      random(bytes.length + 1),
      0,
      Array.from({ length: 1 + random(9) }, () => random(256)),
    ),
  (bytes, random) => spliced(bytes, random(bytes.length), 1 + random(20), []),
  (bytes, random) => spliced(bytes, random(bytes.length), random(3), text(pick(NOISE, random))),
  (bytes, random) => {
    const from = random(bytes.length);
    return spliced(bytes, random(bytes.length), 0, bytes.slice(from, from + random(60)));
  },
  (bytes, random) => {
    const runs = [...new TextDecoder("latin1").decode(bytes.subarray(0, 600)).matchAll(/\d+/g)];
    if (runs.length === 0) return bytes;
    const { index, 0: digits } = pick(runs, random);
    return spliced(bytes, index, digits.length, text(pick(NUMBERS, random)));
  },
  (bytes, random) => {
    const size = pick([1, 2, 4, 8], random);
    const at = random(Math.max(1, bytes.length - size));
    const value = pick([0n, 1n, 2n ** 31n, 2n ** 53n, 2n ** 64n - 1n, BigInt(random(300))], random);
    return spliced(
      bytes,
      at,
      size,
      Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 255n)),
    );
  },
  (bytes, random) => bytes.fill(random(2) * 255, random(bytes.length), random(bytes.length)),
];

const market = { maxRows: 1000 };
const npz = { maxBytes: 1 << 20 };
const x = Float64Array.of(1, -2.5, 1e-7, Number.NaN, 0.1, 12345678.9);
const csr = { rows: 3, cols: 4, indptr: [0, 2, 2, 4], indices: [0, 3, 1, 2], values: [1.5, 2, -3, 0.1] };

interface Target {
  seeds: Bytes[];
  read(source: Source): Promise<unknown>;
  growth?: number;
}

const targets: Record<string, Target> = {
  "Matrix Market": {
    seeds: [
      await writeMatrixMarket(csr, { comments: ["a comment"] }),
      await writeMatrixMarket({ shape: [2, 3], data: x }),
      text("%%MatrixMarket matrix coordinate integer symmetric\n%\n3 3 3\n1 1 4\n3 1 -2\n3 3 9\n"),
      text("%%MatrixMarket matrix array real skew-symmetric\n3 3\n1\n2\n3\n"),
      text("%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 2\n2 1\n"),
    ],
    read: (source) => readMatrixMarket(source, market),
  },
  ".npy": {
    seeds: [
      await writeNpy({ shape: [2, 3], data: x }),
      await writeNpy({ shape: [6], data: Uint8Array.of(0, 1, 1, 0, 1, 0), type: "bool" }),
    ],
    read: readNpy,
  },
  ".npz, stored": {
    seeds: [await writeNpz({ x, y: BigInt64Array.of(1n, 2n) })],
    read: (source) => readNpz(source, npz),
  },
  ".npz, deflated": {
    seeds: [
      await writeNpz({ x, zeros: new Float64Array(300) }, { compress: true }),
      fixture("scipy-1.17", "zip64.npz"),
    ],
    read: (source) => readNpz(source, npz),
    growth: GROWTH.packed,
  },
  ".npz, sparse": {
    seeds: [await writeNpzCsr(csr), fixture("scipy-1.17", "csr-array.npz")],
    read: (source) => readNpzCsr(source, npz),
    growth: GROWTH.packed,
  },
  safetensors: {
    seeds: [
      await writeSafetensors(
        { x, half: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4), type: "f16" } },
        { metadata: { a: "b" } },
      ),
      fixture("scipy-1.17", "all.safetensors"),
    ],
    read: async (source) => {
      if (source instanceof Blob) {
        const file = await openSafetensors(source);
        for (const name of file.entries.keys()) await file.read(name);
        return file;
      }
      return readSafetensors(source);
    },
  },
};

describe.each(Object.keys(targets))("%s", (name) => {
  const { seeds, read, growth = GROWTH.plain } = targets[name]!;

  test(`${FILES} damaged files`, { timeout: 120_000 }, async () => {
    const next = words(name.length);
    const random: Random = (below) => next() % Math.max(1, below);
    let [sound, refused] = [0, 0];
    for (let k = 0; k < FILES; k++) {
      let bytes = pick(seeds, random).slice();
      const which: number[] = [];
      for (let times = 1 + random(3); times > 0 && bytes.length > 0; times--) {
        which.push(random(damages.length));
        bytes = damages[which.at(-1)!]!(bytes, random);
      }
      const source = k % 3 === 0 ? bytes : k % 3 === 1 ? new Blob([bytes]) : chopped(bytes, 1 + random(200));
      largest = 0;
      try {
        await read(source);
        sound++;
      } catch (error) {
        if (!(error instanceof FormatError)) throw new Error(`file ${k}, damages ${which}: ${error}`, { cause: error });
        refused++;
      }
      expect(
        largest,
        `bytes of the largest array for file ${k} of ${bytes.length} bytes, damages ${which}`,
      ).toBeLessThanOrEqual(growth * bytes.length + BESIDES);
    }
    expect(refused).toBeGreaterThan(FILES / 2);
    expect(sound).toBeGreaterThan(10);
  });
});

test("the watch on allocations sees what a reader makes", async () => {
  largest = 0;
  await readNpy(await writeNpy(new Float64Array(40_000)));
  expect(largest).toBeGreaterThanOrEqual(320_000);
});
