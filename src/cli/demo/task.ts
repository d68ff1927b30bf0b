/**
 * The digits, split and scaled for the classifier.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import type { Real } from "../../core/types.ts";
import type { Lanewise } from "../../lanewise.ts";
import type { Table } from "./table.ts";

/** One digit, one class. */
export const CLASSES = 10;
/** Pictures to learn from; the rest, 450, are held out. */
const LEARNED = 1347;

/** Pictures as columns (64 centred pixels and a constant), and their digits. */
export interface Samples {
  /** Their rows in the table. */
  readonly rows: Uint32Array;
  readonly X: Matrix;
  readonly labels: Uint8Array;
}

/** The data, split and scaled. */
export interface Task {
  readonly train: Samples;
  readonly test: Samples;
  /** One row a picture learned from: 1 for its digit, -1 for the others. */
  readonly targets: Matrix;
  /** What is taken off each pixel. */
  readonly means: Float64Array;
}

/** Splits the digits at random, and centres the pixels by the mean of those learned from. */
export function makeTask(lw: Lanewise, digits: Table, seed: number, type: Real): Task {
  const order = lw.random(seed, 0).permutation(digits.rows);
  const chosen = order.subarray(0, LEARNED);
  const means = new Float64Array(digits.cols);
  for (const i of chosen)
    for (let j = 0; j < digits.cols; j++)
      means[j] = (means[j] as number) + (digits.values[i * digits.cols + j] as number) / LEARNED;
  const train = samples(lw, digits, chosen, means, type);
  const targets = new Float64Array(LEARNED * CLASSES).fill(-1);
  for (const [i, label] of train.labels.entries()) targets[i * CLASSES + label] = 1;
  return {
    train,
    test: samples(lw, digits, order.subarray(LEARNED), means, type),
    targets: lw.matrix(LEARNED, CLASSES, targets, { type }),
    means,
  };
}

function samples(lw: Lanewise, digits: Table, chosen: Uint32Array, means: Float64Array, type: Real): Samples {
  const { cols, values, target } = digits;
  const count = chosen.length;
  const X = new Float64Array((cols + 1) * count).fill(0.5);
  for (const [c, i] of chosen.entries())
    for (let j = 0; j < cols; j++) X[j * count + c] = ((values[i * cols + j] as number) - (means[j] as number)) / 16;
  return {
    rows: chosen,
    X: lw.matrix(cols + 1, count, X, { type }),
    labels: Uint8Array.from(chosen, (i) => target[i] as number),
  };
}
