/** Files in memory: a sparse matrix of Matrix Market, with 17 digits a number, and a dense one of .npy. */
import { readMatrixMarket } from "../src/io/market/read.ts";
import { readNpy } from "../src/io/npy/npy.ts";
import type { Case } from "./case.ts";
import { normal, pattern } from "./data.ts";

/** The file has m rows, n columns and about m*n*density entries; its bytes are what counts. */
export const readMtxCase = (m: number, n: number, density: number): Case => ({
  name: "read-mtx",
  type: "f64",
  sizes: { m, n, density },
  setup(lw) {
    const { indptr, indices } = pattern(lw, m, n, density, 1);
    const values = normal(lw, indices.length, "f64", 2);
    const lines = [`%%MatrixMarket matrix coordinate real general\n${m} ${n} ${indices.length}`];
    for (let i = 0; i < m; i++)
      for (let p = indptr[i]!; p < indptr[i + 1]!; p++) lines.push(`${i + 1} ${indices[p]! + 1} ${values[p]}`);
    const bytes = new TextEncoder().encode(`${lines.join("\n")}\n`);
    let last: ArrayLike<number> = [];
    return {
      arrays: [],
      work: { bytes: bytes.length },
      ours: async () => {
        last = ((await readMatrixMarket(bytes)) as { values: Float64Array }).values;
      },
      js: () => readMarket(bytes),
      result: () => last,
      reference: () => readMarket(bytes).values,
    };
  },
});

/** An m x n array of f64, read into memory of its own. */
export const readNpyCase = (m: number, n: number): Case => ({
  name: "read-npy",
  type: "f64",
  sizes: { m, n },
  setup(lw) {
    const data = normal(lw, m * n, "f64", 1);
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${m}, ${n}), }`.padEnd(117);
    const bytes = new Uint8Array(128 + data.byteLength);
    bytes.set([0x93, ...new TextEncoder().encode(`NUMPY\u0001\u0000v\u0000${header}\n`)]);
    bytes.set(new Uint8Array(data.buffer), 128);
    let last: ArrayLike<number> = [];
    return {
      arrays: [],
      work: { bytes: data.byteLength, copy: true },
      ours: async () => {
        last = (await readNpy(bytes)).data as Float64Array;
      },
      js: () => readNpyFile(bytes),
      result: () => last,
      reference: () => readNpyFile(bytes),
    };
  },
});

export const cases: Case[] = [readMtxCase(4096, 4096, 0.01), readNpyCase(2048, 2048)];

/** A sparse matrix whose file has its entries by rows, by splitting text. */
function readMarket(bytes: Uint8Array) {
  const lines = new TextDecoder().decode(bytes).split("\n");
  const [rows = 0, , count = 0] = (lines[1] as string).split(" ").map(Number);
  const indptr = new Uint32Array(rows + 1);
  const indices = new Uint32Array(count);
  const values = new Float64Array(count);
  for (let p = 0; p < count; p++) {
    const [i, j, value] = (lines[p + 2] as string).split(" ");
    indptr[Number(i)] = p + 1;
    indices[p] = Number(j) - 1;
    values[p] = Number(value);
  }
  for (let i = 1; i <= rows; i++) indptr[i] = Math.max(indptr[i]!, indptr[i - 1]!);
  return { indptr, indices, values };
}

/** An array of little-endian f64 in C order: a copy from behind the header. */
function readNpyFile(bytes: Uint8Array): Float64Array {
  const start = 10 + bytes[8]! + 256 * bytes[9]!;
  return new Float64Array(bytes.slice(start).buffer);
}
