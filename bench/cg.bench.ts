/** k steps of conjugate gradients from zero on the Laplacian of a grid, five entries a row. */
import type { Real } from "../src/core/types.ts";
import { cg } from "../src/solvers/cg.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { cg as plain } from "./js/cg.ts";
import { laplacian } from "./laplacian.ts";

export const cgCase = (type: Real, side: number, k: number): Case => ({
  name: "cg",
  type,
  sizes: { n: side * side, k },
  setup(lw) {
    const { n, indptr, indices, values } = laplacian(side, type);
    const b = normal(lw, n, type, 1);
    const A = lw.csr({ rows: n, cols: n, indptr, indices, values });
    const [B, X] = [lw.vector(b), lw.vector(n, { type })];
    const [x, r, p, q] = [zeros(b, n), zeros(b, n), zeros(b, n), zeros(b, n)] as const;
    const js = fresh(plain);
    return {
      arrays: [A, B, X],
      work: { flops: k * (2 * A.nnz + 10 * n), bytes: k * (A.bytes + 11 * B.bytes), footprint: A.bytes + 4 * B.bytes },
      ours: () => {
        X.data.fill(0);
        const steps = cg(A, B, { x: X });
        for (let i = 0; i < k; i++) steps.next();
        steps.return();
      },
      js: () => js(n, k, indptr, indices, values, b, x, r, p, q),
      result: () => X.toArray(),
      reference: () => {
        const wide = new Float64Array(0);
        const [out, s, t, u] = [zeros(wide, n), zeros(wide, n), zeros(wide, n), zeros(wide, n)] as const;
        fresh(plain)(n, k, indptr, indices, Float64Array.from(values), Float64Array.from(b), out, s, t, u);
        return out;
      },
      task: { op: "cg", type, sizes: { n, k }, arrays: { indptr, indices, values, b } },
    };
  },
});

export const cases: Case[] = [cgCase("f32", 512, 40), cgCase("f64", 512, 40)];
