/** A x = b for a symmetric indefinite A, by P*A*P' = L*D*L'. */
import type { Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { ldl as plain } from "./js/pivoting.ts";

export const ldlCase = (type: Real, n: number): Case => ({
  name: "ldl",
  type,
  sizes: { n },
  setup(lw) {
    const [a, b] = [normal(lw, n * n, type, 1), normal(lw, n, type, 2)];
    // Well conditioned: on one half of the diagonal large entries of both signs, on the other large blocks 0 1; 1 0.
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j] as number;
      a[i * n + i] = 2 * i < n ? 4 * Math.sqrt(n) * (i % 2 === 0 ? 1 : -1) : 0;
      if (2 * i > n && i % 2 === 1) a[i * n + i - 1] = a[(i - 1) * n + i] = 4 * Math.sqrt(n);
    }
    const [A, B] = [lw.matrix(n, n, a), lw.vector(b)];
    const x = lw.vector(n, { type });
    const [work, js, y] = [zeros(a, n * n), fresh(plain), zeros(a, n)];
    return {
      arrays: [A, B, x],
      work: { flops: n ** 3 / 3, bytes: 2 * A.bytes },
      ours: () => {
        const F = lw.ldl(A);
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
      task: { op: "ldl", type, sizes: { n }, arrays: { a, b } },
    };
  },
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [256, 512, 1024].map((n) => ldlCase(type, n)));
