/**
 * npx tsx bench/methods/lamp.ts [--seeds N] [--sparsity S] [--retrain STEPS] [--weights N] [--build simd|relaxed|auto]
 *
 * LAMP beside the schemes it is compared with: test accuracy of a perceptron 64-128-128-10 after pruning in one step and
 * retraining, mean over seeds (default 5; 0 leaves this out) and each; then LAMP scores a second for one layer of 10 million weights.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, type Lanewise, lanewiseSync } from "../../src/entry/node.ts";
import { distortionBound, lampPrune, lampScores, magnitudePrune } from "../../src/methods/sparsity/index.ts";
import { accuracy, Mlp, taskA, train } from "../../test/problems/mlp.ts";
import { normal } from "../data.ts";
import { median } from "../statistics.ts";

const SCHEMES = ["lamp", "global", "uniform", "uniform+", "erk"] as const;
const WIDTHS = [64, 128, 128, 10];

/** Test accuracies of one seed: dense, then each scheme right after pruning and after retraining, and its bound. */
function compare(lw: Lanewise, seed: number, sparsity: number, retrain: number) {
  const random = lw.random(seed);
  const task = taskA(lw, random);
  const dense = new Mlp(lw, WIDTHS, random);
  train(dense, task.train, random, { steps: 3000 });
  const start = dense.parameters.map((p) => p.toArray());
  const schemes = SCHEMES.map((scheme) => {
    for (const [l, p] of dense.parameters.entries()) p.data.set(start[l]!);
    const { masks, kept } = magnitudePrune(dense.weights, { sparsity, scheme });
    const bound = distortionBound(dense.weights, masks);
    for (const [l, W] of dense.weights.entries()) W.data.set(start[l]!.map((w, i) => w * masks[l]![i]!));
    const before = accuracy(dense, task.test);
    train(dense, task.train, lw.random(seed, 1), { steps: retrain, masks });
    return { scheme, bound, before, after: accuracy(dense, task.test), kept };
  });
  for (const [l, p] of dense.parameters.entries()) p.data.set(start[l]!);
  const result = { dense: accuracy(dense, task.test), schemes };
  dense.dispose();
  return result;
}

/** The scores as one would write them without a sort by bits: for the rate beside ours. */
function plainScores(w: Float32Array): Float64Array {
  const order = Uint32Array.from(w.keys()).sort((a, b) => Math.abs(w[b]!) - Math.abs(w[a]!));
  const scores = new Float64Array(w.length);
  let total = 0;
  for (const u of order) {
    total += w[u]! ** 2;
    scores[u] = w[u]! ** 2 / total;
  }
  return scores;
}

/** Rates over a layer of n weights, the three in turn so that all meet the same noise. */
function rates(lw: Lanewise, n: number): void {
  const w = normal(lw, n, "f32", 1) as Float32Array;
  const tenth = w.subarray(0, n / 10);
  const calls: [name: string, weights: number, call: () => unknown][] = [
    ["lampScores", n, () => lampScores(w)],
    ["lampPrune to 95 %", n, () => lampPrune([w], { sparsity: 0.95 })],
    ["plain JavaScript, on a tenth of them", tenth.length, () => plainScores(tenth)],
  ];
  const times = calls.map((): number[] => []);
  for (let round = 0; round < 5; round++)
    for (const [c, [, , call]] of calls.entries()) {
      const start = performance.now();
      call();
      times[c]!.push(performance.now() - start);
    }
  for (const [c, [name, weights]] of calls.entries()) {
    const rate = (ms: number) => (weights / ms / 1e3).toFixed(2);
    console.log(
      `${name}: ${rate(Math.min(...times[c]!))} million weights/s at best, ${rate(median(times[c]!))} median`,
    );
  }
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "5" },
    sparsity: { type: "string", default: "0.95" },
    retrain: { type: "string", default: "500" },
    weights: { type: "string", default: "10000000" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build | "auto" });
console.log(`build ${lw.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}`);
const results = Array.from({ length: Number(values.seeds) }, (_, seed) => {
  process.stderr.write(`seed ${seed}\n`);
  return compare(lw, seed, Number(values.sparsity), Number(values.retrain));
});
const mean = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const shown = (numbers: number[]) => `${mean(numbers).toFixed(3)} (${numbers.map((v) => v.toFixed(3)).join(" ")})`;
if (results.length > 0) {
  console.log(`test accuracy at sparsity ${values.sparsity}, ${values.retrain} steps of retraining`);
  console.log(`dense: ${shown(results.map(({ dense }) => dense))}`);
  for (const [s, scheme] of SCHEMES.entries()) {
    const of = results.map(({ schemes }) => schemes[s]!);
    console.log(
      `${scheme}: ${shown(of.map(({ after }) => after))}, before retraining ${mean(of.map(({ before }) => before)).toFixed(3)}, ` +
        `bound ${mean(of.map(({ bound }) => bound)).toFixed(2)}, kept ${of[0]!.kept.join("/")}`,
    );
  }
}
rates(lw, Number(values.weights));
