// The places of random features where an array is taken.
import { afterAll } from "vitest";
import type { Lanewise, Matrix, Real } from "../../src/index.ts";
import {
  approxGram,
  features,
  kernelClassifier,
  linearAttention,
  makeProjection,
} from "../../src/methods/kernel-methods/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const points = (from: Lanewise, type: Real) => from.matrix(2, 2, [1, 0, 1, 1], { type });
const X = points(lw, "f64");
const P = makeProjection(lw, { d: 2, m: 4, type: "f64" });
afterAll(() => {
  X.dispose();
  P.dispose();
});

const drop = (made: { dispose(): void }) => made.dispose();

/** By function and argument. */
export const randomFeatures: Record<string, Place> = {
  "features X": { argument: "X", make: points, use: (D: Matrix) => drop(features(D, P)) },
  "Projection.apply": { argument: "X", make: points, use: (D: Matrix) => drop(P.apply(D)) },
  "approxGram FX": { argument: "FY", make: points, use: (D: Matrix) => drop(approxGram(D, X)) },
  "approxGram FY": { argument: "FY", make: points, use: (D: Matrix) => drop(approxGram(X, D)) },
  "linearAttention Q": { argument: "Q", make: points, use: (D: Matrix) => drop(linearAttention(D, X, X, P)) },
  "linearAttention K": { argument: "V", make: points, use: (D: Matrix) => drop(linearAttention(X, D, X, P)) },
  "linearAttention V": { argument: "V", make: points, use: (D: Matrix) => drop(linearAttention(X, X, D, P)) },
  "kernelClassifier train": {
    argument: "onehot",
    make: points,
    use: (D: Matrix) => drop(kernelClassifier(D, X, X, P).scores),
  },
  "kernelClassifier test": {
    argument: "test",
    make: points,
    use: (D: Matrix) => drop(kernelClassifier(X, X, D, P).scores),
  },
};
