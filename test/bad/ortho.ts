// The places of orthogonal factors and least squares where an array is taken.
import { afterAll } from "vitest";
import type { Lanewise, Matrix, Real, Vector } from "../../src/index.ts";
import * as lanewise from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const three = (from: Lanewise, type: Real) => from.vector([1, 2, 3], { type });
const tall = (from: Lanewise, type: Real) => from.matrix(3, 2, [1, 2, 3, 4, 5, 7], { type });
const dispose = (made: { dispose(): void }) => made.dispose();
const free = { anyType: true, anyInstance: true };

const [A, v2, v3] = [tall(lw, "f64"), lw.vector(2), lw.vector(3)];
const F = lw.qr(A);
const basis = lanewise.orthonormalBasis(v3, 3, { tolerance: 1 });
afterAll(() => {
  for (const held of [A, v2, v3, F, basis]) held.dispose();
});
const drop = ({ Q, R }: lanewise.Orthonormal) => [Q, R].forEach(dispose);

/** By function or method. */
export const ortho: Record<string, Place> = {
  "Lanewise.qr": { argument: "A", make: tall, use: (D) => dispose(lw.qr(D)), anyType: true },
  "Lanewise.orthonormalize": { argument: "A", make: tall, use: (D) => drop(lw.orthonormalize(D)), anyType: true },
  "Lanewise.orthonormalize metric": {
    argument: "metric",
    make: three,
    use: (metric: Vector) => drop(lw.orthonormalize(A, { metric })),
  },
  "QR.applyQ": { argument: "C", make: three, use: (c: Vector) => dispose(F.applyQ(c)) },
  "QR.applyQt": { argument: "C", make: tall, use: (c: Matrix) => dispose(F.applyQt(c)) },
  "QR.solve b": { argument: "b", make: three, use: (b: Vector) => dispose(F.solve(b)) },
  "QR.solve B": { argument: "b", make: tall, use: (B: Matrix) => dispose(F.solve(B)) },
  "QR.solveInto out": { argument: "out", make: two, use: (out: Vector) => F.solveInto(out, v3) },
  "QR.solveInto b": { argument: "b", make: three, use: (b: Vector) => F.solveInto(v2, b) },
  "OrthonormalBasis.projectOut": { argument: "x", make: three, use: (x: Vector) => basis.projectOut(x) },
  "leastSquares A": { argument: "b", make: tall, use: (D: Matrix) => dispose(lanewise.leastSquares(D, v3).x) },
  "leastSquares b": { argument: "b", make: three, use: (b: Vector) => dispose(lanewise.leastSquares(A, b).x) },
  "leastSquares weights": {
    argument: "weights",
    make: three,
    use: (weights: Vector) => dispose(lanewise.leastSquares(A, v3, { weights }).x),
  },
  orthonormalBasis: { argument: "like", make: two, use: (x) => dispose(lanewise.orthonormalBasis(x, 1)), ...free },
  "orthonormalBasis metric": {
    argument: "metric",
    make: three,
    use: (metric: Vector) => dispose(lanewise.orthonormalBasis(v3, 1, { metric })),
  },
  "OrthonormalBasis.append": { argument: "x", make: three, use: (x: Vector) => basis.append(x) },
  newtonSchulz: {
    argument: "A",
    make: tall,
    use: (D: Matrix) => dispose(lanewise.run(lanewise.newtonSchulz(D), { maxIterations: 2 }).Q),
    ...free,
  },
  iterNorm: {
    argument: "X",
    make: tall,
    use: (X: Matrix) => {
      const { Y, W, mean } = lanewise.iterNorm(X);
      [Y, W, mean].forEach(dispose);
    },
    ...free,
  },
};
