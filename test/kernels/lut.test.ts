import { describe, expect, test } from "vitest";
import { LutMatrix } from "../../src/index.ts";
import { lutDequantize, lutEncode, lutMv, lutQuantize } from "../../src/kernels/lut.ts";
import { equal, identical, within } from "../compare.ts";
import { eps, integers, magnitudes, reals, types } from "../data.ts";
import { engine, lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/lut.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const shapes: [m: number, n: number][] = [
  [0, 0],
  [0, 5],
  [3, 0],
  [1, 1],
  [2, 2],
  [3, 3],
  [2, 5],
  [1, 15],
  [2, 16],
  [3, 17],
  [2, 31],
  [3, 32],
  [2, 33],
  [5, 47],
  [4, 48],
  [3, 49],
  [7, 63],
  [2, 64],
  [3, 65],
  [5, 97],
  [3, 255],
  [2, 1009],
];

/** Ascending tables of distinct integers, another in each row. */
const tablesOf = (m: number) => Array.from({ length: m * 16 }, (_, p) => 3 * (p % 16) * ((p >> 4) + 1) - 20 + (p % 3));
const rowOf = (tables: number[], i: number) => tables.slice(16 * i, 16 * i + 16);

describe.each(types)("4-bit tables in %s", (type) => {
  test.each(shapes)("codes are those of the nearest entries, in the documented layout, %i x %i", (m, n) =>
    lw.scope(() => {
      const tables = tablesOf(m);
      const w = integers(m * n, 1, 60);
      const codes = w.map((v, p) => oracle.nearest(v, rowOf(tables, Math.floor(p / n))));
      const out = new LutMatrix(engine, type, m, n);
      out.tables.set(tables);
      lutEncode(out, matrixSlot(type, m, n, w).ref);
      equal(out.codes, oracle.pack(codes, m, n), "codes");
      const W = matrixSlot(type, m, n, w);
      lutDequantize(W.ref, out);
      identical(W.read(), oracle.dequantize(codes, tables, m, n), "dequantized");
    }),
  );

  test("every code in every column of a group, the entries themselves", () =>
    lw.scope(() => {
      const n = 70;
      const tables = tablesOf(16);
      const codes = Array.from({ length: 16 * n }, (_, p) => (Math.floor(p / n) + 3 * (p % n)) % 16);
      const w = oracle.dequantize(codes, tables, 16, n);
      const A = LutMatrix.encode(lw.matrix(16, n, w, { type }), tables);
      equal(A.codes, oracle.pack(codes, 16, n));
      equal(
        Array.from({ length: 16 * n }, (_, p) => oracle.codeAt(A.codes, n, Math.floor(p / n), p % n)),
        codes,
      );
      identical(A.toDense().data, w, "an entry dequantizes to itself");
    }));

  test("values between two entries, on their midpoint and beyond the ends", () =>
    lw.scope(() => {
      const table = Array.from({ length: 16 }, (_, c) => 2 * c);
      const w = [-1e6, -1, 0, 1, 1 - 2 ** -20, 1 + 2 ** -20, 3, 29, 29 + 2 ** -18, 30, 31, 1e6, 7.5, 8, 8.5, -0];
      const A = LutMatrix.encode(lw.matrix(1, 16, w, { type }), table);
      const got = w.map((_, j) => oracle.codeAt(A.codes, 16, 0, j));
      equal(
        got,
        w.map((v) => oracle.nearest(v, table)),
      );
      equal(got, [0, 0, 0, 0, 0, 1, 1, 14, 15, 15, 15, 15, 4, 4, 4, 0]);
    }));

  test.each(shapes)("of a fitted table too: no other entry is nearer than rounding allows, %i x %i", (m, n) =>
    lw.scope(() => {
      const w = reals(m * n, 2);
      const A = LutMatrix.quantize(lw.matrix(m, n, w, { type }), 3);
      const [tables, got] = [Array.from(A.tables), A.toDense().data];
      for (let p = 0; p < m * n; p++) {
        const table = rowOf(tables, Math.floor(p / n));
        const v = w[p] as number;
        const best = Math.abs(v - (table[oracle.nearest(v, table)] as number));
        expect(Math.abs(v - (got[p] as number))).toBeLessThanOrEqual(best + 4 * eps[type]);
        expect(table.every((t, c) => c === 0 || t >= (table[c - 1] as number))).toBe(true);
      }
    }),
  );

  test.each(shapes)("A x is the product with the dequantized matrix, exact on integers, %i x %i", (m, n) =>
    lw.scope(() => {
      const tables = tablesOf(m);
      const [w, x] = [integers(m * n, 3, 60), integers(n, 4)];
      const codes = w.map((v, p) => oracle.nearest(v, rowOf(tables, Math.floor(p / n))));
      const A = new LutMatrix(engine, type, m, n);
      A.tables.set(tables);
      lutEncode(A, lw.matrix(m, n, w, { type }));
      const y = vectorSlot(type, new Array(m).fill(Number.NaN));
      lutMv(y.ref, A, vectorSlot(type, x).ref);
      equal(y.read(), dense.gemv(oracle.dequantize(codes, tables, m, n), x, m, n));
    }),
  );

  test.each(shapes)("A x within rounding on reals, %i x %i", (m, n) =>
    lw.scope(() => {
      const [w, x] = [reals(m * n, 5), reals(n, 6)];
      const A = LutMatrix.quantize(lw.matrix(m, n, w, { type }));
      const W = Array.from(A.toDense().data);
      const y = lw.vector(m, { type });
      lutMv(y, A, lw.vector(x, { type }));
      within(y.data, dense.gemv(W, x, m, n), type, n + 2, dense.gemv(magnitudes(W), magnitudes(x), m, n));
    }),
  );

  test("each column and each code counts in A x: unit vectors pick columns", () =>
    lw.scope(() => {
      const [m, n] = [2, 67];
      const tables = tablesOf(m);
      const codes = Array.from({ length: m * n }, (_, p) => (5 * p + 3) % 16);
      const w = oracle.dequantize(codes, tables, m, n);
      const A = LutMatrix.encode(lw.matrix(m, n, w, { type }), tables);
      for (let j = 0; j < n; j++)
        lw.scope(() => {
          const unit = Array.from({ length: n }, (_, i) => (i === j ? 1 : 0));
          equal(A.matmul(lw.vector(unit, { type })).data, [w[j] as number, w[n + j] as number], `column ${j}`);
        });
    }));

  test("the fit starts from the even grid and follows Lloyd's steps", () =>
    lw.scope(() => {
      const [m, n] = [5, 400];
      const w = reals(m * n, 7).map((v) => Math.fround(v ** 3));
      const W = lw.matrix(m, n, w, { type });
      let tables = Array.from({ length: m }, (_, i) => oracle.grid(w.slice(i * n, i * n + n))).flat();
      for (const steps of [0, 1, 2]) {
        const A = new LutMatrix(engine, type, m, n);
        lutQuantize(A, W, steps);
        // In f32 a value near a midpoint may go to either side: that moves a mean by about 1/25 of a step of the grid.
        within(
          A.tables,
          tables,
          type,
          type === "f64" ? 200 : 1e4,
          tables.map(() => 1),
          `tables after ${steps} steps`,
        );
        tables = Array.from({ length: m }, (_, i) => oracle.lloyd(w.slice(i * n, i * n + n), rowOf(tables, i))).flat();
      }
    }));

  test("each step of the fit lowers the error, and ten of them well below the grid's", () =>
    lw.scope(() => {
      const [m, n] = [6, 500];
      const w = Array.from(lw.random(3).normal(m * n, "f32").data);
      const W = lw.matrix(m, n, w, { type });
      const errors = [0, 1, 2, 3, 5, 10, 40].map((steps) =>
        oracle.squaredError(w, LutMatrix.quantize(W, steps).toDense().data),
      );
      for (let s = 1; s < errors.length; s++)
        expect(errors[s]).toBeLessThanOrEqual((errors[s - 1] as number) * (1 + 1e-6));
      expect(errors[5]).toBeLessThan(0.92 * (errors[0] as number));
      expect(errors[6]).toBeLessThan(0.86 * (errors[0] as number));
    }));

  test("rows of at most 16 values on the grid are kept exactly; so are constant rows and single values", () =>
    lw.scope(() => {
      const w = [...Array.from({ length: 40 }, (_, j) => (7 * j) % 16), ...new Array<number>(40).fill(-2.5)];
      const A = LutMatrix.quantize(lw.matrix(2, 40, w, { type }));
      equal(A.toDense().data, w);
      equal(LutMatrix.quantize(lw.matrix(1, 1, [3.75], { type })).toDense().data, [3.75]);
    }));

  test("tables ascend also where the values differ in their last bits only, and are finite for the largest", () =>
    lw.scope(() => {
      const top = type === "f32" ? 2 ** 127 : 2 ** 1023;
      for (const row of [
        Array.from({ length: 33 }, (_, j) => Math.PI * (1 + (j % 5) * eps[type])),
        Array.from({ length: 33 }, (_, j) => -1e-3 * (1 + (j % 2) * eps[type])),
        [-top, top, top / 2, 1.5 * top, -1.5 * top, 0],
      ])
        for (const steps of [0, 1, 10]) {
          const A = LutMatrix.quantize(lw.matrix(1, row.length, row, { type }), steps);
          const tables = Array.from(A.tables);
          expect(tables.every((t, c) => Number.isFinite(t) && (c === 0 || t >= (tables[c - 1] as number)))).toBe(true);
        }
    }));
});
