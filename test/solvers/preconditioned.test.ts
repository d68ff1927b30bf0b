// Krylov solvers with a preconditioner, from either side, the same or another at every step.
import { describe, expect, test } from "vitest";
import {
  bicgstab,
  cg,
  fgmres,
  gmres,
  incompleteCholesky,
  incompleteLu,
  jacobi,
  type KrylovState,
  minres,
  type Preconditioner,
  run,
  ssor,
} from "../../src/index.ts";
import { eps, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import { distance, misfit, norm, solve } from "../oracle/systems.ts";
import { grid } from "../problems/systems.ts";
import { numbers, states } from "./states.ts";

describe.each(types)("in %s", (type) => {
  const vector = (entries: number[]) => lw.vector(entries, { type });
  const matrix = (m: number, n: number, entries: number[]) => lw.matrix(m, n, entries, { type });
  const bound = (units: number) => units * eps[type];

  test("preconditioned, every method solves the same system, in fewer steps", () =>
    lw.scope(() => {
      const of = grid(12);
      const n = of.rows;
      const scale = Array.from({ length: n }, (_, i) => 2 ** (i % 5));
      const a = dense(of).map((v, e) => v * (scale[Math.floor(e / n)] as number) * (scale[e % n] as number));
      const [A, b] = [lw.sparsify(matrix(n, n, a)), reals(n, 1)];
      const tolerance = type === "f32" ? 1e-5 : 1e-11;
      const exact = solve(a, b, n);
      const made = { jacobi: jacobi(A), ssor: ssor(A, 1.2), ic: incompleteCholesky(A), ilu: incompleteLu(A) };
      for (const [name, preconditioner] of Object.entries(made))
        for (const [i, method] of [cg, minres, bicgstab, gmres, fgmres].entries()) {
          const options = { tolerance, maxIterations: 3000 };
          const { x, iterations, converged } = run(method(A, vector(b), { preconditioner }), options);
          const plain = run(method(A, vector(b)), options);
          expect([name, i, converged]).toEqual([name, i, true]);
          expect(iterations).toBeLessThan(plain.iterations);
          const r = misfit(a, Array.from(x.data), b, n, n);
          expect(norm(r) / norm(b)).toBeLessThan(method === minres ? 30 * tolerance : 1.5 * tolerance);
          if (type === "f64") expect(distance(x.data, exact)).toBeLessThan(1e-8);
        }
    }));

  test("gmres from the left and from the right, and fgmres with one preconditioner or many", () =>
    lw.scope(() => {
      const of = grid(10);
      const n = of.rows;
      const [A, b] = [lw.csr({ ...of, type }), reals(n, 2)];
      const M = incompleteLu(A);
      const look = (state: KrylovState) => ({ x: numbers(state), residual: state.residual });
      const right = states(gmres(A, vector(b), { preconditioner: M, restart: 5 }), 8, look);
      const flexible = states(fgmres(A, vector(b), { preconditioner: M, restart: 5 }), 8, look);
      for (const [i, { x }] of right.entries())
        expect(distance(flexible[i]?.x as number[], x)).toBeLessThan(bound(200));
      const left = states(gmres(A, vector(b), { preconditioner: M, side: "left", restart: 5 }), 8, look);
      const through = (r: number[]) => norm(M.solve(vector(r.map(Math.fround))).data);
      for (const { x, residual } of left)
        expect(Math.abs(residual - through(misfit(dense(of), x, b, n, n)) / through(b))).toBeLessThan(
          type === "f32" ? 1e-5 : 1e-7,
        );
      let inner = 2;
      const solveInto: Preconditioner["solveInto"] = (x) =>
        lw.scope(() => {
          x.data.set(run(cg(A, x), { tolerance: 0, maxIterations: inner++ }).x.data);
        });
      const tolerance = type === "f32" ? 1e-5 : 1e-12;
      const { x, converged } = run(fgmres(A, vector(b), { preconditioner: { solveInto } }), { tolerance });
      expect(converged).toBe(true);
      expect(norm(misfit(dense(of), Array.from(x.data), b, n, n)) / norm(b)).toBeLessThan(1.5 * tolerance);
    }));
});
