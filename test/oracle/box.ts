// Scores over boxes, from their definition: column by column, sample by sample.

/** What no point of a box avoids: wrong positives, wrong negatives, then of groups that could go either way their least cost and errors. */
export function bound(
  columns: readonly (readonly number[])[],
  counts: readonly (readonly number[])[],
  lower: readonly number[],
  upper: readonly number[],
  margin: number,
): number[] {
  const out = [0, 0, 0, 0];
  for (let g = 0; g < (columns[0]?.length ?? 0); g++) {
    let [high, low] = [0, 0];
    for (const [j, x] of columns.entries()) {
      high += Math.max(x[g]! * lower[j]!, x[g]! * upper[j]!);
      low += Math.min(x[g]! * lower[j]!, x[g]! * upper[j]!);
    }
    if (high < margin) out[0]! += counts[0]![g]!;
    if (low > -margin) out[1]! += counts[1]![g]!;
    if (high >= margin && low <= -margin) {
      out[2]! += counts[2]![g]!;
      out[3]! += counts[3]![g]!;
    }
  }
  return out;
}

/** Wrong positives and wrong negatives of the scores s + v x. */
export function wrong(
  s: readonly number[],
  x: readonly number[],
  counts: readonly (readonly number[])[],
  v: number,
  margin: number,
): number[] {
  const scores = s.map((score, g) => score + v * x[g]!);
  const sum = (of: readonly number[], is: (score: number) => boolean) =>
    of.reduce((total, count, g) => total + (is(scores[g]!) ? count : 0), 0);
  return [sum(counts[0]!, (score) => score < margin), sum(counts[1]!, (score) => score > -margin)];
}
