/** Y = A*X with A in compressed sparse rows, and its dense twin. */
import type { Real } from "../src/core/types.ts";
import { csrMm } from "../src/kernels/csr.ts";
import { gemm } from "../src/kernels/dense.ts";
import type { Case } from "./case.ts";
import { densify, normal, pattern, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { csrMm as plainMm, csrMv as plainMv } from "./js/csr.ts";

const operands = (
  lw: Parameters<Case["setup"]>[0],
  type: Real,
  m: number,
  n: number,
  columns: number,
  density: number,
) => {
  const { indptr, indices } = pattern(lw, m, n, density, 1);
  const values = normal(lw, indices.length, type, 2);
  const dense = densify({ indptr, indices }, values, m, n);
  const x = normal(lw, n * columns, type, 3);
  const A = lw.csr({ rows: m, cols: n, indptr, indices, values });
  const D = lw.matrix(m, n, dense);
  const flops = 2 * indices.length * columns;
  return { A, D, x, flops, arrays: { indptr, indices, values, dense, x }, y: zeros(x, m * columns) };
};

export const csrMvCase = (type: Real, m: number, n: number, density: number): Case => ({
  name: "csr-mv",
  type,
  sizes: { m, n, density },
  setup(lw) {
    const { A, D, x, y, flops, arrays } = operands(lw, type, m, n, 1, density);
    const { indptr, indices, values } = arrays;
    const [X, Y, Z] = [lw.vector(x), lw.vector(y), lw.vector(y)];
    const js = fresh(plainMv);
    return {
      arrays: [A, D, X, Y, Z],
      work: { flops, bytes: A.bytes },
      ours: () => A.apply(Y, X),
      js: () => js(m, indptr, indices, values, x, y),
      dense: () => D.apply(Z, X),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m);
        fresh(plainMv)(m, indptr, indices, Float64Array.from(values), Float64Array.from(x), out);
        return out;
      },
      task: { op: "csr-mv", type, sizes: { m, n, columns: 1, density }, arrays },
    };
  },
});

export const csrMmCase = (type: Real, m: number, n: number, columns: number, density: number): Case => ({
  name: "csr-mm",
  type,
  sizes: { m, n, columns, density },
  setup(lw) {
    const { A, D, x, y, flops, arrays } = operands(lw, type, m, n, columns, density);
    const { indptr, indices, values } = arrays;
    const [X, Y, Z] = [lw.matrix(n, columns, x), lw.matrix(m, columns, y), lw.matrix(m, columns, y)];
    const js = fresh(plainMm);
    return {
      arrays: [A, D, X, Y, Z],
      work: { flops, bytes: A.bytes + X.bytes + Y.bytes },
      ours: () => csrMm(Y, A, X),
      js: () => js(m, columns, indptr, indices, values, x, y),
      dense: () => gemm(Z, D, X),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m * columns);
        fresh(plainMm)(m, columns, indptr, indices, Float64Array.from(values), Float64Array.from(x), out);
        return out;
      },
      task: { op: "csr-mm", type, sizes: { m, n, columns, density }, arrays },
    };
  },
});

const N = 2048;
const densities = [0.1, 0.05, 0.01];
const types: Real[] = ["f32", "f64"];

export const cases: Case[] = [
  ...types.flatMap((type) => densities.map((d) => csrMvCase(type, N, N, d))),
  ...types.flatMap((type) => densities.flatMap((d) => [1, 8, 64, 128].map((k) => csrMmCase(type, N, N, k, d)))),
];
