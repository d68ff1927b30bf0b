/**
 * The few statistics of a row.
 * @module
 */

/** The value below which a part `q` of the samples lie, interpolated between neighbours. NaN for no samples. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (at - Math.floor(at)) * (high - low);
}

/** The middle value. */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Interquartile range as a part of the median. */
export const spread = (samples: readonly number[]): number =>
  (quantile(samples, 0.75) - quantile(samples, 0.25)) / median(samples);

/**
 * How many times longer `others` took than `ours`: the median over the rounds both ran in of the quotient of the two
 * times of a round, so that what slows a whole round cancels.
 */
export function pairedRatio(others: readonly number[], ours: readonly number[]): number {
  const rounds = Math.min(others.length, ours.length);
  return median(Array.from({ length: rounds }, (_, r) => (others[r] as number) / (ours[r] as number)));
}

/** max_i |got_i - expected_i| / max_i |expected_i|, infinite where a value is not a number or a length differs. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>, unsigned = false): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < got.length; i++) {
    const g = unsigned ? Math.abs(got[i] as number) : (got[i] as number);
    const e = unsigned ? Math.abs(expected[i] as number) : (expected[i] as number);
    const off = Math.abs(g - e);
    if (!(off <= Number.MAX_VALUE)) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, off);
    scale = Math.max(scale, Math.abs(e));
  }
  return worst === 0 ? 0 : worst / scale;
}

/** Rounded to `digits` significant digits, for print and JSON. */
export const significant = (value: number, digits = 5): number => Number(value.toPrecision(digits));
