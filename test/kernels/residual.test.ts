import { describe, expect, test } from "vitest";
import { exactResidual } from "../../src/kernels/residual.ts";
import { eps, reals, sparse, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import { residual } from "../oracle/exact.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

/** Numbers with all their bits, of sizes over many powers of two. */
const full = (n: number, seed: number, type: "f32" | "f64"): number[] =>
  reals(n, seed).map((v, i) => {
    const w = (v + Math.sin(i + seed) * 2 ** -23) * 2 ** ((i % 9) - 4);
    return type === "f32" ? Math.fround(w) : w;
  });

describe.each(types)("residuals in twice the precision, %s", (type) => {
  const close = (got: number[], want: { r: number[]; terms: number[] }, n: number) => {
    for (const [i, r] of want.r.entries()) {
      const slack = eps[type] * Math.abs(r) + (n + 2) ** 2 * 2 ** -103 * (want.terms[i] as number);
      expect(Math.abs((got[i] as number) - r), `row ${i} of ${want.r.length}`).toBeLessThanOrEqual(slack);
    }
  };

  test.each([
    [0, 3],
    [3, 0],
    [1, 1],
    [2, 2],
    [5, 7],
    [16, 33],
    [7, 129],
  ])("r = b - A x where nearly all of it cancels, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x] = [full(m * n, 1, type), full(n, 2, type)];
      const near = residual(a, x, new Array(m).fill(0), m, n).r.map((v) => (type === "f32" ? -Math.fround(v) : -v));
      for (const b of [near, full(m, 3, type)]) {
        const [A, X, B] = [matrixSlot(type, m, n, a), vectorSlot(type, x), vectorSlot(type, b)];
        const R = vectorSlot(type, new Array(m).fill(NaN));
        exactResidual(R.ref, A.ref, X.ref, B.ref);
        const want = residual(a, x, b, m, n);
        close(R.read(), want, n);
        exactResidual(B.ref, A.ref, X.ref, B.ref);
        expect(B.read()).toEqual(R.read());
      }
    }),
  );

  test.each([
    [9, 7],
    [40, 30],
  ])("the same of a sparse matrix, empty rows and full ones, %i x %i", (m, n) =>
    lw.scope(() => {
      const S = sparse(m, n, 0.4, 3, (count, seed) => full(count, seed, type));
      const [a, x] = [dense(S), full(n, 2, type)];
      const b = residual(a, x, new Array(m).fill(0), m, n).r.map((v) => (type === "f32" ? -Math.fround(v) : -v));
      const R = lw.vector(m, { type });
      exactResidual(R, lw.csr({ ...S, type }), lw.vector(x, { type }), lw.vector(b, { type }));
      close(Array.from(R.data), residual(a, x, b, m, n), n);
    }),
  );

  test("refuses what does not fit, passes NaN on", () =>
    lw.scope(() => {
      const A = lw.matrix(2, 3, reals(6, 1), { type });
      const [x, b] = [lw.vector([1, NaN, 2], { type }), lw.vector([1, 2], { type })];
      exactResidual(b, A, x, b);
      expect(Array.from(b.data)).toEqual([NaN, NaN]);
      faulty(() => exactResidual(b, A, b, b), "ShapeError", "x");
      faulty(() => exactResidual(b, A, x, x), "ShapeError", "b");
      faulty(() => exactResidual(x, A, x, b), "ShapeError", "r");
      const S = lw.matrix(3, 3, reals(9, 1), { type });
      faulty(() => exactResidual(x, S, x, x), "ArgumentTypeError", "out");
    }));
});
