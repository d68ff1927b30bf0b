/** Y = A*X for an A with N of every M entries, beside the same matrix dense and in compressed sparse rows. */
import type { Real } from "../src/core/types.ts";
import { csrMm } from "../src/kernels/csr.ts";
import { gemm } from "../src/kernels/dense.ts";
import { nmMm } from "../src/kernels/nm.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { csrMm as plain } from "./js/csr.ts";

/** `block` of a row is M, `density` N / M. */
export const nmMmCase = (type: Real, m: number, n: number, columns: number, keep: number, group: number): Case => ({
  name: "nm-mm",
  type,
  sizes: { m, n, columns, density: keep / group, block: group },
  setup(lw) {
    const full = lw.matrix(m, n, normal(lw, m * n, type, 1));
    const A = lw.nm(full, keep, group);
    full.dispose();
    const D = A.toDense();
    const C = lw.sparsify(D);
    const [dense, x] = [D.toArray(), normal(lw, n * columns, type, 2)];
    const [indptr, indices, values] = [C.indptr.slice(), C.indices.slice(), C.values.slice()];
    const X = lw.matrix(n, columns, x);
    const [Y, Z] = [lw.matrix(m, columns, undefined, { type }), lw.matrix(m, columns, undefined, { type })];
    const [y, js] = [zeros(x, m * columns), fresh(plain)];
    return {
      arrays: [A, C, D, X, Y, Z],
      work: { flops: 2 * C.nnz * columns, bytes: A.bytes + X.bytes + Y.bytes },
      ours: () => nmMm(Y, A, X),
      js: () => js(m, columns, indptr, indices, values, x, y),
      dense: () => gemm(Z, D, X),
      csr: () => csrMm(Z, C, X),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m * columns);
        fresh(plain)(m, columns, indptr, indices, Float64Array.from(values), Float64Array.from(x), out);
        return out;
      },
      task: { op: "nm-mm", type, sizes: { m, n, columns }, arrays: { indptr, indices, values, dense, x } },
    };
  },
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) =>
  [
    [2, 4],
    [1, 4],
    [4, 8],
  ].flatMap(([keep, group]) =>
    [1, 64, 128].map((columns) => nmMmCase(type, 2048, 2048, columns, keep as number, group as number)),
  ),
);
