// Tables of number formats from their definitions, ascending but for floats of 8 bits, which are by code.
import { e2m1, shapes, value } from "./floats.ts";

/** The standard normal distribution function: 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...). */
function normal(x: number): number {
  let [term, sum] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Where the normal distribution function is p. */
function quantile(p: number): number {
  let [low, high] = [-9, 9];
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (normal(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * NormalFloat: quantiles at even steps from 1/2 to an end, eight above 0 and seven below, and 0, over the largest. The end,
 * 0.9677083, is that of the published table.
 */
export function nf4(): number[] {
  const even = (n: number) => Array.from({ length: n - 1 }, (_, k) => 0.9677083 - ((0.9677083 - 0.5) * k) / (n - 1));
  const numbers = [...even(9).map(quantile), 0, ...even(8).map((p) => -quantile(p))].sort((a, b) => a - b);
  return numbers.map((v) => v / numbers.at(-1)!);
}

const signed = (sizes: readonly number[]) => sizes.flatMap((v) => [v, -v]).sort((a, b) => a - b);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, c) => from + c);
const floats = (shape: (typeof shapes)["e4m3" | "e5m2"]) => range(0, 255).map((c) => value(c, shape));

export const tables: Record<string, number[]> = {
  int8: range(-128, 127),
  "int8-affine": range(0, 255),
  int4: range(-8, 7),
  "int4-affine": range(0, 15),
  "int3-affine": range(0, 7),
  "int2-affine": range(0, 3),
  nf4: nf4(),
  fp4: signed(e2m1.map((v) => v / 6)),
  // bitsandbytes: a sign, then 0, 2^-4, and by two bits of exponent and one of mantissa up to 12, over 12.
  "fp4-bnb": signed([0, 2 ** -4, 2, 3, 4, 6, 8, 12].map((v) => v / 12)),
  e4m3: floats(shapes.e4m3),
  e5m2: floats(shapes.e5m2),
};

/** Scale and offset of a group. */
export function rangeOf(w: readonly number[], affine: boolean, top: number): [scale: number, offset: number] {
  const [low, high] = [Math.min(...w), Math.max(...w)];
  const scale = affine ? (high - low) / top : Math.max(...w.map(Math.abs)) / top;
  return [scale > 0 ? scale : 1, affine ? low : 0];
}
