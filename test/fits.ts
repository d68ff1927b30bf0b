// Whether draws fall as their chances say: Pearson's chi-square.
import { expect } from "vitest";
import { chiSquareBound } from "./oracle/draws.ts";

/** Counts fall as the chances say, cells of small expectation together; one seed in a thousand would exceed the bound. */
export function fits(counts: number[], chances: number[]): void {
  const n = counts.reduce((a, b) => a + b, 0);
  let [statistic, cells, got, want] = [0, 0, 0, 0];
  chances.forEach((chance, i) => {
    got += counts[i] ?? 0;
    want += n * chance;
    if (want < 8 && i < chances.length - 1) return;
    statistic += (got - want) ** 2 / Math.max(want, 1e-9);
    cells++;
    [got, want] = [0, 0];
  });
  expect(statistic).toBeLessThan(chiSquareBound(Math.max(1, cells - 1)));
}
