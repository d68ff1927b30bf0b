/**
 * Numbers and tables as text.
 * @module
 */

/** Columns of text, two blanks apart; "<" sets a column to the left, ">" to the right. */
export function table(rows: readonly (readonly string[])[], sides: string): string {
  const widths = [...sides].map((_, j) => Math.max(...rows.map((row) => (row[j] ?? "").length)));
  const cell = (text: string, j: number) =>
    sides[j] === ">" ? text.padStart(widths[j] as number) : text.padEnd(widths[j] as number);
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}

/** A time to three digits, in ms, or in s from a second on. */
export const duration = (milliseconds: number): string =>
  milliseconds >= 1000 ? `${three(milliseconds / 1000)} s` : `${three(milliseconds)} ms`;

/** Bytes to three digits, in units of 1024. */
export function size(bytes: number): string {
  const unit = bytes >= 2 ** 30 ? 3 : bytes >= 2 ** 20 ? 2 : bytes >= 2 ** 10 ? 1 : 0;
  return `${three(bytes / 1024 ** unit)} ${["B", "KiB", "MiB", "GiB"][unit]}`;
}

/** An error in the form 1.6e-4, or 0.106. */
export const error = (value: number): string =>
  value === 0 ? "0" : value >= 0.01 ? value.toFixed(3) : value.toExponential(1);

/** Three digits, more of a larger whole part, fewer past the fourth decimal. */
export const three = (value: number): string =>
  value === 0 ? "0" : value.toFixed(Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))));
