/**
 * Powers of ten as unevaluated sums of two doubles: 10^e = high + low to about 2^-106.
 * @module
 */

/** The largest |e|: far enough from the ends of the range that products keep their low parts exact. */
export const MOST = 240;

/** high and low of 10^e lie at 2 * (e + MOST). */
let table: Float64Array | undefined;

/** The table, made at the first call. */
export function powersOfTen(): Float64Array {
  table ??= Float64Array.from({ length: 2 * (2 * MOST + 1) }, (_, at) => part((at >> 1) - MOST, at % 2 === 1));
  return table;
}

const BITS = 1000;

/** With integers: 10^e * 2^1000, its nearest double, and what that leaves. */
function part(e: number, isLow: boolean): number {
  const high = Number(`1e${e}`);
  if (!isLow) return high;
  if (e >= 0) return Number(10n ** BigInt(e) - BigInt(high));
  const scaled = (1n << BigInt(BITS)) / 10n ** BigInt(-e);
  return Number(scaled - BigInt(high * 2 ** BITS)) / 2 ** BITS;
}
