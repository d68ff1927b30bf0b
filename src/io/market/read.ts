/**
 * Matrix Market, read: sparse matrices as compressed sparse rows, dense ones row-major.
 *
 * Boisvert, Pozo and Remington, "The Matrix Market Exchange Formats: Initial Design", NISTIR 5935 (1996).
 * @module
 */
import { checkNonNegative, checkOptions } from "../../core/check.ts";
import { FormatError } from "../errors.ts";
import type { TransferOptions } from "../pace.ts";
import { chunksOf, type Source } from "../source.ts";
import { compress } from "../sparse/compress.ts";
import type { CsrRecord } from "../sparse/record.ts";
import { rowMajor } from "../tensor/order.ts";
import { Cursor } from "./cursor.ts";
import { type Entries, entriesFor } from "./entries.ts";
import { type MarketHeader, type Start, StartReader } from "./header.ts";
import { blocksOfLines } from "./lines.ts";

/** How to read. */
export interface MarketReadOptions extends TransferOptions {
  /**
   * The most rows that a sparse matrix may have without as many bytes in its file: row starts take 4 bytes a row, however
   * few entries there are. Default 2^24.
   */
  maxRows?: number;
}

/** A sparse matrix of a file in coordinate layout: symmetric halves completed, duplicates summed. */
export interface MarketSparse extends CsrRecord, MarketHeader {
  readonly layout: "coordinate";
  readonly values: Float64Array<ArrayBuffer>;
  readonly type: "f64";
}

/** A dense matrix of a file in array layout: row-major, symmetric halves completed. */
export interface MarketDense extends MarketHeader {
  readonly layout: "array";
  readonly rows: number;
  readonly cols: number;
  readonly shape: readonly [rows: number, cols: number];
  readonly data: Float64Array<ArrayBuffer>;
  readonly type: "f64";
}

/**
 * Reads a matrix. The file is not held: memory is that of its entries (16 bytes each) and of the result.
 *
 * @throws FormatError with the line; UnsupportedFormatError for complex or hermitian matrices
 */
export async function readMatrixMarket(
  source: Source,
  options: MarketReadOptions = {},
): Promise<MarketSparse | MarketDense> {
  checkOptions("options", options);
  const { maxRows = 2 ** 24 } = options;
  checkNonNegative("maxRows", maxRows);
  const cursor = new Cursor();
  const head = new StartReader(cursor);
  let start: Start | undefined;
  let entries: Entries | undefined;
  let bytes = 0;
  for await (const block of blocksOfLines(chunksOf(source, options))) {
    bytes += block.length;
    cursor.load(block);
    start ??= head.read();
    if (!start) continue;
    entries ??= entriesFor(start);
    entries.read(cursor);
  }
  if (!start || !entries)
    throw new FormatError("Matrix Market", { line: cursor.line }, "a banner and sizes", "the end of the file");
  if (entries.count < start.count)
    throw new FormatError(
      "Matrix Market",
      { line: cursor.line },
      `${start.count} entries`,
      `${entries.count} and the end of the file`,
    );
  if (start.layout === "array") return denseOf(start, entries.values);
  if (start.rows > Math.max(maxRows, bytes))
    throw new FormatError(
      "Matrix Market",
      {},
      `at most ${maxRows} rows (maxRows) in a file of ${bytes} bytes`,
      `${start.rows}`,
    );
  return sparseOf(start, entries);
}

function sparseOf(start: Start, { count, i, j, values }: Entries): MarketSparse {
  const { layout: _, field, symmetry, comments, rows, cols } = start;
  const mirror = symmetry === "general" ? 0 : symmetry === "symmetric" ? 1 : -1;
  const compressed = compress(rows, { count, i, j, values }, mirror);
  return { layout: "coordinate", field, symmetry, comments, rows, cols, ...compressed, type: "f64" };
}

function denseOf(start: Start, given: Float64Array<ArrayBuffer>): MarketDense {
  const { layout: _, field, symmetry, comments, rows, cols } = start;
  const shape = [rows, cols] as const;
  const data =
    symmetry === "general" ? rowMajor(given, shape) : completed(rows, given, symmetry === "symmetric" ? 1 : -1);
  return { layout: "array", field, symmetry, comments, rows, cols, shape, data, type: "f64" };
}

/** The whole matrix from its lower triangle, column by column; without the diagonal if `sign` is -1. */
function completed(n: number, lower: Float64Array<ArrayBuffer>, sign: 1 | -1): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n * n);
  let p = 0;
  for (let j = 0; j < n; j++)
    for (let i = sign === 1 ? j : j + 1; i < n; i++, p++) {
      const value = lower[p] as number;
      out[j * n + i] = sign * value;
      out[i * n + j] = value;
    }
  return out;
}
