/**
 * Positive random features of the Gaussian and the softmax kernel along the corners of a randomly turned simplex.
 *
 * Reid, Choromanski, Likhosherstov and Weller, "Simplex Random Features", ICML 2023. arXiv:2301.13856
 *
 * SimRFs+ draw norms and directions afresh for every block. The closed form of the error is derived here.
 * @module
 */
export {
  kernelClassifier,
  type KernelClasses,
  linearAttention,
  type LinearAttentionOptions,
} from "./simplexRandomFeatures/attention.ts";
export { approxGram, type FeatureOptions, features } from "./simplexRandomFeatures/features.ts";
export { kernelMse, type MseOptions } from "./simplexRandomFeatures/mse.ts";
export {
  makeProjection,
  Projection,
  type ProjectionKind,
  type ProjectionOptions,
} from "./simplexRandomFeatures/projection.ts";
