import { describe, expect, test } from "vitest";
import { type Metric, orthonormalBasis, type Vector } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { definite, eps, integers, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import { lauchli, orthogonality, triangularFactor } from "../oracle/ortho.ts";
import { orthogonalityRatio, residualRatio } from "../oracle/ratios.ts";

const column = (a: readonly number[], n: number, j: number) => a.filter((_, e) => e % n === j);

describe.each(types)("a basis that grows, in %s", (type) => {
  const vector = (x: readonly number[]) => lw.vector(x, { type });

  test("A = Q R column by column, R that of reflectors", () =>
    lw.scope(() => {
      const [m, n] = [50, 20];
      const a = reals(m * n, 1);
      const basis = orthonormalBasis(vector(column(a, n, 0)), n);
      const R = new Float64Array(n * n);
      for (let j = 0; j < n; j++) {
        expect(basis.append(vector(column(a, n, j)))).toBe(true);
        expect(basis.size).toBe(j + 1);
        const c = basis.coefficients();
        expect(c.length).toBe(j + 1);
        for (const [i, v] of c.entries()) R[i * n + j] = v;
      }
      const Q = basis.toMatrix();
      expect([Q.rows, Q.cols]).toEqual([m, n]);
      expect(residualRatio(lw.matrix(m, n, a, { type }).data, Q.data, R, m, n, n, eps[type])).toBeLessThan(30);
      expect(orthogonalityRatio(Q.data, m, n, eps[type])).toBeLessThan(30);
      within(R, triangularFactor(a, m, n), type, 20 * n, new Array(n * n).fill(Math.sqrt(m)), "R");
    }));

  test("a dependent vector is refused and changes nothing; its coefficients are known", () =>
    lw.scope(() => {
      const basis = orthonormalBasis(lw.vector(4, { type }), 5);
      expect(basis.append(vector([0, 0, 0, 0]))).toBe(false);
      expect(basis.append(vector([3, 0, 4, 0]))).toBe(true);
      expect(basis.append(vector([-6, 0, -8, 0]))).toBe(false);
      within(basis.coefficients(), [-10, 0], type, 8, [10, 10], "coefficients");
      expect(basis.append(vector([0, 2, 0, 0]))).toBe(true);
      expect(basis.append(vector([3, 7, 4, 0]))).toBe(false);
      within(basis.coefficients(), [5, 7, 0], type, 8, [5, 7, 9], "coefficients");
      within(basis.toMatrix().data, [0.6, 0, 0, 1, 0.8, 0, 0, 0], type, 4, new Array(8).fill(1), "Q");
      expect([basis.append(vector([1, 0, 0, 0])), basis.append(vector([0, 0, 0, 1]))]).toEqual([true, true]);
      expect([basis.size, basis.append(vector([1, 2, 3, 4])), basis.size]).toEqual([4, false, 4]);
      const strict = orthonormalBasis(lw.vector(2, { type }), 2, { tolerance: 0.01 });
      expect([
        strict.append(vector([1, 0])),
        strict.append(vector([1, 0.005])),
        strict.append(vector([1, 0.02])),
      ]).toEqual([true, false, true]);
    }));

  test("orthonormal in the inner product of weights and of operators, dense and sparse", () =>
    lw.scope(() => {
      const [m, n] = [24, 9];
      const a = reals(m * n, 2);
      const weights = integers(m, 3).map(Math.abs);
      const diagonal = (w: number[]) =>
        Array.from({ length: m * m }, (_, e) => (e % (m + 1) === 0 ? (w[e % m] as number) : 0));
      const S = definite(m, 4);
      const cases: [Metric, number[]][] = [
        [vector(weights), diagonal(weights)],
        [lw.matrix(m, m, S, { type }), S],
        [lw.sparsify(lw.matrix(m, m, diagonal(weights), { type })), diagonal(weights)],
      ];
      for (const [metric, M] of cases) {
        const A = lw.matrix(m, n, a, { type });
        const { Q, R, rank, method } = lw.orthonormalize(A, { metric });
        expect([rank, method]).toEqual([n, "cgs2"]);
        const q = Array.from(Q.data);
        const gram = dense.gemm(dense.transposed(q, m, n), dense.gemm(M, q, m, n, m), n, n, m);
        const identity = Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : 0));
        within(gram, identity, type, 30 * m, new Array(n * n).fill(1), "Q'M Q");
        // Q has no norm above 1 over the root of M's least eigenvalue, which is at least 1.
        expect(residualRatio(A.data, q, R.data, m, n, n, eps[type])).toBeLessThan(30 * Math.sqrt(m));
        for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) expect(R.data[i * n + j]).toBe(0);
      }
      const wide = lw.orthonormalize(lw.matrix(3, 5, integers(15, 5), { type }), { metric: vector([1, 2, 3]) });
      expect([wide.rank, wide.R.rows, wide.R.cols]).toEqual([3, 3, 5]);
      equal(wide.kept, [0, 1, 2]);
    }));

  test("orthogonal to rounding on Lauchli's matrix", () =>
    lw.scope(() => {
      const n = 25;
      const a = lauchli(n, Math.fround(type === "f64" ? 1e-7 : 1e-3));
      const basis = orthonormalBasis(lw.vector(n + 1, { type }), n, { tolerance: 0 });
      for (let j = 0; j < n; j++) expect(basis.append(vector(column(a, n, j)))).toBe(true);
      const bound = type === "f64" ? 1e-14 * Math.sqrt(n) : 1e-5;
      expect(orthogonality(Array.from(basis.toMatrix().data), n + 1, n)).toBeLessThan(bound);
    }));

  test("holds what it says, and an append reserves nothing", () => {
    const [x, w] = [vector(reals(30, 6)), vector(new Array(30).fill(2))];
    const size = type === "f32" ? 4 : 8;
    for (const metric of [undefined, w]) {
      const before = lw.memory;
      const basis = orthonormalBasis(x, 7, metric ? { metric } : {});
      expect(lw.memory.bytes - before.bytes).toBe((7 * 31 + 30 + (metric ? 7 * 30 + 30 : 0)) * size);
      const reserved = lw.memory;
      basis.append(x);
      basis.append(x);
      expect(lw.memory).toEqual(reserved);
      basis.dispose();
      expect(lw.memory.bytes).toBe(before.bytes);
    }
    x.dispose();
    w.dispose();
  });
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const [x, bad, one] = [lw.vector([1, 2, 3]), lw.vector([1, NaN, 3]), lw.vector([1])];
    const indefinite = lw.matrix(3, 3, [1, 0, 0, 0, -1, 0, 0, 0, 1]);
    const A = lw.matrix(3, 2, [1, 2, 3, 4, 5, 7]);
    const full = orthonormalBasis(x, 1);
    full.append(x);
    faulty(() => full.append(lw.vector([1, 0, 0])), "ArgumentRangeError", "x");
    const basis = orthonormalBasis(x, 2, { metric: indefinite });
    faulty(() => basis.append(bad), "ArgumentRangeError", "x");
    faulty(() => basis.append(one), "ShapeError", "x");
    faulty(() => basis.append(lw.vector([0, 1, 0])), "ArgumentRangeError", "metric");
    expect(basis.size).toBe(0);
    faulty(() => orthonormalBasis(A as never, 2), "ArgumentTypeError", "like");
    faulty(() => orthonormalBasis(x, -1), "ArgumentRangeError", "capacity");
    faulty(() => orthonormalBasis(x, 1, null as never), "ArgumentTypeError", "options");
    faulty(() => orthonormalBasis(x, 1, { tolerance: -1 }), "ArgumentRangeError", "tolerance");
    for (const value of [NaN, 0, -1, Infinity])
      faulty(() => orthonormalBasis(x, 1, { metric: lw.vector([1, value, 1]) }), "ArgumentRangeError", "metric[1]");
    faulty(() => orthonormalBasis(x, 1, { metric: one }), "ShapeError", "metric");
    faulty(() => orthonormalBasis(x, 1, { metric: A }), "ShapeError", "metric");
    faulty(() => orthonormalBasis(x, 1, { metric: 3 as never }), "ArgumentTypeError", "metric");
    faulty(
      () => orthonormalBasis(x, 1, { metric: lw.matrix(3, 3, { type: "f32" } as never) }),
      "ArgumentTypeError",
      "data",
    );
    faulty(() => lw.orthonormalize(A, { metric: indefinite as Metric, method: "mgs" }), "ArgumentRangeError", "method");
    const stranger: Vector = lw.vector([1, 2, 3], { type: "f32" });
    faulty(() => orthonormalBasis(x, 1, { metric: stranger }), "ArgumentTypeError", "metric");
  }));
