import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { circulant, DisposedError, dotTest, toeplitz } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";

const { toeplitz: frozen } = JSON.parse(readFileSync(new URL("../fixtures/fft.json", import.meta.url), "utf8"));

describe.each(types)("Toeplitz products in %s", (type) => {
  const vector = (x: number[]) => lw.vector(x, { type });
  const size = (a: number[], x: number[], n: number) => new Array<number>(n).fill(Math.hypot(...a) * Math.hypot(...x));

  test.each([
    [1, 1],
    [1, 6],
    [5, 1],
    [8, 8],
    [37, 20],
    [100, 131],
  ])("y = A x and A' y, %i x %i", (m, n) =>
    lw.scope(() => {
      const [column, row, x, y] = [reals(m, 1), reals(n, 2), reals(n, 3), reals(m, 4)];
      const entries = Array.from({ length: m * n }, (_, e) => {
        const d = Math.floor(e / n) - (e % n);
        return (d >= 0 ? column[d] : row[-d]) as number;
      });
      const A = toeplitz(vector(column), vector(row));
      const [out, back] = [lw.vector(m, { type }), lw.vector(n, { type })];
      A.apply(out, vector(x));
      A.adjoint(back, vector(y));
      const both = [...column, ...row];
      within(out.data, dense.gemv(entries, x, m, n), type, 8, size(both, x, m));
      within(back.data, dense.gemv(dense.transposed(entries, m, n), y, n, m), type, 8, size(both, y, n));
      expect(dotTest(A, vector(x), vector(y))).toBeLessThan(20 * eps[type]);
    }),
  );

  test.each([1, 2, 7, 17, 64, 97])("circulant, %i", (n) =>
    lw.scope(() => {
      const [c, x] = [reals(n, 1), reals(n, 2)];
      const entries = Array.from({ length: n * n }, (_, e) => c[(Math.floor(e / n) - (e % n) + n) % n] as number);
      const A = circulant(vector(c));
      const out = lw.vector(n, { type });
      A.apply(out, vector(x));
      within(out.data, dense.gemv(entries, x, n, n), type, 8, size(c, x, n));
      A.adjoint(out, vector(x));
      within(out.data, dense.gemv(dense.transposed(entries, n, n), x, n, n), type, 8, size(c, x, n));
    }),
  );

  test("agrees with SciPy", () =>
    lw.scope(() => {
      const { column, row, x, y, circulant: round } = frozen;
      const [out, other] = [lw.vector(5, { type }), lw.vector(7, { type })];
      toeplitz(vector(column), vector(row)).apply(out, vector(x));
      circulant(vector(row)).apply(other, vector(x));
      within(out.data, y, type, 8, size([...column, ...row], x, 5));
      within(other.data, round, type, 8, size(row, x, 7));
    }));
});

test("kept by a scope that returns it, given back by dispose; a product reserves nothing", () => {
  const before = lw.memory.bytes;
  const A = lw.scope(() => circulant(lw.vector([1, 2, 3])));
  const [x, y] = [lw.vector([1, 0, 0]), lw.vector(3)];
  A.apply(y, x);
  expect(Array.from(y.data, Math.round)).toEqual([1, 2, 3]);
  const { bytes } = lw.memory;
  A.adjoint(y, x);
  expect(lw.memory.bytes).toBe(bytes);
  A.dispose();
  expect(thrown(() => A.apply(y, x))).toBeInstanceOf(DisposedError);
  for (const array of [x, y]) array.dispose();
  expect(lw.memory.bytes).toBe(before);
});

test("bad arguments are named", () =>
  lw.scope(() => {
    faulty(() => circulant(lw.vector(0)), "ShapeError", "column");
    faulty(() => toeplitz(lw.vector(3), lw.vector(0)), "ShapeError", "row");
    const A = circulant(lw.vector([1, 2]));
    const x = lw.vector(2);
    faulty(() => A.apply(x, x), "ArgumentTypeError", "out");
  }));
