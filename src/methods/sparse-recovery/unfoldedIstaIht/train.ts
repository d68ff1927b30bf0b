import { Matrix } from "../../../arrays/matrix.ts";
import { checkChoice, checkFunction, checkOptions, checkPositive, checkSize, describe } from "../../../core/check.ts";
import { ArgumentTypeError } from "../../../core/errors.ts";
import type { State } from "../../../core/run.ts";
import { gemm } from "../../../kernels/dense.ts";
import { combine, norm2 } from "../../../kernels/flat.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { Unfolded } from "./network.ts";

/** How to train. */
export interface TrainUnfoldedOptions {
  /** "supervised": the mean squared error of the signals; "unsupervised": the objective, of which the l0 norm is flat. */
  loss: "supervised" | "unsupervised";
  /** "incremental" (default): the first layer, the first two, and so on; "joint": all for as many steps. */
  schedule?: "incremental" | "joint";
  /** Default 120. */
  itersPerLayer?: number;
  /** Columns of a batch. Default 100. */
  batch?: number;
  /** The rate of Adam. Default 0.02. */
  rate?: number;
  /** Default 0. */
  seed?: number;
}

/** One step of training. */
export interface TrainState extends State {
  /** The part of the steps left. */
  readonly residual: number;
  /** That of the batch. */
  readonly loss: number;
  /** Layers in training. */
  readonly layers: number;
}

/**
 * Trains the step lengths in place by Adam (0.9, 0.999, 1e-12), none below 0.001. Use `run` with tolerance 0.
 *
 * @param sampler  signals X (n x batch) and measurements Y (m x batch) for a seed; what it makes is given back
 * @throws ShapeError for samples of another shape; ArgumentRangeError, ArgumentTypeError
 */
export function* trainUnfolded(
  net: Unfolded,
  sampler: (seed: number, batch: number) => { X: Matrix; Y: Matrix },
  options: TrainUnfoldedOptions,
): Generator<TrainState, void> {
  if (!(net instanceof Unfolded)) throw new ArgumentTypeError("net", "an Unfolded", describe(net));
  checkFunction("sampler", sampler);
  checkOptions("options", options);
  const { loss, schedule = "incremental", itersPerLayer = 120, batch = 100, rate = 0.02, seed = 0 } = options;
  checkChoice("loss", loss, ["supervised", "unsupervised"]);
  checkChoice("schedule", schedule, ["incremental", "joint"]);
  checkSize("itersPerLayer", itersPerLayer, 1);
  checkSize("batch", batch, 1);
  checkPositive("rate", rate);
  const { A, steps } = net;
  const total = steps.length * itersPerLayer;
  let [m, v] = [new Float64Array(steps.length), new Float64Array(steps.length)];
  for (let k = 0; ; k++) {
    const layers = schedule === "joint" ? steps.length : Math.min(steps.length, 1 + Math.floor(k / itersPerLayer));
    const local = schedule === "joint" ? k : k - (layers - 1) * itersPerLayer;
    if (local === 0) [m, v] = [new Float64Array(steps.length), new Float64Array(steps.length)];
    net.reserve(batch, layers);
    const { value, slope } = A.engine.memory.scope(() => {
      const { X, Y } = sampler(seed * 1_000_003 + k, batch);
      checkMatrix("sampler().Y", Y, A, A.rows, batch);
      checkMatrix("sampler().X", X, A, A.cols, batch);
      return lossOf(net, net.propagate(Y, layers), X, Y, layers, loss);
    });
    for (let t = 0; t < layers; t++) {
      const g = slope[t] as number;
      m[t] = 0.9 * (m[t] as number) + 0.1 * g;
      v[t] = 0.999 * (v[t] as number) + 0.001 * g * g;
      const size = Math.sqrt((v[t] as number) / (1 - 0.999 ** (local + 1))) + 1e-12;
      steps[t] = Math.max(1e-3, (steps[t] as number) - (rate * (m[t] as number)) / (1 - 0.9 ** (local + 1)) / size);
    }
    yield { residual: Math.max(0, 1 - (k + 1) / total), loss: value, layers };
  }
}

function lossOf(net: Unfolded, out: Matrix, X: Matrix, Y: Matrix, layers: number, loss: string) {
  const { A, lambda } = net;
  const d = new Matrix(A.engine, A.type, A.cols, Y.cols);
  if (loss === "supervised") {
    const count = X.rows * X.cols;
    combine(d, out, X, 2 / count, -2 / count);
    const value = (norm2(d) * count) ** 2 / 4 / count;
    return { value, slope: net.backward(d, layers) };
  }
  const R = Y.clone();
  gemm(R, A, out, { beta: -1 });
  gemm(d, A, R, { transposeA: true, alpha: 1 / Y.cols });
  if (net.algorithm === "ista") {
    const [to, from] = [d.data, out.data];
    for (let p = 0; p < to.length; p++) (to[p] as number) += (lambda * Math.sign(from[p] as number)) / Y.cols;
  }
  return { value: net.objective(out, Y), slope: net.backward(d, layers) };
}
