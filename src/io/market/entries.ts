/**
 * The entries of a Matrix Market file, collected as they come.
 * @module
 */
import { FormatError } from "../errors.ts";
import type { Cursor } from "./cursor.ts";
import type { Start, Symmetry } from "./header.ts";

/** Entries read so far. Arrays double as they fill: the count that a file claims reserves nothing. */
export interface Entries {
  readonly count: number;
  readonly i: Uint32Array<ArrayBuffer>;
  readonly j: Uint32Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** Reads all lines of the block at hand. @throws FormatError */
  read(cursor: Cursor): void;
}

const FIRST = 256;
const NONE = new Uint32Array(0);

/** What collects the entries of a file with this start. */
export function entriesFor(start: Start): Entries {
  return start.layout === "array" ? new ArrayEntries(start) : new CoordinateEntries(start);
}

class ArrayEntries implements Entries {
  readonly i = NONE;
  readonly j = NONE;
  #values = new Float64Array(0);
  #count = 0;

  constructor(private readonly start: Start) {}

  get count(): number {
    return this.#count;
  }

  get values(): Float64Array<ArrayBuffer> {
    return this.#values.length === this.#count ? this.#values : this.#values.slice(0, this.#count);
  }

  read(cursor: Cursor): void {
    const isInteger = this.start.field === "integer";
    while (cursor.nextLine()) {
      if (this.#count === this.start.count) throw cursor.wrong(`no more than ${this.start.count} entries`);
      if (this.#count === this.#values.length) this.#values = doubled(this.#values, Float64Array, this.start.count);
      this.#values[this.#count++] = isInteger ? cursor.integer() : cursor.real();
      cursor.endLine();
    }
  }
}

class CoordinateEntries implements Entries {
  i = NONE;
  j = NONE;
  values = new Float64Array(0);
  count = 0;
  readonly #triangle: Triangle;

  constructor(private readonly start: Start) {
    this.#triangle = new Triangle(start.symmetry);
  }

  read(cursor: Cursor): void {
    const { rows, cols, field, symmetry, count: most } = this.start;
    const isGeneral = symmetry === "general";
    let { count, i, j, values } = this;
    while (cursor.nextLine()) {
      if (count === most) throw cursor.wrong(`no more than ${most} entries`);
      if (count === i.length) {
        this.i = i = doubled(i, Uint32Array, most);
        this.j = j = doubled(j, Uint32Array, most);
        this.values = values = doubled(values, Float64Array, most);
      }
      const row = cursor.index(1, rows) - 1;
      const col = cursor.index(1, cols) - 1;
      const value = field === "real" ? cursor.real() : field === "integer" ? cursor.integer() : 1;
      if (!isGeneral) this.#triangle.check(row, col, value, cursor.line);
      cursor.endLine();
      i[count] = row;
      j[count] = col;
      values[count++] = value;
    }
    this.count = count;
  }
}

/** A symmetric file has one triangle, whichever: from both, each entry off the diagonal would count twice. */
class Triangle {
  #side = 0;

  constructor(private readonly symmetry: Symmetry) {}

  check(row: number, col: number, value: number, line: number): void {
    const side = Math.sign(row - col);
    const got = `entry ${row + 1}, ${col + 1}`;
    if (side === 0 && this.symmetry === "skew-symmetric" && value !== 0)
      throw new FormatError(
        "Matrix Market",
        { line },
        "a diagonal of zeros in a skew-symmetric matrix",
        `${got} of ${value}`,
      );
    if (side * this.#side < 0)
      throw new FormatError(
        "Matrix Market",
        { line },
        `entries on one side of the diagonal in a ${this.symmetry} matrix`,
        got,
      );
    if (side !== 0) this.#side = side;
  }
}

type Growable = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A copy with twice the room, but not more than `most`. */
function doubled<A extends Growable>(array: A, Kind: new (length: number) => A, most: number): A {
  const out = new Kind(Math.min(most, Math.max(FIRST, 2 * array.length)));
  (out as Growable).set(array as Growable);
  return out;
}
