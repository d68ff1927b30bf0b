// Layers in all the forms that pruning takes, and seeded ones.
import type { Vector } from "../../../src/arrays/vector.ts";
import type { Layer } from "../../../src/methods/sparsity/index.ts";
import { integers, reals } from "../../data.ts";
import { lw } from "../../instance.ts";

/** The numbers of a layer, as f64. */
export const numbersOf = (layer: Layer): number[] =>
  Array.from("data" in layer ? (layer as Vector).data : (layer as Float64Array));

/** Every form a layer may have, of the same numbers, which f32 must hold exactly. */
export const forms: [name: string, make: (numbers: number[]) => Layer][] = [
  ["Float32Array", (numbers) => Float32Array.from(numbers)],
  ["Float64Array", (numbers) => Float64Array.from(numbers)],
  ["Vector of f32", (numbers) => lw.vector(numbers, { type: "f32" })],
  ["Vector of f64", (numbers) => lw.vector(numbers)],
  ["Matrix of f32", (numbers) => lw.matrix(1, numbers.length, numbers, { type: "f32" })],
  ["Matrix of f64", (numbers) => lw.matrix(numbers.length, 1, numbers)],
];

/** Layers of very different scales: reals, a few of them zero, and small integers with many ties. */
export function someLayers(seed: number, sizes: readonly number[] = [40, 7, 1, 64, 25]): number[][] {
  return sizes.map((size, l) => {
    if (l % 2 === 1) return integers(size, seed + l, 5);
    return reals(size, seed + l).map((v, i) => (i % 13 === 12 ? 0 : v * 4 ** (l - 2)));
  });
}
