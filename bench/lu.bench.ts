/** A x = b by P*A = L*U. */
import type { Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { lu as plain } from "./js/pivoting.ts";

export const luCase = (type: Real, n: number): Case => ({
  name: "lu",
  type,
  sizes: { n },
  setup(lw) {
    const [a, b] = [normal(lw, n * n, type, 1), normal(lw, n, type, 2)];
    // Large entries beside the diagonal: well conditioned, and every column exchanges rows.
    for (let i = 0; i < n; i++) a[i * n + ((i + 1) % n)] = 4 * Math.sqrt(n);
    const [A, B] = [lw.matrix(n, n, a), lw.vector(b)];
    const x = lw.vector(n, { type });
    const [work, js, y] = [zeros(a, n * n), fresh(plain), zeros(a, n)];
    return {
      arrays: [A, B, x],
      work: { flops: (2 * n ** 3) / 3, bytes: 2 * A.bytes },
      ours: () => {
        const F = lw.lu(A);
        x.data.set(B.data);
        F.solveInto(x);
        F.dispose();
      },
      js: () => js(n, a, b, work, y),
      result: () => x.toArray(),
      reference: () => {
        const out = new Float64Array(n);
        fresh(plain)(n, Float64Array.from(a), Float64Array.from(b), new Float64Array(n * n), out);
        return out;
      },
      task: { op: "lu", type, sizes: { n }, arrays: { a, b } },
    };
  },
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [256, 512, 1024].map((n) => luCase(type, n)));
