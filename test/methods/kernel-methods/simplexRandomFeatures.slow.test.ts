// The errors of 20,000 trials a kind, as the specification has them: d = m = 16, |x| = |y| = 0.7.
import { expect, test } from "vitest";
import { lw } from "../../instance.ts";
import { blockEstimates } from "./simplexTrials.ts";

test("20,000 trials: unbiased, the closed form, iid > orthogonal > simplex >= 0.98 simplex+", () => {
  const [iid, orthogonal, simplex, plus] = (["iid", "orthogonal", "simplex", "simplex+"] as const).map((kind) => {
    const { z, error, closed } = blockEstimates(lw, kind, 20_000, 3);
    expect(Math.abs(z), kind).toBeLessThan(4);
    if (closed !== undefined) expect(Math.abs(error / closed - 1), kind).toBeLessThan(kind === "simplex" ? 0.12 : 0.05);
    return error;
  }) as [number, number, number, number];
  expect(iid).toBeGreaterThan(orthogonal);
  expect(orthogonal).toBeGreaterThan(simplex);
  expect(simplex).toBeGreaterThanOrEqual(0.98 * plus);
}, 30_000);
