import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { type Floats, type Real, sizeOf } from "../core/types.ts";
import { lutColumnsMv, type LutColumnsRef } from "../kernels/colsparse.ts";
import type { Engine } from "../kernels/engine.ts";
import { type Bits, codeBytes, lutPlaceBytes } from "../kernels/lut.ts";
import { aligned, filled, Storage } from "../kernels/storage.ts";
import { type ActiveOptions, activeOf } from "./columns.ts";
import { LutMatrix } from "./lut.ts";
import { Vector } from "./vector.ts";

/**
 * A matrix of codes held by columns, as `ColumnMatrix` holds numbers: a product with a vector reads only the codes of columns
 * whose element counts. One table for all rows, as number formats have.
 */
export class LutColumns extends Storage implements LutColumnsRef {
  protected readonly kind = "LutColumns";
  /** @internal */
  readonly tableOffset: number;
  /** @internal */
  readonly scaleOffset: number;
  /** @internal */
  readonly offsetOffset: number;

  /** Contents are whatever the memory held: use `LutColumns.fromLut`. @internal */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
    /** Bits a code. */
    readonly bits: Bits,
    /** Columns of a group. */
    readonly groupSize: number,
    has: { readonly scale: boolean; readonly offset: boolean },
  ) {
    const beside = aligned(Math.ceil(cols / groupSize) * rows * sizeOf[type]);
    const tableOffset = aligned(codeBytes(cols, rows, bits));
    const scaleOffset = tableOffset + aligned(16 * sizeOf[type]);
    const offsetOffset = scaleOffset + (has.scale ? beside : 0);
    super(engine, type, offsetOffset + (has.offset ? beside : 0));
    this.tableOffset = tableOffset;
    this.scaleOffset = has.scale ? scaleOffset : 0;
    this.offsetOffset = has.offset ? offsetOffset : 0;
  }

  /** The same matrix by columns. @throws ArgumentRangeError unless all rows have one table of at most 16 entries */
  static fromLut(A: LutMatrix): LutColumns {
    if (!(A instanceof LutMatrix)) throw new ArgumentTypeError("A", "a LutMatrix", describe(A));
    const { rows, cols, bits, groupSize, groups } = A;
    if (bits === 8 || (!A.shared && rows !== 1))
      throw new ArgumentRangeError(
        "A",
        "one table for all rows, of at most 16 entries",
        bits === 8 ? "256" : "one a row",
      );
    const has = { scale: A.scale !== undefined, offset: A.offset !== undefined };
    const codes = turned(A.unpack(), rows, cols);
    const out = new LutColumns(A.engine, A.type, rows, cols, bits, groupSize, has);
    return filled(out, () => {
      lutPlaceBytes(out, codes, cols, rows, bits);
      out.floats(out.tableOffset, 16).fill(0);
      out.floats(out.tableOffset, 16).set(A.tables);
      if (A.scale) transposed(out.floats(out.scaleOffset, rows * groups), A.scale, rows, groups);
      if (A.offset) transposed(out.floats(out.offsetOffset, rows * groups), A.offset, rows, groups);
    });
  }

  /** A*x over the elements of x that count, as a new vector. */
  matmul(x: Vector, active: ActiveOptions = {}): Vector {
    const out = new Vector(this.engine, this.type, this.rows);
    return filled(out, () => this.apply(out, x, active));
  }

  /** out = A*x over the elements of x that count; gives how many columns were read. */
  apply(out: Vector, x: Vector, active: ActiveOptions = {}): number {
    return lutColumnsMv(out, this, x, activeOf(active, this.cols));
  }
}

const turned = (codes: Uint8Array, rows: number, cols: number): Uint8Array => {
  const out = new Uint8Array(codes.length);
  transposed(out, codes, rows, cols);
  return out;
};

/** out = from', by tiles. */
function transposed(out: Uint8Array | Floats, from: Uint8Array | Floats, rows: number, cols: number): void {
  for (let top = 0; top < rows; top += 64)
    for (let left = 0; left < cols; left += 64)
      for (let i = top; i < Math.min(rows, top + 64); i++)
        for (let j = left; j < Math.min(cols, left + 64); j++) out[j * rows + i] = from[i * cols + j] as number;
}
