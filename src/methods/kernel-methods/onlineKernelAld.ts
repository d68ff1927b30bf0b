/**
 * Online kernel regression with the square loss: a number is predicted, then learned, point after point, on a basis of points that
 * approximate linear dependence keeps small. First order (`AogdAld`) and second order (`NonsAld`).
 *
 * Li and Liao, "Nearly Optimal Algorithms with Sublinear Computational Complexity for Online Kernel Regression", ICML 2023.
 * arXiv:2306.08320
 *
 * The algorithms are the paper's. Where it takes the features D^(-1/2) V'k from the eigenvectors of the Gram matrix G, L^-1 k from
 * G = L L' is taken here: both differ by a rotation, which changes no prediction, and as G grows the old features stay what they are.
 *
 * What the paper compares them with is here too: `ProsNKons`, `Fogd` and `Nogd`.
 * @module
 */
export { Fogd, type FogdOptions, type GradientOptions, Nogd, type NogdOptions } from "./onlineKernelAld/baselines.ts";
export { AldBasis, type AldTest } from "./onlineKernelAld/basis.ts";
export { AogdAld, type AogdAldOptions } from "./onlineKernelAld/firstOrder.ts";
export { ProsNKons, type ProsNKonsOptions } from "./onlineKernelAld/restarts.ts";
export { type NewtonOptions, NonsAld, type NonsAldOptions, type NonsAldStep } from "./onlineKernelAld/secondOrder.ts";
export type { DependenceOptions, OnlineOptions, OnlineStep } from "./onlineKernelAld/stream.ts";
