/** y = A*x, dense, past the last cache. */
import type { Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { gemv as plain } from "./js/gemv.ts";

export const gemvCase = (type: Real, m: number, n: number): Case => ({
  name: "gemv",
  type,
  sizes: { m, n },
  setup(lw) {
    const a = normal(lw, m * n, type, 1);
    const x = normal(lw, n, type, 2);
    const [A, X, Y] = [lw.matrix(m, n, a), lw.vector(x), lw.vector(zeros(x, m))];
    const [y, js] = [zeros(x, m), fresh(plain)];
    return {
      arrays: [A, X, Y],
      work: { flops: 2 * m * n, bytes: A.bytes },
      ours: () => A.apply(Y, X),
      js: () => js(m, n, a, x, y),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m);
        fresh(plain)(m, n, Float64Array.from(a), Float64Array.from(x), out);
        return out;
      },
      task: { op: "gemv", type, sizes: { m, n }, arrays: { a, x } },
    };
  },
});

export const cases: Case[] = [gemvCase("f32", 4096, 4096), gemvCase("f64", 4096, 4096)];
