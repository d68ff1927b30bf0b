/** k steps of LSQR from zero on a sparse m x n matrix. */
import type { Real } from "../src/core/types.ts";
import { lsqr } from "../src/solvers/lsqr.ts";
import type { Case } from "./case.ts";
import { normal, pattern, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { lsqr as plain } from "./js/lsqr.ts";

export const lsqrCase = (type: Real, m: number, n: number, k: number, density: number): Case => ({
  name: "lsqr",
  type,
  sizes: { m, n, k, density },
  setup(lw) {
    const { indptr, indices } = pattern(lw, m, n, density, 1);
    const values = normal(lw, indices.length, type, 2);
    const b = normal(lw, m, type, 3);
    const A = lw.csr({ rows: m, cols: n, indptr, indices, values });
    const [B, X] = [lw.vector(b), lw.vector(n, { type })];
    const [x, u, v, w] = [zeros(b, n), zeros(b, m), zeros(b, n), zeros(b, n)] as const;
    const js = fresh(plain);
    return {
      arrays: [A, B, X],
      work: { flops: k * (4 * A.nnz + 9 * n + 5 * m), bytes: 2 * k * A.bytes, footprint: A.bytes },
      ours: () => {
        X.data.fill(0);
        const steps = lsqr(A, B, { x: X });
        for (let i = 0; i < k; i++) steps.next();
        steps.return();
      },
      js: () => js(m, n, k, indptr, indices, values, b, x, u, v, w),
      result: () => X.toArray(),
      reference: () => {
        const wide = new Float64Array(0);
        const [out, p, q, r] = [zeros(wide, n), zeros(wide, m), zeros(wide, n), zeros(wide, n)] as const;
        fresh(plain)(m, n, k, indptr, indices, Float64Array.from(values), Float64Array.from(b), out, p, q, r);
        return out;
      },
      task: { op: "lsqr", type, sizes: { m, n, k }, arrays: { indptr, indices, values, b } },
    };
  },
});

export const cases: Case[] = [lsqrCase("f32", 8000, 2000, 20, 0.02), lsqrCase("f64", 8000, 2000, 20, 0.02)];
