/** Blocks by compressed rows of blocks: Y = A*X, and the sparse layer that is fused from three such products. */
import type { Matrix } from "../src/arrays/matrix.ts";
import type { Floats, Real } from "../src/core/types.ts";
import { bsrMlp, bsrMm } from "../src/kernels/bsr.ts";
import { gemm } from "../src/kernels/dense.ts";
import type { Lanewise } from "../src/lanewise.ts";
import type { Case } from "./case.ts";
import { normal, type Pattern, pattern, transposed, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { bsrMm as plain } from "./js/bsr.ts";

/** Blocks of which each is there with probability `density`. */
function blocks(lw: Lanewise, type: Real, m: number, n: number, block: number, density: number, seed: number) {
  const { indptr, indices } = pattern(lw, m / block, n / block, density, seed);
  const values = normal(lw, indices.length * block * block, type, seed + 100);
  const A = lw.bsr({ rows: m, cols: n, blockRows: block, blockCols: block, indptr, indices, values });
  return { indptr, indices, values, A };
}

/** The plain product of such blocks, in copies of its own. */
function plainProduct({ indptr, indices }: Pattern, values: Floats, m: number, columns: number, block: number) {
  const js = fresh(plain);
  return (x: Floats, y: Floats) => js(m / block, columns, block, indptr, indices, values, x, y);
}

export const bsrMmCase = (type: Real, m: number, n: number, block: number, columns: number, density: number): Case => ({
  name: "bsr-mm",
  type,
  sizes: { m, n, columns, density, block },
  setup(lw) {
    const { A, indptr, indices, values } = blocks(lw, type, m, n, block, density, 1);
    const x = normal(lw, n * columns, type, 2);
    const y = zeros(x, m * columns);
    const [D, X, Y, Z] = [A.toDense(), lw.matrix(n, columns, x), lw.matrix(m, columns, y), lw.matrix(m, columns, y)];
    const js = plainProduct({ indptr, indices }, values, m, columns, block);
    return {
      arrays: [A, D, X, Y, Z],
      work: { flops: 2 * values.length * columns, bytes: A.bytes + X.bytes + Y.bytes },
      ours: () => bsrMm(Y, A, X),
      js: () => js(x, y),
      dense: () => gemm(Z, D, X),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m * columns);
        plainProduct({ indptr, indices }, Float64Array.from(values), m, columns, block)(Float64Array.from(x), out);
        return out;
      },
      task: {
        op: "bsr-mm",
        type,
        sizes: { m, n, columns, density, block },
        arrays: { indptr, indices, values, dense: D.toArray(), x },
      },
    };
  },
});

/** m rows of n inputs through a hidden layer of k, gated by silu, back to n outputs. */
export const bsrMlpCase = (type: Real, m: number, n: number, k: number, block: number, density: number): Case => ({
  name: "bsr-mlp",
  type,
  sizes: { m, n, k, density, block },
  setup(lw) {
    const gate = blocks(lw, type, k, n, block, density, 1);
    const up = blocks(lw, type, k, n, block, density, 2);
    const down = blocks(lw, type, n, k, block, density, 3);
    const layers = [gate, up, down];
    const x = normal(lw, m * n, type, 4);
    const X = lw.matrix(m, n, x);
    const [Y, Z] = [lw.matrix(m, n, zeros(x, m * n)), lw.matrix(m, n, zeros(x, m * n))];
    const dense = layers.map(({ A }) => A.toDense());
    const [G, U] = [lw.matrix(m, k, zeros(x, m * k)), lw.matrix(m, k, zeros(x, m * k))];
    const flops = layers.reduce((sum, { values }) => sum + 2 * values.length * m, 0);
    const weights = layers.reduce((sum, { A }) => sum + A.bytes, 0);

    /** The layers one after another on inputs side by side. */
    const steps = (numbers: Floats[], across: Floats) => {
      const sizes = [k, k, n];
      const products = layers.map((layer, l) =>
        plainProduct(layer, numbers[l] as Floats, sizes[l] as number, m, block),
      );
      const [g, u, y] = sizes.map((size) => zeros(across, size * m)) as [Floats, Floats, Floats];
      return () => {
        products[0]?.(across, g);
        products[1]?.(across, u);
        for (let i = 0; i < g.length; i++)
          u[i] = ((g[i] as number) / (1 + Math.exp(-(g[i] as number)))) * (u[i] as number);
        products[2]?.(u, y);
        return y;
      };
    };
    const js = steps(
      layers.map(({ values }) => values),
      transposed(x, m, n),
    );
    return {
      arrays: [...layers.map(({ A }) => A), X, Y, Z, ...dense, G, U],
      work: { flops, bytes: weights + X.bytes + Y.bytes },
      ours: () => bsrMlp(Y, X, { gate: gate.A, up: up.A, down: down.A }, "silu"),
      js,
      dense: () => {
        const [g, u, d] = dense as [Matrix, Matrix, Matrix];
        gemm(G, X, g, { transposeB: true, activation: "silu" });
        gemm(U, X, u, { transposeB: true });
        gemm(Z, U, d, { transposeB: true }); // without the product of G and U between, which is to its favour
      },
      result: () => Y.toArray(),
      reference: () => {
        const exact = steps(
          layers.map(({ values }) => Float64Array.from(values)),
          Float64Array.from(transposed(x, m, n)),
        );
        return transposed(exact(), n, m);
      },
    };
  },
});

const N = 2048;
const types: Real[] = ["f32", "f64"];

export const cases: Case[] = types.flatMap((type) => [
  ...[16, 32].flatMap((block) =>
    [0.3, 0.1, 0.05].flatMap((density) => [1, 128].map((columns) => bsrMmCase(type, N, N, block, columns, density))),
  ),
  bsrMlpCase(type, 64, 768, 3072, 32, 0.1),
]);
