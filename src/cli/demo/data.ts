/**
 * The two tables in data/. Their sources and licences are in data/README.md.
 * @module
 */
import { readData } from "../package.ts";

/** Named columns of numbers, row-major; the last column is what the others are to tell. */
export interface Table {
  /** Names of the columns but the last. */
  readonly names: readonly string[];
  readonly rows: number;
  /** Columns but the last. */
  readonly cols: number;
  /** rows x cols */
  readonly values: Float64Array;
  /** The last column. */
  readonly target: Float64Array;
}

/** 1797 pictures of 8 x 8 pixels, 0 to 16, and the digit each shows. */
export const loadDigits = (): Table => parse(readData("digits.csv"));

/** 442 patients, ten variables in their own units, and the progression of the disease. */
export const loadDiabetes = (): Table => parse(readData("diabetes.csv"));

/** Comma-separated numbers under one line of names. */
function parse(text: string): Table {
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const names = header.split(",").slice(0, -1);
  const cols = names.length;
  const values = new Float64Array(lines.length * cols);
  const target = new Float64Array(lines.length);
  for (const [i, line] of lines.entries()) {
    const numbers = line.split(",").map(Number);
    target[i] = numbers[cols] as number;
    values.set(numbers.slice(0, cols), i * cols);
  }
  return { names, rows: lines.length, cols, values, target };
}
