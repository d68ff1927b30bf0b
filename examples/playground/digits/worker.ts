/**
 * Trains the classifiers, then reads every picture it is sent.
 * @module
 */
import { type CsrMatrix, lanewise, type LutMatrix } from "lanewise";
import { accuracy, features, readout } from "../../../src/cli/demo/network.ts";
import { quantile } from "../../../src/cli/demo/twoLayers.ts";
import { perCall } from "../page/time.ts";
import type { Failure, Question, Ready, Scores } from "./messages.ts";
import { loadDigits, Reader, train } from "./train.ts";

const PRUNED = 0.9;

const post = (message: Ready | Scores | Failure) => postMessage(message);

async function start(): Promise<Reader[]> {
  const began = performance.now();
  const [lw, digits] = await Promise.all([lanewise(), loadDigits()]);
  const loaded = performance.now();
  const net = train(lw, digits);
  const { task, first, W } = net;
  const layers: (CsrMatrix | LutMatrix)[] = [lw.sparsify(W, quantile(W.data, PRUNED)), lw.quantize(W, { bits: 4 })];
  const right: number[] = [];
  const readers = layers.map((layer) => {
    const [learned, heldOut] = [features(layer, net.train), features(layer, net.test)];
    const B = readout(lw, learned, task.targets);
    right.push(accuracy(B, heldOut, task.test.labels));
    for (const matrix of [learned, heldOut]) matrix.dispose();
    return new Reader(lw, first, layer, B, task.means);
  });
  const { rows, labels } = task.test;
  const pictures = new Float64Array(rows.length * digits.cols);
  for (const [c, i] of rows.entries())
    pictures.set(digits.values.subarray(i * digits.cols, (i + 1) * digits.cols), c * digits.cols);
  post({
    kind: "ready",
    build: lw.build,
    right,
    bytes: layers.map(({ bytes }) => bytes),
    loading: loaded - began,
    training: performance.now() - loaded,
    pictures,
    labels,
  });
  return readers;
}

function read(readers: readonly Reader[], { pixels }: Question): void {
  const scores = readers.map((reader) => reader.read(pixels));
  const times = readers.map((reader) => perCall(() => reader.read(pixels)));
  post({ kind: "scores", scores, times });
}

try {
  const readers = await start();
  addEventListener("message", ({ data }: MessageEvent<Question>) => read(readers, data));
} catch (error) {
  post({ kind: "failure", message: String(error) });
}
