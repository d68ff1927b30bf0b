/**
 * The entries of a Matrix Market file, collected as they come.
 * @module
 */
import { FormatError } from "../errors.ts";
import type { Cursor } from "./cursor.ts";
import type { Field, Start, Symmetry } from "./header.ts";
import { readPlain } from "./plain.ts";

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
    const { start } = this;
    while (cursor.nextLine()) {
      if (this.#count === start.count) throw cursor.wrong(`no more than ${start.count} entries`);
      if (this.#count === this.#values.length) this.#values = doubled(this.#values, Float64Array, start.count);
      this.#values[this.#count++] = valueAt(cursor, start.field);
      cursor.endLine();
      this.#count = readPlain(cursor, start, { i: NONE, j: NONE, values: this.#values }, this.#count);
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
    const { start } = this;
    while (cursor.nextLine()) {
      const { count } = this;
      const { line } = cursor;
      if (count === start.count) throw cursor.wrong(`no more than ${start.count} entries`);
      if (count === this.i.length) this.#grow();
      this.i[count] = cursor.index(1, start.rows) - 1;
      this.j[count] = cursor.index(1, start.cols) - 1;
      this.values[count] = valueAt(cursor, start.field);
      cursor.endLine();
      this.count = readPlain(cursor, start, this, count + 1);
      if (start.symmetry !== "general") this.#triangle.check(this, count, line);
    }
  }

  #grow(): void {
    const { count } = this.start;
    this.i = doubled(this.i, Uint32Array, count);
    this.j = doubled(this.j, Uint32Array, count);
    this.values = doubled(this.values, Float64Array, count);
  }
}

function valueAt(cursor: Cursor, field: Field): number {
  return field === "real" ? cursor.real() : field === "integer" ? cursor.integer() : 1;
}

/** A symmetric file has one triangle, whichever: from both, each entry off the diagonal would count twice. */
class Triangle {
  #side = 0;

  constructor(private readonly symmetry: Symmetry) {}

  /** Checks the entries from `first` on, the lines of which start at `line`, one each. */
  check({ i, j, values, count }: Entries, first: number, line: number): void {
    for (let p = first; p < count; p++) {
      const [row, col] = [i[p] as number, j[p] as number];
      const side = Math.sign(row - col);
      const wrong = (expected: string) => {
        const got = `entry ${row + 1}, ${col + 1} of ${values[p]}`;
        return new FormatError("Matrix Market", { line: line + p - first }, expected, got);
      };
      if (side === 0 && this.symmetry === "skew-symmetric" && values[p] !== 0)
        throw wrong("a diagonal of zeros in a skew-symmetric matrix");
      if (side * this.#side < 0) throw wrong(`entries on one side of the diagonal in a ${this.symmetry} matrix`);
      if (side !== 0) this.#side = side;
    }
  }
}

type Growable = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A copy with twice the room, but not more than `most`. */
function doubled<A extends Growable>(array: A, Kind: new (length: number) => A, most: number): A {
  const out = new Kind(Math.min(most, Math.max(FIRST, 2 * array.length)));
  (out as Growable).set(array as Growable);
  return out;
}
