/**
 * Linear models with scikit-learn's names and meaning of parameters, each with a certificate of its accuracy.
 * @module
 */
export { Fit, type FitParts, predict } from "./fit.ts";
export type { FitProgress, ModelOptions } from "./options.ts";
export type { Design } from "./samples.ts";
