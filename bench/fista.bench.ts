/** The lasso by accelerated proximal gradient: k steps from zero on a dense m x n matrix. */
import type { Real } from "../src/core/types.ts";
import { l1 } from "../src/prox/l1.ts";
import { proximalGradient } from "../src/solvers/proximalGradient.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { fista as plain } from "./js/prox.ts";

export const fistaCase = (type: Real, m: number, n: number, k: number): Case => ({
  name: "fista",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const a = normal(lw, m * n, type, 1);
    const b = normal(lw, m, type, 2);
    const step = 1 / (1.1 * (Math.sqrt(m) + Math.sqrt(n)) ** 2); // 1.1 times the expected ||A||_2^2
    const lambda = Math.sqrt(m);
    const [A, B, X] = [lw.matrix(m, n, a), lw.vector(b), lw.vector(zeros(a, n))];
    const [w, z, g, js] = [zeros(a, n), zeros(a, n), zeros(a, n), fresh(plain)];
    const nothing = zeros(a, n);
    return {
      arrays: [A, B, X],
      work: { flops: 4 * m * n * k, bytes: A.bytes * k, footprint: A.bytes },
      ours: () => {
        X.data.set(nothing);
        const steps = proximalGradient(A, B, l1(lambda), step, { x: X });
        for (let i = 0; i < k; i++) steps.next();
        steps.return();
      },
      js: () => js(m, n, a, b, w, z, g, k, step, step * lambda),
      result: () => X.toArray(),
      reference: () => {
        const [out, p, q] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
        fresh(plain)(m, n, Float64Array.from(a), Float64Array.from(b), out, p, q, k, step, step * lambda);
        return out;
      },
      task: { op: "fista", type, sizes: { m, n, k }, arrays: { a, b }, numbers: { step, tau: step * lambda } },
    };
  },
});

export const cases: Case[] = [fistaCase("f32", 1000, 5000, 200), fistaCase("f64", 1000, 5000, 200)];
