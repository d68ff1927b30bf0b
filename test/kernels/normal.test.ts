// r = A x - b, g = A'r and ||r||^2 in one pass over A, dense and by compressed rows.
import { describe, expect, test } from "vitest";
import { csrNormal } from "../../src/kernels/csr.ts";
import { normalResidual } from "../../src/kernels/dense.ts";
import { normalResidual as byOperator } from "../../src/operators/linear.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, sparse, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as csr from "../oracle/csr.ts";
import * as dense from "../oracle/dense.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

// Rows go by eight, or by four where a row is longer than 32 KB, and one by one at the end.
const shapes: [m: number, n: number][] = [
  [0, 0],
  [0, 5],
  [5, 0],
  [1, 1],
  [3, 7],
  [4, 4],
  [5, 3],
  [7, 16],
  [8, 15],
  [9, 17],
  [12, 1],
  [15, 33],
  [16, 64],
  [31, 13],
  [97, 131],
  [13, 8197],
];

const squares = (r: readonly number[]) => r.reduce((total, v) => total + v * v, 0);

describe.each(types)("A'(A x - b), %s", (type) => {
  test.each(shapes)("exact on integers, %i x %i", (m, n) =>
    lw.scope(() => {
      const limit = n > 1000 ? 1 : 3;
      const [a, x, b] = [integers(m * n, 1, limit), integers(n, 2, limit), integers(m, 3)];
      const r = dense.gemv(a, x, m, n, 1, -1, b);
      const want = dense.gemv(dense.transposed(a, m, n), r, n, m);
      const [A, X, B] = [matrixSlot(type, m, n, a), vectorSlot(type, x), vectorSlot(type, b)];
      const [G, R] = [vectorSlot(type, new Array(n).fill(NaN)), vectorSlot(type, new Array(m).fill(NaN))];
      const value = normalResidual(G.ref, R.ref, A.ref, X.ref, B.ref);
      equal(R.read(), r, "r");
      equal(G.read(), want, "g");
      equal([value], [squares(r)], "r'r");
      equal(A.read(), a, "A");
    }),
  );

  test.each(shapes)("within rounding on reals, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x, b] = [reals(m * n, 4), reals(n, 5), reals(m, 6)];
      const [p, q, s] = [a, x, b].map(magnitudes) as [number[], number[], number[]];
      const r = dense.gemv(a, x, m, n, 1, -1, b);
      const bound = dense.gemv(p, q, m, n, 1, 1, s);
      const A = lw.matrix(m, n, a, { type });
      const [X, B] = [lw.vector(x, { type }), lw.vector(b, { type })];
      const [G, R] = [lw.vector(n, { type }), lw.vector(m, { type })];
      const value = normalResidual(G, R, A, X, B);
      within(R.data, r, type, n + 4, bound, "r");
      const [at, pt] = [dense.transposed(a, m, n), dense.transposed(p, m, n)];
      within(G.data, dense.gemv(at, r, n, m), type, m + n + 8, dense.gemv(pt, bound, n, m), "g");
      within([value], [squares(r)], type, 2 * (m + n + 8), [squares(bound)], "r'r");
    }),
  );

  test.each([
    [0, 4, 1],
    [4, 0, 1],
    [1, 37, 1],
    [13, 7, 0.3],
    [31, 64, 0.1],
    [50, 50, 1],
    [97, 131, 0.2],
  ])("compressed rows: exact on integers, %i x %i with density %f", (m, n, density) =>
    lw.scope(() => {
      const input = sparse(m, n, density, m + n, (count, seed) => integers(count, seed, 3));
      const [a, x, b] = [csr.dense(input), integers(n, 2, 3), integers(m, 3)];
      const r = dense.gemv(a, x, m, n, 1, -1, b);
      const A = lw.csr({ ...input, type });
      const [X, B] = [vectorSlot(type, x), vectorSlot(type, b)];
      const [G, R] = [vectorSlot(type, new Array(n).fill(NaN)), vectorSlot(type, new Array(m).fill(NaN))];
      equal([csrNormal(G.ref, R.ref, A, X.ref, B.ref)], [squares(r)], "r'r");
      equal(R.read(), r, "r");
      equal(G.read(), dense.gemv(dense.transposed(a, m, n), r, n, m), "g");
    }),
  );

  test("the same for an operator that has two products only", () =>
    lw.scope(() => {
      const [m, n] = [9, 6];
      const [a, x, b] = [integers(m * n, 7), integers(n, 8), integers(m, 9)];
      const A = lw.matrix(m, n, a, { type });
      const apply = A.apply.bind(A);
      const operator = { engine: A.engine, type, rows: m, cols: n, apply, adjoint: A.adjoint.bind(A) };
      const [X, B] = [lw.vector(x, { type }), lw.vector(b, { type })];
      const [g, r] = [lw.vector(n, { type }), lw.vector(m, { type })];
      const value = byOperator(operator, g, r, X, B);
      const [g2, r2] = [lw.vector(n, { type }), lw.vector(m, { type })];
      expect(byOperator(A, g2, r2, X, B)).toBe(value);
      equal(g.data, g2.data);
      equal(r.data, r2.data);
    }));

  test("NaN and infinities reach r and g", () =>
    lw.scope(() => {
      for (const odd of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const a = integers(11 * 5, 7).map(Math.abs);
        a[9 * 5 + 2] = odd;
        const A = lw.matrix(11, 5, a, { type });
        const one = (n: number) => lw.vector(new Array(n).fill(1), { type });
        const [g, r] = [one(5), one(11)];
        const value = normalResidual(g, r, A, one(5), one(11));
        const want = dense.gemv(a, new Array(5).fill(1), 11, 5, 1, -1, new Array(11).fill(1));
        equal(r.data, want);
        equal(g.data, dense.gemv(dense.transposed(a, 11, 5), want, 5, 11));
        expect(value).toBe(odd);
      }
    }));
});
