import { describe, expect, test } from "vitest";
import { LutMatrix } from "../../src/index.ts";
import { equal, identical, within } from "../compare.ts";
import { integers, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/lut.ts";

describe.each(types)("LutMatrix of %s", (type) => {
  test("quantize keeps shape and type, half a byte an entry and 16 numbers a row", () =>
    lw.scope(() => {
      const A = lw.quantize(lw.matrix(3, 70, reals(210, 1), { type }));
      expect([A.rows, A.cols, A.type, A.bits]).toEqual([3, 70, type, 4]);
      expect([A.codes.length, A.tables.length]).toEqual([3 * 3 * 16, 48]);
    }));

  test("encoding the dequantized matrix under its own tables changes nothing", () =>
    lw.scope(() => {
      const A = lw.quantize(lw.matrix(4, 50, reals(200, 2), { type }));
      const D = A.toDense();
      const B = LutMatrix.encode(D, A.tables);
      identical(B.tables, A.tables);
      identical(B.toDense().data, D.data);
    }));

  test("matmul and apply give the product with the dequantized matrix", () =>
    lw.scope(() => {
      const [w, x] = [integers(150, 3, 8), integers(50, 4)];
      const A = lw.quantize(lw.matrix(3, 50, w, { type }), { iterations: 0 });
      const want = dense.gemv(Array.from(A.toDense().data), x, 3, 50);
      const out = lw.vector(3, { type });
      A.apply(out, lw.vector(x, { type }));
      identical(A.matmul(lw.vector(x, { type })).data, out.data);
      within(out.data, want, type, 52, [3600, 3600, 3600]);
    }));

  test("the options reach the fit: no iterations leave the even grid", () =>
    lw.scope(() => {
      const w = Array.from({ length: 31 }, (_, j) => j - 15);
      equal(lw.quantize(lw.matrix(1, 31, w, { type }), { iterations: 0 }).tables, oracle.grid(w));
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const W = lw.matrix(1, 3, [1, 2, 3]);
    const table = Array.from({ length: 16 }, (_, c) => c);
    for (const bad of [NaN, Infinity, -Infinity]) {
      faulty(() => lw.quantize(lw.matrix(1, 3, [1, bad, 3])), "ArgumentRangeError", "W");
      faulty(() => LutMatrix.encode(lw.matrix(1, 3, [1, bad, 3]), table), "ArgumentRangeError", "W");
      faulty(() => LutMatrix.encode(W, table.with(9, bad)), "ArgumentRangeError", "tables[9]");
    }
    faulty(() => LutMatrix.encode(W, table.with(9, 0)), "ArgumentRangeError", "tables[9]");
    faulty(() => LutMatrix.encode(W, table.slice(1)), "ShapeError", "tables");
    faulty(() => LutMatrix.encode(W, "table" as never), "ArgumentTypeError", "tables");
    faulty(() => LutMatrix.encode(undefined as never, table), "ArgumentTypeError", "W");
    faulty(() => LutMatrix.quantize(lw.vector(3) as never), "ArgumentTypeError", "W");
    faulty(() => lw.quantize(W, { iterations: -1 }), "ArgumentRangeError", "iterations");
    faulty(() => lw.quantize(W, { iterations: "2" as never }), "ArgumentTypeError", "iterations");
    faulty(() => lw.quantize(W, null as never), "ArgumentTypeError", "options");
    faulty(() => lw.quantize(undefined as never), "ArgumentTypeError", "W");
    faulty(() => new LutMatrix(engine, "f32", 1, 1.5), "ArgumentRangeError", "cols");
    const A = lw.quantize(W);
    faulty(() => A.matmul(lw.vector(4)), "ShapeError", "x");
    faulty(() => A.matmul(W), "ShapeError", "X");
    faulty(() => A.matmul(A as never), "ArgumentTypeError", "x");
    faulty(() => A.apply(lw.vector(2), lw.vector(3)), "ShapeError", "out");
  }));
