// The places of graph random features where an array is taken.
import { afterAll } from "vitest";
import type { CsrMatrix, Lanewise, Real, Vector } from "../../src/index.ts";
import { grf, laplacianKernel, regularisedLaplacianU, solveByGrf } from "../../src/methods/kernel-methods/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const graph = (from: Lanewise, type: Real) =>
  from.csr({ rows: 2, cols: 2, indptr: [0, 1, 2], indices: [1, 0], values: [0.5, 0.5], type });
const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const free = { anyType: true, anyInstance: true };
const drop = (made: { dispose(): void }) => made.dispose();

const [U, b] = [graph(lw, "f64"), two(lw, "f64")];
const K = laplacianKernel(U, { walks: 1 });
afterAll(() => {
  for (const held of [U, b, K]) held.dispose();
});

/** By function and argument. */
export const graphPlaces: Record<string, Place> = {
  grf: { argument: "U", make: graph, use: (A: CsrMatrix) => drop(grf(A, { walks: 1 })), ...free },
  regularisedLaplacianU: {
    argument: "A",
    make: graph,
    use: (A: CsrMatrix) => drop(regularisedLaplacianU(A, 1).U),
    ...free,
  },
  laplacianKernel: {
    argument: "A",
    make: graph,
    use: (A: CsrMatrix) => drop(laplacianKernel(A, { walks: 1 })),
    ...free,
  },
  "LaplacianKernel.apply": { argument: "v", make: two, use: (v: Vector) => drop(K.apply(v)) },
  "solveByGrf U": { argument: "b", make: graph, use: (A: CsrMatrix) => drop(solveByGrf(A, b, { walks: 1 })) },
  "solveByGrf b": { argument: "b", make: two, use: (v: Vector) => drop(solveByGrf(U, v, { walks: 1 })) },
};
