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

/** The same pattern with its entries in nf4, beside all of the matrix in nf4; js: a plain loop over the pattern in f32. */
export const nmLutCase = (type: Real, m: number, n: number, columns: number, keep: number, group: number): Case => ({
  name: "nm-lut",
  type,
  sizes: { m, n, columns, density: keep / group, block: group },
  setup(lw) {
    const full = lw.matrix(m, n, normal(lw, m * n, type, 1));
    const F = lw.nm(full, keep, group);
    const A = F.quantize((K) => lw.quantize(K, { format: "nf4", groupSize: 64 }));
    const D = lw.quantize(full, { format: "nf4", groupSize: 128 });
    for (const X of [F, full]) X.dispose();
    // What A stands for: the product with the unit matrix.
    const unit = lw.matrix(n, n, undefined, { type });
    for (let j = 0; j < n; j++) unit.data[j * n + j] = 1;
    const stood = A.matmul(unit);
    const C = lw.sparsify(stood);
    for (const X of [unit, stood]) X.dispose();
    const [indptr, indices, values] = [C.indptr.slice(), C.indices.slice(), C.values.slice()];
    C.dispose();
    const x = normal(lw, columns * n, type, 2);
    const X = lw.matrix(columns, n, x);
    const turned = X.transpose();
    const across = turned.toArray();
    turned.dispose();
    const [y, js] = [zeros(x, m * columns), fresh(plain)];
    let last = A.linear(X);
    const [xs, ys] = [lw.vector(x), lw.vector(m, { type })];
    return {
      arrays: [A, D, X, xs, ys, { dispose: () => last.dispose() }],
      work: { flops: 2 * values.length * columns, bytes: A.bytes + X.bytes + last.bytes },
      ours: () => {
        if (columns === 1) return A.apply(ys, xs);
        last.dispose();
        last = A.linear(X);
      },
      js: () => js(m, columns, indptr, indices, values, across, y),
      dense: () => (columns === 1 ? D.apply(ys, xs) : D.linear(X).dispose()),
      result: () => {
        if (columns === 1) {
          A.apply(ys, xs);
          return ys.toArray();
        }
        const out = last.transpose();
        const numbers = out.toArray();
        out.dispose();
        return numbers;
      },
      reference: () => {
        const out = new Float64Array(m * columns);
        fresh(plain)(m, columns, indptr, indices, Float64Array.from(values), Float64Array.from(across), out);
        return out;
      },
    };
  },
});

export const cases: Case[] = [
  ...[1, 16, 128].flatMap((columns) => [
    nmMmCase("f32", 4096, 4096, columns, 2, 4),
    nmLutCase("f32", 4096, 4096, columns, 2, 4),
  ]),
  ...(["f32", "f64"] as const).flatMap((type) =>
    [
      [2, 4],
      [1, 4],
      [4, 8],
    ].flatMap(([keep, group]) =>
      [1, 64, 128].map((columns) => nmMmCase(type, 2048, 2048, columns, keep as number, group as number)),
    ),
  ),
];
