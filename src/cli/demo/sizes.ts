/**
 * Accuracy against size: the second layer dense, in 4-bit tables, and pruned to several degrees.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import { STEPS } from "./lut.ts";
import { accuracy, features, randomWeights, readout, WIDTH } from "./network.ts";
import type { Session, SizePoint } from "./result.ts";
import type { Table } from "./table.ts";
import { makeTask } from "./task.ts";
import { quantile, scores, type TwoLayers } from "./twoLayers.ts";

/** Parts of the weights that are pruned. */
const SPARSITIES = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99];

/** The same classifiers in f64, one layer and two. */
export function inF64({ lw, seed }: Session, digits: Table): { oneLayer: number; twoLayers: number } {
  return lw.scope(() => {
    const task = makeTask(lw, digits, seed, "f64");
    const first = randomWeights(lw, task.train.X.rows, seed, 1, "f64");
    const second = randomWeights(lw, WIDTH, seed, 2, "f64");
    const score = (train: Matrix, test: Matrix) => accuracy(readout(lw, train, task.targets), test, task.test.labels);
    const train = features(first, task.train.X);
    const test = features(first, task.test.X);
    const deepTrain = features(second, train);
    const deepTest = features(second, test);
    return { oneLayer: score(train, test), twoLayers: score(deepTrain, deepTest) };
  });
}

/** One point a form, the greatest first. `dense` is the accuracy in f64. */
export async function sizePoints(session: Session, net: TwoLayers, dense: number): Promise<SizePoint[]> {
  const { lw } = session;
  const { W } = net;
  const entries = W.rows * W.cols;
  const points: SizePoint[] = [
    { form: "dense f64", sparsity: 0, bytes: entries * 8, accuracy: dense, refitted: dense },
    { form: "dense f32", sparsity: 0, bytes: entries * 4, ...scores(session, net, W) },
  ];
  for (const sparsity of SPARSITIES) {
    await session.step(`pruned at ${sparsity * 100} %`);
    using A = lw.sparsify(W, quantile(W.data, sparsity));
    const { indptr, indices, values } = A;
    const bytes = indptr.byteLength + indices.byteLength + values.byteLength;
    points.push({ form: "csr", sparsity, bytes, ...scores(session, net, A) });
  }
  using codes = lw.quantize(W, { iterations: STEPS });
  const bytes = codes.codes.byteLength + codes.tables.byteLength;
  points.push({ form: "4-bit", sparsity: 0, bytes, ...scores(session, net, codes) });
  return points.sort((a, b) => b.bytes - a.bytes);
}
