import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Cholesky, cholesky, NotPositiveDefiniteError } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { definite, eps, integers, magnitudes, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { instance, lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/factor.ts";
import { hilbert } from "../oracle/gallery.ts";
import { inverseRatio } from "../oracle/ratios.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/cholesky.json", import.meta.url), "utf8"));
const everywhere = (n: number, v: number) => new Array<number>(n).fill(v);

describe.each(types)("cholesky in %s", (type) => {
  test.each([0, 1, 2, 5, 48, 50, 101, 200])("A = L L', L zero above the diagonal, A left alone, n = %i", (n) =>
    lw.scope(() => {
      const a = definite(n, 1);
      const A = lw.matrix(n, n, a, { type });
      const { L } = lw.cholesky(A);
      const l = Array.from(L.data);
      equal(A.data, a, "A");
      equal(
        l.filter((_, e) => e % n > Math.floor(e / n)),
        everywhere((n * (n - 1)) / 2, 0),
        "above the diagonal",
      );
      const p = magnitudes(l);
      within(
        dense.gemm(l, dense.transposed(l, n, n), n, n, n),
        a,
        type,
        n + 4,
        dense.gemm(p, dense.transposed(p, n, n), n, n, n),
        "L L'",
      );
    }),
  );

  test("reads the lower triangle alone", () =>
    lw.scope(() => {
      const n = 20;
      const a = definite(n, 2);
      const odd = a.map((v, e) => (e % n > Math.floor(e / n) ? NaN : v));
      equal(lw.cholesky(lw.matrix(n, n, odd, { type })).L.data, lw.cholesky(lw.matrix(n, n, a, { type })).L.data);
    }));

  test("agrees with SciPy: factor, solutions, determinant", () =>
    lw.scope(() => {
      const { n, A, L, b, x, B, X, logDet } = frozen;
      const F = lw.cholesky(lw.matrix(n, n, A, { type }));
      const size = (v: number[]) => everywhere(v.length, Math.max(...magnitudes(v)));
      within(F.L.data, L, type, 100, size(L), "L");
      // The error of a solution grows with the condition number of A, below 10^4 here.
      within(F.solve(lw.vector(b, { type })).data, x, type, 1e5, size(x), "x");
      within(F.solve(lw.matrix(n, 3, B, { type })).data, X, type, 1e5, size(X), "X");
      expect(Math.abs(F.logDet() - logDet)).toBeLessThan(100 * eps[type] * Math.abs(logDet));
    }));

  test.each([1, 7, 49, 120, 200])("A x = b: small residual, n = %i", (n) =>
    lw.scope(() => {
      const [a, b] = [definite(n, 3), integers(n * 4, 4)];
      const F = lw.cholesky(lw.matrix(n, n, a, { type }));
      const x = Array.from(F.solve(lw.matrix(n, 4, b, { type })).data);
      const p = dense.gemm(magnitudes(a), magnitudes(x), n, 4, n, 1, 1, magnitudes(b));
      const rounding = everywhere(4 * n, n * Math.max(...p));
      within(dense.gemm(a, x, n, 4, n), b, type, 4, rounding, "A X");
      const into = lw.vector(b.slice(0, n), { type });
      F.solveInto(into);
      within(dense.gemv(a, Array.from(into.data), n, n), b.slice(0, n), type, 4, rounding, "A x");
    }),
  );

  test("log det of a matrix whose determinant no number can hold", () =>
    lw.scope(() => {
      const n = 200;
      const A = lw.matrix(
        n,
        n,
        Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 2 ** 20 : 0)),
        { type },
      );
      expect(Math.abs(lw.cholesky(A).logDet() / (n * 20 * Math.LN2) - 1)).toBeLessThan(1e-6);
    }));

  test("inverse and condition", () =>
    lw.scope(() => {
      const n = 50;
      const F = lw.cholesky(lw.matrix(n, n, definite(n, 6), { type }));
      expect(inverseRatio(definite(n, 6), F.inverse().data, n, eps[type])).toBeLessThan(30);
      // 943656 is the condition number of the Hilbert matrix of order 5 in the 1-norm; that of an estimate is no larger.
      const { L } = lw.cholesky(lw.matrix(5, 5, hilbert(5, 5), { type }));
      const estimate = new Cholesky(L).condition();
      expect(estimate / 943656).toBeGreaterThan(0.3);
      expect(estimate / 943656).toBeLessThan(type === "f32" ? 1.2 : 1 + 1e-9);
    }));

  test("not positive definite: the failing pivot, and nothing kept", () => {
    for (const at of [0, 3, 50])
      lw.scope(() => {
        const n = 60;
        const a = definite(n, 5);
        a[at * n + at] = -1;
        const A = lw.matrix(n, n, a, { type });
        const before = lw.memory;
        const error = thrown(() => lw.cholesky(A));
        expect(error).toBeInstanceOf(NotPositiveDefiniteError);
        expect(error).toMatchObject({ pivot: oracle.cholesky(a, n).pivot });
        expect([lw.memory.arrays, lw.memory.bytes]).toEqual([before.arrays, before.bytes]);
      });
  });
});

test("a factorisation holds one matrix, and gives it back", () => {
  const A = lw.matrix([
    [4, 2],
    [2, 5],
  ]);
  const before = lw.memory.bytes;
  const F = lw.cholesky(A);
  expect(F).toBeInstanceOf(Cholesky);
  expect(lw.memory.bytes - before).toBe(4 * 8);
  F.dispose();
  F.dispose();
  {
    using G = cholesky(A);
    expect(G.L.disposed).toBe(false);
  }
  expect(lw.memory.bytes).toBe(before);
  A.dispose();
});

test("bad arguments are named", () =>
  lw.scope(() => {
    faulty(() => lw.cholesky(lw.matrix(2, 3)), "ShapeError", "A");
    faulty(() => lw.cholesky(undefined as never), "ArgumentTypeError", "A");
    faulty(() => cholesky(lw.vector(4) as never), "ArgumentTypeError", "A");
    faulty(() => lw.cholesky(lw.sparsify(lw.matrix([[1]])) as never), "ArgumentTypeError", "A");
    const F = lw.cholesky(
      lw.matrix([
        [4, 2],
        [2, 5],
      ]),
    );
    faulty(() => F.solve(lw.vector(3)), "ShapeError", "b");
    faulty(() => F.solve(lw.matrix(3, 2)), "ShapeError", "B");
    faulty(() => F.solve([1, 2] as never), "ArgumentTypeError", "b");
    faulty(() => F.solveInto(undefined as never), "ArgumentTypeError", "b");
    faulty(() => F.solve(lw.vector(2, { type: "f32" })), "ArgumentTypeError", "b");
    const other = instance();
    const b = other.vector(2);
    faulty(() => F.solve(b), "ArgumentTypeError", "b");
    b.dispose();
    const A = other.matrix(2, 2);
    faulty(() => lw.cholesky(A), "ArgumentTypeError", "A");
    A.dispose();
  }));
