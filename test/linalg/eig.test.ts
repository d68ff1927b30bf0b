import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ComplexMatrix, Eig, eig, realSchur } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/spectral.ts";
import { general, randomSymmetric } from "../problems/matrices.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/spectral.json", import.meta.url), "utf8")).square;
const numbers = (A: { data: ArrayLike<number> } | undefined) => Array.from((A as { data: number[] }).data);
const filled = (n: number, v: number) => new Array<number>(n).fill(v);
const fill = (n: number, entry: (i: number, j: number) => number) =>
  Array.from({ length: n * n }, (_, e) => entry(Math.floor(e / n), e % n));
const sizes = [0, 1, 2, 3, 4, 5, 8, 13, 33, 34, 36, 67];

const square: Record<string, (n: number) => number[]> = {
  ...Object.fromEntries(Object.entries(general).map(([name, make]) => [name, (n: number) => make(n, n)])),
  symmetric: randomSymmetric,
  skew: (n) => fill(n, (i, j) => Math.sign(i - j) * (1 + ((i + j) % 5))),
  triangular: (n) => fill(n, (i, j) => (i > j ? 0 : i === j ? 1 + (i % 7) : ((i + 2 * j) % 3) - 1)),
  jordan: (n) => fill(n, (i, j) => (i === j ? 1 : j === i + 1 ? 1 : 0)),
  cyclic: (n) => fill(n, (i, j) => (j === (i + 1) % n ? 1 : 0)),
  // Rows and columns of sizes far apart, as balancing undoes.
  scaled: (n) => reals(n * n, 4).map((v, e) => v * 2 ** (((e % n) - Math.floor(e / n)) % 9)),
};

/** Values as [real, imaginary] in order of both. */
const sorted = (re: number[], im: number[]) =>
  re.map((x, i) => [x, im[i] as number] as const).sort((p, q) => p[0] - q[0] || p[1] - q[1]);

/** ||A X - X diag(values)||_1 of a real A and complex X, and columns of norm 1. */
function residual(a: number[], X: ComplexMatrix, re: number[], im: number[], n: number): number {
  const [p, q] = [numbers(X.real), numbers(X.imaginary)];
  for (let j = 0; j < n; j++) {
    let square = 0;
    for (let i = 0; i < n; i++) square += (p[i * n + j] as number) ** 2 + (q[i * n + j] as number) ** 2;
    expect(Math.abs(square - 1)).toBeLessThan(1e-5);
  }
  const real = p.map((v, e) => v * (re[e % n] as number) - (q[e] as number) * (im[e % n] as number));
  const imaginary = p.map((v, e) => v * (im[e % n] as number) + (q[e] as number) * (re[e % n] as number));
  const product = (x: number[]) => oracle.multiply(a, x, n, n, n);
  return oracle.distance(product(p), real, n, n) + oracle.distance(product(q), imaginary, n, n);
}

describe.each(types)("eig in %s", (type) => {
  test.each(Object.entries(square))("A V = V D, and U A = D U with the conjugate transpose: %s", (name, make) =>
    lw.scope(() => {
      for (const n of name === "random" ? [...sizes, 200] : sizes) {
        const A = lw.matrix(n, n, make(n), { type });
        const a = numbers(A);
        const F = lw.eig(A, { left: true });
        equal(A.data, a, "A is left alone");
        expect(F.converged).toBe(true);
        const [re, im] = [numbers(F.real), numbers(F.imaginary)];
        const unit = Math.max(1, n) * eps[type] * (oracle.norm1(a, n, n) || 1);
        expect(residual(a, F.vectors as ComplexMatrix, re, im, n) / unit, `right, n = ${n}`).toBeLessThan(20);
        const conjugate = im.map((v) => -v);
        const across = oracle.transposed(a, n, n);
        const size = oracle.norm1(across, n, n) / (oracle.norm1(a, n, n) || 1);
        const ratio = residual(across, F.left as ComplexMatrix, re, conjugate, n) / unit / Math.max(1, size);
        expect(ratio, `left, n = ${n}`).toBeLessThan(20);
        for (let k = 0; k < n; k++)
          if ((im[k] as number) > 0) expect([re[k + 1], im[k + 1]]).toEqual([re[k], -(im[k] as number)]);
        const trace = a.reduce((total, v, e) => total + (e % (n + 1) === 0 ? v : 0), 0);
        expect(Math.abs(re.reduce((total, v) => total + v, 0) - trace) / unit).toBeLessThan(20);
      }
    }),
  );

  test.each(Object.entries(square))("A = Q T Q' with T quasi-triangular: %s", (name, make) =>
    lw.scope(() => {
      for (const n of name === "random" ? [...sizes, 200] : sizes) {
        const A = lw.matrix(n, n, make(n), { type });
        const a = numbers(A);
        const { Q, T, converged } = realSchur(A);
        const [q, t] = [numbers(Q), numbers(T)];
        expect(converged).toBe(true);
        const unit = Math.max(1, n) * eps[type];
        const made = oracle.multiply(oracle.multiply(q, t, n, n, n), oracle.transposed(q, n, n), n, n, n);
        expect(oracle.distance(made, a, n, n) / unit / (oracle.norm1(a, n, n) || 1), `n = ${n}`).toBeLessThan(20);
        expect(oracle.orthogonality(q, n, n) / unit).toBeLessThan(20);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < i; j++) {
            const entry = t[i * n + j] as number;
            if (j < i - 1) expect(entry).toBe(0);
            else if (entry !== 0) {
              // A block of two rows: no other beside it, and its values are complex.
              expect([i > 1 ? t[(i - 1) * n + i - 2] : 0, i + 1 < n ? t[(i + 1) * n + i] : 0]).toEqual([0, 0]);
              const half = ((t[j * n + j] as number) - (t[i * n + i] as number)) / 2;
              expect(half * half + entry * (t[j * n + i] as number)).toBeLessThan(type === "f64" ? 1e-300 : 1e-6);
            }
          }
      }
    }),
  );

  test("agrees with LAPACK; values alone are the same", () =>
    lw.scope(() => {
      const { n, A, real, imaginary } = frozen;
      const M = lw.matrix(n, n, A, { type });
      for (const options of [{}, { vectors: false }]) {
        const F = lw.eig(M, options);
        const got = sorted(numbers(F.real), numbers(F.imaginary));
        within(
          got.map(([x]) => x),
          real,
          type,
          2000,
          filled(n, 20),
          "real",
        );
        within(
          got.map(([, y]) => y),
          imaginary,
          type,
          2000,
          filled(n, 20),
          "imaginary",
        );
        expect([F.vectors === undefined, F.left]).toEqual(["vectors" in options, undefined]);
      }
    }));

  test("roots of a polynomial by its companion matrix, roots of one by a cycle", () =>
    lw.scope(() => {
      // (x - 1)(x - 2)(x + 3)(x^2 - 2x + 5)
      const c = [-2, -2, 20, -47, 30].map((v) => -v);
      const rows = fill(5, (i, j) => (i === 0 ? (c[j] as number) : i === j + 1 ? 1 : 0));
      const F = lw.eig(lw.matrix(5, 5, rows, { type }));
      const got = sorted(
        numbers(F.real).map((v) => Math.round(v * 1e3) / 1e3),
        numbers(F.imaginary),
      );
      within(
        got.map(([x]) => x),
        [-3, 1, 1, 1, 2],
        "f32",
        1e5,
        filled(5, 3),
      );
      const n = 12;
      const cycle = lw.eig(lw.matrix(n, n, square.cyclic?.(n), { type }));
      for (let k = 0; k < n; k++)
        expect(Math.abs(Math.hypot(cycle.real.data[k] as number, cycle.imaginary.data[k] as number) - 1)).toBeLessThan(
          100 * eps[type],
        );
    }));

  test("entries near the ends of the range of numbers", () =>
    lw.scope(() => {
      const n = 6;
      const a = reals(n * n, 3).map((v) => v * 0.1);
      const one = lw.eig(lw.matrix(n, n, a, { type }));
      const want = sorted(numbers(one.real), numbers(one.imaginary));
      for (const scale of type === "f64" ? [1e-290, 1e-160, 1e150, 1e305] : [1e-33, 1e-20, 1e20, 1e37]) {
        const A = lw.matrix(
          n,
          n,
          numbers(lw.matrix(n, n, a, { type })).map((v) => v * scale),
          { type },
        );
        const F = lw.eig(A);
        const got = sorted(numbers(F.real), numbers(F.imaginary));
        within(
          got.flat().map((v) => v / scale),
          want.flat(),
          type,
          1000,
          filled(2 * n, 1),
        );
      }
    }));
});

test("keeps the result alone, and gives it back; bad arguments are named", () =>
  lw.scope(() => {
    const A = lw.matrix(9, 9, reals(81, 1));
    const before = lw.memory;
    {
      using F = eig(A, { left: true });
      expect(F).toBeInstanceOf(Eig);
      expect(lw.memory.bytes - before.bytes).toBe((4 * 81 + 18) * 8);
    }
    const { Q, T } = realSchur(A);
    expect(lw.memory.bytes - before.bytes).toBe(2 * 81 * 8);
    Q.dispose();
    T.dispose();
    for (const bad of [NaN, Infinity])
      lw.scope(() => faulty(() => lw.eig(lw.matrix(2, 2, [1, bad, 0, 1])), "ArgumentRangeError", "A"));
    lw.scope(() => faulty(() => lw.eig(lw.matrix(2, 3)), "ShapeError", "A"));
    lw.scope(() => faulty(() => realSchur(lw.matrix(2, 3)), "ShapeError", "A"));
    faulty(() => eig(3 as never), "ArgumentTypeError", "A");
    faulty(() => eig(A, null as never), "ArgumentTypeError", "options");
    faulty(() => eig(A, { vectors: 1 as never }), "ArgumentTypeError", "vectors");
    faulty(() => eig(A, { left: 1 as never }), "ArgumentTypeError", "left");
    expect(lw.memory.arrays).toBe(before.arrays);
  }));
