/**
 * Rows as text.
 * @module
 */
import type { Row } from "./case.ts";

const HEAD = [
  "operation",
  "type",
  "size",
  "min ms",
  "median",
  "spread",
  "rate",
  "of limit",
  "bound",
  "vs js",
  "vs dense",
  "error",
  "peers",
];

/** A table for the terminal; a ratio above 1 says that we are faster. */
export function table(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, c) => Math.max(...lines.map((line) => (line[c] as string).length)));
  const left = new Set([0, 1, 2, 8, 12]);
  const text = lines.map((line) =>
    line
      .map((cell, c) => (left.has(c) ? cell.padEnd(widths[c] as number) : cell.padStart(widths[c] as number)))
      .join("  ")
      .trimEnd(),
  );
  const first = rows[0];
  return [...(first ? [`build ${first.build} on ${first.host}`] : []), ...text].join("\n");
}

function cells(row: Row): string[] {
  const ratio = (value: number | null | undefined) =>
    value === null || value === undefined ? "" : `${value.toPrecision(3)}x`;
  return [
    row.name,
    row.type,
    sizeOf(row),
    row.min_ms.toPrecision(3),
    row.median_ms.toPrecision(3),
    `${(100 * row.spread).toFixed(0)} %`,
    `${row.rate.toPrecision(3)} ${row.unit}`,
    row.of_limit.toFixed(2),
    boundOf(row),
    ratio(row.vs_js),
    ratio(row.vs_dense),
    row.error === null ? "" : row.error.toExponential(1),
    [
      ...(row.vs_csr === undefined ? [] : [`our csr ${ratio(row.vs_csr)}`]),
      ...Object.entries(row.peers).map(([name, value]) => `${name} ${ratio(value)}`),
      ...Object.keys(row.peers_missing ?? {}).map((name) => `${name} missing`),
    ].join(", "),
  ];
}

/** "256 x 256 x 256", "2048 x 2048 10 % 64 columns". */
export function sizeOf(row: Row): string {
  if (row.name === "bandwidth") return binary(row.n as number);
  const shape = [row.m, row.n, row.k].filter((size) => size !== undefined).join(" x ");
  return [
    shape,
    ...(row.density === undefined ? [] : [`${Number((100 * row.density).toPrecision(3))} %`]),
    ...(row.block === undefined ? [] : [`block ${row.block}`]),
    ...(row.columns === undefined ? [] : [`${row.columns} columns`]),
  ].join(" ");
}

/** "peak f32", "read 4 MiB". */
export function boundOf({ bound }: Row): string {
  const [what, of] = bound.split(" ") as [string, string];
  return what === "peak" ? bound : `${what} ${binary(Number(of))}`;
}

function binary(bytes: number): string {
  const big = bytes >= 1 << 20;
  return `${Number((bytes / (big ? 1 << 20 : 1 << 10)).toPrecision(3))} ${big ? "MiB" : "KiB"}`;
}
