// What each Krylov solver is by its theory, and the same iterates as SciPy's.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  ArgumentRangeError,
  bicgstab,
  cg,
  fgmres,
  gmres,
  type KrylovState,
  lsmr,
  lsqr,
  minres,
  type Preconditioner,
  run,
} from "../../src/index.ts";
import { eps, integers, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { gemm, transposed } from "../oracle/dense.ts";
import { distance, misfit, norm, ridge, solve } from "../oracle/systems.ts";
import { dot } from "../oracle/vec.ts";
import { easy, indefinite, skewed } from "../problems/systems.ts";
import { numbers, states } from "./states.ts";

const scipy = JSON.parse(readFileSync(new URL("../fixtures/krylov.json", import.meta.url), "utf8"));
describe("the same iterates as SciPy", () => {
  const { n, m, a, c, s, tall, b, d } = scipy;
  test.each(["cg", "minres", "gmres", "bicgstab", "lsqr", "lsmr"])("%s", (name) =>
    lw.scope(() => {
      const [A, C, S, T] = [lw.matrix(n, n, a), lw.matrix(n, n, c), lw.matrix(n, n, s), lw.matrix(m, n, tall)];
      const [right, long] = [lw.vector(b), lw.vector(d)];
      const steps = {
        cg: () => cg(A, right),
        minres: () => minres(S, right),
        gmres: () => gmres(C, right, { restart: 5 }),
        bicgstab: () => bicgstab(C, right),
        lsqr: () => lsqr(T, long, { damp: scipy.damp }),
        lsmr: () => lsmr(T, long, { damp: scipy.damp }),
      }[name] as () => Generator<KrylovState, void>;
      const { count, x } = scipy.after[name];
      expect(distance(states(steps(), count, numbers).at(-1) as number[], x)).toBeLessThan(1e-11);
    }),
  );
});

describe.each(types)("in %s", (type) => {
  const vector = (entries: number[]) => lw.vector(entries, { type });
  const matrix = (m: number, n: number, entries: number[]) => lw.matrix(m, n, entries, { type });
  const bound = (units: number) => units * eps[type];

  test("cg: the error falls in the norm of A at every step, and residuals are orthogonal", () =>
    lw.scope(() => {
      const n = 24;
      const [a, b] = [easy(n), reals(n, 1)];
      const exact = solve(a, b, n);
      const errors: number[] = [];
      const residuals = states(cg(matrix(n, n, a), vector(b)), 5, (state) => {
        const e = numbers(state).map((v, i) => v - (exact[i] as number));
        errors.push(
          dot(
            e,
            misfit(a, e, new Array(n).fill(0), n, n).map((v) => -v),
          ),
        );
        return misfit(a, numbers(state), b, n, n);
      });
      for (let k = 1; k < errors.length; k++) expect(errors[k]).toBeLessThan(errors[k - 1] as number);
      for (const [i, r] of residuals.entries())
        for (const q of residuals.slice(0, i)) expect(Math.abs(dot(r, q))).toBeLessThan(bound(500) * norm(b) * norm(q));
    }));

  test("cg refuses what is not positive definite, and names it", () =>
    lw.scope(() => {
      const n = 12;
      const [A, b] = [matrix(n, n, indefinite(n)), vector(reals(n, 1))];
      faulty(() => run(cg(A, b)), "ArgumentRangeError", "A");
      const flip: Preconditioner = { solveInto: (x) => x.data.set(x.data.map((v) => -v)) };
      for (const method of [cg, minres])
        faulty(() => run(method(A, b, { preconditioner: flip })), "ArgumentRangeError", "preconditioner");
    }));

  test("minres: the residual never grows, and on a definite matrix it is below that of cg", () =>
    lw.scope(() => {
      const n = 30;
      const [a, b] = [indefinite(n), reals(n, 1)];
      const falls = states(minres(matrix(n, n, a), vector(b)), 12, (state) => [
        state.residual,
        norm(misfit(a, numbers(state), b, n, n)) / norm(b),
      ]);
      for (const [k, [told, exact]] of falls.entries()) {
        expect(Math.abs((told as number) - (exact as number))).toBeLessThan(bound(100));
        if (k > 0) expect(exact).toBeLessThanOrEqual((falls[k - 1]?.[1] as number) + bound(20));
      }
      const definite = matrix(n, n, easy(n));
      const size = ({ residual }: KrylovState) => residual;
      const least = states(minres(definite, vector(b)), 6, size);
      for (const [k, r] of states(cg(definite, vector(b)), 6, size).entries())
        expect(least[k]).toBeLessThanOrEqual(r + bound(20));
    }));

  test("minres on an inconsistent system: a solution of least squares, told as not converged", () =>
    lw.scope(() => {
      const n = 10; // diag(1, ..., 9, 0) has no solution with b_10 = 1
      const A = matrix(
        n,
        n,
        Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? ((e % n) + 1) % n : 0)),
      );
      const { x, converged, residual } = run(minres(A, vector(new Array(n).fill(1))), { maxIterations: 30 });
      expect([converged, Math.abs(residual - 1 / Math.sqrt(n)) < bound(100)]).toEqual([false, true]);
      for (let i = 0; i < n - 1; i++) expect(Math.abs((x.data[i] as number) * (i + 1) - 1)).toBeLessThan(bound(500));
    }));

  test.each([
    [40, 12, 0],
    [40, 12, 0.75],
    [12, 40, 0.5],
    [7, 7, 0.25],
  ])("lsqr and lsmr: least squares, %i x %i, damp %f", (m, n, damp) =>
    lw.scope(() => {
      const [a, b] = [reals(m * n, 1), reals(m, 2)];
      const exact = ridge(a, b, m, n, damp);
      const tolerance = type === "f32" ? 1e-6 : 1e-14;
      for (const method of [lsqr, lsmr]) {
        const options = { tolerance, maxIterations: 500 };
        const { x, converged, misfit: left, slope } = run(method(matrix(m, n, a), vector(b), { damp }), options);
        expect(converged).toBe(true);
        expect(distance(x.data, exact)).toBeLessThan(200 * tolerance);
        const r = misfit(a, Array.from(x.data), b, m, n);
        const size = Math.hypot(norm(r), damp * norm(x.data));
        expect(Math.abs(left - size)).toBeLessThan(bound(200) * norm(b));
        const g = gemm(transposed(a, m, n), r, n, 1, m).map((v, i) => v - damp * damp * (x.data[i] as number));
        expect(Math.abs(slope - norm(g))).toBeLessThan(bound(500) * norm(b) * norm(a));
      }
    }),
  );

  test("lsqr and lsmr: of least norm where there are many solutions, and lsmr's slope never grows", () =>
    lw.scope(() => {
      const [m, n, k] = [20, 15, 6];
      const [p, q] = [integers(m * k, 1), integers(k * n, 2)];
      const a = gemm(p, q, m, n, k);
      const b = reals(m, 3);
      // The solution of least norm is q'y with p q q' y = b in the least squares sense.
      const qt = transposed(q, k, n);
      const exact = gemm(qt, ridge(gemm(p, gemm(q, qt, k, k, n), m, k, k), b, m, k), n, 1, k);
      const tolerance = type === "f32" ? 1e-5 : 1e-12;
      for (const method of [lsqr, lsmr]) {
        const { x } = run(method(matrix(m, n, a), vector(b)), { tolerance, maxIterations: 200 });
        expect(distance(x.data, exact)).toBeLessThan(100 * tolerance);
      }
      const slopes = states(lsmr(matrix(m, n, reals(m * n, 4)), vector(reals(m, 5))), 12, (s) => s.slope);
      for (let i = 1; i < slopes.length; i++) expect(slopes[i]).toBeLessThan((slopes[i - 1] as number) + bound(20));
    }));

  test("lsqr and lsmr refuse a damping that is none, and one with a start", () =>
    lw.scope(() => {
      const [A, b] = [matrix(3, 2, reals(6, 1)), vector(reals(3, 2))];
      for (const method of [lsqr, lsmr])
        for (const options of [{ damp: -1 }, { damp: NaN }, { damp: 1, x: vector([1, 2]) }])
          faulty(() => run(method(A, b, options)), "ArgumentRangeError", "damp");
    }));

  test("gmres: exact after n steps, whatever the matrix; a shift gives nothing before the last", () =>
    lw.scope(() => {
      const n = 11;
      const [a, b] = [reals(n * n, 3), reals(n, 4)];
      const { x, iterations } = run(gmres(matrix(n, n, a), vector(b)), { tolerance: bound(50) });
      expect(iterations).toBeLessThanOrEqual(n);
      expect(norm(misfit(a, Array.from(x.data), b, n, n))).toBeLessThan(bound(2000) * norm(b));
      const shift = Array.from({ length: n * n }, (_, e) => (e % n === (Math.floor(e / n) + 1) % n ? 1 : 0));
      const one = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));
      const falls = states(gmres(matrix(n, n, shift), vector(one)), n, (s) => s.residual);
      for (const r of falls.slice(0, -1)) expect(r).toBeCloseTo(1, 5);
      expect(falls.at(-1)).toBeLessThan(bound(50));
      for (const restart of [1, 4]) {
        const stuck = run(gmres(matrix(n, n, shift), vector(one), { restart }), { maxIterations: 40 });
        expect([stuck.converged, stuck.residual]).toEqual([false, 1]);
      }
    }));

  test("gmres: one step from an eigenvector, the residual never grows within a cycle", () =>
    lw.scope(() => {
      const n = 9;
      const ones = new Array<number>(n).fill(1);
      const circulant = Array.from(
        { length: n * n },
        (_, e) => [5, 1, 0, 2, 0, 0, 0, 0, 0.5][((e % n) + n - Math.floor(e / n)) % n] as number,
      );
      const { iterations, x } = run(gmres(matrix(n, n, circulant), vector(ones)), { tolerance: bound(20) });
      expect(iterations).toBe(1);
      for (const v of x.data) expect(Math.abs(v * 8.5 - 1)).toBeLessThan(bound(20));
      const falls = states(
        gmres(matrix(40, 40, skewed(40)), vector(reals(40, 1)), { restart: 15 }),
        15,
        (s) => s.residual,
      );
      for (let i = 1; i < falls.length; i++) expect(falls[i]).toBeLessThanOrEqual((falls[i - 1] as number) + bound(10));
    }));

  test("gmres: x of a state is its own, read at once or not", () =>
    lw.scope(() => {
      const n = 20;
      const [A, b] = [matrix(n, n, skewed(n)), reals(n, 6)];
      const often = states(gmres(A, vector(b), { restart: 6 }), 15, numbers);
      for (const count of [1, 5, 6, 7, 15]) {
        const { x } = run(gmres(A, vector(b), { restart: 6 }), { tolerance: 0, maxIterations: count });
        expect(distance(x.data, often[count - 1] as number[])).toBeLessThan(bound(100));
      }
    }));

  test("gmres on a singular matrix with no solution: a value", () =>
    lw.scope(() => {
      const A = matrix(3, 3, [1, 0, 0, 0, 0, 0, 0, 0, 2]);
      const { converged, residual, x } = run(gmres(A, vector([1, 1, 1])), { maxIterations: 20 });
      expect(converged).toBe(false);
      expect(residual).toBeGreaterThan(1 / Math.sqrt(3) - bound(10));
      expect(x.data.every(Number.isFinite)).toBe(true);
    }));

  test("bicgstab on a skew-symmetric matrix breaks down, and says so", () =>
    lw.scope(() => {
      const A = matrix(2, 2, [0, 1, -1, 0]);
      const { converged, residual } = run(bicgstab(A, vector([1, 2])), { maxIterations: 20 });
      expect(converged).toBe(false);
      expect(residual).toBeCloseTo(1, 5);
    }));
});

test("options of gmres are checked", () =>
  lw.scope(() => {
    const [A, b] = [lw.matrix(2, 2, [2, 1, 1, 2]), lw.vector([1, 2])];
    for (const method of [gmres, fgmres])
      for (const restart of [0, -1, 1.5, NaN])
        faulty(() => run(method(A, b, { restart })), "ArgumentRangeError", "restart");
    faulty(() => run(gmres(A, b, { side: "both" as never })), "ArgumentRangeError", "side");
    expect(thrown(() => run(cg(lw.matrix(1, 1, [-1]), lw.vector([1]))))).toBeInstanceOf(ArgumentRangeError);
  }));
