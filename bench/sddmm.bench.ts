/** The entries of A*B' (k columns each) at the places of a sparse matrix, and the dense product they are picked from. */
import type { Real } from "../src/core/types.ts";
import { gemm } from "../src/kernels/dense.ts";
import { csrSddmm } from "../src/kernels/sparse.ts";
import type { Case } from "./case.ts";
import { normal, pattern, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { sddmm as plain } from "./js/sddmm.ts";

export const sddmmCase = (type: Real, m: number, n: number, k: number, density: number): Case => ({
  name: "sddmm",
  type,
  sizes: { m, n, k, density },
  setup(lw) {
    const { indptr, indices } = pattern(lw, m, n, density, 1);
    const [a, b] = [normal(lw, m * k, type, 2), normal(lw, n * k, type, 3)];
    const S = lw.csr({ rows: m, cols: n, indptr, indices, values: zeros(a, indices.length) });
    const [A, B, D] = [lw.matrix(m, k, a), lw.matrix(n, k, b), lw.matrix(m, n, zeros(a, m * n))];
    const C = lw.sddmm(S, A, B);
    const [out, js] = [zeros(a, indices.length), fresh(plain)];
    return {
      arrays: [S, A, B, C, D],
      work: { flops: 2 * indices.length * k, bytes: C.bytes + A.bytes + B.bytes },
      ours: () => csrSddmm(C, S, A, B, 1, false),
      js: () => js(m, k, indptr, indices, a, b, out),
      dense: () => gemm(D, A, B, { transposeB: true }),
      result: () => C.values.slice(),
      reference: () => {
        const exact = new Float64Array(indices.length);
        fresh(plain)(m, k, indptr, indices, Float64Array.from(a), Float64Array.from(b), exact);
        return exact;
      },
      task: { op: "sddmm", type, sizes: { m, n, k, density }, arrays: { indptr, indices, a, b } },
    };
  },
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) =>
  [0.1, 0.01].map((density) => sddmmCase(type, 2048, 2048, 64, density)),
);
