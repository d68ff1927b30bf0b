import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hasRelaxed, type Lanewise, lanewiseSync } from "../../src/entry/node.ts";
import { integers, normal, permutation, raw, uniform } from "../../src/kernels/random.ts";
import { equal, identical, within } from "../compare.ts";
import { types } from "../data.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/random.ts";
import { vectorSlot } from "../slots.ts";

const all = (1n << 64n) - 1n;
const frozen = JSON.parse(readFileSync(new URL("../fixtures/normal.json", import.meta.url), "utf8"));
const places = [
  { key: 0n, stream: 0n, block: 0n },
  { key: 0x0123456789abcdefn, stream: 5n, block: 7n },
  { key: 1n, stream: 1n << 40n, block: (1n << 32n) - 2n },
  { key: all, stream: all - 1n, block: (1n << 40n) - 1n },
];
const numbers = (words: bigint[]) => words.map(Number);

describe("Philox 4x32-10", () => {
  // Known answers of the authors' library Random123, examples/kat_vectors.
  test.each([
    ["zeros", 0n, 0n, 0n, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    ["ones", all, all, all, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [
      "pi",
      0x299f31d0a4093822n,
      0x0370734413198a2en,
      0x85a308d3243f6a88n,
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)("published vector: %s", (_, key, stream, block, want) => {
    equal(raw(engine, 4, { key, stream, block }), want);
    equal(numbers(oracle.stream(4, key, stream, block)), want, "the oracle itself");
  });

  test.each(places)("words of any length are those of the formula, from $block of stream $stream", (at) => {
    for (const n of [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 1000])
      equal(raw(engine, n, at), numbers(oracle.stream(n, at.key, at.stream, at.block)), `${n} words`);
  });

  test("a ragged last block does not write past the end", () =>
    lw.scope(() => {
      for (let n = 0; n < 9; n++) {
        const x = vectorSlot("f32", new Array(n).fill(0));
        engine.kernels.u32.random_philox(x.ref.ptr, n, 1, 2, 3, 4, 5, 6);
        expect(x.read()).toHaveLength(n);
      }
    }));
});

describe.each(types)("numbers in %s", (type) => {
  const perNumber = type === "f32" ? 1 : 2;
  const words = (n: number, at: (typeof places)[number]) => oracle.stream(n * perNumber, at.key, at.stream, at.block);

  test.each([0, 1, 2, 3, 5, 8, 101])("uniform: the high bits of the words, n = %i", (n) =>
    lw.scope(() => {
      for (const at of places) {
        const x = vectorSlot(type, new Array(n).fill(0));
        uniform(x.ref, at);
        identical(x.read(), oracle.uniform[type](words(n, at)));
      }
    }),
  );

  test("uniform: least and greatest word", () =>
    lw.scope(() => {
      const x = lw.vector(2, { type });
      new Uint8Array(x.data.buffer, x.data.byteOffset + x.bytes / 2, x.bytes / 2).fill(255);
      engine.kernels[type].random_uniform(x.ptr, 2);
      equal(x.data, [0, 1 - (type === "f32" ? 2 ** -24 : 2 ** -53)]);
    }));

  test("normal: the quantile of the middle of each word's cell, against SciPy", () =>
    lw.scope(() => {
      const cells: bigint[] =
        type === "f32" ? frozen.narrow.map(BigInt) : frozen.wide.map((w: string) => BigInt(w) << 12n);
      const want: number[] = type === "f32" ? frozen.narrowQuantiles : frozen.wideQuantiles;
      const x = lw.vector(cells.length, { type });
      const { buffer, byteOffset } = x.data;
      if (type === "f32") new Uint32Array(buffer, byteOffset, cells.length).set(numbers(cells));
      else new BigUint64Array(buffer, byteOffset, cells.length).set(cells);
      engine.kernels[type].random_normal(x.ptr, cells.length);
      within(x.data, type === "f32" ? want.map(Math.fround) : want, type, 8, want.map(Math.abs));
    }));

  test("normal: finite, symmetric, one number a cell", () =>
    lw.scope(() => {
      const x = vectorSlot(type, new Array(7).fill(0));
      normal(x.ref, places[1] as (typeof places)[number]);
      expect(x.read().every(Number.isFinite)).toBe(true);
      const ends = lw.vector(2, { type });
      new Uint8Array(ends.data.buffer, ends.data.byteOffset + ends.bytes / 2, ends.bytes / 2).fill(255);
      engine.kernels[type].random_normal(ends.ptr, 2);
      expect(ends.data[0]).toBe(-(ends.data[1] as number));
      expect(ends.data[0]).toBeLessThan(type === "f32" ? -6.2 : -8);
    }));

  test("uniform: mean, variance, 64 equal parts, neighbours uncorrelated", () =>
    lw.scope(() => {
      const n = 65536;
      const x = Array.from(lw.random(20240229).uniform(n, type).data);
      moments(x.map((v) => (v - 0.5) * Math.sqrt(12)));
      const counts = new Array<number>(64).fill(0);
      for (const v of x) counts[Math.floor(64 * v)]!++;
      // 99.9 % of the chi-square distribution with 63 degrees of freedom lie below 103.4.
      expect(oracle.chiSquare(counts, n / 64)).toBeLessThan(103.4);
    }));

  test("normal: mean, variance, 32 equally likely parts, neighbours uncorrelated", () =>
    lw.scope(() => {
      const n = 65536;
      const x = Array.from(lw.random(20240229, 1).normal(n, type).data);
      moments(x);
      const counts = new Array<number>(32).fill(0);
      for (const v of x) counts[frozen.parts.filter((edge: number) => edge < v).length]!++;
      // 99.9 %, 31 degrees of freedom.
      expect(oracle.chiSquare(counts, n / 32)).toBeLessThan(61.1);
    }));
});

/** Mean 0, variance 1, correlation of neighbours 0, each within four standard errors. */
function moments(x: number[]): void {
  const n = x.length;
  const mean = (values: number[]) => values.reduce((total, v) => total + v, 0) / values.length;
  expect(Math.abs(mean(x))).toBeLessThan(4 / Math.sqrt(n));
  expect(Math.abs(mean(x.map((v) => v * v)) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  expect(Math.abs(mean(x.slice(1).map((v, i) => v * (x[i] as number))))).toBeLessThan(4 / Math.sqrt(n));
}

describe("integers and permutations", () => {
  test.each([1, 2, 3, 10, 1000, 2 ** 31, 2 ** 32 - 1])("integers below %i are those of the formula", (bound) => {
    for (const at of places)
      for (const n of [0, 1, 2, 5, 64])
        equal(
          integers(engine, n, bound, at),
          oracle.integers(oracle.stream(2 * n, at.key, at.stream, at.block), bound),
        );
  });

  test("integers fall evenly", () => {
    const counts = new Array<number>(10).fill(0);
    for (const v of lw.random(7).integers(50000, 10)) counts[v]!++;
    // 99.9 %, 9 degrees of freedom.
    expect(oracle.chiSquare(counts, 5000)).toBeLessThan(27.9);
  });

  test.each([0, 1, 2, 3, 17, 1000])("a permutation of 0..%i - 1, that of the formula", (n) => {
    for (const at of places) {
      const got = permutation(engine, n, at);
      equal(got, oracle.permutation(oracle.stream(2 * n, at.key, at.stream, at.block)));
      equal(
        got.slice().sort(),
        Array.from({ length: n }, (_, i) => i),
      );
    }
  });

  test("the 24 orders of four fall evenly", () => {
    const random = lw.random(11);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12000; i++) {
      const order = random.permutation(4).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // 99.9 %, 23 degrees of freedom.
    expect(oracle.chiSquare([...counts.values()], 500)).toBeLessThan(49.7);
  });
});

test.skipIf(!hasRelaxed())("both builds give the same stream, bit by bit", () => {
  const drawn = (made: Lanewise) =>
    made.scope(() => {
      const random = made.random(99n, 3);
      return [
        ...types.flatMap((type) => [random.uniform(1001, type).toArray(), random.normal(1001, type).toArray()]),
        random.integers(100, 77),
        random.permutation(100),
        random.words(9),
      ];
    });
  const [simd, relaxed] = [drawn(lanewiseSync({ build: "simd" })), drawn(lanewiseSync({ build: "relaxed" }))];
  for (const [i, x] of simd.entries()) identical(x, relaxed[i]!, `draw ${i}`);
});
