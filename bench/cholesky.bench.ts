/** A = L*L', from A to a new L. */
import type { Real } from "../src/core/types.ts";
import type { Cholesky } from "../src/linalg/cholesky.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { cholesky as plain } from "./js/factor.ts";

export const choleskyCase = (type: Real, n: number): Case => ({
  name: "cholesky",
  type,
  sizes: { n },
  setup(lw) {
    const a = normal(lw, n * n, type, 1);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j] as number;
      a[i * n + i] = 4 * Math.sqrt(n);
    }
    const A = lw.matrix(n, n, a);
    const [l, js] = [zeros(a, n * n), fresh(plain)];
    let last: Cholesky | undefined;
    return {
      arrays: [A, { dispose: () => last?.dispose() }],
      work: { flops: n ** 3 / 3, bytes: 2 * A.bytes },
      ours: () => {
        last?.dispose();
        last = lw.cholesky(A);
      },
      js: () => js(n, a, l),
      result: () => last?.L.toArray() ?? [],
      reference: () => {
        const out = new Float64Array(n * n);
        fresh(plain)(n, Float64Array.from(a), out);
        return out;
      },
      task: { op: "cholesky", type, sizes: { n }, arrays: { a } },
    };
  },
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) =>
  [128, 256, 512, 1024].map((n) => choleskyCase(type, n)),
);
