import { expect, test } from "vitest";
import { Extrapolation } from "../../../src/solvers/coordinate/extrapolation.ts";

/** x' = M x + b in four unknowns, which has a fixed point. */
const rates = [0.99, 0.9, 0.5, -0.3];
const goal = [1, -2, 3, 0.5];
const next = (w: Float64Array) =>
  w.map((value, i) => (goal[i] as number) + (rates[i] as number) * (value - (goal[i] as number)));

test("five steps of a linear map in four unknowns give its fixed point", () => {
  const extrapolation = new Extrapolation();
  let w: Float64Array = new Float64Array(4);
  for (let k = 0; k < 5; k++) {
    expect(extrapolation.after({ w, q: w.map((v) => 2 * v + 1) })).toBeUndefined();
    w = next(w);
  }
  const found = extrapolation.after({ w, q: w.map((v) => 2 * v + 1) });
  for (let i = 0; i < 4; i++) {
    expect(Math.abs((found?.w[i] as number) - (goal[i] as number))).toBeLessThan(1e-6);
    expect(Math.abs((found?.q[i] as number) - (2 * (goal[i] as number) + 1))).toBeLessThan(1e-6);
  }
});

test("iterates that do not move give nothing", () => {
  const extrapolation = new Extrapolation();
  const still = { w: Float64Array.of(1, 2), q: Float64Array.of(3, 4) };
  for (let k = 0; k < 6; k++) expect(extrapolation.after(still)).toBeUndefined();
});
