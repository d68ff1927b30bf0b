/**
 * A table of numbers, from text.
 * @module
 */

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

/** Comma-separated numbers under one line of names. */
export function parseTable(text: string): Table {
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
