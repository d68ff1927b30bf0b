// The places of sparse factorisations where an array is taken.
import { afterAll } from "vitest";
import * as lanewise from "../../src/index.ts";
import type { CsrMatrix, Lanewise, Matrix, Real, Vector } from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const square = (from: Lanewise, type: Real) => from.matrix(2, 2, [2, 1, 1, 2], { type });
const sparse = (from: Lanewise, type: Real) => from.scope(() => from.sparsify(square(from, type)));
const dispose = (made: { dispose(): void }) => made.dispose();
const free = { anyType: true, anyInstance: true };

const S = sparse(lw, "f64");
const F = lw.sparseCholesky(S);
const analysis = lanewise.analyzeCholesky(S);
afterAll(() => {
  for (const held of [S, F, analysis]) held.dispose();
});

/** By function or method. */
export const sparseFactors: Record<string, Place> = {
  "SparseCholesky.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(F.solve(b)) },
  "SparseCholesky.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(F.solve(B)) },
  "SparseCholesky.solveInto x": { argument: "b", make: two, use: (x: Vector) => F.solveInto(x) },
  "CholeskyAnalysis.factor": { argument: "A", make: sparse, use: (A: CsrMatrix) => dispose(analysis.factor(A)) },
  sparseCholesky: { argument: "A", make: sparse, use: (A: CsrMatrix) => dispose(lanewise.sparseCholesky(A)), ...free },
  analyzeCholesky: {
    argument: "A",
    make: sparse,
    use: (A: CsrMatrix) => dispose(lanewise.analyzeCholesky(A)),
    ...free,
  },
  "Lanewise.sparseCholesky": {
    argument: "A",
    make: sparse,
    use: (A: CsrMatrix) => dispose(lw.sparseCholesky(A)),
    anyType: true,
  },
};
