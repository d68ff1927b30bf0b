// The digits that come with lanewise: 1797 pictures of 8 x 8 pixels. Every fourth is held out.

import { readFileSync } from "node:fs";

export interface Picture {
  /** 64 numbers from 0 to 16. */
  readonly pixels: number[];
  readonly digit: number;
}

const table = new URL("data/digits.csv", import.meta.resolve("lanewise/package.json"));

const pictures: Picture[] = readFileSync(table, "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split(",").map(Number))
  .map((numbers) => ({ pixels: numbers.slice(0, 64), digit: numbers[64] as number }));

export const learned = pictures.filter((_, i) => i % 4 !== 3);
export const heldOut = pictures.filter((_, i) => i % 4 === 3);
