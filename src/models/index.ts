/**
 * Models with scikit-learn's names and meaning of parameters; linear ones each with a certificate of its accuracy.
 * @module
 */
export { type ElasticNetOptions, elasticNet, type LassoOptions, lasso } from "./elasticNet.ts";
export { LassoPath, type LassoPathOptions, lassoPath } from "./lassoPath.ts";
export { CrossValidation, type CrossValidateOptions, crossValidate, type FitPath, type Path } from "./crossValidate.ts";
export { type GroupLassoOptions, type GroupLassoPathOptions, groupLasso, groupLassoPath } from "./groupLasso.ts";
export { type RidgeOptions, type RidgePathOptions, ridge, ridgePath } from "./ridge.ts";
export { cvFigure, pathFigure } from "./figure.ts";
export { Fit, type FitParts, predict } from "./fit.ts";
export type { FitProgress, ModelOptions } from "./options.ts";
export type { Design } from "./samples.ts";
export { LogisticFit, type LogisticOptions, type LogisticPathOptions, logisticL1, logisticPath } from "./logistic.ts";
export { type PoissonOptions, type PoissonPathOptions, poissonL1, poissonPath } from "./poisson.ts";
export type { FeatureMap } from "./featureMap.ts";
export { loadFeatures, saveFeatures } from "./features/load.ts";
export { NystromFeatures, type NystromOptions, nystromFeatures } from "./features/nystrom.ts";
export { type Directions, RandomFeatures, randomFeatures } from "./features/random.ts";
export type { ScaleOptions } from "./features/scale.ts";
export type { SavedArray, SavedBytes, SavedRecord, SavedValue } from "../core/saved.ts";
export {
  GaussianProcess,
  type GaussianProcessOptions,
  gaussianProcess,
  loadGaussianProcess,
  type Posterior,
  type PosteriorOptions,
} from "./gaussianProcess.ts";
export { KernelRidge, type KernelRidgeOptions, kernelRidge, loadKernelRidge } from "./kernelRidge.ts";
export { type BasisOptions, KernelRegression, type RegressionParts } from "./kernel/regression.ts";
export { KMeans, type KMeansOptions, type KMeansProgress, kMeans, loadKMeans } from "./kMeans.ts";
export { loadPca, Pca, type PcaOptions, pca } from "./pca.ts";
export type { PcaSolver } from "./principalAxes.ts";
export { KernelPca, type KernelPcaOptions, kernelPca, loadKernelPca } from "./kernelPca.ts";
export { KernelKMeans, type KernelKMeansOptions, kernelKMeans, loadKernelKMeans } from "./kernelKMeans.ts";
