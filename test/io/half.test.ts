// 16-bit floats: every one of them decoded by the formula, and the nearest one found by search.
import { describe, expect, test } from "vitest";
import { fromBrain, fromHalf, toBrain, toHalf } from "../../src/io/tensor/half.ts";
import { words } from "../data.ts";

/** (-1)^s * 2^(e - bias) * (1 + m / 2^bits), with subnormals, infinities and NaN. */
function formula(h: number, exponentBits: number): number {
  const bits = 15 - exponentBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const sign = h & 0x8000 ? -1 : 1;
  const e = (h & 0x7fff) >> bits;
  const m = (h & (2 ** bits - 1)) / 2 ** bits;
  if (e === 2 ** exponentBits - 1) return m === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (e === 0 ? m * 2 ** (1 - bias) : (1 + m) * 2 ** (e - bias));
}

const every = Uint16Array.from({ length: 65536 }, (_, h) => h);
const float = (bits: number) => new Float32Array(Uint32Array.of(bits).buffer)[0]!;

describe.each([
  ["f16", 5, fromHalf, toHalf],
  ["bf16", 8, fromBrain, toBrain],
] as const)("%s", (_, exponentBits, from, to) => {
  const values = from(every);

  test("all 65536 values", () => {
    expect([...every].filter((h) => !Object.is(values[h], formula(h, exponentBits)))).toEqual([]);
  });

  test("back to the same bits; NaN stays NaN", () => {
    const back = to(values);
    const isKept = (h: number) =>
      Number.isNaN(values[h]) ? Number.isNaN(formula(back[h]!, exponentBits)) : back[h] === h;
    expect([...every].filter((h) => !isKept(h))).toEqual([]);
  });

  test("the nearest, ties to even, past the largest to infinity", () => {
    const sorted = [...every.subarray(0, 0x8000)].filter((h) => Number.isFinite(formula(h, exponentBits)));
    const exact = sorted.map((h) => formula(h, exponentBits)); // ascending, as their bits are
    const largest = exact.at(-1)!;
    const limit = largest + (largest - exact.at(-2)!) / 2;
    const nearest = (x: number): number => {
      if (x >= limit) return exact.length;
      let low = 0;
      for (let high = exact.length; high - low > 1; ) {
        const middle = (low + high) >> 1;
        if (exact[middle]! <= x) low = middle;
        else high = middle;
      }
      const [below, above] = [x - exact[low]!, (exact[low + 1] ?? Infinity) - x];
      return below < above || (below === above && low % 2 === 0) ? low : low + 1;
    };
    const next = words(4);
    const halfway = exact.slice(0, -1).map((x, h) => Math.fround((x + exact[h + 1]!) / 2));
    const random = Array.from({ length: 50_000 }, () => float(next() & 0x7fffffff)).filter((x) => !Number.isNaN(x));
    const inputs = Float32Array.from([
      0,
      ...halfway,
      ...random,
      limit,
      largest,
      float(0x7f7fffff),
      1e-45,
      2 ** -25,
      2 ** -24,
    ]);
    const got = to(inputs);
    const negative = to(inputs.map((x) => -x));
    const wrong = [...inputs.keys()].filter((i) => {
      const expected = nearest(inputs[i]!);
      return got[i] !== expected || negative[i] !== (expected | 0x8000);
    });
    expect(wrong.map((i) => inputs[i])).toEqual([]);
  });
});
