// Floats of 8 and 16 bits: every code decoded by the definition, and every rounding boundary met from below, at it and from above.
import { describe, expect, test } from "vitest";
import { encodeFloats, type FloatFormat } from "../../src/index.ts";
import { equal, identical } from "../compare.ts";
import { sizes, types, words } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/floats.ts";

const formats = Object.keys(oracle.shapes) as FloatFormat[];
const everyCode = (format: FloatFormat) => {
  const { exponent, mantissa } = oracle.shapes[format];
  const count = 2 ** (1 + exponent + mantissa);
  return (count === 256 ? new Uint8Array(count) : new Uint16Array(count)).map((_, c) => c);
};
const float = (bits: number) => new Float32Array(Uint32Array.of(bits).buffer)[0]!;
const bitsOf = (x: number) => new Uint32Array(Float32Array.of(x).buffer)[0]!;
/** The neighbours of a positive number in f64. */
const beside = (x: number, by: bigint) =>
  new Float64Array(BigUint64Array.of(new BigUint64Array(Float64Array.of(x).buffer)[0]! + by).buffer)[0]!;

function wrong(got: ArrayLike<number>, x: ArrayLike<number>, format: FloatFormat, saturate = false): string[] {
  const shape = oracle.shapes[format];
  const bad: string[] = [];
  for (let i = 0; i < x.length; i++) {
    const want = oracle.nearest(x[i]!, shape, saturate);
    const good = want === undefined ? Number.isNaN(oracle.value(got[i]!, shape)) : got[i] === want;
    if (!good) bad.push(`${x[i]}: ${got[i]}, not ${want}`);
  }
  return bad.slice(0, 5);
}

describe.each(formats)("%s", (format) => {
  const shape = oracle.shapes[format];
  const codes = everyCode(format);
  const want = Float64Array.from(codes, (c) => oracle.value(c, shape));

  test.each(types)("every code is the number of the definition, in %s", (type) =>
    lw.scope(() => {
      identical(lw.vector(codes, { format, type }).data, want);
      if (type === "f32") identical(lw.decode(codes, format), want);
      identical(lw.matrix(2, codes.length / 2, codes, { format, type }).data, want);
    }),
  );

  test.each(types)("and comes back to itself from %s, NaN to NaN with its sign", (type) =>
    lw.scope(() => {
      const got = encodeFloats(lw.vector(codes, { format, type }), format);
      const isKept = (c: number) =>
        Number.isNaN(want[c]!)
          ? Number.isNaN(oracle.value(got[c]!, shape)) && got[c]! >= codes.length / 2 === c >= codes.length / 2
          : got[c] === c;
      expect([...codes].filter((c) => !isKept(c))).toEqual([]);
    }),
  );

  // Numbers of the format and midpoints between neighbours, the largest and what would be the next among them.
  const numbers = Array.from({ length: oracle.largest(shape) + 1 }, (_, c) => oracle.value(c, shape));
  const most = numbers.at(-1)!;
  numbers.push(2 * most - numbers.at(-2)!);
  const middles = numbers.slice(1).map((v, c) => numbers[c]! / 2 + v / 2);

  test("f32 at, just below and just above each number and each midpoint", () => {
    const near = [...numbers, ...middles]
      .filter((v) => v < 2 ** 128)
      .flatMap((v) => {
        const b = bitsOf(v);
        return [b - 1, b, b + 1].filter((w) => w >= 0).map(float);
      });
    const x = Float32Array.from([...near, 2 ** -149, 3e38, Infinity, NaN].flatMap((v) => [v, -v]));
    expect(wrong(lw.encode(x, format), x, format)).toEqual([]);
    expect(wrong(lw.encode(x, format, { saturate: true }), x, format, true)).toEqual([]);
  });

  test("f64 the same, where a rounding to f32 on the way would make ties", () => {
    const x = [...numbers, ...middles]
      .flatMap((v) => (v === 0 ? [0] : [beside(v, -1n), v, beside(v, 1n), v * (1 - 2 ** -30), v * (1 + 2 ** -30)]))
      .concat(5e-324, 1e-40, 2 ** 128, 2 ** 128 - 2 ** 103, 1e300, Infinity, NaN)
      .flatMap((v) => [v, -v]);
    expect(wrong(lw.encode(x, format), x, format)).toEqual([]);
    expect(wrong(lw.encode(Float64Array.from(x), format, { saturate: true }), x, format, true)).toEqual([]);
  });

  test("random bits of f32", () => {
    const next = words(4);
    const x = new Float32Array(Uint32Array.from({ length: 40_000 }, next).buffer);
    expect(wrong(lw.encode(x, format), x, format)).toEqual([]);
  });

  test.each([...sizes, 16383, 16384, 16385])("%i numbers, and nothing past them", (n) =>
    lw.scope(() => {
      const next = words(n);
      const source = codes.constructor as typeof Uint16Array;
      const c = source.from({ length: n } as ArrayLike<number>, () => next() % oracle.largest(shape));
      const exact = Float64Array.from(c, (code) => oracle.value(code, shape));
      for (const type of types) {
        const [x, after] = [lw.vector(n, { type }), lw.vector(4, { type })];
        after.data.fill(7);
        x.data.set(lw.vector(c, { format, type }).data);
        equal(x.data, exact);
        equal(encodeFloats(x, format), c);
        equal(lw.encode(x.toArray(), format), c);
        equal(after.data, [7, 7, 7, 7]);
      }
    }),
  );
});

test("what is not codes, or not as many, is refused by name", () => {
  expect(() => lw.vector([1, 2], { format: "f16" })).toThrow(/codes.*Uint16Array/);
  expect(() => lw.decode(new Uint16Array(3), "e4m3")).toThrow(/codes.*Uint8Array/);
  expect(() => lw.matrix(2, 2, new Uint16Array(3), { format: "f16" })).toThrow(/data.*4 codes.*3/);
  expect(() => lw.decode(new Uint8Array(3), "e3m4" as never)).toThrow(/format/);
  expect(() => lw.encode([1], "f16", { saturate: 1 as never })).toThrow(/saturate/);
  expect(() => lw.encode([1, "a" as never], "f16")).toThrow(/numbers\[1\]/);
});
