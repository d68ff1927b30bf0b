/**
 * The two-layer classifier, whose second layer is kept in other forms: pruned, in 4-bit tables.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import { accuracy, features, readout, type Weights } from "./network.ts";
import type { Session } from "./result.ts";
import type { Task } from "./task.ts";

/** The trained two-layer classifier. */
export interface TwoLayers {
  readonly task: Task;
  /** Output of the first layer, one column a picture. */
  readonly train: Matrix;
  readonly test: Matrix;
  /** The second layer's weights. */
  readonly W: Matrix;
  /** The readout fitted to the dense second layer. */
  readonly B: Matrix;
}

/** Accuracy of the classifier with its second layer in another form: with the readout as it was, and fitted again. */
export function scores(
  { lw }: Pick<Session, "lw">,
  { task, train, test, B }: TwoLayers,
  W: Weights,
): { accuracy: number; refitted: number } {
  using learned = features(W, train);
  using heldOut = features(W, test);
  using again = readout(lw, learned, task.targets);
  const { labels } = task.test;
  return { accuracy: accuracy(B, heldOut, labels), refitted: accuracy(again, heldOut, labels) };
}

/** The magnitude that a part `sparsity` of the entries does not exceed. */
export function quantile(values: ArrayLike<number>, sparsity: number): number {
  const magnitudes = Float64Array.from(values, Math.abs).sort();
  return sparsity === 0 ? 0 : (magnitudes[Math.ceil(sparsity * magnitudes.length) - 1] as number);
}
