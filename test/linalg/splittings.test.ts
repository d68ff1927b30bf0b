import { describe, expect, test } from "vitest";
import { jacobi, SingularMatrixError, ssor } from "../../src/index.ts";
import { within } from "../compare.ts";
import { magnitudes, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import { gemm, transposed } from "../oracle/dense.ts";
import { definiteOf, shapes } from "../problems/definite.ts";

/** w/(2 - w) (D/w + L) D^-1 (D/w + U) */
function splitting(a: readonly number[], n: number, omega: number): number[] {
  const part = (keep: (i: number, j: number) => boolean) =>
    a.map((v, e) => {
      const [i, j] = [Math.floor(e / n), e % n];
      return i === j ? v / omega : keep(i, j) ? v : 0;
    });
  const lower = part((i, j) => j < i).map((v, e) => v / (a[(e % n) * (n + 1)] as number));
  const upper = part((i, j) => j > i);
  return gemm(lower, upper, n, n, n, omega / (2 - omega));
}

describe.each(types)("splittings as preconditioners in %s", (type) => {
  test.each([1, 2, 7, 30])("M times M^-1 b is b, and the same transposed: n = %i", (n) =>
    lw.scope(() => {
      const of = definiteOf(n, shapes.random!(n));
      const tilted = { ...of, values: of.values.map((v, p) => v * (1 + (p % 3) / 4)) };
      const [A, a, b] = [lw.csr({ ...tilted, type }), dense(tilted), reals(n, 1)];
      const check = (M: number[], x: ArrayLike<number>, what: string) => {
        const size = gemm(magnitudes(M), magnitudes(Array.from(x)), n, 1, n);
        within(gemm(M, Array.from(x), n, 1, n), b, type, 6 * n, size, what);
      };
      const out = lw.vector(n, { type });
      const right = lw.vector(b, { type });
      for (const omega of [0.5, 1, 1.7]) {
        const M = splitting(a, n, omega);
        const S = ssor(A, omega);
        S.apply(out, right);
        check(M, out.data, `ssor ${omega}`);
        S.adjoint(out, right);
        check(transposed(M, n, n), out.data, `ssor ${omega} transposed`);
        const x = right.clone();
        S.solveInto(x);
        S.apply(out, right);
        expect(Array.from(x.data)).toEqual(Array.from(out.data));
      }
      const D = a.map((v, e) => (e % (n + 1) === 0 ? v : 0));
      for (const J of [jacobi(A), jacobi(A.toDense())]) {
        J.apply(out, right);
        check(D, out.data, "jacobi");
        J.adjoint(out, right);
        check(D, out.data, "jacobi transposed");
        expect([J.rows, J.cols, J.type]).toEqual([n, n, type]);
      }
    }),
  );

  test("what they hold is given back", () => {
    const A = lw.csr({ ...definiteOf(9, shapes.ring!(9)), type });
    const before = lw.memory.arrays;
    for (const make of [() => jacobi(A), () => ssor(A, 1.1)]) {
      make().dispose();
      expect(lw.memory.arrays).toBe(before);
      lw.scope(() => void make());
      expect(lw.memory.arrays).toBe(before);
      const kept = lw.scope(() => make());
      lw.scope(() => kept.solveInto(lw.vector(9, { type })));
      kept.dispose();
    }
    A.dispose();
  });

  test("bad arguments are named, and nothing is kept", () =>
    lw.scope(() => {
      const [wide, missing] = [
        lw.sparsify(lw.matrix(2, 3, [1, 2, 3, 4, 5, 6], { type })),
        lw.sparsify(lw.matrix(2, 2, [1, 2, 3, 0], { type })),
      ];
      const spoilt = lw.sparsify(lw.matrix(2, 2, [1, 2, 3, 4], { type }));
      const held = lw.memory.arrays;
      faulty(() => jacobi(wide), "ShapeError", "A");
      faulty(() => ssor(wide), "ShapeError", "A");
      expect(thrown(() => jacobi(missing))).toEqual(new SingularMatrixError(1));
      expect(thrown(() => ssor(missing))).toEqual(new SingularMatrixError(1));
      for (const omega of [0, 2, -1, NaN]) faulty(() => ssor(spoilt, omega), "ArgumentRangeError", "omega");
      spoilt.values[3] = NaN;
      faulty(() => jacobi(spoilt), "ArgumentRangeError", "A");
      faulty(() => ssor(spoilt), "ArgumentRangeError", "A");
      expect(lw.memory.arrays).toBe(held);
    }));
});
