/**
 * Quantization-aware training of linear layers with ReLU between them, and its annealing.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import {
  checkChoice,
  checkNonNegative,
  checkNumbers,
  checkOptions,
  checkPositive,
  checkSize,
  describe,
} from "../../../core/check.ts";
import { log, root } from "../../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import type { State } from "../../../core/run.ts";
import type { Floats, Numbers } from "../../../core/types.ts";
import { mapBackward, softmax } from "../../../kernels/maps.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { Linear } from "../../../nn/linear.ts";
import { cgaFreezeMask, checkRange, OscillationTracker } from "./oscillation.ts";
import { type Batch, drawsOf } from "./draws.ts";
import { checkLevelBits, lsqBackward, lsqQuantize, lsqScale, roundEven, statsQuantize } from "./quantizers.ts";

/** How to train. */
export interface OfqOptions {
  /** Bits of a weight, 2 to 8. Default 2. */
  bits?: number;
  /** Steps in all. */
  steps: number;
  /** The last of them in which weights that are sure of their level are frozen. Default 0. */
  cgaSteps?: number;
  /** Half the width of a boundary, in (0, 1/2). Default 0.005. */
  boundaryRange?: number;
  /** How weights are quantized. Default "statsq". */
  quantizer?: "statsq" | "lsq" | "none";
  /** The first step length, which falls to 0 as a cosine. Default 0.01. */
  rate?: number;
  /** Default 0.9. */
  momentum?: number;
  /** Default 0. */
  weightDecay?: number;
  /** Rows of a batch drawn from a set of data. Default 64. */
  batch?: number;
  /** Of these draws. Default 0. */
  seed?: number | bigint;
}

/** A step of training. */
export interface OfqState extends State {
  /** The part of the steps left. */
  readonly residual: number;
  /** That of the batch: half the mean squared distance, or the cross-entropy of classes. */
  readonly loss: number;
  /** The part of the weights that oscillated in this step. */
  readonly oscillation: number;
  /** The part of the weights that were frozen in it. */
  readonly frozen: number;
  /** The scale LSQ has learned for each layer; 0 under other quantizers. */
  readonly scales: readonly number[];
}

interface Part {
  readonly layer: Linear;
  readonly tracker: OscillationTracker;
  readonly velocity: Float64Array;
  readonly biasVelocity: Float64Array;
  /** The scale of LSQ and its velocity. */
  scale: number;
  scaleVelocity: number;
}

/**
 * Trains layers whose weights are quantized in every product, gradients passing through the rounding, by steps
 * v = momentum v + gradient, W = W - rate v. Weights and biases change in place; biases are not quantized. Reserves nothing
 * between steps.
 *
 *     run(trainOfq(layers, (step) => batch, { steps: 3000, cgaSteps: 2000 }), { tolerance: 0, maxIterations: 3000 });
 *
 * @param layers  y = q(W) x' + b, ReLU after all but the last
 * @param data    the batch of a step, what it makes being given back after the step; or a set of inputs and targets, from which
 *   batches are drawn with replacement
 * @throws ArgumentRangeError for bits outside 2 to 8, cgaSteps with another quantizer than "statsq", a row of zeros
 */
export function* trainOfq(
  layers: readonly Linear[],
  data: ((step: number) => Batch) | Batch,
  options: OfqOptions,
): Generator<OfqState, void> {
  checkOptions("options", options);
  const { bits = 2, steps, cgaSteps = 0, boundaryRange = 0.005, quantizer = "statsq", rate = 0.01 } = options;
  const { momentum = 0.9, weightDecay = 0, batch = 64, seed = 0 } = options;
  if (!Array.isArray(layers) || layers.length === 0 || !layers.every((layer) => layer instanceof Linear))
    throw new ArgumentTypeError("layers", "an array of Linear", describe(layers));
  checkLevelBits(bits);
  checkSize("steps", steps, 1);
  checkSize("cgaSteps", cgaSteps);
  if (cgaSteps > steps) throw new ArgumentRangeError("cgaSteps", `at most ${steps} steps`, describe(cgaSteps));
  checkRange(boundaryRange);
  checkChoice("quantizer", quantizer, ["statsq", "lsq", "none"]);
  if (cgaSteps > 0 && quantizer !== "statsq")
    throw new ArgumentRangeError("cgaSteps", `0, as weights are quantized by "${quantizer}"`, describe(cgaSteps));
  checkPositive("rate", rate);
  checkNonNegative("momentum", momentum);
  checkNonNegative("weightDecay", weightDecay);
  const parts: Part[] = layers.map((layer) => ({
    layer,
    tracker: new OscillationTracker(layer.weight.data.length),
    velocity: new Float64Array(layer.weight.data.length),
    biasVelocity: new Float64Array(layer.bias?.length ?? 0),
    scale: quantizer === "lsq" ? lsqScale(layer.weight, bits) : 0,
    scaleVelocity: 0,
  }));
  const size = parts.reduce((sum, { velocity }) => sum + velocity.length, 0);
  const { engine } = (layers[0] as Linear).weight;
  const { memory } = engine;
  const batchOf = typeof data === "function" ? data : drawsOf(engine, data, batch, seed);

  for (let t = 0; ; t++) {
    const length = (rate / 2) * (1 + root(Math.min(t, steps), 2 * steps)[0]);
    const { loss, oscillated, frozen } = memory.scope(() => {
      const { x, y } = batchOf(t);
      const quantized = parts.map((part) => quantize(part, bits, quantizer));
      const nets = parts.map(({ layer }, l) => new Linear((quantized[l] as Quantized).q, layer.bias));
      const inputs = [x];
      for (const [l, net] of nets.entries())
        inputs.push(net.forward(inputs[l] as Matrix, l + 1 < nets.length ? "relu" : "none"));
      const start = lossOf(inputs.at(-1) as Matrix, y);
      let dy = start.gradient;
      let [oscillated, frozen] = [0, 0];
      for (let l = nets.length - 1; l >= 0; l--) {
        const [part, { level, preRound }] = [parts[l] as Part, quantized[l] as Quantized];
        const gradients = (nets[l] as Linear).backward(inputs[l] as Matrix, dy);
        if (l > 0) mapBackward(gradients.x, inputs[l] as Matrix, gradients.x, "relu");
        dy = gradients.x;
        const mask = t >= steps - cgaSteps && preRound ? cgaFreezeMask(preRound, bits, boundaryRange) : undefined;
        const { weight, bias } = part.layer;
        let slope = gradients.weight;
        if (quantizer === "lsq") {
          const back = lsqBackward(weight, part.scale, bits, slope);
          slope = back.x;
          part.scaleVelocity = momentum * part.scaleVelocity + back.s;
          part.scale = Math.max(1e-8, part.scale - length * part.scaleVelocity);
        }
        descend(weight.data, slope.data, part.velocity, length, momentum, weightDecay, mask);
        if (bias) descend(bias.data, gradients.bias.data, part.biasVelocity, length, momentum, 0);
        if (level) oscillated += part.tracker.update(level).oscillated;
        if (mask) for (const bit of mask) frozen += bit;
      }
      return { loss: start.loss, oscillated, frozen };
    });
    yield {
      residual: Math.max(0, 1 - (t + 1) / steps),
      loss,
      oscillation: oscillated / size,
      frozen: frozen / size,
      scales: parts.map(({ scale }) => scale),
    };
  }
}

interface Quantized {
  readonly q: Matrix;
  readonly level?: Numbers;
  readonly preRound?: Numbers;
}

function quantize({ layer, scale }: Part, bits: number, quantizer: NonNullable<OfqOptions["quantizer"]>): Quantized {
  if (quantizer === "none") return { q: layer.weight };
  if (quantizer === "statsq") return statsQuantize(layer.weight, bits);
  const q = lsqQuantize(layer.weight, scale, bits);
  return { q, level: Array.from(q.data, (v) => roundEven(v / scale)) };
}

/** v = momentum v + gradient + decay w, w = w - length v; where the mask is 1 the gradient is 0 and w stays. */
function descend(
  w: Floats,
  gradient: Floats,
  velocity: Float64Array,
  length: number,
  momentum: number,
  decay: number,
  mask?: Uint8Array,
): void {
  for (let p = 0; p < w.length; p++) {
    const still = mask?.[p] === 1;
    const v = w[p] as number;
    velocity[p] = momentum * (velocity[p] as number) + (still ? 0 : (gradient[p] as number)) + decay * v;
    if (!still) w[p] = v - length * (velocity[p] as number);
  }
}

/** The loss of a batch and its gradient with respect to what the layers gave. */
function lossOf(out: Matrix, y: Matrix | Numbers): { loss: number; gradient: Matrix } {
  const gradient = new Matrix(out.engine, out.type, out.rows, out.cols);
  const { rows, cols } = out;
  const g = gradient.data;
  let loss = 0;
  if (y instanceof Matrix) {
    checkMatrix("y", y, out, rows, cols);
    const [a, b] = [out.data, y.data];
    for (let p = 0; p < g.length; p++) {
      const d = (a[p] as number) - (b[p] as number);
      loss += (d * d) / 2;
      g[p] = d / rows;
    }
    return { loss: loss / rows, gradient };
  }
  checkNumbers("y", y, rows);
  softmax(gradient, out);
  for (let i = 0; i < rows; i++) {
    const label = y[i] as number;
    checkSize(`y[${i}]`, label);
    if (label >= cols) throw new ArgumentRangeError(`y[${i}]`, `a class below ${cols}`, describe(label));
    loss -= log(g[i * cols + label] as number);
    g[i * cols + label] = (g[i * cols + label] as number) - 1;
  }
  for (let p = 0; p < g.length; p++) g[p] = (g[p] as number) / rows;
  return { loss: loss / rows, gradient };
}
