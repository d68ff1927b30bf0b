import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pinv, Svd, svd } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/spectral.ts";
import { general } from "../problems/matrices.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/spectral.json", import.meta.url), "utf8")).singular;
const shapes = [
  [0, 0],
  [3, 0],
  [0, 3],
  [1, 1],
  [2, 2],
  [1, 5],
  [5, 1],
  [4, 3],
  [3, 4],
  [13, 13],
  [32, 31],
  [33, 33],
  [40, 66],
  [70, 35],
] as const;
const ones = (n: number) => new Array<number>(n).fill(1);
const numbers = (array: { data: ArrayLike<number> } | undefined) => Array.from((array as { data: number[] }).data);

describe.each(types)("svd in %s", (type) => {
  test.each(
    Object.entries(general).flatMap(
      ([name, make]) =>
        [
          [name, "divide", make],
          [name, "jacobi", make],
        ] as const,
    ),
  )("A = U S V' with orthonormal U and V: %s by %s", (name, method, make) =>
    lw.scope(() => {
      const sizes = name === "random" && method === "divide" ? [...shapes, [200, 200] as const] : shapes;
      for (const [m, n] of sizes) {
        const A = lw.matrix(m, n, make(m, n), { type });
        const k = Math.min(m, n);
        const a = Array.from(A.data);
        const F = lw.svd(A, { method });
        equal(A.data, a, "A is left alone");
        const [U, s, V] = [numbers(F.U), numbers(F.values), numbers(F.V)];
        expect([F.U?.rows, F.U?.cols, F.V?.rows, F.V?.cols, s.length, F.converged]).toEqual([m, k, n, k, k, true]);
        expect(s).toEqual(s.slice().sort((x, y) => y - x));
        expect(s.every((value) => value >= 0)).toBe(true);
        const unit = Math.max(m, n, 1) * eps[type];
        const ratio = oracle.singularResidual(a, U, s, V, m, n, k) / unit / (oracle.norm1(a, m, n) || 1);
        expect(ratio, `residual, ${m} x ${n}`).toBeLessThan(10);
        expect(oracle.orthogonality(U, m, k) / unit, `U, ${m} x ${n}`).toBeLessThan(10);
        expect(oracle.orthogonality(V, n, k) / unit, `V, ${m} x ${n}`).toBeLessThan(10);
        const alone = lw.svd(A, { method, vectors: false });
        expect([alone.U, alone.V]).toEqual([undefined, undefined]);
        within(
          alone.values.data,
          s,
          type,
          10 * Math.max(m, n),
          new Array(k).fill(oracle.norm1(a, m, n)),
          `${m} x ${n}`,
        );
      }
    }),
  );

  test.each(["divide", "jacobi"] as const)(
    "agrees with LAPACK: values, solutions, pseudo-inverse, rank, by %s",
    (method) =>
      lw.scope(() => {
        const { m, n, A, s, b, x, pinv: inverse, deficient, deficientPinv, deficientX } = frozen;
        const F = lw.svd(lw.matrix(m, n, A, { type }), { method });
        within(F.values.data, s, type, 100, new Array(n).fill(s[0]), "values");
        const rhs = lw.vector(b, { type });
        within(F.solve(rhs).data, x, type, 1000, ones(n), "x");
        within(F.pinv().data, inverse, type, 1000, ones(n * m), "pinv");
        within(pinv(lw.matrix(m, n, A, { type })).data, inverse, type, 1000, ones(n * m), "pinv");
        expect([F.rank(), F.rank(0.5), F.rank(1)]).toEqual([n, s.filter((v: number) => v > s[0] / 2).length, 0]);
        expect(Math.abs(F.condition() - s[0] / s[n - 1])).toBeLessThan(1000 * eps[type]);
        const D = lw.svd(lw.matrix(m, n, deficient, { type }), { method });
        expect(D.rank()).toBe(n - 1);
        within(D.pinv().data, deficientPinv, type, 1000, ones(n * m), "pinv of a deficient matrix");
        within(D.solve(rhs).data, deficientX, type, 1000, ones(n), "x of least norm");
        within(
          D.solve(
            lw.matrix(
              m,
              2,
              b.flatMap((v: number) => [v, -v]),
              { type },
            ),
          ).data,
          deficientX.flatMap((v: number) => [v, -v]),
          type,
          1000,
          ones(2 * n),
        );
        const wide = lw.svd(lw.matrix(m, n, A, { type }).transpose(), { method });
        const long = wide.solve(lw.vector(reals(n, 1), { type }));
        const back = lw.matrix(m, n, A, { type }).matmul(long, { transposeA: true });
        within(back.data, reals(n, 1), type, 1000, ones(n), "A' x");
      }),
  );

  test("one-sided Jacobi finds small values to their own digits, where reduction to bidiagonal form does not", () =>
    lw.scope(() => {
      const { n, A, s } = JSON.parse(readFileSync(new URL("../fixtures/graded.json", import.meta.url), "utf8"));
      const M = lw.matrix(n, n, A, { type });
      const error = (values: number[]) => Math.max(...values.map((v, i) => Math.abs(v / s[i] - 1)));
      expect(error(numbers(lw.svd(M, { method: "jacobi", vectors: false }).values))).toBeLessThan(100 * eps[type]);
      expect(error(numbers(lw.svd(M, { method: "jacobi" }).values))).toBeLessThan(100 * eps[type]);
      expect(error(numbers(lw.svd(M).values))).toBeGreaterThan(1e6 * eps[type]);
    }));

  test("entries near the ends of the range of numbers", () =>
    lw.scope(() => {
      const [m, n] = [9, 6];
      for (const scale of type === "f64" ? [1e-300, 1e-160, 1e150, 1e306] : [1e-36, 1e-20, 1e20, 1e37])
        for (const method of ["divide", "jacobi"] as const) {
          const A = lw.matrix(
            m,
            n,
            reals(m * n, 2).map((v) => v * 0.1),
            { type },
          );
          const one = lw.svd(A, { method });
          const got = lw.svd(
            lw.matrix(
              m,
              n,
              Array.from(A.data, (v) => v * scale),
              { type },
            ),
            { method },
          );
          within(
            Array.from(got.values.data, (v) => v / scale),
            numbers(one.values),
            type,
            100,
            ones(n),
          );
        }
    }));
});

test("determinant and condition", () =>
  lw.scope(() => {
    const F = svd(
      lw.matrix([
        [3, 0],
        [0, -4],
      ]),
    );
    expect(F).toBeInstanceOf(Svd);
    expect(Math.abs(F.logDet() - Math.log(12))).toBeLessThan(1e-14);
    expect(F.condition()).toBeCloseTo(4 / 3, 14);
    expect(lw.svd(lw.matrix(0, 3)).condition()).toBe(1);
    expect(lw.svd(lw.matrix(2, 3, [1, 2, 3, 2, 4, 6])).rank()).toBe(1);
  }));

test("keeps the result alone, and gives it back", () => {
  const A = lw.matrix(20, 30, general.random?.(20, 30));
  const before = lw.memory;
  for (const method of ["divide", "jacobi"] as const) {
    using F = lw.svd(A, { method });
    expect(lw.memory.bytes - before.bytes).toBe((20 * 20 + 30 * 20 + 20) * 8);
    expect([F.U?.disposed, lw.memory.arrays - before.arrays]).toEqual([false, 3]);
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
      for (const method of ["divide", "jacobi"] as const)
        lw.scope(() => faulty(() => lw.svd(lw.matrix(2, 2, [1, bad, 0, 1]), { method }), "ArgumentRangeError", "A"));
    faulty(() => lw.svd(undefined as never), "ArgumentTypeError", "A");
    faulty(() => svd([[1]] as never), "ArgumentTypeError", "A");
    faulty(() => pinv(3 as never), "ArgumentTypeError", "A");
    faulty(() => lw.svd(A, null as never), "ArgumentTypeError", "options");
    faulty(() => lw.svd(A, { vectors: 1 as never }), "ArgumentTypeError", "vectors");
    faulty(() => lw.svd(A, { method: "qr" as never }), "ArgumentRangeError", "method");
    const values = lw.svd(A, { vectors: false });
    faulty(() => values.pinv(), "ArgumentTypeError", "vectors");
    faulty(() => values.rank(-1), "ArgumentRangeError", "tolerance");
    values.dispose();
    const F = lw.svd(A);
    lw.scope(() => faulty(() => F.solve(lw.vector(3)), "ShapeError", "b"));
    lw.scope(() => faulty(() => F.solve(lw.matrix(3, 2)), "ShapeError", "B"));
    F.dispose();
    expect(lw.memory.arrays).toBe(before);
  }));
