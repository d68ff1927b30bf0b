// Unbiased estimates, and mean squared errors within 5 % (simplex: 12 %) of the closed form, in the order of the kinds.
import { expect, test } from "vitest";
import { lw } from "../../instance.ts";
import { blockEstimates } from "./simplexTrials.ts";

// With 256 pairs of points a block, 2000 blocks say what 20,000 do with one: the relative standard deviation of a mean squared error is
// 1.1 % (simplex 2.1 %), so that the bounds are 4.5 and 5.7 of them away. The sample's own is held to that, lest the bounds be luck.
test("20,000 trials' worth of estimates: no bias, the errors of the closed form, iid > orthogonal > simplex >= 0.98 simplex+", () => {
  const of = (kind: Parameters<typeof blockEstimates>[1]) => blockEstimates(lw, kind, 2000, 7);
  const [iid, orthogonal, simplex, plus] = [of("iid"), of("orthogonal"), of("simplex"), of("simplex+")];
  for (const { z } of [iid, orthogonal, simplex, plus]) expect(Math.abs(z)).toBeLessThan(4);
  for (const [{ error, deviation, closed }, bound] of [
    [iid, 0.05],
    [orthogonal, 0.05],
    [simplex, 0.12],
  ] as const) {
    expect(Math.abs(error / closed - 1)).toBeLessThan(bound);
    expect(deviation / closed).toBeLessThan(bound / 4);
  }
  expect(iid.error).toBeGreaterThan(orthogonal.error);
  expect(orthogonal.error).toBeGreaterThan(simplex.error);
  expect(simplex.error).toBeGreaterThan(0.98 * plus.error);
});
