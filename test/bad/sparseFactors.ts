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
const P = lanewise.incompleteCholesky(S);
const Q = lanewise.incompleteLu(S);
const G = lanewise.sparseLu(S);
const H = F.updatable();
const x2 = lw.vector(2);
const analysis = lanewise.analyzeCholesky(S);
afterAll(() => {
  for (const held of [S, F, G, H, P, Q, x2, analysis]) held.dispose();
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
  "IncompleteCholesky.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(P.solve(b)) },
  "IncompleteCholesky.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(P.solve(B)) },
  "IncompleteCholesky.solveInto x": { argument: "b", make: two, use: (x: Vector) => P.solveInto(x) },
  "IncompleteCholesky.apply out": { argument: "out", make: two, use: (out: Vector) => P.apply(out, x2) },
  "IncompleteCholesky.apply x": { argument: "x", make: two, use: (x: Vector) => P.apply(x2, x) },
  "IncompleteCholesky.adjoint out": { argument: "out", make: two, use: (out: Vector) => P.adjoint(out, x2) },
  "IncompleteCholesky.adjoint x": { argument: "x", make: two, use: (x: Vector) => P.adjoint(x2, x) },
  "IncompleteLu.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(Q.solve(b)) },
  "IncompleteLu.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(Q.solve(B)) },
  "IncompleteLu.solveInto x": { argument: "b", make: two, use: (x: Vector) => Q.solveInto(x) },
  "IncompleteLu.apply out": { argument: "out", make: two, use: (out: Vector) => Q.apply(out, x2) },
  "IncompleteLu.apply x": { argument: "x", make: two, use: (x: Vector) => Q.apply(x2, x) },
  "IncompleteLu.adjoint out": { argument: "out", make: two, use: (out: Vector) => Q.adjoint(out, x2) },
  "IncompleteLu.adjoint x": { argument: "x", make: two, use: (x: Vector) => Q.adjoint(x2, x) },
  incompleteCholesky: {
    argument: "A",
    make: sparse,
    use: (A: CsrMatrix) => dispose(lanewise.incompleteCholesky(A)),
    ...free,
  },
  incompleteLu: { argument: "A", make: sparse, use: (A: CsrMatrix) => dispose(lanewise.incompleteLu(A)), ...free },
  // Of two arrays that are not kin, the error is about the second.
  "solveSparseTriangular A": {
    argument: "b",
    make: sparse,
    use: (A: CsrMatrix) => dispose(lanewise.solveSparseTriangular(A, x2)),
  },
  "solveSparseTriangular b": {
    argument: "b",
    make: two,
    use: (b: Vector) => dispose(lanewise.solveSparseTriangular(S, b)),
  },
  "solveSparseTriangular B": {
    argument: "B",
    make: square,
    use: (B: Matrix) => dispose(lanewise.solveSparseTriangular(S, B)),
  },
  "SparseLu.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(G.solve(b)) },
  "SparseLu.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(G.solve(B)) },
  "SparseLu.solveInto x": { argument: "b", make: two, use: (x: Vector) => G.solveInto(x) },
  sparseLu: { argument: "A", make: sparse, use: (A: CsrMatrix) => dispose(lanewise.sparseLu(A)), ...free },
  "UpdatableCholesky.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(H.solve(b)) },
  "UpdatableCholesky.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(H.solve(B)) },
  "UpdatableCholesky.solveInto x": { argument: "b", make: two, use: (x: Vector) => H.solveInto(x) },
};
