/**
 * Net-Trim over the layers of a network, each by itself or one after the other.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkChoice, checkNumber, checkOptions, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import { type RunOptions, run } from "../../../core/run.ts";
import { gemm } from "../../../kernels/dense.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { Linear } from "../../../nn/linear.ts";
import { checkFiniteMatrix } from "../common/finite.ts";
import { type NetTrimOptions, type NetTrimState, Trim } from "./steps.ts";

/** How to trim a network. */
export interface NetTrimNetworkOptions
  extends Pick<NetTrimOptions, "epsilonRel" | "rho">,
    Omit<RunOptions<NetTrimState>, "onProgress"> {
  /**
   * "parallel" (default): every layer is given its own inputs and answers in the network as it was. "cascade": from the second
   * layer on, the inputs are those that come out of the trimmed layers before it.
   */
  mode?: "parallel" | "cascade";
  /** In a cascade, epsilon over the distance at which the old weights answer the new inputs; above 1. Default 1.1. */
  gamma?: number;
  /** Called after each step with the number of the layer. */
  onProgress?: (state: NetTrimState, iteration: number, layer: number) => void;
}

/** A trimmed network: new layers, the caller's to dispose with their weights and biases. */
export interface TrimmedNetwork {
  readonly layers: readonly Linear[];
  readonly reports: readonly {
    readonly nnz: number;
    readonly epsilon: number;
    readonly iterations: number;
    readonly converged: boolean;
    readonly degenerate: boolean;
  }[];
}

/**
 * Trims layers y = relu(W x + b), the last one without relu. A bias counts as the weight of an input that is always 1.
 * Reserves what `netTrimLayer` does for the largest layer and the answers of all layers while it works, and the new layers.
 *
 * @param layers  weights outputs x inputs, each with as many inputs as the layer before has outputs
 * @param X       inputs x P, one column a sample
 * @throws as netTrimLayer
 */
export function netTrimNetwork(
  layers: readonly Linear[],
  X: Matrix,
  options: NetTrimNetworkOptions = {},
): TrimmedNetwork {
  checkOptions("options", options);
  const { mode = "parallel", gamma = 1.1, onProgress } = options;
  const { maxIterations = 10000, tolerance = 5e-9 } = options;
  checkChoice("mode", mode, ["parallel", "cascade"]);
  checkNumber("gamma", gamma);
  if (gamma <= 1) throw new ArgumentRangeError("gamma", "a number above 1", describe(gamma));
  if (!Array.isArray(layers) || layers.length === 0 || !layers.every((layer) => layer instanceof Linear))
    throw new ArgumentTypeError("layers", "an array of Linear", describe(layers));
  checkFiniteMatrix("X", X);
  for (const [l, { weight }] of layers.entries())
    checkMatrix(
      `layers[${l}].weight`,
      weight,
      X,
      weight.rows,
      l === 0 ? X.rows : (layers[l - 1] as Linear).weight.rows,
    );
  return X.engine.memory.scope(() => {
    const trimmed: Linear[] = [];
    const reports: TrimmedNetwork["reports"][number][] = [];
    let [old, now] = [X, X];
    for (const [l, layer] of layers.entries()) {
      const activation = l + 1 < layers.length ? "relu" : "linear";
      const Y = answer(layer, old, activation);
      const input = withOnes(mode === "cascade" ? now : old, layer.bias !== undefined);
      const bounds = mode === "cascade" && l > 0 ? relaxed(layer, now, Y, activation, gamma) : {};
      const trim = new Trim(input, Y, { ...options, ...bounds, activation });
      try {
        const { iterations, converged } = trim.degenerate
          ? { iterations: 0, converged: true }
          : run(trim.steps(), {
              ...options,
              tolerance,
              maxIterations,
              onProgress: (state, iteration) => onProgress?.(state, iteration, l),
            });
        const next = toLayer(trim.W, layer);
        const { epsilon, degenerate } = trim;
        let nnz = 0;
        for (const w of trim.W.data) if (w !== 0) nnz++;
        reports.push({ nnz, epsilon, iterations, converged, degenerate });
        trimmed.push(next);
        if (mode === "cascade") now = answer(next, now, activation);
      } finally {
        trim.dispose();
      }
      old = Y;
    }
    return { layers: trimmed, reports };
  });
}

/** f(W X + b) */
function answer({ weight, bias }: Linear, X: Matrix, activation: "relu" | "linear"): Matrix {
  const Y = new Matrix(X.engine, X.type, weight.rows, X.cols);
  gemm(Y, weight, X, { ...(bias ? { bias, perRow: true } : {}), activation: activation === "relu" ? "relu" : "none" });
  return Y;
}

/** The constraints that the old weights meet on new inputs: epsilon = gamma ||(W X + b - Y)_M||_F and V = max(W X + b, 0). */
function relaxed(layer: Linear, X: Matrix, Y: Matrix, activation: "relu" | "linear", gamma: number): NetTrimOptions {
  const V = answer(layer, X, "linear");
  const [v, y] = [V.data, Y.data];
  let total = 0;
  for (let p = 0; p < v.length; p++) {
    if (activation === "linear" || (y[p] as number) > 1e-6) total += ((v[p] as number) - (y[p] as number)) ** 2;
    v[p] = Math.max(0, v[p] as number);
  }
  return total > 0 ? { epsilon: gamma * Math.sqrt(total), V } : { V };
}

/** X, with a row of ones below it. */
function withOnes(X: Matrix, ones: boolean): Matrix {
  if (!ones) return X;
  const out = new Matrix(X.engine, X.type, X.rows + 1, X.cols);
  out.data.set(X.data);
  out.data.fill(1, X.rows * X.cols);
  return out;
}

/** W' without its last column, which is the bias if there was one. */
function toLayer(W: Matrix, like: Linear): Linear {
  const { rows, cols } = like.weight;
  const weight = new Matrix(W.engine, W.type, rows, cols);
  const bias = like.bias ? new Vector(W.engine, W.type, rows) : undefined;
  const [to, from] = [weight.data, W.data];
  for (let i = 0; i < cols; i++) for (let j = 0; j < rows; j++) to[j * cols + i] = from[i * rows + j] as number;
  bias?.data.set(from.subarray(cols * rows));
  return new Linear(weight, bias);
}
