import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DisposedError, SingularMatrixError, sparseLu } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, magnitudes, reals, types, words } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { type Csr, dense, fromDense } from "../oracle/csr.ts";
import * as oracle from "../oracle/dense.ts";
import { gridEdges } from "../problems/definite.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/sparsefactor.json", import.meta.url), "utf8"));

/** A random matrix with a permuted diagonal of large entries, so that it is not singular. */
function general(n: number, density: number, seed: number): Csr {
  const next = words(seed);
  const a = integers(n * n, seed + 1, 8).map((v) => (next() / 2 ** 32 < density ? v : 0));
  const perm = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = next() % (i + 1);
    [perm[i], perm[j]] = [perm[j]!, perm[i]!];
  }
  for (let i = 0; i < n; i++) a[i * n + perm[i]!] = 8 * n + i;
  return fromDense(a, n, n, 0);
}

/** A grid on which something flows: nearly symmetric places, unsymmetric numbers, small pivots on the diagonal. */
function flow(k: number): Csr {
  const n = k * k;
  const a = new Array<number>(n * n).fill(0);
  for (let i = 0; i < n; i++) a[i * n + i] = i % 5 === 0 ? 0.125 : 4;
  for (const [i, j] of gridEdges(k, 2)) [a[i * n + j], a[j * n + i]] = [-1.75, -0.5];
  return fromDense(a, n, n, 0);
}

const isPermutation = (p: ArrayLike<number>, n: number) =>
  equal(
    Array.from(p).sort((a, b) => a - b),
    Array.from({ length: n }, (_, i) => i),
    "permutation",
  );

/** P A Q = L U, triangles, threshold, and what is solved. */
function check(A: Csr, type: "f32" | "f64", options: Parameters<typeof sparseLu>[1] = {}): void {
  lw.scope(() => {
    const n = A.rows;
    const F = sparseLu(lw.csr({ ...A, type }), options);
    const [p, q] = [F.rowPermutation, F.colPermutation];
    isPermutation(p, n);
    isPermutation(q, n);
    const a = dense(A);
    const permuted = a.map((_, e) => a[p[Math.floor(e / n)]! * n + q[e % n]!]!);
    const strict = Array.from(F.L.toDense().data);
    const U = Array.from(F.U.toDense().data);
    equal(
      strict.filter((v, e) => e % n >= Math.floor(e / n) && v !== 0),
      [],
      "L is strictly lower",
    );
    equal(
      U.filter((v, e) => e % n < Math.floor(e / n) && v !== 0),
      [],
      "U is upper",
    );
    const most = 1 / (options.threshold ?? 0.1);
    expect(Math.max(0, ...magnitudes(strict))).toBeLessThanOrEqual(most * (1 + 4 * eps[type]));
    const L = strict.map((v, e) => (e % (n + 1) === 0 ? 1 : v));
    const size = oracle.gemm(magnitudes(L), magnitudes(U), n, n, n);
    within(oracle.gemm(L, U, n, n, n), permuted, type, n + 4, size, "L U");
    // What is solved has a small residual against |A| |x| and the growth of the elimination.
    const b = reals(n, 2);
    const growth = Math.max(0, ...size);
    for (const transpose of [false, true]) {
      const x = F.solve(lw.vector(b, { type }), { transpose }).data;
      const T = transpose ? oracle.transposed(a, n, n) : a;
      const rest = oracle.gemv(T, Array.from(x), n, n, 1, -1, b);
      const bound = 10 * n * growth * Math.max(0, ...magnitudes(Array.from(x))) * n * eps[type];
      expect(Math.max(0, ...magnitudes(rest))).toBeLessThanOrEqual(bound);
    }
    F.dispose();
  });
}

describe.each(types)("sparse LU in %s", (type) => {
  test.each([0, 1, 2, 5, 17, 50])("P A Q = L U with bounded L, n = %i", (n) => {
    for (const density of [0, 0.1, 0.4, 1])
      for (const ordering of ["amd", "natural"] as const) check(general(n, density, n + 1), type, { ordering });
    check(general(n, 0.2, n), type, { threshold: 1 });
  });

  test("nearly symmetric places, some small pivots", () => {
    check(flow(7), type);
    check(flow(7), type, { threshold: 1 });
  });

  test("any matrix in any order", () => {
    const cases = fc.integer({ min: 1, max: 20 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        seed: fc.nat(1000),
        density: fc.double({ min: 0, max: 0.5, noNaN: true }),
        ordering: fc.shuffledSubarray(
          Array.from({ length: n }, (_, i) => i),
          { minLength: n },
        ),
        threshold: fc.constantFrom(0.01, 0.1, 1),
      }),
    );
    fc.assert(
      fc.property(cases, ({ n, seed, density, ordering, threshold }) =>
        check(general(n, density, seed), type, { ordering, threshold }),
      ),
      { numRuns: 50, seed: 5 },
    );
  });

  test("agrees with SciPy: solutions, determinant, condition", () =>
    lw.scope(() => {
      for (const { A, b, x, xt, B, X, sign, logDet, condition } of [frozen.definite, frozen.general]) {
        const F = sparseLu(lw.csr({ ...A, type }));
        const size = (v: number[]) => v.map(() => Math.max(...magnitudes(v)));
        const units = 20 * condition;
        within(F.solve(lw.vector(b, { type })).data, x, type, units, size(x), "x");
        within(F.solve(lw.vector(b, { type }), { transpose: true }).data, xt, type, units, size(xt), "x of A'");
        within(F.solve(lw.matrix(60, 3, B, { type })).data, X, type, units, size(X), "X");
        expect(F.sign).toBe(sign);
        expect(Math.abs(F.logDet() - logDet)).toBeLessThan(units * eps[type]);
        expect(F.condition()).toBeLessThanOrEqual(condition * (1 + 1e-2));
        expect(F.condition()).toBeGreaterThan(condition / 3);
      }
    }));

  test("the sign of the determinant counts exchanges", () =>
    lw.scope(() => {
      const swap = [0, 1, 0, 0, 0, 1, 1, 0, 0]; // an even permutation
      const F = sparseLu(lw.sparsify(lw.matrix(3, 3, swap, { type })));
      expect([F.sign, F.logDet()]).toEqual([1, 0]);
      const G = sparseLu(lw.sparsify(lw.matrix(2, 2, [0, 2, 2, 0], { type })));
      expect(G.sign).toBe(-1);
      expect(Math.abs(G.logDet() - Math.log(4))).toBeLessThan(10 * eps[type]);
    }));

  test("more fill than was foreseen is made room for", () => {
    // An arrow that points the wrong way fills completely.
    const n = 70;
    const a = new Array<number>(n * n).fill(0);
    for (let i = 0; i < n; i++) [a[i * n + i], a[i], a[i * n]] = [2 + (i % 3), 1, 1];
    a[0] = 64;
    check(fromDense(a, n, n, 0), type, { ordering: "natural" });
    lw.scope(() => {
      const A = lw.csr({ ...fromDense(a, n, n, 0), type });
      expect(sparseLu(A, { ordering: "natural" }).nnz).toBe(n * n);
      expect(sparseLu(A).nnz).toBeLessThan(4 * n);
    });
  });

  test("a singular matrix is refused with a column that depends on others", () =>
    lw.scope(() => {
      // Column 3 is column 1 twice over; column 2 is empty.
      const twice = [1, 1, 0, 2, 0, 3, 1, 6, 4, 0, 1, 0, 0, 5, 0, 10];
      const error = thrown(() => sparseLu(lw.sparsify(lw.matrix(4, 4, twice, { type }))));
      expect(error).toBeInstanceOf(SingularMatrixError);
      expect([1, 3]).toContain((error as SingularMatrixError).pivot);
      expect(
        thrown(() => sparseLu(lw.sparsify(lw.matrix(4, 4, twice, { type })), { ordering: [0, 3, 2, 1] })),
      ).toMatchObject({ pivot: 1 });
      const empty = [1, 1, 0, 2, 0, 3, 0, 7, 4, 0, 0, 0, 0, 5, 0, 10];
      expect(thrown(() => sparseLu(lw.sparsify(lw.matrix(4, 4, empty, { type }))))).toMatchObject({ pivot: 2 });
    }));
});

test("memory: what is held, and given back", () => {
  const A = lw.csr(flow(6));
  const before = lw.memory.bytes;
  const F = sparseLu(A);
  expect(lw.memory.bytes - before).toBe(F.bytes);
  F.dispose();
  expect(lw.memory.bytes).toBe(before);
  expect(thrown(() => F.logDet())).toBeInstanceOf(DisposedError);
  A.dispose();
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const A = lw.csr(flow(2));
    faulty(() => sparseLu(lw.sparsify(lw.matrix(2, 3))), "ShapeError", "A");
    faulty(() => sparseLu(lw.matrix(2, 2) as never), "ArgumentTypeError", "A");
    faulty(() => sparseLu(A, 1 as never), "ArgumentTypeError", "options");
    faulty(() => sparseLu(A, { ordering: "colamd" as never }), "ArgumentRangeError", "ordering");
    faulty(() => sparseLu(A, { ordering: [0, 1, 1, 2] }), "ArgumentRangeError", "ordering[2]");
    for (const threshold of [-0.1, 1.5, Number.NaN])
      faulty(() => sparseLu(A, { threshold }), "ArgumentRangeError", "threshold");
    for (const v of [Number.NaN, Number.POSITIVE_INFINITY])
      faulty(() => sparseLu(lw.csr({ ...flow(2), values: flow(2).values.map(() => v) })), "ArgumentRangeError", "A");
    const F = sparseLu(A);
    faulty(() => F.solve(lw.vector(3)), "ShapeError", "b");
    faulty(() => F.solve(lw.vector(4), { transpose: 1 as never }), "ArgumentTypeError", "transpose");
    faulty(() => F.solve(lw.vector(4), 1 as never), "ArgumentTypeError", "side");
  }));
