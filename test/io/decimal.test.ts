// Decimal text to doubles, against the host's own Number: both must be the nearest double.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMatrixMarket } from "../../src/io/index.ts";
import { nearest } from "../../src/io/market/decimal.ts";
import { MOST, powersOfTen } from "../../src/io/market/powers.ts";
import { words } from "../data.ts";
import { text } from "./files.ts";

/** All tokens read, as the entries of a dense matrix. */
async function readAll(tokens: readonly string[]): Promise<number[]> {
  const head = `%%MatrixMarket matrix array real general\n${tokens.length} 1\n`;
  const m = await readMatrixMarket(text(`${head}${tokens.join("\n")}\n`));
  return m.layout === "array" ? [...m.data] : [];
}

const expectNearest = async (tokens: readonly string[]) => {
  const got = await readAll(tokens);
  const wrong = tokens.filter((token, i) => !Object.is(got[i], Number(token)));
  expect(wrong).toEqual([]);
};

describe("the nearest double", () => {
  test("to decimals at every limit", () =>
    expectNearest([
      ...[
        "0",
        "-0",
        "+0",
        "0.0",
        "000",
        "-0e5",
        "0e999",
        "0e-999",
        "1",
        "-1",
        "+1.5",
        "00012.50",
        "1e5",
        "1E+5",
        "1e-5",
        "1e05",
      ],
      ...["9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995", "9007199254740993.0000001"],
      ...["999999999999999", "1e22", "1e23", "8.5e22", "1e-22", "1e-23", "123456789012345e22", "123456789012345e23"],
      ...["2.2250738585072011e-308", "2.2250738585072014e-308", "4.9e-324", "5e-324", "2.4e-324", "2.5e-324", "1e-400"],
      ...[
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e309",
        "-1e400",
        `1e${"9".repeat(30)}`,
        `1e-${"9".repeat(30)}`,
      ],
      ...["0.1", "0.30000000000000004", "1.00000000000000011102230246251565", "1.00000000000000011102230246251566"],
      ...[
        `0.${"0".repeat(400)}1`,
        `1${"0".repeat(400)}`,
        `${"0".repeat(50)}1`,
        "1".repeat(27),
        "1".repeat(28),
        "9".repeat(27),
        "9".repeat(60),
      ],
      ...["123456789", "1234567890", "123456789012345678", "1234567890123456789", ".5", "5.", "0000000000.00000000001"],
      ...Array.from({ length: 620 }, (_, i) => `7.2e${i - 320}`),
    ]));

  test("to the shortest decimals of 100,000 random doubles", async () => {
    const next = words(1);
    const bits = Uint32Array.from({ length: 200_000 }, next);
    const doubles = [...new Float64Array(bits.buffer)].filter(Number.isFinite);
    expect(doubles.length).toBeGreaterThan(99_000);
    await expectNearest(doubles.map(String));
    expect(await readAll(doubles.map((v) => v.toPrecision(17)))).toEqual(doubles);
  });

  test("to decimals halfway between two doubles, and just beside", async () => {
    const next = words(2);
    const tokens = Array.from({ length: 5000 }, () => {
      const halfway = (BigInt(next()) << 32n) | 0x8000_0000_0000_0000n | BigInt(next());
      const odd = ((halfway >> 11n) << 11n) | (1n << 10n); // 2^63 <= odd < 2^64: doubles lie 2^11 apart
      return [`${odd}`, `${odd - 1n}`, `${odd + 1n}`, `${odd}.${"0".repeat(6)}1`, `${odd / 10n}.${odd % 10n}e1`];
    }).flat();
    await expectNearest(tokens);
  });

  test("to any digits, point and exponent", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[+-]?([0-9]{1,24}(\.[0-9]{0,24})?|\.[0-9]{1,24})([eE][+-]?[0-9]{1,3})?$/), {
          minLength: 1,
        }),
        (tokens) => expectNearest(tokens),
      ),
      { numRuns: 500 },
    ));
});

describe("nearest", () => {
  test("gives up on what it cannot decide, never on what it can by far", () => {
    expect(nearest(900719925, 474099300, 0, 18, -2)).toBeNaN(); // 9007199254740993, halfway
    expect(nearest(900719925, 474099301, 0, 18, -2)).toBe(9007199254740994);
    expect(nearest(1, 0, 0, 1, MOST + 1)).toBeNaN();
    expect(nearest(1, 0, 0, 28, 0)).toBeNaN();
    const next = words(3);
    for (let i = 0; i < 20_000; i++) {
      const e = ((next() % 170) + 30) * (next() & 1 ? 1 : -1); // nearer to 0, integers can lie halfway
      const [first, second] = [100_000_000 + (next() % 900_000_000), next() % 100_000_000];
      expect(nearest(first, second, 0, 17, e)).not.toBeNaN();
    }
  });

  test("stands on powers of ten that are right to 100 bits", () => {
    const powers = powersOfTen();
    const scale = 10n ** 400n;
    for (let e = -MOST; e <= MOST; e++) {
      const exact = e >= 0 ? 10n ** BigInt(e) * scale : scale / 10n ** BigInt(-e);
      const sum = [0, 1].reduce((total, part) => total + scaled(powers[2 * (e + MOST) + part] as number, scale), 0n);
      const far = sum > exact ? sum - exact : exact - sum;
      expect(far * 2n ** 100n <= exact, `10^${e}`).toBe(true);
    }
  });
});

/** A double times `scale`, as an integer, from its bits. */
function scaled(value: number, scale: bigint): bigint {
  const [bits = 0n] = new BigUint64Array(Float64Array.of(value).buffer);
  const exponent = Number((bits >> 52n) & 2047n);
  const mantissa = (bits & ((1n << 52n) - 1n)) | (exponent === 0 ? 0n : 1n << 52n);
  const shift = Math.max(exponent, 1) - 1075;
  const size = shift >= 0 ? (mantissa * scale) << BigInt(shift) : (mantissa * scale) >> BigInt(-shift);
  return bits >> 63n === 1n ? -size : size;
}
