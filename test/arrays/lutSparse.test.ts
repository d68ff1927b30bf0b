// Codes and sparsity together: products that read selected columns of codes, and N:M patterns whose entries are codes.
import { describe, expect, test } from "vitest";
import { type LutMatrix, LutColumns, type LutParts, NMLutMatrix } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types, words } from "../data.ts";
import { lw } from "../instance.ts";
import * as colsparse from "../oracle/colsparse.ts";
import * as dense from "../oracle/dense.ts";
import * as nm from "../oracle/nm.ts";

/** Small whole numbers, so that every sum is exact; tables from -8 up, scales 1/2, 1 and 2. */
function parts(rows: number, cols: number, bits: 2 | 3 | 4, groupSize: number, own = false): LutParts {
  const next = words(rows + cols);
  const groups = rows * Math.ceil(cols / groupSize);
  return {
    rows,
    cols,
    bits,
    groupSize,
    codes: Uint8Array.from({ length: rows * cols }, () => next() % 2 ** bits),
    tables: Array.from({ length: (own ? rows : 1) * 2 ** bits }, (_, c) => ((5 * c) % 2 ** bits) - 8),
    scale: Array.from({ length: groups }, () => 2 ** ((next() % 3) - 1)),
    offset: Array.from({ length: groups }, () => (next() % 5) - 2),
  };
}

const entries = ({ rows, cols, bits, codes, tables, groupSize = cols, scale, offset }: LutParts): number[] =>
  Array.from({ length: rows * cols }, (_, p) => {
    const [i, j] = [Math.floor(p / cols), p % cols];
    const g = i * Math.ceil(cols / groupSize) + Math.floor(j / groupSize);
    const table = tables.length === 2 ** bits ? 0 : i * 2 ** bits;
    return (tables[table + codes[p]!] as number) * (scale?.[g] ?? 1) + (offset?.[g] ?? 0);
  });

const shapes: [m: number, n: number, group: number][] = [
  [0, 0, 32],
  [0, 5, 32],
  [5, 0, 32],
  [1, 1, 32],
  [3, 7, 32],
  [31, 33, 32],
  [33, 97, 64],
  [64, 130, 1000],
  [130, 97, 32],
  [2049, 70, 32],
  [4100, 40, 40],
];

describe.each(types)("codes by columns, %s", (type) => {
  test.each(shapes)("the columns that count, %i x %i, groups of %i", (m, n, group) =>
    lw.scope(() => {
      for (const bits of [4, 3, 2] as const) {
        const all = parts(m, n, bits, group);
        const { scale, offset, ...bare } = all;
        for (const given of [all, { ...bare, ...(scale && { scale }) }, { ...bare, ...(offset && { offset }) }, bare]) {
          const A = lw.colsparse(lw.lut({ ...given, type }));
          const W = entries(given);
          const x = integers(n, bits);
          const X = lw.vector(x, { type });
          const masked = Uint8Array.from(x, (_, j) => Number(j % 3 === 1));
          const out = lw.vector(m, { type });
          out.data.fill(Number.NaN);
          for (const [active, places] of [
            [{}, x.map((_, j) => j)],
            [{ threshold: 4 }, colsparse.above(x, 4)],
            [{ topK: Math.floor(n / 4) }, colsparse.largest(x, Math.floor(n / 4))],
            [{ mask: masked }, x.flatMap((_, j) => (masked[j] ? [j] : []))],
            [{ threshold: 99 }, []],
          ] as const) {
            expect(A.apply(out, X, active)).toBe(places.length);
            equal(out.data, dense.gemv(W, colsparse.kept(x, places), m, n), JSON.stringify(active));
          }
          equal(A.matmul(X).data, dense.gemv(W, x, m, n));
        }
      }
    }),
  );

  test("reals, within rounding", () =>
    lw.scope(() => {
      const [m, n] = [200, 512];
      const A = lw.quantize(lw.matrix(m, n, reals(m * n, 1), { type }), { format: "nf4", groupSize: 64 });
      const W = Array.from(A.toDense().data);
      const x = reals(n, 2).map((v, j) => (j % 5 === 0 ? v : 0));
      const y = lw.colsparse(A).matmul(lw.vector(x, { type }), { threshold: 0 });
      const f = Array.from(lw.vector(x, { type }).data);
      within(y.data, dense.gemv(W, f, m, n), type, 30, dense.gemv(magnitudes(W), magnitudes(f), m, n));
    }));
});

test("a table a row, 256 entries and bad choices are refused", () =>
  lw.scope(() => {
    const W = lw.matrix(4, 64, reals(256, 1));
    expect(() => lw.colsparse(lw.quantize(W))).toThrow(/A.*one table for all rows.*one a row/);
    expect(() => lw.colsparse(lw.quantize(W, { format: "int8" }))).toThrow(/16 entries.*256/);
    expect(() => LutColumns.fromLut(W as never)).toThrow(/LutMatrix/);
    const A = lw.colsparse(lw.quantize(W, { format: "nf4" }));
    const x = lw.vector(64);
    expect(() => A.matmul(x, { topK: 1, threshold: 0 })).toThrow(/one of threshold/);
    expect(() => A.matmul(x, { mask: new Uint8Array(3) })).toThrow(/mask/);
  }));

const patterns: [m: number, n: number, keep: number, group: number][] = [
  [0, 8, 2, 4],
  [3, 0, 2, 4],
  [1, 1, 1, 2],
  [2, 4, 2, 4],
  [5, 30, 2, 4],
  [7, 128, 2, 4],
  [9, 129, 2, 4],
  [9, 134, 2, 4],
  [300, 140, 2, 4],
  [33, 260, 1, 2],
  [33, 261, 1, 4],
  [17, 300, 4, 8],
  [12, 270, 1, 8],
  [12, 300, 3, 16],
  [5, 257, 5, 128],
];

describe.each(types)("N:M patterns of codes, %s", (type) => {
  test.each(patterns)("%i x %i, %i of %i: vector, matrix and layer", (m, n, keep, group) =>
    lw.scope(() => {
      const w = integers(m * n, 1, 99);
      const A = lw.nm(lw.matrix(m, n, w, { type }), keep, group);
      const mask = nm.kept(w, m, n, keep, group, "input");
      const perRow = Math.floor(n / group) * keep + Math.min(n % group, keep);
      for (const own of [true, false])
        for (const bits of [4, 3, 2] as const) {
          const given = parts(m, perRow, bits, own ? 32 : 1000, own);
          const B = A.quantize((kept) => {
            equal(
              kept.data,
              w.filter((_, p) => mask[p]),
              "the entries kept, row after row",
            );
            return lw.lut({ ...given, type });
          });
          const values = entries(given);
          let e = 0;
          const W = w.map((_, p) => (mask[p] ? values[e++]! : 0));
          expect([B.rows, B.cols, B.keep, B.group]).toEqual([m, n, keep, group]);
          const x = integers(n, 2);
          equal(B.matmul(lw.vector(x, { type })).data, dense.gemv(W, x, m, n), "A x");
          for (const k of own ? [1, 3, 17, 33] : [40]) {
            const X = integers(n * k, 3);
            equal(B.matmul(lw.matrix(n, k, X, { type })).data, dense.gemm(W, X, m, k, n), `A X of ${k}`);
            const rows = lw.matrix(n, k, X, { type }).transpose();
            equal(B.linear(rows).data, dense.transposed(dense.gemm(W, X, m, k, n), m, k), `X A' of ${k}`);
          }
          const held = B.bytes;
          expect(held).toBeGreaterThanOrEqual(m * perRow);
          B.dispose();
        }
    }),
  );

  test("in a number format, within rounding; disposal gives all of it back", () => {
    const before = lw.memory.bytes;
    lw.scope(() => {
      const [m, n] = [64, 512];
      const A = lw.nm(lw.matrix(m, n, reals(m * n, 1), { type }), 2, 4);
      const B = A.quantize((W) => lw.quantize(W, { format: "nf4", groupSize: 64 }));
      // Half the entries, each off by half the widest step of its group at most.
      const [exact, x] = [A.toDense(), lw.vector(reals(n, 2), { type })];
      const far = B.matmul(x).data.map((v: number, i: number) => v - exact.matmul(x).data[i]!);
      expect(Math.sqrt(Array.from(far).reduce((s, v) => s + v * v, 0))).toBeLessThan(0.1 * exact.matmul(x).norm());
      B.dispose();
    });
    expect(lw.memory.bytes).toBe(before);
  });
});

test("what quantize gives must fit", () =>
  lw.scope(() => {
    const W = lw.matrix(4, 64, reals(256, 1));
    const A = lw.nm(W, 2, 4);
    const use = (quantize: unknown) => () => A.quantize(quantize as (kept: unknown) => LutMatrix);
    expect(use(5)).toThrow(/quantize.*function/);
    expect(use(() => W)).toThrow(/quantize.*LutMatrix/);
    expect(use(() => lw.quantize(W))).toThrow(/4 x 32.*4 x 64/);
    expect(use(() => lw.quantize(lw.matrix(4, 32, undefined, { type: "f32" })))).toThrow(/LutMatrix of f64/);
    expect(() => lw.nm(W, 2, 4, { along: "output" }).quantize((K) => lw.quantize(K))).toThrow(/input/);
    expect(NMLutMatrix.from(A, (K) => lw.quantize(K)).values.cols).toBe(32);
  }));

test("an N:M matrix of codes leaves a scope whole", () => {
  const A = lw.scope(() => lw.nm(lw.matrix(1, 4, [1, 0, 0, 2]), 2, 4).quantize((kept) => lw.quantize(kept)));
  lw.scope(() => equal(A.matmul(lw.vector([3, 5, 7, 11])).data, [25]));
  A.dispose();
});
