/**
 * The start of a Matrix Market file: banner, comments, sizes.
 *
 * Boisvert, Pozo and Remington, "The Matrix Market Exchange Formats: Initial Design", NISTIR 5935 (1996).
 * @module
 */
import { describe } from "../../core/check.ts";
import { FormatError, UnsupportedFormatError } from "../errors.ts";
import type { Cursor } from "./cursor.ts";

/** How entries lie: those that are not zero with their places, or all of them column by column. */
export type Layout = "coordinate" | "array";
/** What an entry is; `pattern` has places without values. */
export type Field = "real" | "integer" | "pattern";
/** What the entries below the diagonal say of those above. */
export type Symmetry = "general" | "symmetric" | "skew-symmetric";

/** The first line and the comments. */
export interface MarketHeader {
  readonly layout: Layout;
  readonly field: Field;
  readonly symmetry: Symmetry;
  /** The comments, without the "%". */
  readonly comments: readonly string[];
}

/** Header and sizes. */
export interface Start extends MarketHeader {
  readonly rows: number;
  readonly cols: number;
  /** Entries that the file has; in `array` layout, those that `symmetry` leaves. */
  readonly count: number;
}

const PERCENT = 37;
const MOST = 0xffffffff;

/** Reads a start that may come in several blocks. */
export class StartReader {
  #banner: Omit<MarketHeader, "comments"> | undefined;
  readonly #comments: string[] = [];

  constructor(private readonly cursor: Cursor) {}

  /** What the block at hand tells: the start, or nothing as long as it goes on. @throws FormatError, UnsupportedFormatError */
  read(): Start | undefined {
    const { cursor } = this;
    if (!this.#banner && cursor.peek() !== PERCENT) throw cursor.wrong("%%MatrixMarket");
    this.#banner ??= bannerOf(decode(cursor.text(), 1));
    while (cursor.nextLine()) {
      if (cursor.peek() !== PERCENT) return { ...this.#banner, comments: this.#comments, ...this.#sizes(this.#banner) };
      const { line } = cursor;
      this.#comments.push(decode(cursor.text().subarray(1), line).trimEnd());
    }
    return undefined;
  }

  #sizes({ layout, symmetry }: Omit<MarketHeader, "comments">): { rows: number; cols: number; count: number } {
    const { cursor } = this;
    const { line } = cursor;
    const rows = cursor.index(0, MOST);
    const cols = cursor.index(0, MOST);
    const count = layout === "coordinate" ? cursor.index(0, MOST) : entriesIn(rows, cols, symmetry);
    cursor.endLine();
    if (symmetry !== "general" && rows !== cols)
      throw new FormatError(
        "Matrix Market",
        { line },
        `as many columns as rows in a ${symmetry} matrix`,
        `${rows} x ${cols}`,
      );
    return { rows, cols, count };
  }
}

function entriesIn(rows: number, cols: number, symmetry: Symmetry): number {
  if (symmetry === "general") return rows * cols;
  return (rows * (symmetry === "symmetric" ? rows + 1 : rows - 1)) / 2;
}

function bannerOf(text: string): Omit<MarketHeader, "comments"> {
  const words = text.trim().split(/\s+/);
  const [magic, object, layout, field, symmetry] = words.map((word) => word.toLowerCase());
  const wrong = (expected: string, got: string | undefined, Kind = FormatError) =>
    new Kind("Matrix Market", { line: 1 }, expected, describe(got));
  if (magic !== "%%matrixmarket") throw wrong("%%MatrixMarket", words[0]);
  if (object !== "matrix") throw wrong("matrix", words[1], object === "vector" ? UnsupportedFormatError : FormatError);
  if (layout !== "coordinate" && layout !== "array") throw wrong("coordinate or array", words[2]);
  if (field === "complex") throw wrong("real, integer or pattern", "complex", UnsupportedFormatError);
  const kind = field === "double" ? "real" : field === "unsigned-integer" ? "integer" : field; // as SciPy reads and writes them
  if (kind !== "real" && kind !== "integer" && kind !== "pattern") throw wrong("real, integer or pattern", words[3]);
  if (symmetry === "hermitian")
    throw wrong("general, symmetric or skew-symmetric", "hermitian", UnsupportedFormatError);
  if (symmetry !== "general" && symmetry !== "symmetric" && symmetry !== "skew-symmetric")
    throw wrong("general, symmetric or skew-symmetric", words[4]);
  if (kind === "pattern" && (layout === "array" || symmetry === "skew-symmetric"))
    throw wrong("pattern only with coordinate, general or symmetric", `${layout} ${symmetry}`);
  if (words.length > 5) throw wrong("the end of the line", words[5]);
  return { layout, field: kind, symmetry };
}

function decode(bytes: Uint8Array, line: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError("Matrix Market", { line }, "UTF-8", "other bytes", { cause });
  }
}
