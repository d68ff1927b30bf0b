// A perceptron with ReLU trained by stochastic gradients on our dense products, and a seeded task to train it on.
import { Matrix } from "../../src/arrays/matrix.ts";
import type { Random } from "../../src/arrays/random.ts";
import type { Vector } from "../../src/arrays/vector.ts";
import type { Floats } from "../../src/core/types.ts";
import { mapBackward, softmax } from "../../src/kernels/maps.ts";
import type { Lanewise } from "../../src/lanewise.ts";
import { Linear } from "../../src/nn/linear.ts";

/** Samples, one a row, and their classes. */
export interface Samples {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

/** Linear layers with ReLU between them. Disposable. */
export class Mlp {
  readonly layers: Linear[];

  /** He's start: normal weights of variance 2 / inputs, no biases. */
  constructor(
    lw: Lanewise,
    readonly widths: readonly number[],
    random: Random,
  ) {
    this.layers = widths.slice(1).map((out, l) => {
      const cols = widths[l]!;
      const draw = random.normal(out * cols, "f32");
      const W = lw.matrix(
        out,
        cols,
        draw.data.map((v) => v * Math.sqrt(2 / cols)),
      );
      draw.dispose();
      return new Linear(W, lw.vector(out, { type: "f32" }));
    });
  }

  get weights(): Matrix[] {
    return this.layers.map(({ weight }) => weight);
  }

  /** The numbers of all layers, weights and then biases. */
  get parameters(): (Matrix | Vector)[] {
    return [...this.weights, ...this.layers.map(({ bias }) => bias!)];
  }

  /** What each layer takes and, last, the logits. */
  forward(x: Matrix): Matrix[] {
    const all = [x];
    for (const [l, layer] of this.layers.entries())
      all.push(layer.forward(all[l]!, l === this.layers.length - 1 ? "none" : "relu"));
    return all;
  }

  /** The gradients of the parameters, in their order, from what `forward` gave and the gradient of the logits. */
  backward(activations: readonly Matrix[], dLogits: Matrix): (Matrix | Vector)[] {
    const [weights, biases]: [Matrix[], Vector[]] = [[], []];
    let dy = dLogits;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const x = activations[l]!;
      const gradients = this.layers[l]!.backward(x, dy);
      weights.unshift(gradients.weight);
      biases.unshift(gradients.bias);
      dy = gradients.x;
      if (l > 0) mapBackward(dy, x, dy, "relu");
    }
    return [...weights, ...biases];
  }

  dispose(): void {
    for (const part of this.parameters) part.dispose();
  }
}

/** The mean over rows of -log softmax(logits)[label]; `out` gets its gradient. */
export function crossEntropy(out: Matrix, logits: Matrix, labels: ArrayLike<number>): number {
  softmax(out, logits);
  const { rows, cols, data } = out;
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const at = i * cols + (labels[i] as number);
    loss -= Math.log(data[at] as number);
    data[at]! -= 1;
  }
  scaleBy(data, 1 / rows);
  return loss / rows;
}

function scaleBy(x: Floats, alpha: number): void {
  for (let i = 0; i < x.length; i++) x[i]! *= alpha;
}

/** How to train. */
export interface Training {
  readonly steps: number;
  /** The first step length; it falls to 0 as a cosine. Default 0.05. */
  readonly rate?: number;
  /** One a weight matrix: where it is 0 the weight stays 0. */
  readonly masks?: readonly Uint8Array[];
}

const [BATCH, MOMENTUM] = [64, 0.9];

/** Stochastic gradients with momentum 0.9, batches of 64 drawn with replacement. Gives the loss of the last batch. */
export function train(mlp: Mlp, { inputs, labels }: Samples, random: Random, training: Training): number {
  const { steps, rate = 0.05, masks } = training;
  const { engine, cols } = mlp.weights[0]!;
  const velocities = mlp.parameters.map((p) => new Float32Array(p.data.length));
  const step = (length: number) =>
    engine.memory.scope(() => {
      const rows = random.integers(BATCH, labels.length);
      const x = new Matrix(engine, "f32", BATCH, cols);
      for (const [i, row] of rows.entries()) x.data.set(inputs.subarray(row * cols, (row + 1) * cols), i * cols);
      const activations = mlp.forward(x);
      const dLogits = new Matrix(engine, "f32", BATCH, mlp.widths.at(-1)!);
      const loss = crossEntropy(
        dLogits,
        activations.at(-1)!,
        Array.from(rows, (row) => labels[row]!),
      );
      const gradients = mlp.backward(activations, dLogits);
      for (const [l, p] of mlp.parameters.entries())
        descend(p.data, gradients[l]!.data, velocities[l]!, length, masks?.[l]);
      return loss;
    });
  let loss = 0;
  for (let s = 0; s < steps; s++) loss = step((rate / 2) * (1 + Math.cos((Math.PI * s) / steps)));
  return loss;
}

function descend(w: Floats, g: Floats, velocity: Float32Array, length: number, mask?: Uint8Array): void {
  for (let i = 0; i < w.length; i++) {
    velocity[i] = MOMENTUM * velocity[i]! + g[i]!;
    w[i] = mask === undefined || mask[i] ? w[i]! - length * velocity[i]! : 0;
  }
}

/** The part of the samples whose largest logit is that of their class. */
export function accuracy(mlp: Mlp, { inputs, labels }: Samples): number {
  const { engine, cols } = mlp.weights[0]!;
  return engine.memory.scope(() => {
    const logits = mlp.forward(Matrix.from(engine, "f32", labels.length, cols, inputs)).at(-1)!;
    const right = labels.filter((label, i) => label === largest(logits.data, i * logits.cols, logits.cols));
    return right.length / labels.length;
  });
}

/** The place of the largest of `n` numbers from `start` on. */
function largest(numbers: ArrayLike<number>, start: number, n: number): number {
  let best = 0;
  for (let j = 1; j < n; j++) if ((numbers[start + j] as number) > (numbers[start + best] as number)) best = j;
  return best;
}

/**
 * Task A: inputs of 64 normal numbers; the class is that of the largest of ten logits B relu(1.5 A x), each less its mean.
 * A is 24 x 64, normal / 4 in the first 16 columns and 0 beyond; B is 10 x 24, normal / sqrt(24). 4096 samples to train
 * on, 4096 to test on.
 */
export function taskA(lw: Lanewise, random: Random): { train: Samples; test: Samples } {
  const [n, cols, hidden, classes, half] = [8192, 64, 24, 10, 4096];
  return lw.scope(() => {
    const X = lw.matrix(n, cols, random.normal(n * cols, "f32").data);
    const A = lw.matrix(
      hidden,
      cols,
      random.normal(hidden * cols, "f32").data.map((v, i) => (i % cols < 16 ? 0.375 * v : 0)),
    );
    const B = lw.matrix(
      classes,
      hidden,
      random.normal(classes * hidden, "f32").data.map((v) => v / Math.sqrt(hidden)),
    );
    const logits = X.matmul(A, { transposeB: true, activation: "relu" }).matmul(B, { transposeB: true }).toArray();
    for (let j = 0; j < classes; j++) {
      let mean = 0;
      for (let i = 0; i < n; i++) mean += (logits[i * classes + j] as number) / n;
      for (let i = 0; i < n; i++) logits[i * classes + j]! -= mean;
    }
    const labels = Uint8Array.from({ length: n }, (_, i) => largest(logits, i * classes, classes));
    const inputs = X.toArray() as Float32Array;
    return {
      train: { inputs: inputs.slice(0, half * cols), labels: labels.slice(0, half) },
      test: { inputs: inputs.slice(half * cols), labels: labels.slice(half) },
    };
  });
}
