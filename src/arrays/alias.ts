/**
 * Chances of numbers as a table from which one is drawn in constant time.
 *
 * Vose, "A Linear Algorithm for Generating Random Numbers with a Given Distribution", IEEE Trans. Software Engineering 17 (1991).
 * @module
 */
import { checkEntries, checkNumbers, describe } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { filled, settled, Storage } from "../kernels/storage.ts";

/** Cells of equal chance: cell c is number c for its first part, another number for the rest. */
export class AliasTable extends Storage {
  protected readonly kind = "AliasTable";

  private constructor(
    engine: Engine,
    /** How many numbers there are. */
    readonly length: number,
  ) {
    super(engine, "f64", length * 12);
  }

  /** Number i with a chance in proportion to weights[i]: finite, >= 0, not all 0. A weight of 0 is never drawn. */
  static from(engine: Engine, weights: Numbers): AliasTable {
    checkNumbers("weights", weights);
    const w = settled(engine, weights);
    checkEntries("weights", w);
    let top = 0;
    for (let i = 0; i < w.length; i++) {
      const weight = w[i] as number;
      if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
        throw new ArgumentRangeError(`weights[${i}]`, "a finite number >= 0", describe(weight));
      top = Math.max(top, weight);
    }
    if (top === 0) throw new ArgumentRangeError("weights", "one above 0", w.length === 0 ? "none" : "zeros");
    const table = new AliasTable(engine, w.length);
    return filled(table, () => vose(table.parts, table.aliases, w, top));
  }

  /** A fresh view of how much of each cell is its own number's. */
  get parts(): Float64Array<ArrayBuffer> {
    return this.floats(0, this.length) as Float64Array<ArrayBuffer>;
  }

  /** A fresh view of whose the rest of each cell is. */
  get aliases(): Uint32Array<ArrayBuffer> {
    return this.words(this.length * 8, this.length);
  }
}

/** Cells short of their share are filled up from those with more. What rounding leaves over is whole, and none of it of weight 0. */
function vose(parts: Float64Array, aliases: Uint32Array, w: Numbers, top: number): void {
  const n = w.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += (w[i] as number) / top;
  const [short, long]: [number[], number[]] = [[], []];
  let heaviest = 0;
  for (let i = 0; i < n; i++) {
    aliases[i] = i;
    parts[i] = ((w[i] as number) / top / total) * n;
    if ((w[i] as number) > (w[heaviest] as number)) heaviest = i;
    ((parts[i] as number) < 1 ? short : long).push(i);
  }
  while (short.length > 0 && long.length > 0) {
    const [cell, giver] = [short.pop() as number, long.at(-1) as number];
    aliases[cell] = giver;
    parts[giver] = (parts[giver] as number) - (1 - (parts[cell] as number));
    if ((parts[giver] as number) < 1) short.push(long.pop() as number);
  }
  for (const cell of long) parts[cell] = 1;
  for (const cell of short) {
    if (w[cell] === 0) aliases[cell] = heaviest;
    else parts[cell] = 1;
  }
}
