// A perceptron with ReLU trained by stochastic gradients on our dense products, and a seeded task to train it on.
import { Matrix } from "../../src/arrays/matrix.ts";
import type { Random } from "../../src/arrays/random.ts";
import { Vector } from "../../src/arrays/vector.ts";
import type { Floats } from "../../src/core/types.ts";
import { gemm, tgemv } from "../../src/kernels/dense.ts";
import { mapBackward, softmax } from "../../src/kernels/maps.ts";
import type { Lanewise } from "../../src/lanewise.ts";

/** Samples, one a row, and their classes. */
export interface Samples {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

/** What each layer computes in a pass over a batch. */
interface Pass {
  /** The inputs of each layer and, last, the logits. */
  readonly activations: Matrix[];
  /** The gradients of the same, but the inputs'. */
  readonly gradients: Matrix[];
}

/** Layers y = relu(W x + b), the last without relu. Disposable. */
export class Mlp {
  readonly weights: Matrix[];
  readonly biases: Vector[];

  /** He's start: normal weights of variance 2 / inputs, no biases. */
  constructor(
    lw: Lanewise,
    readonly widths: readonly number[],
    random: Random,
  ) {
    this.weights = widths.slice(1).map((out, l) => {
      const cols = widths[l] as number;
      const W = lw.matrix(out, cols, undefined, { type: "f32" });
      const draw = random.normal(out * cols, "f32");
      W.data.set(draw.data.map((v) => v * Math.sqrt(2 / cols)));
      draw.dispose();
      return W;
    });
    this.biases = widths.slice(1).map((out) => lw.vector(out, { type: "f32" }));
  }

  /** Matrices for a batch of `rows`. */
  pass(rows: number): Pass {
    const { engine } = this.weights[0] as Matrix;
    const make = (cols: number) => new Matrix(engine, "f32", rows, cols);
    return { activations: this.widths.map(make), gradients: this.widths.slice(1).map(make) };
  }

  /** Fills the activations after the first, which holds the inputs. */
  forward({ activations }: Pass): Matrix {
    this.weights.forEach((W, l) => {
      const activation = l === this.weights.length - 1 ? "none" : "relu";
      const [x, y] = [activations[l] as Matrix, activations[l + 1] as Matrix];
      gemm(y, x, W, { transposeB: true, bias: this.biases[l] as Vector, activation });
    });
    return activations.at(-1) as Matrix;
  }

  /** Fills dW and db from the gradient of the logits, the last of the gradients. */
  backward({ activations, gradients }: Pass, dW: readonly Matrix[], db: readonly Vector[], ones: Vector): void {
    for (let l = this.weights.length - 1; l >= 0; l--) {
      const [x, dy] = [activations[l] as Matrix, gradients[l] as Matrix];
      gemm(dW[l] as Matrix, dy, x, { transposeA: true });
      tgemv(db[l] as Vector, dy, ones);
      if (l === 0) return;
      const dx = gradients[l - 1] as Matrix;
      gemm(dx, dy, this.weights[l] as Matrix);
      mapBackward(dx, x, dx, "relu");
    }
  }

  /** The numbers of all layers, weights and then biases. */
  get parameters(): (Matrix | Vector)[] {
    return [...this.weights, ...this.biases];
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
  const { engine } = mlp.weights[0] as Matrix;
  return engine.memory.scope(() => {
    const pass = mlp.pass(BATCH);
    const ones = Vector.from(engine, "f32", new Float32Array(BATCH).fill(1));
    const dW = mlp.weights.map((W) => new Matrix(engine, "f32", W.rows, W.cols));
    const db = mlp.biases.map((b) => new Vector(engine, "f32", b.length));
    const velocities = mlp.parameters.map((p) => new Float32Array(p.data.length));
    const [x, dLogits] = [pass.activations[0] as Matrix, pass.gradients.at(-1) as Matrix];
    let loss = 0;
    for (let step = 0; step < steps; step++) {
      const rows = random.integers(BATCH, labels.length);
      for (const [i, row] of rows.entries()) x.data.set(inputs.subarray(row * x.cols, (row + 1) * x.cols), i * x.cols);
      loss = crossEntropy(
        dLogits,
        mlp.forward(pass),
        Array.from(rows, (row) => labels[row] as number),
      );
      mlp.backward(pass, dW, db, ones);
      const length = (rate / 2) * (1 + Math.cos((Math.PI * step) / steps));
      const gradients = [...dW, ...db];
      for (const [l, p] of mlp.parameters.entries())
        descend(p.data, gradients[l]!.data, velocities[l]!, length, masks?.[l]);
    }
    return loss;
  });
}

function descend(w: Floats, g: Floats, velocity: Float32Array, length: number, mask?: Uint8Array): void {
  for (let i = 0; i < w.length; i++) {
    velocity[i] = MOMENTUM * velocity[i]! + g[i]!;
    w[i] = mask === undefined || mask[i] ? w[i]! - length * velocity[i]! : 0;
  }
}

/** The part of the samples whose largest logit is that of their class. */
export function accuracy(mlp: Mlp, { inputs, labels }: Samples): number {
  const { engine } = mlp.weights[0] as Matrix;
  return engine.memory.scope(() => {
    const pass = mlp.pass(labels.length);
    (pass.activations[0] as Matrix).data.set(inputs);
    const logits = mlp.forward(pass);
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
