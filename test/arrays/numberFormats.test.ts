// Number formats of few bits: their tables from the definitions, and weights to the nearest number of each group.
import { describe, expect, test } from "vitest";
import type { FormatName } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import { rangeOf, tables } from "../oracle/formats.ts";

const formats = Object.keys(tables) as FormatName[];
/** The largest number a group is brought to, its sign aside. */
const tops: Partial<Record<FormatName, number>> = { int8: 127, int4: 7 };
const topOf = (format: FormatName) => tops[format] ?? Math.max(...tables[format]!.filter(Number.isFinite));

describe.each(formats)("%s", (format) => {
  const table = tables[format]!;
  const affine = format.endsWith("-affine");
  const bits = Math.log2(table.length);

  test("its table is that of the definition, number by number", () =>
    lw.scope(() => {
      const Q = lw.quantize(lw.matrix(2, 40, reals(80, 1)), { format });
      expect([Q.bits, Q.shared, Q.groupSize, Q.offset !== undefined]).toEqual([bits, true, 40, affine]);
      const want = table.map((v) => (Number.isFinite(v) ? v : 0));
      if (format !== "nf4") equal(Q.tables, want);
      // The published table is of f32, from quantiles of less than full accuracy.
      else expect(want.filter((v, c) => !(Math.abs(Q.tables[c]! - v) < 2e-7))).toEqual([]);
    }));

  test.each(types)("each of its numbers comes back as itself and with its code, in %s", (type) =>
    lw.scope(() => {
      const Q0 = lw.quantize(lw.matrix(1, 1, [1], { type }), { format });
      const exact = Array.from(Q0.tables);
      const codes = table.flatMap((v, c) => (Math.abs(v) <= topOf(format) ? [c] : []));
      const [scale, shift] = [0.375, affine ? -3 : 0];
      // Affine groups hold their least and greatest number anyway.
      const w = codes.map((c) => exact[c]! * scale + shift);
      const Q = lw.quantize(lw.matrix(1, w.length, w, { type }), { format, groupSize: w.length });
      within(
        Q.toDense().data,
        w,
        type,
        4,
        w.map((v) => Math.abs(v) + Math.abs(shift)),
      );
      const got = Q.unpack();
      expect(codes.filter((c, p) => exact[got[p]!]! !== exact[c]!)).toEqual([]); // zeros of either sign are the same
    }),
  );

  test.each([
    [1, 1, 32],
    [3, 31, 32],
    [5, 33, 32],
    [2, 64, 32],
    [3, 97, 64],
    [300, 130, 128],
    [2, 333, 1000],
  ])("%i x %i, groups of %i: the nearest number, scaled by its group", (rows, cols, groupSize) =>
    lw.scope(() => {
      for (const type of types) {
        const w = reals(rows * cols, cols);
        const Q = lw.quantize(lw.matrix(rows, cols, w, { type }), { format, groupSize });
        const D = Q.toDense().data;
        const finite = Array.from(Q.tables);
        const bad: string[] = [];
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < cols; j += groupSize) {
            const group = w.slice(i * cols + j, i * cols + Math.min(cols, j + groupSize));
            const [scale, offset] = rangeOf(group, affine, topOf(format));
            const g = i * Q.groups + j / groupSize;
            const slack = 4 * eps[type] * (Math.abs(offset) + scale * topOf(format));
            if (Math.abs(Q.scale![g]! - scale) > 4 * eps[type] * (Math.abs(offset / topOf(format)) + scale))
              bad.push(`scale ${g}`);
            if (affine && Math.abs(Q.offset![g]! - offset) > slack) bad.push(`offset ${g}`);
            for (const [k, v] of group.entries()) {
              const least = Math.min(...finite.map((t) => Math.abs(t * scale + offset - v)));
              const far = Math.abs(D[i * cols + j + k]! - v);
              if (far > least + slack) bad.push(`${i}, ${j + k}: ${far} from ${v}, not ${least}`);
            }
          }
        expect(bad.slice(0, 4), type).toEqual([]);
      }
    }),
  );

  test("zeros stay zeros, a group of equal numbers that number, nothing nothing", () =>
    lw.scope(() => {
      equal(lw.quantize(lw.matrix(2, 40), { format, groupSize: 32 }).toDense().data, new Float64Array(80));
      const D = lw.quantize(lw.matrix(1, 40, new Float64Array(40).fill(-0.7)), { format }).toDense().data;
      within(D, new Float64Array(40).fill(-0.7), "f64", 4, new Float64Array(40).fill(1));
      for (const [rows, cols] of [
        [0, 5],
        [5, 0],
      ] as const)
        expect(lw.quantize(lw.matrix(rows, cols), { format }).toDense().data).toHaveLength(0);
    }));
});

test("float codes of 8 bits are the codes of the file formats", () =>
  lw.scope(() => {
    const w = reals(64, 3);
    for (const format of ["e4m3", "e5m2"] as const) {
      const Q = lw.quantize(lw.matrix(1, 64, w), { format, groupSize: 64 });
      const scaled = w.map((v) => v / Q.scale![0]!);
      equal(Q.unpack(), lw.encode(scaled, format, { saturate: true }));
    }
  }));

test("bad input is refused by name", () =>
  lw.scope(() => {
    const W = lw.matrix(2, 64, reals(128, 1));
    expect(() => lw.quantize(W, { format: "int5" as never })).toThrow(/format.*nf4/);
    expect(() => lw.quantize(W, { format: "nf4", groupSize: 48 })).toThrow(/groupSize/);
    expect(() => lw.quantize(W, { format: "nf4", groupSize: 0 })).toThrow(/groupSize/);
    W.data[7] = Number.NaN;
    expect(() => lw.quantize(W, { format: "nf4" })).toThrow(/W/);
  }));
