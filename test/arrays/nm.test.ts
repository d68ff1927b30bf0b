import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentRangeError, ArgumentTypeError, DisposedError } from "../../src/core/errors.ts";
import { dotTest } from "../../src/operators/linear.ts";
import { equal } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/nm.ts";

const patterns = [
  [1, 4],
  [2, 4],
  [4, 8],
] as const;

describe.each(types)("NMMatrix of %s", (type) => {
  test("keeps the largest of each group, of equal ones the first, NaN as infinite", () =>
    lw.scope(() => {
      const A = lw.matrix(2, 6, [1, -3, 3, 2, 0, 0, Number.NaN, 5, Number.NEGATIVE_INFINITY, 9, -1, 4], { type });
      const across = lw.nm(A, 2, 4);
      equal(across.values, [-3, 3, 0, 0, Number.NaN, Number.NEGATIVE_INFINITY, -1, 4]);
      equal(across.toDense().data, [0, -3, 3, 0, 0, 0, Number.NaN, 0, Number.NEGATIVE_INFINITY, 0, -1, 4]);
      const down = lw.nm(A, 1, 2, { along: "output" });
      equal(down.toDense().data, [0, 0, 0, 0, 0, 0, Number.NaN, 5, Number.NEGATIVE_INFINITY, 9, -1, 4]);
      expect([down.nnz, down.keep, down.group, down.along]).toEqual([6, 1, 2, "output"]);
    }));

  test("any matrix: what is kept, and whether a matrix fits", () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.nat(140),
        fc.constantFrom(...patterns),
        fc.boolean(),
        fc.nat(99),
        (rows, cols, [n, m], down, seed) =>
          lw.scope(() => {
            const along = down ? "output" : "input";
            const a = integers(rows * cols, seed, 3);
            const A = lw.matrix(rows, cols, a, { type });
            const N = lw.nm(A, n, m, { along });
            const want = oracle.pruned(a, rows, cols, n, m, along);
            equal(N.toDense().data, want);
            equal(N.values, oracle.stored(a, rows, cols, n, m, along));
            expect(N.nnz).toBe(N.values.length);
            expect(lw.isNM(lw.matrix(rows, cols, want, { type }), n, m, { along })).toBe(true);
            const sparse = a.map((v, e) => ((e * 7 + seed) % 3 === 0 ? v : 0));
            const fits = oracle.fits(sparse, rows, cols, n, m, along);
            expect(lw.isNM(lw.matrix(rows, cols, sparse, { type }), n, m, { along })).toBe(fits);
          }),
      ),
    );
  });

  test("one entry too many in one group does not fit", () =>
    lw.scope(() => {
      for (const along of ["input", "output"] as const)
        for (const at of [0, 5, 30, 63]) {
          const a = new Array<number>(64).fill(0);
          oracle.groups(8, 8, 4, along, (places) => {
            if (places.includes(at)) for (const p of places.slice(1)) a[p] = Number.NaN;
          });
          expect(lw.isNM(lw.matrix(8, 8, a, { type }), 2, 4, { along })).toBe(false);
          expect(lw.isNM(lw.matrix(8, 8, a, { type }), 3, 4, { along })).toBe(true);
        }
    }));

  test("is a linear operator with its adjoint", () =>
    lw.scope(() => {
      const A = lw.nm(lw.matrix(20, 150, reals(3000, 1), { type }), 2, 4);
      const defect = dotTest(A, lw.vector(reals(150, 2), { type }), lw.vector(reals(20, 3), { type }));
      expect(defect).toBeLessThan(150 * eps[type]);
    }));
});

test("wrong arguments are named", () =>
  lw.scope(() => {
    const A = lw.matrix(4, 4);
    for (const make of [lw.nm.bind(lw), lw.isNM.bind(lw)] as ((...args: unknown[]) => unknown)[]) {
      expect(() => make(A, 0, 4)).toThrow(ArgumentRangeError);
      expect(() => make(A, 5, 4)).toThrow(ArgumentRangeError);
      expect(() => make(A, 1.5, 4)).toThrow(ArgumentRangeError);
      expect(() => make(A, 2, 6)).toThrow(ArgumentRangeError);
      expect(() => make(A, 2, 256)).toThrow(ArgumentRangeError);
      expect(() => make(A, "2", 4)).toThrow(ArgumentTypeError);
      expect(() => make(A, 2, 4, { along: "columns" })).toThrow(ArgumentRangeError);
      expect(() => make(A, 2, 4, 3)).toThrow(ArgumentTypeError);
      expect(() => make(lw.vector(4), 2, 4)).toThrow(ArgumentTypeError);
    }
    const foreign = instance().matrix(4, 4);
    expect(() => lw.nm(foreign, 2, 4)).toThrow(ArgumentTypeError);
    foreign.dispose();
    const N = lw.nm(A, 2, 4);
    expect(() => N.matmul([1] as never)).toThrow(ArgumentTypeError);
    expect(() => N.tmatmul(A as never)).toThrow(ArgumentTypeError);
    expect(() => N.linear(lw.vector(4) as never)).toThrow(ArgumentTypeError);
    N.dispose();
    N.dispose();
    expect(() => N.matmul(A)).toThrow(DisposedError);
    expect(() => N.toDense()).toThrow(DisposedError);
  }));
