import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Eigh, eigh, SingularMatrixError } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/spectral.ts";
import { randomSymmetric, symmetric } from "../problems/matrices.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/spectral.json", import.meta.url), "utf8")).symmetric;
const sizes = [0, 1, 2, 3, 4, 5, 8, 13, 31, 32, 33, 34, 65, 97];

describe.each(types)("eigh in %s", (type) => {
  test.each(Object.entries(symmetric))("A V = V D with orthonormal V: %s", (name, make) =>
    lw.scope(() => {
      for (const n of name === "random" ? [...sizes, 200] : sizes) {
        const A = lw.matrix(n, n, make(n), { type });
        const a = Array.from(A.data);
        const { values, vectors, converged } = lw.eigh(A);
        equal(A.data, a, "A is left alone");
        const [v, d] = [Array.from((vectors as NonNullable<typeof vectors>).data), Array.from(values.data)];
        const unit = Math.max(1, n) * eps[type];
        expect(converged).toBe(true);
        expect(d).toEqual(d.slice().sort((x, y) => x - y));
        const ratio = oracle.eigenResidual(a, v, d, n, n) / unit / (oracle.norm1(a, n, n) || 1);
        expect(ratio, `residual, n = ${n}`).toBeLessThan(10);
        expect(oracle.orthogonality(v, n, n) / unit, `orthogonality, n = ${n}`).toBeLessThan(10);
        const alone = Array.from(lw.eigh(A, { vectors: false }).values.data);
        within(alone, d, type, 10 * n, new Array(n).fill(oracle.norm1(a, n, n)), `values alone, n = ${n}`);
      }
    }),
  );

  test("as many values below each point as pivots of T - xI are negative", () =>
    lw.scope(() => {
      const n = 61;
      const [d, e] = [reals(n, 4), reals(n - 1, 5)];
      const entry = (i: number, j: number) =>
        (i === j ? d[i] : Math.abs(i - j) === 1 ? e[Math.min(i, j)] : 0) as number;
      const T = lw.matrix(
        n,
        n,
        Array.from({ length: n * n }, (_, p) => entry(Math.floor(p / n), p % n)),
        { type },
      );
      const got = Array.from(lw.eigh(T).values.data);
      const slack = 10 * n * eps[type];
      for (const [i, value] of got.entries()) {
        expect(oracle.countBelow(d, e, value - slack)).toBeLessThanOrEqual(i);
        expect(oracle.countBelow(d, e, value + slack)).toBeGreaterThan(i);
      }
    }));

  test("agrees with LAPACK: values, and vectors up to sign", () =>
    lw.scope(() => {
      const { n, A, values, vectors } = frozen;
      const got = lw.eigh(lw.matrix(n, n, A, { type }));
      within(got.values.data, values, type, 100, new Array(n).fill(50), "values");
      const V = Array.from((got.vectors as NonNullable<typeof got.vectors>).data);
      const signs = Array.from({ length: n }, (_, j) => {
        let along = 0;
        for (let i = 0; i < n; i++) along += (V[i * n + j] as number) * vectors[i * n + j];
        return Math.sign(along);
      });
      const turned = V.map((v, e) => v * (signs[e % n] as number));
      within(turned, vectors, type, 1e4, new Array(n * n).fill(1), "vectors");
    }));

  test("reads the lower triangle alone", () =>
    lw.scope(() => {
      const n = 37;
      const a = randomSymmetric(n);
      const odd = a.map((v, e) => (e % n > Math.floor(e / n) ? NaN : v));
      equal(lw.eigh(lw.matrix(n, n, odd, { type })).values.data, lw.eigh(lw.matrix(n, n, a, { type })).values.data);
    }));

  test("a range of eigenvalues is the same part of all", () =>
    lw.scope(() => {
      const n = 40;
      const A = lw.matrix(n, n, randomSymmetric(n), { type });
      const all = lw.eigh(A);
      for (const range of [
        [0, 3],
        [37, 40],
        [10, 10],
        [5, 25],
      ] as const) {
        const part = lw.eigh(A, { range });
        equal(part.values.data, all.values.data.slice(...range));
        const k = range[1] - range[0];
        const V = Array.from((part.vectors as NonNullable<typeof part.vectors>).data);
        const d = Array.from(part.values.data);
        expect(V.length).toBe(n * k);
        expect(oracle.eigenResidual(Array.from(A.data), V, d, n, k) / (n * eps[type])).toBeLessThan(100);
        within(lw.eigh(A, { range, vectors: false }).values.data, d, type, 100, new Array(k).fill(10));
      }
    }));

  test("entries near the ends of the range of numbers", () =>
    lw.scope(() => {
      const n = 9;
      for (const scale of type === "f64" ? [1e-300, 1e-160, 1e150, 1e306] : [1e-36, 1e-20, 1e20, 1e37]) {
        const a = randomSymmetric(n).map((v) => v * 0.1);
        const one = lw.eigh(lw.matrix(n, n, a, { type }));
        const got = lw.eigh(
          lw.matrix(
            n,
            n,
            Array.from(lw.matrix(n, n, a, { type }).data, (v) => v * scale),
            { type },
          ),
        );
        within(
          Array.from(got.values.data, (v) => v / scale),
          Array.from(one.values.data),
          type,
          100,
          new Array(n).fill(1),
        );
      }
    }));

  test("solutions, determinant, condition, functions of the matrix", () =>
    lw.scope(() => {
      const { n, B } = frozen;
      const A = lw.matrix(n, n, B, { type });
      const F = eigh(A);
      expect(F).toBeInstanceOf(Eigh);
      const X = lw.matrix(n, 3, reals(3 * n, 9), { type });
      const x = lw.vector(reals(n, 10), { type });
      const size = (k: number) => new Array(k).fill(1);
      within(A.matmul(F.solve(X)).data, X.data, type, 1000, size(3 * n), "A X");
      within(A.matmul(F.solve(x)).data, x.data, type, 1000, size(n), "A x");
      const inverse = F.map((v) => 1 / v);
      within(
        A.matmul(inverse).data,
        Array.from({ length: n * n }, (_, e) => (e % (n + 1) ? 0 : 1)),
        type,
        1000,
        size(n * n),
      );
      expect(Math.abs(F.logDet() - lw.cholesky(A).logDet())).toBeLessThan(1000 * eps[type]);
      const d = F.values.data;
      expect(F.condition()).toBe((d[n - 1] as number) / (d[0] as number));
      expect(lw.eigh(lw.matrix(0, 0)).condition()).toBe(1);
      const zero = lw.eigh(lw.matrix(2, 2, undefined, { type }));
      expect(zero.condition()).toBeNaN();
      expect(thrown(() => zero.solve(lw.vector(2, { type })))).toBeInstanceOf(SingularMatrixError);
    }));
});

test("keeps values and vectors alone, and gives them back", () => {
  const A = lw.matrix(20, 20, randomSymmetric(20));
  const before = lw.memory;
  {
    using F = lw.eigh(A);
    expect(lw.memory.bytes - before.bytes).toBe((F.vectors?.bytes ?? 0) + F.values.bytes);
    expect(lw.memory.arrays - before.arrays).toBe(2);
  }
  expect(lw.memory.bytes).toBe(before.bytes);
  A.dispose();
});

test("bad arguments are named, and nothing is kept", () =>
  lw.scope(() => {
    const A = lw.matrix([
      [2, 1],
      [1, 2],
    ]);
    const before = lw.memory.arrays;
    for (const bad of [NaN, Infinity, -Infinity])
      lw.scope(() => faulty(() => lw.eigh(lw.matrix(2, 2, [1, 0, bad, 1])), "ArgumentRangeError", "A"));
    lw.scope(() => faulty(() => lw.eigh(lw.matrix(2, 3)), "ShapeError", "A"));
    faulty(() => lw.eigh(undefined as never), "ArgumentTypeError", "A");
    faulty(() => eigh([[1]] as never), "ArgumentTypeError", "A");
    faulty(() => lw.eigh(A, null as never), "ArgumentTypeError", "options");
    faulty(() => lw.eigh(A, { vectors: 1 as never }), "ArgumentTypeError", "vectors");
    faulty(() => lw.eigh(A, { range: [1] as never }), "ArgumentTypeError", "range");
    faulty(() => lw.eigh(A, { range: [1, 3] }), "ArgumentRangeError", "range");
    faulty(() => lw.eigh(A, { range: [2, 1] }), "ArgumentRangeError", "range");
    faulty(() => lw.eigh(A, { range: [-1, 1] }), "ArgumentRangeError", "range[0]");
    const values = lw.eigh(A, { vectors: false });
    faulty(() => values.map(Math.exp), "ArgumentTypeError", "vectors");
    faulty(() => values.map(1 as never), "ArgumentTypeError", "f");
    values.dispose();
    expect(lw.memory.arrays).toBe(before);
  }));
