// The places of eigenvalues and singular values where an array is taken.
import { afterAll } from "vitest";
import * as lanewise from "../../src/index.ts";
import type { Lanewise, Matrix, Real, Vector } from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const three = (from: Lanewise, type: Real) => from.vector([1, 2, 3], { type });
const square = (from: Lanewise, type: Real) => from.matrix(2, 2, [2, 1, 1, 2], { type });
const tall = (from: Lanewise, type: Real) => from.matrix(3, 2, [1, 2, 3, 4, 5, 7], { type });
const dispose = (made: { dispose(): void }) => made.dispose();
const all = (made: object) => Object.values(made).forEach(dispose);
const free = { anyType: true, anyInstance: true };

const [S, A, v2, v3] = [square(lw, "f64"), tall(lw, "f64"), lw.vector(2), lw.vector(3)];
const E = lw.eigh(S);
const T = lw.svd(A);
afterAll(() => {
  for (const held of [S, A, v2, v3, E, T]) held.dispose();
});

/** By function or method. */
export const spectra: Record<string, Place> = {
  "Eigh.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(E.solve(b)) },
  "Eigh.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(E.solve(B)) },
  "Eigh.solveInto x": { argument: "b", make: two, use: (x: Vector) => E.solveInto(x) },
  "Svd.solve b": { argument: "b", make: three, use: (b: Vector) => dispose(T.solve(b)) },
  "Svd.solve B": { argument: "B", make: tall, use: (B: Matrix) => dispose(T.solve(B)) },
  "Svd.solveInto x": { argument: "x", make: two, use: (x: Vector) => T.solveInto(x, v3) },
  "Svd.solveInto b": { argument: "b", make: three, use: (b: Vector) => T.solveInto(v2, b) },
  pinv: { argument: "A", make: tall, use: (D) => dispose(lanewise.pinv(D)), ...free },
  generalizedEigh: { argument: "B", make: square, use: (B) => all(lanewise.generalizedEigh(S, B)) },
  hermitianEigh: { argument: "imaginary", make: square, use: (B) => all(lanewise.hermitianEigh(S, B)) },
  expm: { argument: "A", make: square, use: (D) => dispose(lanewise.expm(D)), ...free },
  sqrtm: { argument: "A", make: square, use: (D) => dispose(lanewise.sqrtm(D).X), ...free },
  signm: { argument: "A", make: square, use: (D) => dispose(lanewise.signm(D).X), ...free },
  polar: { argument: "A", make: tall, use: (D) => all(lanewise.polar(D)), ...free },
  applyBlock: { argument: "X", make: square, use: (X) => dispose(lanewise.applyBlock(A, X)) },
  adjointBlock: { argument: "Y", make: tall, use: (Y) => dispose(lanewise.adjointBlock(A, Y)) },
  "Lanewise.eigh": { argument: "A", make: square, use: (D) => dispose(lw.eigh(D)), anyType: true },
  "Lanewise.eig": { argument: "A", make: square, use: (D) => dispose(lw.eig(D)), anyType: true },
  realSchur: {
    argument: "A",
    make: square,
    use: (D) => {
      const { Q, T: triangle } = lanewise.realSchur(D);
      all({ Q, triangle });
    },
    ...free,
  },
  "Lanewise.svd": { argument: "A", make: tall, use: (D) => dispose(lw.svd(D)), anyType: true },
};
