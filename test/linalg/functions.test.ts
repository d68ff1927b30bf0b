import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  expm,
  generalizedEigh,
  hermitianEigh,
  type Matrix,
  NotPositiveDefiniteError,
  polar,
  signm,
  sqrtm,
} from "../../src/index.ts";
import { within } from "../compare.ts";
import { definite, eps, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/spectral.ts";
import { randomSymmetric } from "../problems/matrices.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/spectral.json", import.meta.url), "utf8"));
const numbers = (A: { data: ArrayLike<number> }) => Array.from(A.data);
const filled = (n: number, v: number) => new Array<number>(n).fill(v);
const identity = (n: number) => Array.from<unknown, number>({ length: n * n }, (_, e) => (e % (n + 1) ? 0 : 1));
const largest = (x: readonly number[]) => Math.max(...x.map(Math.abs));

describe.each(types)("functions of matrices in %s", (type) => {
  test("agree with SciPy", () =>
    lw.scope(() => {
      const { n, A, expm: E, S, sqrtm: R, sign, polarU, polarH } = frozen.square;
      const matrix = (data: number[]) => lw.matrix(n, n, data, { type });
      const like = (got: Matrix, want: number[], units: number) =>
        within(got.data, want, type, units, filled(n * n, largest(want)));
      like(expm(matrix(A.map((v: number) => v / 4))), E, 2000);
      const root = sqrtm(matrix(S));
      expect(root.converged).toBe(true);
      expect(root.iterations).toBeLessThan(15);
      like(root.X, R, 500);
      const signs = signm(matrix(A));
      expect(signs.converged).toBe(true);
      like(signs.X, sign, 1e5);
      const { U, H } = polar(matrix(A));
      like(U, polarU, 2000);
      like(H, polarH, 500);
    }));

  test("exponentials with a known form: diagonal, nilpotent, rotation, commuting halves, inverses", () =>
    lw.scope(() => {
      const D = expm(lw.matrix(3, 3, [1, 0, 0, 0, -2, 0, 0, 0, 0], { type }));
      within(D.data, [Math.E, 0, 0, 0, Math.exp(-2), 0, 0, 0, 1], type, 10, filled(9, 3));
      within(
        expm(lw.matrix(3, 3, [0, 2, 3, 0, 0, 4, 0, 0, 0], { type })).data,
        [1, 2, 7, 0, 1, 4, 0, 0, 1],
        type,
        10,
        filled(9, 7),
      );
      for (const t of [1e-8, 0.5, 3, 30])
        within(
          expm(lw.matrix(2, 2, [0, -t, t, 0], { type })).data,
          [Math.cos(Math.fround(t)), -Math.sin(Math.fround(t)), Math.sin(Math.fround(t)), Math.cos(Math.fround(t))].map(
            (v, i) => (type === "f32" ? v : ([Math.cos(t), -Math.sin(t), Math.sin(t), Math.cos(t)][i] as number)),
          ),
          type,
          20 + 4 * t,
          filled(4, 1),
        );
      for (const n of [1, 2, 7, 34]) {
        const A = lw.matrix(
          n,
          n,
          reals(n * n, n).map((v) => v / 2),
          { type },
        );
        const E = expm(A);
        const minus = expm(
          lw.matrix(
            n,
            n,
            numbers(A).map((v) => -v),
            { type },
          ),
        );
        const bound = largest(numbers(E)) * largest(numbers(minus)) * n;
        within(E.matmul(minus).data, identity(n), type, 10, filled(n * n, bound), "e^A e^-A");
        const half = expm(
          lw.matrix(
            n,
            n,
            numbers(A).map((v) => v / 2),
            { type },
          ),
        );
        within(half.matmul(half).data, E.data, type, 60 * n, filled(n * n, largest(numbers(E))), "(e^A/2)^2");
      }
      expect(expm(lw.matrix(0, 0, [], { type })).rows).toBe(0);
    }));

  test("X X = A for the square root, of matrices that need not be symmetric", () =>
    lw.scope(() => {
      for (const n of [0, 1, 2, 5, 33]) {
        const a = reals(n * n, n + 9).map((v, e) => v + (e % (n + 1) ? 0 : n));
        const A = lw.matrix(n, n, a, { type });
        const { X, converged } = sqrtm(A);
        expect(converged).toBe(true);
        within(X.matmul(X).data, A.data, type, 40 * (n + 1), filled(n * n, n), `n = ${n}`);
      }
      const none = sqrtm(lw.matrix(2, 2, [-1, 0, 0, -2], { type }));
      expect(none.converged).toBe(false);
      expect(sqrtm(lw.matrix(2, 2, undefined, { type })).converged).toBe(false);
    }));

  test("the sign of a symmetric matrix has its vectors, and the signs of its values", () =>
    lw.scope(() => {
      for (const n of [0, 1, 2, 9, 34]) {
        const q = oracle.orthogonal(n, 1);
        const d = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? -1 : 1) * (1 + (i % 5)));
        const by = (values: number[]) =>
          oracle.multiply(
            q.map((v, e) => v * (values[e % n] as number)),
            oracle.transposed(q, n, n),
            n,
            n,
            n,
          );
        const got = signm(lw.matrix(n, n, by(d), { type }));
        expect(got.converged).toBe(true);
        within(got.X.data, by(d.map(Math.sign)), type, 200, filled(n * n, 1), `n = ${n}`);
      }
      expect(signm(lw.matrix(2, 2, [0, 1, -1, 0], { type })).converged).toBe(false);
      expect(signm(lw.matrix(2, 2, [1, 0, 0, 0], { type })).converged).toBe(false);
    }));

  test("polar: orthonormal times positive semidefinite", () =>
    lw.scope(() => {
      for (const [m, n] of [
        [0, 0],
        [1, 1],
        [5, 3],
        [34, 33],
      ] as const) {
        const A = lw.matrix(m, n, reals(m * n, 3), { type });
        const { U, H } = polar(A);
        expect(oracle.orthogonality(numbers(U), m, n)).toBeLessThan(10 * (m + 1) * eps[type]);
        within(U.matmul(H).data, A.data, type, 20 * (n + 1), filled(m * n, 4));
        within(H.data, H.transpose().data, type, 4, filled(n * n, 4));
        for (const value of lw.eigh(H).values.data) expect(value).toBeGreaterThan(-100 * eps[type]);
      }
    }));

  test("A x = lambda B x: residual, orthonormal in B, LAPACK's values", () =>
    lw.scope(() => {
      const { n: order, A: a, B: b, generalized } = frozen.symmetric;
      const known = generalizedEigh(lw.matrix(order, order, a, { type }), lw.matrix(order, order, b, { type }));
      within(known.values.data, generalized, type, 1000, filled(order, largest(generalized)));
      for (const n of [0, 1, 2, 6, 33, 50]) {
        const A = lw.matrix(n, n, randomSymmetric(n), { type });
        const B = lw.matrix(
          n,
          n,
          definite(n, n).map((v) => v / (n + 1)),
          { type },
        );
        const { values, vectors } = generalizedEigh(A, B);
        const [BV, d] = [numbers(B.matmul(vectors)), numbers(values)];
        const scaled = BV.map((v, e) => v * (d[e % n] as number));
        within(A.matmul(vectors).data, scaled, type, 200 * (n + 1), filled(n * n, 10), `n = ${n}`);
        const gram = vectors.matmul(B.matmul(vectors), { transposeA: true });
        within(gram.data, identity(n), type, 200 * (n + 1), filled(n * n, 1), `n = ${n}`);
      }
      const bad = lw.matrix(2, 2, [1, 0, 0, -1], { type });
      expect(thrown(() => generalizedEigh(bad, bad))).toBeInstanceOf(NotPositiveDefiniteError);
    }));

  test("complex Hermitian: residual, orthonormal, LAPACK's values, repeated values", () =>
    lw.scope(() => {
      const { n: order, real, imaginary, values } = frozen.hermitian;
      const known = hermitianEigh(
        lw.matrix(order, order, real, { type }),
        lw.matrix(order, order, imaginary, { type }),
      );
      within(known.values.data, values, type, 100, filled(order, largest(values)));
      for (const [n, kind] of [
        [0, 0],
        [1, 0],
        [2, 0],
        [5, 0],
        [33, 0],
        [6, 1],
        [20, 1],
        [12, 2],
      ] as const) {
        // 0: random; 1: I + xx* with x complex, one value n - 1 times; 2: two blocks that agree.
        const [p, q] = [reals(n * n, 1), reals(n * n, 2)];
        const entry = (i: number, j: number): [number, number] => {
          const [f, g] = [reals(n, 3), reals(n, 4)];
          if (kind === 1) return [(i === j ? 1 : 0) + f[i]! * f[j]! + g[i]! * g[j]!, g[i]! * f[j]! - f[i]! * g[j]!];
          const [r, s] = kind === 2 ? [i % 6, j % 6] : [i, j];
          if (kind === 2 && Math.floor(i / 6) !== Math.floor(j / 6)) return [0, 0];
          const at = Math.max(r, s) * n + Math.min(r, s);
          return [p[at] as number, r === s ? 0 : Math.sign(r - s) * (q[at] as number)];
        };
        const all = Array.from({ length: n * n }, (_, e) => entry(Math.floor(e / n), e % n));
        const [re, im] = [
          lw.matrix(
            n,
            n,
            all.map(([x]) => x),
            { type },
          ),
          lw.matrix(
            n,
            n,
            all.map(([, y]) => y),
            { type },
          ),
        ];
        const got = hermitianEigh(re, im);
        const [X, Y, d] = [got.real, got.imaginary, numbers(got.values)];
        expect(d).toEqual(d.slice().sort((a, b) => a - b));
        const minus = (A: Matrix, B: Matrix) => numbers(A).map((v, e) => v - (numbers(B)[e] as number));
        const plus = (A: Matrix, B: Matrix) => numbers(A).map((v, e) => v + (numbers(B)[e] as number));
        const times = (A: Matrix) => numbers(A).map((v, e) => v * (d[e % n] as number));
        const [size, units] = [filled(n * n, 4), 30 * (n + 1)];
        within(minus(re.matmul(X), im.matmul(Y)), times(X), type, units, size, `real, n = ${n}`);
        within(plus(re.matmul(Y), im.matmul(X)), times(Y), type, units, size, `imaginary, n = ${n}`);
        const t = { transposeA: true };
        within(plus(X.matmul(X, t), Y.matmul(Y, t)), identity(n), type, units, size, `orthonormal, n = ${n}`);
        within(minus(X.matmul(Y, t), Y.matmul(X, t)), filled(n * n, 0), type, units, size, `orthogonal, n = ${n}`);
      }
    }));
});

test("bad arguments are named, and results alone are kept", () =>
  lw.scope(() => {
    const [A, wide, bad] = [lw.matrix(3, 3, definite(3, 1)), lw.matrix(2, 3), lw.matrix(2, 2, [1, NaN, 0, 1])];
    const before = lw.memory;
    for (const f of [expm, sqrtm, signm]) {
      faulty(() => f(wide), "ShapeError", "A");
      faulty(() => f(bad), "ArgumentRangeError", "A");
      faulty(() => f(undefined as never), "ArgumentTypeError", "A");
    }
    faulty(() => polar(wide), "ShapeError", "A");
    faulty(() => polar(bad), "ArgumentRangeError", "A");
    faulty(() => polar(3 as never), "ArgumentTypeError", "A");
    const low = bad.transpose();
    faulty(() => hermitianEigh(bad, low), "ArgumentRangeError", "imaginary");
    faulty(() => hermitianEigh(low, bad), "ArgumentRangeError", "real");
    faulty(() => generalizedEigh(wide, A), "ShapeError", "A");
    faulty(() => generalizedEigh(A, bad), "ShapeError", "B");
    faulty(() => generalizedEigh(low, lw.matrix(2, 2, [1, 0, 0, 1])), "ArgumentRangeError", "A");
    faulty(() => hermitianEigh(wide, wide), "ShapeError", "real");
    faulty(() => hermitianEigh(A, wide), "ShapeError", "imaginary");
    expm(A).dispose();
    sqrtm(A).X.dispose();
    signm(A).X.dispose();
    for (const made of [polar(A), generalizedEigh(A, A), hermitianEigh(A, A)])
      for (const array of Object.values(made)) array.dispose();
    expect(lw.memory.arrays).toBe(before.arrays + 2);
  }));
