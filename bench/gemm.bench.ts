/** C = A*B, dense: squares, and shapes that are odd, flat or tall, each beside an even one of about its size. */
import type { Real } from "../src/core/types.ts";
import { gemm } from "../src/kernels/dense.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { gemm as plain } from "./js/gemm.ts";

export const gemmCase = (type: Real, m: number, n: number, k: number): Case => ({
  name: "gemm",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const a = normal(lw, m * k, type, 1);
    const b = normal(lw, k * n, type, 2);
    const [A, B, C] = [lw.matrix(m, k, a), lw.matrix(k, n, b), lw.matrix(m, n, zeros(a, m * n))];
    const [c, columns, js] = [zeros(a, m * n), zeros(b, k * n), fresh(plain)];
    return {
      arrays: [A, B, C],
      work: { flops: 2 * m * n * k, bytes: A.bytes + B.bytes + C.bytes },
      ours: () => gemm(C, A, B),
      js: () => js(m, n, k, a, b, c, columns),
      result: () => C.toArray(),
      reference: () => {
        const out = new Float64Array(m * n);
        fresh(plain)(m, n, k, Float64Array.from(a), Float64Array.from(b), out, new Float64Array(k * n));
        return out;
      },
      task: { op: "gemm", type, sizes: { m, n, k }, arrays: { a, b } },
    };
  },
});

const shapes: [m: number, n: number, k: number][] = [
  [256, 256, 256],
  [512, 512, 512],
  [1024, 1024, 1024],
  [128, 256, 64],
  [127, 255, 63],
  [4, 1024, 1024],
  [1, 1024, 1024],
  [1024, 4, 1024],
  [1024, 1, 1024],
  [1024, 1024, 4],
  [1024, 1024, 1],
  [4096, 32, 32],
  [4095, 31, 33],
  [32, 4096, 32],
  [31, 4095, 33],
];

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => shapes.map((s) => gemmCase(type, ...s)));
