// The places of distances, Gram matrices and searches where an array is taken.
import { afterAll } from "vitest";
import * as lanewise from "../../src/index.ts";
import type { Lanewise, Matrix, Real, Vector } from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const three = (from: Lanewise, type: Real) => from.vector([1, 2, 3], { type });
const tall = (from: Lanewise, type: Real) => from.matrix(3, 2, [1, 2, 3, 4, 5, 7], { type });
const large = (from: Lanewise, type: Real) => from.matrix(3, 3, undefined, { type });
const sparse = (from: Lanewise, type: Real) =>
  from.csr({ rows: 1, cols: 1, indptr: [0, 1], indices: [0], values: [0.5], type });
const dispose = (made: { dispose(): void }) => made.dispose();
const free = { anyType: true, anyInstance: true };

const [A, v3] = [tall(lw, "f64"), lw.vector(3)];
const K = lanewise.gramOperator(A);
afterAll(() => {
  for (const held of [A, v3]) held.dispose();
});

/** By function and argument. */
export const points: Record<string, Place> = {
  "pairwiseDistances X": { argument: "X", make: tall, use: (X) => dispose(lanewise.pairwiseDistances(X)), ...free },
  "pairwiseDistances Y": { argument: "Y", make: tall, use: (Y) => dispose(lanewise.pairwiseDistances(A, Y)) },
  "pairwiseDistances out": {
    argument: "out",
    make: large,
    use: (out) => void lanewise.pairwiseDistances(A, undefined, { out }),
  },
  "gram X": { argument: "X", make: tall, use: (X) => dispose(lanewise.gram(X)), ...free },
  "gram Y": { argument: "Y", make: tall, use: (Y) => dispose(lanewise.gram(A, Y)) },
  "gram out": { argument: "out", make: large, use: (out) => void lanewise.gram(A, A, { out }) },
  "gramMatmul X": { argument: "Y", make: tall, use: (X) => dispose(lanewise.gramMatmul(X, A, v3)) },
  "gramMatmul Y": { argument: "Y", make: tall, use: (Y) => dispose(lanewise.gramMatmul(A, Y, v3)) },
  "gramMatmul v": { argument: "V", make: three, use: (v: Vector) => dispose(lanewise.gramMatmul(A, A, v)) },
  "gramMatmul V": { argument: "V", make: tall, use: (V: Matrix) => dispose(lanewise.gramMatmul(A, A, V)) },
  randomWalks: { argument: "U", make: sparse, use: (U) => dispose(lanewise.randomWalks(U, { walks: 1 })), ...free },
  "Random.exponential": {
    argument: "out",
    make: three,
    use: (out: Vector) => lw.random(1).exponential(out),
    anyType: true,
  },
  "Random.rademacher": {
    argument: "out",
    make: three,
    use: (out: Vector) => lw.random(1).rademacher(out),
    anyType: true,
  },
  "Random.gamma": { argument: "out", make: three, use: (out: Vector) => lw.random(1).gamma(out, 1), anyType: true },
  "Random.chi": { argument: "out", make: three, use: (out: Vector) => lw.random(1).chi(out, 1), anyType: true },
  "Random.choice": {
    argument: "table",
    make: (from) => from.random(0).alias([1]) as never,
    use: (table) => void lw.random(1).choice(2, table),
    anyType: true,
  },
  gramOperator: { argument: "X", make: tall, use: (X) => void lanewise.gramOperator(X), ...free },
  "topInnerProducts X": { argument: "Q", make: tall, use: (X) => void lanewise.topInnerProducts(X, A, 1) },
  "topInnerProducts Q": { argument: "Q", make: tall, use: (Q) => void lanewise.topInnerProducts(A, Q, 1) },
  "nearestNeighbors X": { argument: "X", make: tall, use: (X) => void lanewise.nearestNeighbors(X, 1), ...free },
  "nearestNeighbors Q": { argument: "Q", make: tall, use: (Q) => void lanewise.nearestNeighbors(A, 1, Q) },
  "gramOperator.apply out": { argument: "out", make: three, use: (out) => K.apply(out, v3) },
  "gramOperator.apply x": { argument: "x", make: three, use: (x) => K.apply(v3, x) },
};
