// The places of kernel methods where an array is taken.
import { afterAll } from "vitest";
import type { Lanewise, Matrix, Real, Vector } from "../../src/index.ts";
import {
  magnitudeFunction,
  outlierScores,
  weighting,
  weightingClassifier,
  weightingKnn,
  weightingNonNegative,
  weightingOfDistances,
  weightingScore,
} from "../../src/methods/kernel-methods/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const points = (from: Lanewise, type: Real) => from.matrix(2, 2, [1, 0, 3, 1], { type });
const others = (from: Lanewise, type: Real) => from.matrix(1, 2, [5, 5], { type });
const distances = (from: Lanewise, type: Real) => from.matrix(2, 2, [0, 1, 1, 0], { type });
const labels = (from: Lanewise, type: Real) => from.vector([1, -1], { type });
const drop = (held: { dispose(): void }) => held.dispose();

const [X, y] = [points(lw, "f64"), labels(lw, "f64")];
const model = weighting(X);
const classifier = weightingClassifier(X, y);
const free = { anyType: true, anyInstance: true };
afterAll(() => {
  for (const held of [X, y, model, classifier]) held.dispose();
});

/** By function and argument. */
export const kernelMethods: Record<string, Place> = {
  "weighting X": { argument: "X", make: points, use: (A: Matrix) => drop(weighting(A)), ...free },
  "weightingKnn X": { argument: "X", make: points, use: (A: Matrix) => drop(weightingKnn(A)), ...free },
  "weightingNonNegative X": {
    argument: "X",
    make: points,
    use: (A: Matrix) => drop(weightingNonNegative(A).w),
    ...free,
  },
  "outlierScores X": { argument: "X", make: points, use: (A: Matrix) => drop(outlierScores(A)), ...free },
  "magnitudeFunction X": { argument: "X", make: points, use: (A: Matrix) => magnitudeFunction(A, [1]), ...free },
  "weightingOfDistances D": {
    argument: "D",
    make: distances,
    use: (D: Matrix) => drop(weightingOfDistances(D)),
    ...free,
  },
  "weightingScore Q": { argument: "Q", make: others, use: (Q: Matrix) => drop(weightingScore(model, Q)) },
  "weightingClassifier X": { argument: "y", make: points, use: (A: Matrix) => drop(weightingClassifier(A, y)) },
  "weightingClassifier y": { argument: "y", make: labels, use: (b: Vector) => drop(weightingClassifier(X, b)) },
  "WeightingClassifier.decision": { argument: "Q", make: others, use: (Q: Matrix) => drop(classifier.decision(Q)) },
  "WeightingClassifier.predict": { argument: "Q", make: others, use: (Q: Matrix) => drop(classifier.predict(Q)) },
};
