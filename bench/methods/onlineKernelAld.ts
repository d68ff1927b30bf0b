/**
 * npx tsx bench/methods/onlineKernelAld.ts [--rounds 4000,16000,64000] [--sigma S] [--features D]
 *
 * Online kernel regression of a smooth function of two numbers, with noise: the loss of all rounds, the numbers that are learned (points
 * in the basis, or features), microseconds a round in all and in the last half. Beside NONS-ALD and AOGD-ALD what they are compared
 * with: PROS-N-KONS with the best of five beta, and gradient steps on D random Fourier features (FOGD) and on the first D points (NOGD),
 * each with the best of five lengths of step, and the time of that one. --features as many as NONS-ALD has points: equal time, nearly.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { lanewiseSync } from "../../src/entry/node.ts";
import { AogdAld, Fogd, Nogd, NonsAld, ProsNKons } from "../../src/methods/kernel-methods/index.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "4000,16000,64000" },
    sigma: { type: "string", default: "1" },
    features: { type: "string", default: "50" },
  },
});
const lw = lanewiseSync();
const [sigma, D] = [Number(values.sigma), Number(values.features)];
console.log(`${cpus()[0]?.model}, Node ${process.version}; sigma=${sigma}, D=${D}`);
console.log("| rounds | method | loss | size | µs a round | in the last half |");
console.log("| --- | --- | --- | --- | --- | --- |");

/** A learner: what it predicts before it learns, and how many numbers it keeps. */
interface Learner {
  step(x: Float64Array, y: number): { yhat: number; size: number };
}

const lengths = [0.02, 0.05, 0.1, 0.2, 0.4];

for (const T of values.rounds.split(",").map(Number)) {
  const random = lw.random(11);
  const u = random.uniform(2 * T).toArray();
  const noise = random.normal(T).toArray();
  const x = Array.from({ length: T }, (_, i) => Float64Array.of(2 * u[2 * i]! - 1, 2 * u[2 * i + 1]! - 1));
  const y = x.map(([p, q], i) => Math.max(-1, Math.min(1, 0.5 * Math.sin(3 * p!) + 0.3 * q! ** 2 + 0.05 * noise[i]!)));
  const frequencies = Math.max(1, D >> 1);
  const methods: [string, Learner[]][] = [
    ["NONS-ALD", [new NonsAld({ d: 2, sigma, horizon: T })]],
    ["AOGD-ALD", [new AogdAld({ d: 2, sigma, U: 5, horizon: T })]],
    ["PROS-N-KONS", [0.02, 0.05, 0.2, 0.5, 1].map((beta) => new ProsNKons(lw, { d: 2, sigma, beta, seed: 1 }))],
    ["FOGD", lengths.map((eta) => new Fogd(lw, { d: 2, sigma, eta, frequencies, seed: 7 }))],
    ["NOGD", lengths.map((eta) => new Nogd({ d: 2, sigma, eta, budget: D }))],
  ];
  for (const [name, learners] of methods) {
    const best = learners.map((learner) => learn(learner, x, y)).sort((a, b) => a.loss - b.loss)[0]!;
    const times = [best.all, best.late].map((v) => v.toFixed(2));
    console.log(`| ${[T, name, best.loss.toFixed(1), best.size, ...times].join(" | ")} |`);
  }
}

function learn(learner: Learner, x: Float64Array[], y: number[]) {
  let [loss, size, half] = [0, 0, 0];
  const start = performance.now();
  for (let t = 0; t < x.length; t++) {
    if (t === x.length >> 1) half = performance.now();
    const told = learner.step(x[t]!, y[t]!);
    loss += (told.yhat - y[t]!) ** 2;
    size = told.size;
  }
  const end = performance.now();
  return { loss, size, all: (1e3 * (end - start)) / x.length, late: (2e3 * (end - half)) / x.length };
}
