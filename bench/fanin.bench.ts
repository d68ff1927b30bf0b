/** A matrix with the same number of entries in every row: y = A*x and Y = A*X, beside the same matrix dense and as csr. */
import { FanInMatrix } from "../src/arrays/fanin.ts";
import type { Real } from "../src/core/types.ts";
import { csrMm } from "../src/kernels/csr.ts";
import { gemm } from "../src/kernels/dense.ts";
import { faninMm } from "../src/kernels/fanin.ts";
import type { Lanewise } from "../src/lanewise.ts";
import type { Case } from "./case.ts";
import { constantPattern, densify, engineOf, normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { csrMm as plainMm, csrMv as plainMv } from "./js/csr.ts";

function operands(lw: Lanewise, type: Real, m: number, n: number, columns: number, density: number) {
  const fan = Math.round(density * n);
  const { indptr, indices } = constantPattern(lw, m, n, fan, 1);
  const values = normal(lw, m * fan, type, 2);
  const dense = densify({ indptr, indices }, values, m, n);
  const x = normal(lw, n * columns, type, 3);
  const A = FanInMatrix.from(engineOf(lw), { rows: m, cols: n, fan, indices, values });
  const [C, D] = [lw.csr({ rows: m, cols: n, indptr, indices, values }), lw.matrix(m, n, dense)];
  return {
    A,
    C,
    D,
    arrays: { indptr, indices, values, dense, x },
    flops: 2 * m * fan * columns,
    y: zeros(x, m * columns),
  };
}

export const faninMvCase = (type: Real, m: number, n: number, density: number): Case => ({
  name: "fanin-mv",
  type,
  sizes: { m, n, density },
  setup(lw) {
    const { A, C, D, arrays, flops, y } = operands(lw, type, m, n, 1, density);
    const { indptr, indices, values, x } = arrays;
    const [X, Y, Z] = [lw.vector(x), lw.vector(y), lw.vector(y)];
    const js = fresh(plainMv);
    return {
      arrays: [A, C, D, X, Y, Z],
      work: { flops, bytes: A.bytes },
      ours: () => A.apply(Y, X),
      js: () => js(m, indptr, indices, values, x, y),
      dense: () => D.apply(Z, X),
      csr: () => C.apply(Z, X),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m);
        fresh(plainMv)(m, indptr, indices, Float64Array.from(values), Float64Array.from(x), out);
        return out;
      },
      task: { op: "fanin-mv", type, sizes: { m, n, columns: 1, density }, arrays },
    };
  },
});

export const faninMmCase = (type: Real, m: number, n: number, columns: number, density: number): Case => ({
  name: "fanin-mm",
  type,
  sizes: { m, n, columns, density },
  setup(lw) {
    const { A, C, D, arrays, flops, y } = operands(lw, type, m, n, columns, density);
    const { indptr, indices, values, x } = arrays;
    const [X, Y, Z] = [lw.matrix(n, columns, x), lw.matrix(m, columns, y), lw.matrix(m, columns, y)];
    const js = fresh(plainMm);
    return {
      arrays: [A, C, D, X, Y, Z],
      work: { flops, bytes: A.bytes + X.bytes + Y.bytes },
      ours: () => faninMm(Y, A, X),
      js: () => js(m, columns, indptr, indices, values, x, y),
      dense: () => gemm(Z, D, X),
      csr: () => csrMm(Z, C, X),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m * columns);
        fresh(plainMm)(m, columns, indptr, indices, Float64Array.from(values), Float64Array.from(x), out);
        return out;
      },
      task: { op: "fanin-mm", type, sizes: { m, n, columns, density }, arrays },
    };
  },
});

/** A square past the second cache, and a layer of a vision transformer, on which condensed products were published. */
export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [
  faninMvCase(type, 4096, 4096, 0.1),
  faninMvCase(type, 3072, 768, 0.1),
  faninMmCase(type, 4096, 4096, 64, 0.1),
  faninMmCase(type, 3072, 768, 64, 0.1),
]);
