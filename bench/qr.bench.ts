/** A = Q*R by reflectors, from A to R and Q, both n x n. */
import type { Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { qr as plain } from "./js/qr.ts";

export const qrCase = (type: Real, n: number): Case => ({
  name: "qr",
  type,
  sizes: { n },
  setup(lw) {
    const a = normal(lw, n * n, type, 1);
    const A = lw.matrix(n, n, a);
    const [q, v, w, js] = [zeros(a, n * n), zeros(a, n * n), zeros(a, n * n), fresh(plain)];
    let last: { dispose(): void; toArray(): ArrayLike<number> } | undefined;
    return {
      arrays: [A, { dispose: () => last?.dispose() }],
      work: { flops: (8 * n ** 3) / 3, bytes: 3 * A.bytes },
      ours: () => {
        last?.dispose();
        const F = lw.qr(A);
        last = F.Q();
        F.dispose();
      },
      js: () => js(n, a, q, v, w),
      result: () => last?.toArray() ?? [],
      reference: () => {
        const [out, rows] = [new Float64Array(n * n), () => new Float64Array(n * n)];
        fresh(plain)(n, Float64Array.from(a), out, rows(), rows());
        return out;
      },
      task: { op: "qr", type, sizes: { n }, arrays: { a }, unsigned: true },
    };
  },
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [256, 512, 1024].map((n) => qrCase(type, n)));
