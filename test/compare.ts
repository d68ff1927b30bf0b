// How results are compared: bit by bit, or within a bound that the rounding of the element type allows.
import { expect } from "vitest";
import type { Real } from "../src/core/types.ts";
import { eps } from "./data.ts";

type Numbers = ArrayLike<number>;

/** Every number is the same, its sign too where it is zero. */
export function identical(got: Numbers, want: Numbers, what = "result"): void {
  firstBad(got, want, what, (a, b) => Object.is(a, b));
}

/** Every number is equal; zeros of either sign are. */
export function equal(got: Numbers, want: Numbers, what = "result"): void {
  firstBad(got, want, what, (a, b) => a === b || (Number.isNaN(a) && Number.isNaN(b)));
}

/** |got - want| <= units * eps * magnitude, number by number; NaN and infinities must be the same. */
export function within(
  got: Numbers,
  want: Numbers,
  type: Real,
  units: number,
  magnitude: Numbers,
  what = "result",
): void {
  const ulp = units * eps[type];
  const tiny = type === "f32" ? 2 ** -149 : 2 ** -1074;
  firstBad(got, want, what, (a, b, i) =>
    Number.isFinite(b) ? Math.abs(a - b) <= ulp * (magnitude[i] as number) + tiny : Object.is(a, b),
  );
}

function firstBad(got: Numbers, want: Numbers, what: string, good: (a: number, b: number, i: number) => boolean): void {
  if (got.length !== want.length) expect(got.length, `length of ${what}`).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [got[i] as number, want[i] as number];
    if (!good(a, b, i)) expect.fail(`${what}: number ${i} of ${want.length} is ${show(a)}, expected ${show(b)}`);
  }
}

const show = (v: number): string => (Object.is(v, -0) ? "-0" : String(v));
