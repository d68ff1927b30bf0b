// Codes of 2, 3, 4 and 8 bits, tables of rows or of all, scales and offsets of groups.
import { describe, expect, test } from "vitest";
import type { Bits } from "../../src/index.ts";
import { equal, identical, within } from "../compare.ts";
import { integers, magnitudes, reals, types, words } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/lut.ts";

const widths: Bits[] = [2, 3, 4, 8];
const shapes: [m: number, n: number][] = [
  [0, 0],
  [0, 5],
  [3, 0],
  [1, 1],
  [2, 7],
  [3, 15],
  [2, 16],
  [3, 17],
  [2, 31],
  [5, 32],
  [2, 33],
  [3, 63],
  [2, 64],
  [4, 65],
  [2, 97],
  [3, 127],
  [2, 128],
  [3, 129],
  [2, 191],
  [2, 255],
  [2, 257],
  [3, 1009],
];

/** Integers small enough that every product is exact. */
function partsOf(m: number, n: number, bits: Bits, seed: number, groupSize?: number, shared = false) {
  const next = words(seed);
  const codes = Array.from({ length: m * n }, () => next() % 2 ** bits);
  const tables = integers((shared ? 1 : m) * 2 ** bits, seed + 1, 60);
  const groups = m * Math.ceil(n / (groupSize ?? Math.max(n, 1)));
  const [scale, offset] = [integers(groups, seed + 2, 5), integers(groups, seed + 3, 7)];
  return { rows: m, cols: n, bits, codes, tables, groupSize: groupSize ?? Math.max(n, 1), scale, offset };
}
type Parts = ReturnType<typeof partsOf>;
const made = (parts: Parts, type: "f32" | "f64") => lw.lut({ ...parts, codes: Uint8Array.from(parts.codes), type });

describe.each(widths)("%i bits", (bits) => {
  test.each(shapes)("pack and unpack give back every code, in the plain layout, %i x %i", (m, n) =>
    lw.scope(() => {
      const parts = partsOf(m, n, bits, 1);
      const A = made(parts, "f32");
      const packed = oracle.plainRows(parts.codes, m, n, bits);
      equal(A.unpack(), parts.codes, "unpacked");
      equal(A.pack(), packed, "packed");
      const B = lw.lut({ ...parts, codes: Uint8Array.from(packed) });
      equal(B.unpack(), parts.codes, "from packed");
      equal(B.codes, A.codes, "the layout of the kernels");
    }),
  );

  describe.each(types)("in %s", (type) => {
    test.each(shapes)("stands for tables, scales and offsets, %i x %i", (m, n) =>
      lw.scope(() => {
        for (const [groupSize, shared] of [
          [undefined, false],
          [32, true],
          [96, false],
        ] as const) {
          const parts = partsOf(m, n, bits, 4, groupSize, shared);
          const { scale, offset, ...bare } = parts;
          const only = shared && m === 1 ? parts : { ...parts };
          equal(made(only, type).toDense().data, oracle.weights(only), "all parts");
          const codes = Uint8Array.from(parts.codes);
          equal(lw.lut({ ...bare, codes, type }).toDense().data, oracle.weights(bare), "tables alone");
          equal(lw.lut({ ...bare, codes, type, scale }).toDense().data, oracle.weights({ ...bare, scale }), "scales");
          equal(
            lw.lut({ ...bare, codes, type, offset }).toDense().data,
            oracle.weights({ ...bare, offset }),
            "offsets",
          );
        }
      }),
    );

    test.each(shapes)("A x is the product with what it stands for, exact on integers, %i x %i", (m, n) =>
      lw.scope(() => {
        const x = integers(n, 9, 4);
        for (const groupSize of [undefined, 32, 64, 160]) {
          const parts = partsOf(m, n, bits, 5, groupSize, groupSize === 64);
          const A = made(parts, type);
          equal(A.matmul(lw.vector(x, { type })).data, dense.gemv(oracle.weights(parts), x, m, n), `${groupSize}`);
          const { scale, offset, ...bare } = parts;
          const B = lw.lut({ ...bare, codes: Uint8Array.from(parts.codes), type });
          equal(B.matmul(lw.vector(x, { type })).data, dense.gemv(oracle.weights(bare), x, m, n), "tables alone");
        }
      }),
    );

    test("A x within rounding on reals", () =>
      lw.scope(() => {
        const [m, n] = [5, 1009];
        const base = partsOf(m, n, bits, 6, 64);
        const parts = { ...base, tables: reals(m * 2 ** bits, 7), scale: reals(m * 16, 8), offset: reals(m * 16, 10) };
        const x = reals(n, 11);
        const W = oracle.weights(parts);
        const size = oracle.weights({
          ...parts,
          tables: magnitudes(parts.tables),
          scale: magnitudes(parts.scale),
          offset: magnitudes(parts.offset),
        });
        const bound = dense.gemv(size, magnitudes(x), m, n);
        within(made(parts, type).matmul(lw.vector(x, { type })).data, dense.gemv(W, x, m, n), type, n + 4, bound);
      }));
  });
});

describe.each([2, 3, 4] as const)("fitted tables of %i bits", (bits) => {
  test("take the nearest entry, and more bits lower the error", () =>
    lw.scope(() => {
      const [m, n] = [3, 300];
      const w = reals(m * n, 12);
      const A = lw.quantize(lw.matrix(m, n, w), { bits });
      const [tables, codes] = [Array.from(A.tables), A.unpack()];
      equal(
        codes,
        w.map((v, p) =>
          oracle.nearest(v, tables.slice(Math.floor(p / n) * 2 ** bits, (Math.floor(p / n) + 1) * 2 ** bits)),
        ),
      );
      expect(oracle.squaredError(w, A.toDense().data)).toBeLessThan((m * n) / 3 / 4 ** bits / 0.9);
    }));
});

test("a view of linear memory can be a part", () =>
  lw.scope(() => {
    const A = made(partsOf(3, 40, 4, 13), "f64");
    const B = lw.lut({
      rows: 3,
      cols: 40,
      bits: 4,
      codes: A.unpack(),
      tables: A.tables,
      scale: A.scale!,
      offset: A.offset!,
    });
    identical(B.toDense().data, A.toDense().data);
  }));

test("bad parts are named", () =>
  lw.scope(() => {
    const good = {
      rows: 2,
      cols: 40,
      bits: 3 as Bits,
      codes: new Uint8Array(80),
      tables: new Array<number>(16).fill(1),
    };
    lw.lut(good);
    faulty(() => lw.lut(undefined as never), "ArgumentTypeError", "parts");
    faulty(() => lw.lut({ ...good, rows: -1 }), "ArgumentRangeError", "rows");
    faulty(() => lw.lut({ ...good, bits: 5 as never }), "ArgumentRangeError", "bits");
    faulty(() => lw.lut({ ...good, codes: [1] as never }), "ArgumentTypeError", "codes");
    faulty(() => lw.lut({ ...good, codes: new Uint8Array(79) }), "ShapeError", "codes");
    faulty(() => lw.lut({ ...good, codes: new Uint8Array(80).fill(8) }), "ArgumentRangeError", "codes");
    faulty(() => lw.lut({ ...good, tables: [1, 2] }), "ShapeError", "tables");
    faulty(() => lw.lut({ ...good, tables: good.tables.with(3, NaN) }), "ArgumentRangeError", "tables[3]");
    faulty(() => lw.lut({ ...good, groupSize: 33 }), "ArgumentRangeError", "groupSize");
    faulty(() => lw.lut({ ...good, groupSize: 0 }), "ArgumentRangeError", "groupSize");
    faulty(() => lw.lut({ ...good, groupSize: 32, scale: [1, 2, 3] }), "ShapeError", "scale");
    faulty(() => lw.lut({ ...good, groupSize: 32, offset: [1, 2, 3, Infinity] }), "ArgumentRangeError", "offset[3]");
    faulty(() => lw.lut({ ...good, type: "f16" as never }), "ArgumentRangeError", "type");
    faulty(() => lw.quantize(lw.matrix(1, 1, [1]), { bits: 8 as never }), "ArgumentRangeError", "bits");
  }));
