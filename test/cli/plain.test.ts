// The plain loops the demo is timed against do the job they are timed for.
import { describe, expect, it } from "vitest";
import * as cholesky from "../../src/cli/demo/plain/cholesky.ts";
import { csrTimesDense } from "../../src/cli/demo/plain/csr.ts";
import { gramSchmidt } from "../../src/cli/demo/plain/gramSchmidt.ts";
import { lasso, objective } from "../../src/cli/demo/plain/lasso.ts";
import * as lut from "../../src/cli/demo/plain/lut.ts";
import { softThreshold } from "../../src/cli/demo/plain/softThreshold.ts";

/** Numbers in (-1, 1), all different: the fractional parts of multiples of the golden ratio. */
const numbers = (n: number, start = 1) =>
  Float64Array.from({ length: n }, (_, i) => (((i + start) * 0.6180339887498949) % 1) * 2 - 1);
const sum = (n: number, term: (k: number) => number) => {
  let total = 0;
  for (let k = 0; k < n; k++) total += term(k);
  return total;
};
const at = (A: ArrayLike<number>, i: number) => A[i] as number;

/** B*B' + I for a random n x n matrix B. */
function positiveDefinite(n: number) {
  const B = numbers(n * n);
  return Float64Array.from({ length: n * n }, (_, p) => {
    const [i, j] = [Math.floor(p / n), p % n];
    return sum(n, (k) => at(B, i * n + k) * at(B, j * n + k)) + (i === j ? 1 : 0);
  });
}

describe("cholesky", () => {
  it.each([0, 1, 2, 3, 4, 7, 16, 33])("L*L' = A and the solution solves, n = %i", (n) => {
    const A = positiveDefinite(n);
    const L = A.slice();
    expect(cholesky.cholesky(L, n)).toBe(n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++)
        expect(sum(j + 1, (k) => at(L, i * n + k) * at(L, j * n + k))).toBeCloseTo(at(A, i * n + j), 10);
    const X = numbers(n * 3, 100);
    const B = X.slice();
    cholesky.solve(L, X, n, 3);
    for (let i = 0; i < n; i++)
      for (let c = 0; c < 3; c++)
        expect(sum(n, (j) => at(A, i * n + j) * at(X, j * 3 + c))).toBeCloseTo(at(B, i * 3 + c), 9);
  });

  it.each([0, 1, 4, 5, 6])("stops at pivot %i of 7 where the matrix is not positive definite", (pivot) => {
    const A = positiveDefinite(7);
    A[pivot * 7 + pivot] = -1;
    expect(cholesky.cholesky(A, 7)).toBe(pivot);
  });
});

describe("csrTimesDense", () => {
  it.each([1, 4, 5])("is the sum over stored entries, %i columns", (k) => {
    const indptr = Uint32Array.of(0, 0, 1, 5, 10);
    const indices = Uint32Array.of(3, 0, 1, 2, 5, 0, 1, 3, 4, 5);
    const values = numbers(10);
    const X = numbers(6 * k, 50);
    const Y = new Float64Array(4 * k).fill(9);
    csrTimesDense(Y, { indptr, indices, values }, X, 4, k);
    for (let i = 0; i < 4; i++)
      for (let c = 0; c < k; c++) {
        const [start, end] = [at(indptr, i), at(indptr, i + 1)];
        const entry = (p: number) => at(values, start + p) * at(X, at(indices, start + p) * k + c);
        expect(at(Y, i * k + c)).toBeCloseTo(sum(end - start, entry), 12);
      }
  });
});

describe("gramSchmidt", () => {
  it.each([
    [1, 1],
    [6, 3],
    [9, 4],
    [40, 11],
  ])("V = R'Q with orthonormal Q, %i x %i", (m, n) => {
    const A = numbers(m * n).map((v, p) => v + (p % (m + 1) === 0 ? 2 : 0));
    const V = A.slice();
    const R = new Float64Array(n * n);
    gramSchmidt(V, R, m, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++)
        expect(sum(m, (k) => at(V, i * m + k) * at(V, j * m + k))).toBeCloseTo(i === j ? 1 : 0, 12);
      for (let k = 0; k < m; k++)
        expect(sum(i + 1, (j) => at(R, j * n + i) * at(V, j * m + k))).toBeCloseTo(at(A, i * m + k), 12);
    }
  });
});

describe("4-bit tables", () => {
  const code = (codes: Uint8Array, n: number, i: number, j: number) => {
    const pair = at(codes, i * Math.ceil(n / 32) * 16 + Math.floor(j / 32) * 16 + (j % 16));
    return j % 32 < 16 ? pair % 16 : Math.floor(pair / 16);
  };

  it.each([16, 32, 45, 64])("each code is that of the nearest entry, and the product follows, %i columns", (n) => {
    const [m, W, x] = [3, numbers(3 * n), numbers(n, 500)];
    const codes = new Uint8Array(m * Math.ceil(n / 32) * 16);
    const tables = new Float64Array(m * 16);
    lut.quantize(codes, tables, W, m, n, 5);
    const y = new Float64Array(m);
    lut.timesVector(y, codes, tables, x, m, n);
    for (let i = 0; i < m; i++) {
      const table = tables.subarray(i * 16, i * 16 + 16);
      expect([...table].sort((a, b) => a - b)).toEqual([...table]);
      for (let j = 0; j < n; j++) {
        const off = Math.abs(at(W, i * n + j) - at(table, code(codes, n, i, j)));
        for (const entry of table) expect(off).toBeLessThanOrEqual(Math.abs(at(W, i * n + j) - entry) + 1e-15);
      }
      expect(at(y, i)).toBeCloseTo(
        sum(n, (j) => at(table, code(codes, n, i, j)) * at(x, j)),
        12,
      );
    }
  });

  it("more steps leave no more error", () => {
    const [n, W] = [256, numbers(256).map((v) => v ** 3)];
    const error = (steps: number) => {
      const codes = new Uint8Array(n / 2);
      const tables = new Float64Array(16);
      lut.quantize(codes, tables, W, 1, n, steps);
      return sum(n, (j) => (at(W, j) - at(tables, code(codes, n, 0, j))) ** 2);
    };
    const errors = [0, 1, 2, 5, 20].map(error);
    for (let k = 1; k < errors.length; k++) expect(at(errors, k)).toBeLessThanOrEqual(at(errors, k - 1));
    expect(at(errors, 4)).toBeLessThan(0.7 * at(errors, 0));
  });
});

describe("softThreshold", () => {
  it("takes tau off each magnitude, and leaves exact zeros", () => {
    const x = Float64Array.of(0.3, -0.3, 2, -2, 0, 0.1, -0.1, 1e300, -1e300);
    const out = new Float64Array(x.length);
    const norm = softThreshold(out, x, 0.3);
    expect([...out].map((v) => v + 0)).toEqual([0, 0, 1.7, -1.7, 0, 0, 0, 1e300, -1e300]);
    expect(norm).toBe(2e300);
  });
});

describe("lasso", () => {
  it("meets the optimality conditions", () => {
    const [m, n, lambda] = [30, 5, 1.5];
    const [A, b] = [numbers(m * n), numbers(m, 1000)];
    const x = lasso(A, b, m, n, lambda, 1 / sum(m * n, (p) => at(A, p) ** 2), 5000);
    const misfit = (i: number) => at(b, i) - sum(n, (j) => at(A, i * n + j) * at(x, j));
    for (let j = 0; j < n; j++) {
      const correlation = sum(m, (i) => at(A, i * n + j) * misfit(i));
      if (at(x, j) === 0) expect(Math.abs(correlation)).toBeLessThanOrEqual(lambda);
      else expect(correlation).toBeCloseTo(lambda * Math.sign(at(x, j)), 9);
    }
    expect([...x].some((v) => v === 0) && [...x].some((v) => v !== 0)).toBe(true);
    expect(objective(A, b, x, m, n, lambda)).toBeCloseTo(
      sum(m, (i) => misfit(i) ** 2) / 2 + lambda * sum(n, (j) => Math.abs(at(x, j))),
      12,
    );
  });
});
