// What weighting vectors cannot take is refused by name.
import { test } from "vitest";
import type { Matrix } from "../../../src/index.ts";
import {
  magnitudeFunction,
  outlierScores,
  type Weighting,
  weighting,
  weightingClassifier,
  weightingKnn,
  weightingNonNegative,
  weightingOfDistances,
  weightingScore,
} from "../../../src/methods/kernel-methods/index.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";

test("what cannot be taken", () =>
  lw.scope(() => {
    const X = lw.matrix(3, 1, [0, 1, 2]);
    const double = lw.matrix(4, 2, [0, 1, 5, 5, 0, 2, 5, 5]);
    const inf = lw.matrix(2, 1, [0, Infinity]);
    for (const use of [
      (A: Matrix, options?: object) => weighting(A, options),
      (A: Matrix, options?: object) => weightingKnn(A, options),
      (A: Matrix, options?: object) => weightingNonNegative(A, options),
      (A: Matrix, options?: object) => outlierScores(A, options),
      (A: Matrix, options?: object) => weightingClassifier(A, lw.vector(new Array(A?.rows ?? 1).fill(1)), options),
    ] as const) {
      faulty(() => use(double), "ArgumentRangeError", "X");
      faulty(() => use(inf), "ArgumentRangeError", "X");
      faulty(() => use([1] as never), "ArgumentTypeError", "X");
      faulty(() => use(X, { t: 0 }), "ArgumentRangeError", "t");
      faulty(() => use(X, { ridge: -1 }), "ArgumentRangeError", "ridge");
      faulty(() => use(X, { metric: "cosine" }), "ArgumentRangeError", "metric");
    }
    try {
      weighting(double);
    } catch (error) {
      if (!/rows 1 and 3/.test((error as Error).message)) throw error;
    }
    weighting(double, { ridge: 0.1 });
    faulty(() => weighting(X, { solver: "lu" as never }), "ArgumentRangeError", "solver");
    faulty(() => weighting(X, { tolerance: 0 }), "ArgumentRangeError", "tolerance");
    faulty(() => weighting(X, { maxIterations: 0 }), "ArgumentRangeError", "maxIterations");
    faulty(() => weightingKnn(X, { k: 0 }), "ArgumentRangeError", "k");
    faulty(() => weightingKnn(X, { k: 4 }), "ArgumentRangeError", "k");
    faulty(() => weightingKnn(X, { k: 2, neighbours: [1] as never }), "ArgumentTypeError", "neighbours");
    faulty(() => weightingKnn(X, { k: 2, neighbours: Uint32Array.of(1, 0) }), "ShapeError", "neighbours");
    faulty(() => weightingKnn(X, { k: 2, neighbours: Uint32Array.of(1, 1, 1) }), "ArgumentRangeError", "neighbours[1]");
    faulty(() => weightingKnn(X, { k: 2, neighbours: Uint32Array.of(1, 0, 3) }), "ArgumentRangeError", "neighbours[2]");
    faulty(() => weightingNonNegative(X, { tolerance: -1 }), "ArgumentRangeError", "tolerance");
    faulty(() => weightingNonNegative(X, { maxIterations: 0 }), "ArgumentRangeError", "maxIterations");
    faulty(() => outlierScores(X, { mode: "lof" as never }), "ArgumentRangeError", "mode");
    faulty(() => magnitudeFunction(X, [1, 0]), "ArgumentRangeError", "ts[1]");
    faulty(() => magnitudeFunction(double, [1]), "ArgumentRangeError", "X");
    faulty(() => weightingOfDistances(lw.matrix(1, 2)), "ShapeError", "D");
    faulty(() => weightingOfDistances(lw.matrix(2, 2, [0, 0, -1, 0])), "ArgumentRangeError", "D[1][0]");
    faulty(() => weightingOfDistances(lw.matrix(1, 1, [1])), "ArgumentRangeError", "D[0][0]");
    faulty(() => weightingOfDistances(lw.matrix(1, 1, [NaN])), "ArgumentRangeError", "D[0]");
    faulty(() => weightingClassifier(X, lw.vector([1, 0, 1])), "ArgumentRangeError", "y[1]");
    faulty(() => weightingClassifier(X, lw.vector([1, 1])), "ShapeError", "y");
    faulty(() => weightingClassifier(X, lw.vector(3), { nonNegative: 1 as never }), "ArgumentTypeError", "nonNegative");
    const model = weighting(X);
    faulty(() => weightingScore({} as Weighting, X), "ArgumentTypeError", "model");
    faulty(() => weightingScore(model, lw.matrix(1, 2)), "ShapeError", "Q");
    faulty(() => weightingScore(model, lw.matrix(2, 1, [5, 1])), "ArgumentRangeError", "Q");
    faulty(() => weightingScore(weighting(X, { solver: "cg" }), X), "ArgumentRangeError", "model");
    faulty(() => weightingScore(weightingOfDistances(lw.matrix(1, 1, [0])), X), "ArgumentRangeError", "model");
  }));
