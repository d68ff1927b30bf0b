/**
 * npx tsx bench/methods/onlineKernelAld.ts [--rounds 4000,16000,64000] [--sigma S] [--features D]
 *
 * Online kernel regression of a smooth function of two numbers, with noise: the loss of all rounds, the points in the basis, microseconds
 * a round in all and in the last half. Beside it gradient steps on D random Fourier features (FOGD) and on the first D points, known beforehand (NOGD;
 * Lu, Hoi, Wang, Zhao and Liu, J. Mach. Learn. Res. 17(47) (2016)), each with the best of five lengths of step, and its time.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { lanewiseSync } from "../../src/entry/node.ts";
import { AldBasis, AogdAld, NonsAld } from "../../src/methods/kernel-methods/index.ts";

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
console.log("| rounds | method | loss | points | µs a round | in the last half |");
console.log("| --- | --- | --- | --- | --- | --- |");

/** A learner: what it predicts before it learns, and how many numbers it keeps. */
type Round = (x: Float64Array, y: number) => { yhat: number; size: number };

for (const T of values.rounds.split(",").map(Number)) {
  const random = lw.random(11);
  const u = random.uniform(2 * T).toArray();
  const noise = random.normal(T).toArray();
  const x = Array.from({ length: T }, (_, i) => Float64Array.of(2 * u[2 * i]! - 1, 2 * u[2 * i + 1]! - 1));
  const y = x.map(([p, q], i) => Math.max(-1, Math.min(1, 0.5 * Math.sin(3 * p!) + 0.3 * q! ** 2 + 0.05 * noise[i]!)));
  const second = new NonsAld({ d: 2, sigma, horizon: T });
  const first = new AogdAld({ d: 2, sigma, U: 5, horizon: T });
  const methods: [string, Round[]][] = [
    ["NONS-ALD", [(p, v) => second.step(p, v)]],
    ["AOGD-ALD", [(p, v) => first.step(p, v)]],
    ["FOGD", [0.02, 0.05, 0.1, 0.2, 0.4].map((eta) => gradients(fourier(), eta))],
    ["NOGD", [0.02, 0.05, 0.1, 0.2, 0.4].map((eta) => gradients(nystrom(x), eta))],
  ];
  for (const [name, rounds] of methods) {
    const best = rounds.map((round) => learn(round, x, y)).sort((a, b) => a.loss - b.loss)[0]!;
    const times = [best.all, best.late].map((v) => v.toFixed(2));
    console.log(`| ${[T, name, best.loss.toFixed(1), best.size, ...times].join(" | ")} |`);
  }
}

function learn(round: Round, x: Float64Array[], y: number[]) {
  let [loss, size, half] = [0, 0, 0];
  const start = performance.now();
  for (let t = 0; t < x.length; t++) {
    if (t === x.length >> 1) half = performance.now();
    const told = round(x[t]!, y[t]!);
    loss += (told.yhat - y[t]!) ** 2;
    size = told.size;
  }
  const end = performance.now();
  return { loss, size, all: (1e3 * (end - start)) / x.length, late: (2e3 * (end - half)) / x.length };
}

/** Gradient steps of one length on w'phi(x). */
function gradients(features: (x: Float64Array) => Float64Array, eta: number): Round {
  const w = new Float64Array(D);
  return (x, y) => {
    const phi = features(x);
    let yhat = 0;
    for (let i = 0; i < phi.length; i++) yhat += w[i]! * phi[i]!;
    for (let i = 0; i < phi.length; i++) w[i]! -= 2 * eta * (yhat - y) * phi[i]!;
    return { yhat, size: phi.length };
  };
}

/** sqrt(2 / D) cos(w'x + b) */
function fourier(): (x: Float64Array) => Float64Array {
  const random = lw.random(7);
  const W = random.normal(2 * D).toArray();
  const b = random.uniform(D).toArray();
  const phi = new Float64Array(D);
  return (x) => {
    for (let i = 0; i < D; i++)
      phi[i] = Math.sqrt(2 / D) * Math.cos((W[2 * i]! * x[0]! + W[2 * i + 1]! * x[1]!) / sigma + 2 * Math.PI * b[i]!);
    return phi;
  };
}

/** L^-1 k of the first points, D of them unless the kernel cannot tell so many apart. */
function nystrom(x: Float64Array[]): (x: Float64Array) => Float64Array {
  const basis = new AldBasis({ d: 2, sigma });
  for (const point of x.slice(0, D)) if (basis.test(point).resid > 1e-10) basis.append();
  return (point) => basis.features(point).subarray(0, basis.size);
}
