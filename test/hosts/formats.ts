// The kernels of stored formats, through the products that users call.

import type { Calls, Lanewise, Operands, Package, Real } from "./operands.ts";

/** Stored formats and their products. */
export function formats(_: Package, lw: Lanewise, type: Real, { x, y, A, B, sparse, n }: Operands): Calls {
  const blocks = () => lw.bsrFromCsr(sparse, [2, 4]);
  const codes = () => lw.quantize(A, { format: "nf4", groupSize: 32 });
  const pattern = () => lw.nm(A, 2, 4);
  const other = () => lw.sparsify(A.transpose(), 0.9);
  const lower = () =>
    lw.csr({
      rows: n,
      cols: n,
      indptr: Array.from({ length: n + 1 }, (_, i) => Math.max(0, 2 * i - 1)),
      indices: Array.from({ length: 2 * n - 1 }, (_, p) => p >> 1),
      values: Array.from({ length: 2 * n - 1 }, (_, p) => (p % 2 === 0 ? 2 : 1 / 4)),
      type,
    });
  return {
    "bsr mv": () => [blocks().matmul(x).data],
    "bsr transposed": () => [blocks().tmatmul(x).data, blocks().tmatmul(B).data],
    "bsr sddmm": () => [blocks().sddmm(B, B).toDense().data],
    "sparse perceptron": () => {
      const [gate, up, down] = [blocks(), lw.bsrFromCsr(other(), [2, 4]), blocks()];
      return [lw.sparseMlp(A, { gate, up, down }).data];
    },
    "csr add": () => [sparse.add(other(), { alpha: 2, beta: -1 }).values],
    "csr transpose": () => [sparse.transpose().values, sparse.tmatmul(x).data],
    "csr dense": () => [sparse.toDense().data],
    "csr scaled": () => [sparse.scaleRows(x).values, sparse.scaleCols(y).values],
    "csr slice and diagonal": () => [sparse.slice(1, n - 1, 2, n).values, sparse.diagonal().data],
    coo: () => [
      lw.coo({ rows: 2, cols: 3, rowIndices: [1, 0, 1], colIndices: [2, 1, 2], values: [1, 2, 3], type }).values,
    ],
    "triangular csr": () => [_.solveSparseTriangular(lower(), x).data, _.solveSparseTriangular(lower(), B).data],
    "fan-in": () => [lw.faninFromDense(A, 5).matmul(B).data, lw.faninFromDense(A, 5).tmatmul(x).data],
    "2:4": () => [
      pattern().matmul(x).data,
      pattern().tmatmul(x).data,
      pattern().toDense().data,
      Number(lw.isNM(A, 2, 4)),
    ],
    "2:4 in 4 bits": () => {
      const Q = pattern().quantize((kept) => lw.quantize(kept, { format: "nf4" }));
      return [Q.matmul(x).data, Q.matmul(B).data];
    },
    "columns by mask and rank": () => {
      const C = lw.colsparse(A);
      const mask = Uint8Array.from({ length: n }, (_, j) => (j % 3) % 2);
      return [C.matmul(x, { mask }).data, C.matmul(x, { topK: 5 }).data, lw.colsparse(codes()).matmul(x).data];
    },
    "rounded codes": () => (["int4", "e4m3"] as const).map((format) => lw.quantize(A, { format }).pack()),
    search: () => {
      const { indices, distances } = _.nearestNeighbors(A, 3);
      return [indices, distances, _.topInnerProducts(A, A, 3).scores];
    },
    pairs: () => [_.gram(A, A, { kernel: "gaussian", gamma: 0.01 } as never).data, _.pairwiseDistances(B, B).data],
    "4-bit codes": () => [codes().toDense().data, codes().pack(), lw.lut({ ...parts(n), type }).matmul(x).data],
    "8-bit numbers": () => {
      const Q = _.Int8Matrix.quantize(A);
      return [Q.toDense().data, Q.matmul(x).data, Q.matmul(B).data];
    },
    ...(type === "f64"
      ? {}
      : {
          "products of bytes": () => {
            const options = { activations: "int8" } as const;
            const [Q, even, eight] = [
              codes(),
              lw.quantize(A, { format: "int4", groupSize: 32 }),
              _.Int8Matrix.quantize(A),
            ];
            return [Q, even]
              .flatMap((W) => [W.matmul(x, options).data, W.matmul(B, options).data, W.linear(A, options).data])
              .concat([eight.matmul(B, options).data, eight.linear(A, options).data]);
          },
        }),
    "floats of 16 and 8 bits": () => {
      const short = lw.encode(Float32Array.from(x.data), "bf16");
      return [short, lw.decode(short, "bf16"), _.encodeFloats(x, "e4m3" as never) as never];
    },
    batch: () => [A.matmulBatch(A, 1).data],
  };
}

const parts = (n: number) => ({
  rows: 3,
  cols: n,
  bits: 4 as const,
  codes: Uint8Array.from({ length: 3 * n }, (_, p) => (7 * p) % 16),
  tables: Float64Array.from({ length: 16 }, (_, c) => c * c - 20),
});
