// The places of models and of their solvers where an array is taken.
import { afterAll } from "vitest";
import * as lanewise from "../../src/index.ts";
import type { Lanewise, Matrix, Real, Vector } from "../../src/index.ts";
import {
  gaussianProcess,
  groupLasso,
  groupLassoPath,
  kernelKMeans,
  kernelPca,
  kMeans,
  kernelRidge,
  lasso,
  lassoPath,
  logisticL1,
  nystromFeatures,
  pca,
  poissonL1,
  predict,
  randomFeatures,
  ridge,
} from "../../src/models/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const three = (from: Lanewise, type: Real) => from.vector([1, 2, 3], { type });
const tall = (from: Lanewise, type: Real) => from.matrix(3, 2, [1, 2, 3, 4, 5, 7], { type });

const [A, v3, labels] = [tall(lw, "f64"), three(lw, "f64"), lw.vector([0, 1, 1])];
const fitted = lasso(A, v3);
const nystromMap = nystromFeatures(A);
const randomMap = randomFeatures({ W: A });
const clusters = kMeans(A, { nClusters: 2 });
const axes = pca(A);
const kernelAxes = kernelPca(A, { features: nystromMap });
const kernelClusters = kernelKMeans(A, { features: nystromMap, nClusters: 2 });
const process = gaussianProcess(A, v3, { alpha: 1 });
const more = [axes, kernelAxes, kernelClusters];
afterAll(() => {
  for (const held of [A, v3, labels, fitted, nystromMap, randomMap, clusters, process, ...more]) held.dispose();
});
const classes = (from: Lanewise, type: Real) => from.vector([0, 1, 1], { type });
const descend = (y: Vector, more: object) => lanewise.run(lanewise.coordinateDescent(A, y, { l1: 1, ...more }));
const blocks = (y: Vector, more: object) =>
  lanewise.run(lanewise.blockCoordinateDescent(A, y, { groups: [0, 1], group: 1, ...more }));

const step = (steps: Generator<lanewise.LloydState, void>) => lanewise.run(steps).centres.dispose();
const pair = (from: Lanewise, type: Real) => from.matrix(2, 2, [1, 2, 5, 7], { type });
const free = { anyType: true, anyInstance: true };

/** By function and argument. */
export const models: Record<string, Place> = {
  predict: { argument: "fit", make: tall, use: (X: Matrix) => predict(fitted, X).dispose() },
  "lasso y": { argument: "y", make: three, use: (y) => lasso(A, y).dispose() },
  "lasso sampleWeight": {
    argument: "sampleWeight",
    make: three,
    use: (s) => lasso(A, v3, { sampleWeight: s }).dispose(),
  },
  "lasso start": { argument: "start", make: two, use: (start) => lasso(A, v3, { start }).dispose() },
  "lassoPath y": { argument: "y", make: three, use: (y) => lassoPath(A, y, { nAlphas: 2 }).dispose() },
  "coordinateDescent y": { argument: "y", make: three, use: (y) => descend(y, {}).x.dispose() },
  "coordinateDescent weights": {
    argument: "weights",
    make: three,
    use: (weights) => descend(v3, { weights }).x.dispose(),
  },
  "coordinateDescent x": { argument: "x", make: two, use: (x) => descend(v3, { x }) },
  "ridge y": { argument: "y", make: three, use: (y) => ridge(A, y).dispose() },
  "ridge sampleWeight": {
    argument: "sampleWeight",
    make: three,
    use: (s) => ridge(A, v3, { sampleWeight: s }).dispose(),
  },
  "groupLasso y": { argument: "y", make: three, use: (y) => groupLasso(A, y, { groups: [1, 1] }).dispose() },
  "groupLasso sampleWeight": {
    argument: "sampleWeight",
    make: three,
    use: (sampleWeight) => groupLasso(A, v3, { groups: [1, 1], sampleWeight }).dispose(),
  },
  "groupLasso start": {
    argument: "start",
    make: two,
    use: (start) => groupLasso(A, v3, { groups: [1, 1], start }).dispose(),
  },
  "groupLassoPath y": {
    argument: "y",
    make: three,
    use: (y) => groupLassoPath(A, y, { groups: [1, 1], nAlphas: 2 }).dispose(),
  },
  "blockCoordinateDescent y": { argument: "y", make: three, use: (y) => blocks(y, {}).x.dispose() },
  "blockCoordinateDescent weights": {
    argument: "weights",
    make: three,
    use: (weights) => blocks(v3, { weights }).x.dispose(),
  },
  "blockCoordinateDescent x": { argument: "x", make: two, use: (x) => blocks(v3, { x }) },
  "logisticL1 y": { argument: "y", make: classes, use: (y) => logisticL1(A, y).dispose() },
  "logisticL1 sampleWeight": {
    argument: "sampleWeight",
    make: three,
    use: (s) => logisticL1(A, labels, { sampleWeight: s }).dispose(),
  },
  "poissonL1 y": { argument: "y", make: three, use: (y) => poissonL1(A, y).dispose() },
  "poissonL1 sampleWeight": {
    argument: "sampleWeight",
    make: three,
    use: (s) => poissonL1(A, v3, { sampleWeight: s }).dispose(),
  },
  nystromFeatures: {
    argument: "X",
    make: tall,
    use: (X) => nystromFeatures(X).dispose(),
    anyType: true,
    anyInstance: true,
  },
  "NystromFeatures.transform": { argument: "X", make: tall, use: (X) => nystromMap.transform(X).dispose() },
  "NystromFeatures.diagonal": { argument: "X", make: tall, use: (X) => void nystromMap.diagonal(X) },
  "NystromFeatures.multiply X": {
    argument: "X",
    make: tall,
    use: (X) => nystromMap.multiply(X, A).dispose(),
  },
  "NystromFeatures.multiply W": { argument: "W", make: tall, use: (W) => nystromMap.multiply(A, W).dispose() },
  "RandomFeatures.transform": { argument: "X", make: tall, use: (X) => randomMap.transform(X).dispose() },
  "RandomFeatures.diagonal": { argument: "X", make: tall, use: (X) => void randomMap.diagonal(X) },
  "RandomFeatures.multiply X": { argument: "X", make: tall, use: (X) => randomMap.multiply(X, A).dispose() },
  "RandomFeatures.multiply W": { argument: "W", make: tall, use: (W) => randomMap.multiply(A, W).dispose() },
  "kMeans X": { argument: "X", make: tall, use: (X) => kMeans(X, { nClusters: 2 }).dispose(), ...free },
  "kMeans init": { argument: "init", make: pair, use: (init) => kMeans(A, { nClusters: 2, init }).dispose() },
  "KMeans.predict": { argument: "X", make: tall, use: (X) => clusters.predict(X) },
  "KMeans.transform": { argument: "X", make: tall, use: (X) => clusters.transform(X).dispose() },
  "lloyd X": { argument: "X", make: pair, use: (X: Matrix) => step(lanewise.lloyd(X, X)), ...free },
  "lloyd centres": { argument: "centres", make: pair, use: (C) => step(lanewise.lloyd(A, C)) },
  "kernelRidge y": { argument: "y", make: three, use: (y: Vector) => kernelRidge(A, y).dispose() },
  "kernelRidge X": {
    argument: "X",
    make: tall,
    use: (X: Matrix) => kernelRidge(X, v3, { features: nystromMap }).dispose(),
  },
  "kernelRidge sampleWeight": {
    argument: "sampleWeight",
    make: three,
    use: (sampleWeight) => kernelRidge(A, v3, { sampleWeight }).dispose(),
  },
  "gaussianProcess y": {
    argument: "y",
    make: three,
    use: (y: Vector) => gaussianProcess(A, y, { alpha: 1 }).dispose(),
  },
  "gaussianProcess alpha": {
    argument: "alpha",
    make: three,
    use: (alpha: Vector) => gaussianProcess(A, v3, { alpha }).dispose(),
  },
  "GaussianProcess.predict": { argument: "X", make: tall, use: (X: Matrix) => process.predict(X).dispose() },
  "GaussianProcess.posterior": {
    argument: "X",
    make: tall,
    use: (X: Matrix) =>
      lw.scope(() => {
        process.posterior(X);
      }),
  },
  "pca X": { argument: "X", make: tall, use: (X) => pca(X).dispose(), ...free },
  "Pca.transform": { argument: "X", make: tall, use: (X) => axes.transform(X).dispose() },
  "Pca.inverseTransform": { argument: "Z", make: tall, use: (Z) => axes.inverseTransform(Z).dispose() },
  "kernelPca X": { argument: "X", make: tall, use: (X) => kernelPca(X, { features: nystromMap }).dispose() },
  "KernelPca.transform": { argument: "X", make: tall, use: (X) => kernelAxes.transform(X).dispose() },
  "kernelKMeans X": {
    argument: "X",
    make: tall,
    use: (X) => kernelKMeans(X, { features: nystromMap, nClusters: 2 }).dispose(),
  },
  "KernelKMeans.predict": { argument: "X", make: tall, use: (X) => kernelClusters.predict(X) },
  "KernelKMeans.transform": { argument: "X", make: tall, use: (X) => kernelClusters.transform(X).dispose() },
};
