// The places of factorisations of square matrices where an array is taken.
import { afterAll } from "vitest";
import type { Lanewise, Matrix, Real, Vector } from "../../src/index.ts";
import * as lanewise from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const one = (from: Lanewise, type: Real) => from.vector([1], { type });
const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const square = (from: Lanewise, type: Real) => from.matrix(2, 2, [2, 1, 1, 2], { type });
const dispose = (made: { dispose(): void }) => made.dispose();
const free = { anyType: true, anyInstance: true };

const [S, v1, v2] = [square(lw, "f64"), lw.vector([1]), lw.vector([2, 2])];
const [F, K, U, W] = [lw.cholesky(S), lanewise.growingCholesky(S), lw.lu(S), lw.ldl(S)];
const [band, blocks] = [lanewise.bandedCholesky(S), lanewise.blockDiagonalCholesky([S])];
const three = lanewise.tridiagonalCholesky(v2, v1);
afterAll(() => {
  for (const held of [S, v1, v2, F, K, U, W, band, blocks]) held.dispose();
});

/** By function or method. */
export const factors: Record<string, Place> = {
  bandedCholesky: { argument: "band", make: square, use: (X: Matrix) => dispose(lanewise.bandedCholesky(X)), ...free },
  "BandedCholesky.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(band.solve(b)) },
  "BandedCholesky.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(band.solve(B)) },
  "BandedCholesky.solveInto x": { argument: "b", make: two, use: (x: Vector) => band.solveInto(x) },
  blockDiagonalCholesky: {
    argument: "blocks",
    make: square,
    use: (X: Matrix) => dispose(lanewise.blockDiagonalCholesky([X])),
    ...free,
  },
  "BlockDiagonalCholesky.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(blocks.solve(b)) },
  "BlockDiagonalCholesky.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(blocks.solve(B)) },
  "BlockDiagonalCholesky.solveInto x": { argument: "b", make: two, use: (x: Vector) => blocks.solveInto(x) },
  "tridiagonal lower": { argument: "lower", make: one, use: (x: Vector) => lanewise.tridiagonal(x, v2, v1) },
  "tridiagonal upper": { argument: "upper", make: one, use: (x: Vector) => lanewise.tridiagonal(v1, v2, x) },
  "tridiagonalCholesky off": { argument: "off", make: one, use: (x: Vector) => lanewise.tridiagonalCholesky(v2, x) },
  "Tridiagonal.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(three.solve(b)) },
  "Tridiagonal.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(three.solve(B)) },
  "Tridiagonal.solveInto x": { argument: "b", make: two, use: (x: Vector) => three.solveInto(x) },
  "Cholesky.update": { argument: "x", make: two, use: (x: Vector) => F.update(x) },
  "Cholesky.downdate": {
    argument: "x",
    make: two,
    use: (x: Vector) => {
      F.update(x);
      F.downdate(x);
    },
  },
  pivotedCholesky: { argument: "A", make: square, use: (X: Matrix) => dispose(lanewise.pivotedCholesky(X).L), ...free },
  growingCholesky: { argument: "A", make: square, use: (X: Matrix) => dispose(lanewise.growingCholesky(X)), ...free },
  "GrowingCholesky.append": {
    argument: "rows",
    make: (from, type) => from.matrix(1, 3, [0, 0, 1], { type }),
    use: (X: Matrix) => {
      K.append(X);
      K.remove(2);
    },
  },
  "GrowingCholesky.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(K.solve(b)) },
  "GrowingCholesky.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(K.solve(B)) },
  "GrowingCholesky.solveInto x": { argument: "b", make: two, use: (x: Vector) => K.solveInto(x) },
  lu: { argument: "A", make: square, use: (X) => dispose(lanewise.lu(X)), ...free },
  "LU.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(U.solve(b)) },
  "LU.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(U.solve(B)) },
  "LU.solveInto x": { argument: "b", make: two, use: (x: Vector) => U.solveInto(x) },
  ldl: { argument: "A", make: square, use: (X) => dispose(lanewise.ldl(X)), ...free },
  "LDL.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(W.solve(b)) },
  "LDL.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(W.solve(B)) },
  "LDL.solveInto x": { argument: "b", make: two, use: (x: Vector) => W.solveInto(x) },
  "Lanewise.lu": { argument: "A", make: square, use: (X) => dispose(lw.lu(X)), anyType: true },
  "Lanewise.ldl": { argument: "A", make: square, use: (X) => dispose(lw.ldl(X)), anyType: true },
};
