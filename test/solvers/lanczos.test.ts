import { describe, expect, test } from "vitest";
import { type LinearOperator, lanczos, type Matrix, run, svds, type Which } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, reals, sparse, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import * as oracle from "../oracle/spectral.ts";
import { randomSymmetric } from "../problems/matrices.ts";

/** The first step of a method. */
const first = (steps: Iterator<unknown>) => steps.next();
const filled = (n: number, v: number) => new Array<number>(n).fill(v);
const numbers = (A: { data: ArrayLike<number> }) => Array.from(A.data);

/** diag(d) as an operator that counts its products. */
function diagonal(d: readonly number[], type: "f32" | "f64") {
  const counter = { products: 0 };
  const apply: LinearOperator["apply"] = (out, x) => {
    counter.products++;
    out.data.set(numbers(x).map((v, i) => v * (d[i] as number)));
  };
  return { A: { engine, type, rows: d.length, cols: d.length, apply, adjoint: apply }, counter };
}

const wanted = (d: readonly number[], which: Which, count: number): number[] => {
  const up = d.slice().sort((a, b) => a - b);
  if (which === "smallest") return up.slice(0, count);
  if (which === "largest") return up.slice(-count).reverse();
  if (which === "magnitude") return up.sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, count);
  return [...up.slice(0, Math.floor(count / 2)), ...up.slice(up.length - Math.ceil(count / 2))];
};

describe.each(types)("lanczos in %s", (type) => {
  const tolerance = 200 * eps[type];

  test.each(
    (["full", "selective"] as const).flatMap((way) =>
      (["largest", "smallest", "both", "magnitude"] as const).map((which) => [which, way] as const),
    ),
  )("finds the %s of a spectrum that is known, reorthogonalised: %s", (which, reorthogonalize) =>
    lw.scope(() => {
      const d = Array.from({ length: 300 }, (_, i) => Math.fround(Math.sin(i) * 3 + i / 50 + (i === 7 ? -6 : 0)));
      const { A, counter } = diagonal(d, type);
      const { values, vectors, converged, residual, products } = run(
        lanczos(A, { count: 5, which, reorthogonalize, basis: 30 }),
        { tolerance, maxIterations: 200 },
      );
      expect([converged, residual <= tolerance, products]).toEqual([true, true, counter.products]);
      within(values, wanted(d, which, 5), type, 4000, filled(5, 9));
      expect(oracle.orthogonality(numbers(vectors), 300, 5)).toBeLessThan(Math.sqrt(eps[type]));
      const V = numbers(vectors);
      const off = V.map((v, e) => v * ((d[Math.floor(e / 5)] as number) - (values[e % 5] as number)));
      const slack = reorthogonalize === "full" ? 4000 * eps[type] : 10 * eps[type] ** 0.75;
      expect(Math.max(...off.map(Math.abs))).toBeLessThan(9 * slack);
    }),
  );

  test("agrees with eigh on a dense and on a sparse matrix, repeated values and an invariant start included", () =>
    lw.scope(() => {
      for (const n of [1, 2, 5, 13, 60]) {
        const D = lw.matrix(n, n, randomSymmetric(n), { type });
        const full = lw.eigh(D);
        const count = Math.min(3, n);
        for (const A of [D, lw.sparsify(D)]) {
          const got = run(lanczos(A, { count }), { tolerance, maxIterations: 300 });
          expect(got.converged).toBe(true);
          within(got.values, numbers(full.values).reverse().slice(0, count), type, 4000, filled(count, 5), `n = ${n}`);
        }
      }
      const identity = run(lanczos(diagonal(filled(40, 2), type).A, { count: 3 }), { tolerance });
      within(identity.values, [2, 2, 2], type, 20, filled(3, 2));
      const zero = run(lanczos(diagonal(filled(40, 0), type).A, { count: 2 }), { tolerance });
      expect([Array.from(zero.values), zero.residual]).toEqual([[0, 0], 0]);
    }));

  test("a restart lowers the residual; steps go on where all is found", () =>
    lw.scope(() => {
      const d = Array.from({ length: 200 }, (_, i) => 1.05 ** i);
      const steps = lanczos(diagonal(d, type).A, { count: 4, basis: 12 });
      const residuals: number[] = [];
      for (const { residual } of steps) if (residuals.push(residual) === 12) break;
      expect(residuals[11]).toBeLessThan((residuals[0] as number) / 100);
      const whole = lanczos(diagonal([1, 2, 3], type).A, { count: 2 });
      for (let i = 0; i < 3; i++) {
        const { value } = whole.next();
        within((value as { values: Float64Array }).values, [3, 2], type, 20, [3, 3]);
      }
      whole.return();
    }));

  test("selective takes fewer products of vectors and is as accurate on a hard spectrum", () =>
    lw.scope(() => {
      const d = Array.from({ length: 150 }, (_, i) => (i < 3 ? 100 + i : i / 150));
      const want = wanted(d, "largest", 3);
      for (const reorthogonalize of ["full", "selective"] as const) {
        const { values } = run(lanczos(diagonal(d, type).A, { count: 3, reorthogonalize }), {
          tolerance,
          maxIterations: 50,
        });
        within(values, want, type, 100, filled(3, 100), reorthogonalize);
      }
    }));
});

describe.each(types)("svds in %s", (type) => {
  const tolerance = 200 * eps[type];

  test("agrees with svd on tall, wide and sparse matrices: values, vectors, residual both ways", () =>
    lw.scope(() => {
      for (const [m, n] of [
        [1, 1],
        [1, 6],
        [6, 1],
        [5, 4],
        [50, 30],
        [30, 50],
        [80, 60],
      ] as const) {
        const D = lw.matrix(m, n, reals(m * n, m + n), { type });
        const count = Math.min(3, m, n);
        const want = numbers(lw.svd(D).values).slice(0, count);
        for (const A of [D, lw.sparsify(D)]) {
          const { values, U, V, converged } = run(svds(A, { count }), { tolerance, maxIterations: 300 });
          expect([converged, U.rows, U.cols, V.rows, V.cols]).toEqual([true, m, count, n, count]);
          within(values, want, type, 4000, filled(count, want[0] as number), `${m} x ${n}`);
          expect(oracle.orthogonality(numbers(U), m, count)).toBeLessThan(100 * eps[type]);
          expect(oracle.orthogonality(numbers(V), n, count)).toBeLessThan(100 * eps[type]);
          const times = (X: Matrix) => numbers(X).map((x, e) => x * (values[e % count] as number));
          within(D.matmul(V).data, times(U), type, 4000, filled(m * count, want[0] as number), "A V");
          const back = D.matmul(U, { transposeA: true });
          within(back.data, times(V), type, 4000, filled(n * count, want[0] as number), "A' U");
        }
      }
    }));

  test("the smallest of a matrix with a gap below, to the rounding of the largest", () =>
    lw.scope(() => {
      const n = 50;
      const [left, right] = [oracle.orthogonal(n, 1), oracle.orthogonal(n, 2)];
      const s = Array.from({ length: n }, (_, i) => (i < 2 ? 0.01 * (i + 1) : 1 + i / 50));
      const a = oracle.multiply(
        left.map((v, e) => v * (s[e % n] as number)),
        right,
        n,
        n,
        n,
      );
      const got = run(svds(lw.matrix(n, n, a, { type }), { count: 2, which: "smallest" }), {
        tolerance,
        maxIterations: 300,
      });
      expect(got.converged).toBe(true);
      within(got.values, [0.01, 0.02], type, 4000, filled(2, 2));
    }));

  test("of deficient and zero matrices", () =>
    lw.scope(() => {
      const low = oracle.multiply(reals(40 * 2, 1), reals(2 * 30, 2), 40, 30, 2);
      const { values } = run(svds(lw.matrix(40, 30, low, { type }), { count: 4 }), { tolerance, maxIterations: 100 });
      expect(values[2]).toBeLessThan(1000 * eps[type]);
      expect(values[1]).toBeGreaterThan(0.1);
      const zero = run(svds(lw.csr(sparse(20, 30, 0, 1)), { count: 2 }), { tolerance });
      expect(zero.residual).toBeLessThan(1);
      const nothing = run(svds(lw.matrix(20, 30, undefined, { type }), { count: 2 }), { tolerance });
      expect(Array.from(nothing.values)).toEqual([0, 0]);
    }));
});

test("a sparse matrix with empty rows has the values of its dense form", () =>
  lw.scope(() => {
    const input = sparse(60, 45, 0.2, 3, reals);
    const want = numbers(lw.svd(lw.matrix(60, 45, dense(input))).values).slice(0, 4);
    within(
      run(svds(lw.csr(input), { count: 4 }), { tolerance: 1e-13, maxIterations: 200 }).values,
      want,
      "f64",
      1000,
      filled(4, 5),
    );
  }));

test("what is reserved is given back, at the end, after an error, and where it stops early; bad arguments are named", () => {
  const A = lw.matrix(30, 30, randomSymmetric(30));
  const before = lw.memory;
  const { vectors } = run(lanczos(A, { count: 2 }), { tolerance: 1e-8 });
  expect(lw.memory.bytes - before.bytes).toBe(vectors.bytes);
  vectors.dispose();
  const { U, V } = run(svds(A, { count: 2 }), { tolerance: 1e-8, maxIterations: 1 });
  expect(lw.memory.bytes - before.bytes).toBe(U.bytes + V.bytes);
  U.dispose();
  V.dispose();
  const bad = { ...diagonal(filled(9, NaN), "f64").A };
  faulty(() => run(lanczos(bad)), "ArgumentRangeError", "A");
  faulty(() => run(svds(bad)), "ArgumentRangeError", "A");
  const wide = lw.matrix(2, 3);
  faulty(() => run(lanczos(wide)), "ShapeError", "A");
  wide.dispose();
  for (const method of [lanczos, svds]) {
    faulty(() => first(method(3 as never)), "ArgumentTypeError", "A");
    faulty(() => first(method(A, null as never)), "ArgumentTypeError", "options");
    faulty(() => first(method(A, { count: 31 })), "ArgumentRangeError", "count");
    faulty(() => first(method(A, { count: -1 })), "ArgumentRangeError", "count");
    faulty(() => first(method(A, { count: 3, basis: 4 })), "ArgumentRangeError", "basis");
    faulty(() => first(method(A, { which: "odd" as never })), "ArgumentRangeError", "which");
  }
  faulty(() => run(lanczos(A, { reorthogonalize: "no" as never })), "ArgumentRangeError", "reorthogonalize");
  expect([lw.memory.bytes, lw.memory.arrays]).toEqual([before.bytes, before.arrays]);
  A.dispose();
});
