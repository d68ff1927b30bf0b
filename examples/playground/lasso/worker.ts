/**
 * The whole path, and how well each of its points foretells patients it has not seen.
 * @module
 */
import { lanewise } from "lanewise";
import { crossValidate, lassoPath } from "lanewise/models";
import type { Failure } from "../digits/messages.ts";
import { loadSamples } from "./table.ts";

/** Coefficients for descending lambdas. */
export interface Path {
  readonly kind: "path";
  readonly lambdas: Float64Array;
  /** A row a lambda. */
  readonly coefficients: readonly Float64Array[];
}

/** The mean squared error of patients left out, by lambda of the path. */
export interface Validation {
  readonly kind: "validation";
  readonly means: Float64Array;
  /** The place on the path of the heaviest penalty within one standard error of the best. */
  readonly chosen: number;
}

const post = (message: Path | Validation | Failure) => postMessage(message);

try {
  const lw = await lanewise();
  const { X, y } = await loadSamples(lw);
  const path = lassoPath(X, y, { nAlphas: 101, tolerance: 1e-8 });
  const { alphas } = path;
  const coefficients = Array.from(alphas, (_, k) => {
    const fit = path.at(k);
    const numbers = Float64Array.from(fit.coefficients.data);
    fit.dispose();
    return numbers;
  });
  post({ kind: "path", lambdas: alphas, coefficients });
  const onGrid: Parameters<typeof crossValidate>[0] = (A, b, options) => lassoPath(A, b, { ...options, alphas });
  const { means, oneStandardError } = crossValidate(onGrid, X, y, { folds: 10 });
  post({ kind: "validation", means, chosen: oneStandardError });
} catch (error) {
  post({ kind: "failure", message: String(error) });
}
