/**
 * npx tsx bench/methods/unfoldedIstaIht.ts [--seeds N] [--steps N] [--sparsity P] [--test P] [--build simd|relaxed|auto]
 *
 * Objective and mean squared error after each layer of plain, supervised and unsupervised ISTA and IHT on 500 test signals, means over
 * the seeds of the training; and the time of a layer. --test sets another share of nonzero elements for the test signals.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { run } from "../../src/core/run.ts";
import { type Build, lanewiseSync, type Matrix } from "../../src/entry/node.ts";
import { fista, trainUnfolded, unfold } from "../../src/methods/sparse-recovery/index.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2" },
    steps: { type: "string", default: "120" },
    sparsity: { type: "string", default: "0.08" },
    test: { type: "string" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build });
const [m, n, layers, batch] = [50, 100, 12, 500];
const share = Number(values.sparsity);
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${lw.build}; A ${m} x ${n}, ${layers} layers`);

const A = lw.matrix(m, n, lw.random(7).normal(m * n, "f32").data);
for (let p = 0; p < m * n; p++) A.data[p]! /= Math.sqrt(m);

function sample(seed: number, columns: number, density: number): { X: Matrix; Y: Matrix } {
  const random = lw.random(seed, 5);
  const X = lw.matrix(n, columns, random.normal(n * columns, "f32").data);
  const on = random.uniform(n * columns, "f32").data;
  for (let p = 0; p < on.length; p++) if (!(on[p]! < density)) X.data[p] = 0;
  const Y = A.matmul(X);
  const noise = random.normal(m * columns, "f32").data;
  for (let p = 0; p < noise.length; p++) Y.data[p]! += 0.03 * noise[p]!;
  return { X, Y };
}

const test = sample(99_999, batch, Number(values.test ?? share));
const cells = (numbers: number[]) => numbers.map((v) => v.toFixed(4).padStart(8)).join("");
function error(X: Matrix): number {
  let total = 0;
  for (let p = 0; p < X.data.length; p++) total += (X.data[p]! - test.X.data[p]!) ** 2;
  return total / X.data.length;
}

for (const [algorithm, lambda] of [
  ["ista", 0.05],
  ["iht", 0.02],
] as const) {
  console.log(`${algorithm}, lambda ${lambda}, layers 1 to ${layers}`);
  for (const loss of ["plain", "supervised", "unsupervised"] as const) {
    const seeds = loss === "plain" ? 1 : Number(values.seeds);
    const [objectives, errors] = [Array(layers).fill(0), Array(layers).fill(0)];
    let milliseconds = 0;
    for (let seed = 1; seed <= seeds; seed++)
      lw.scope(() => {
        const net = unfold({ A, lambda, layers, algorithm });
        const sampler = (s: number, columns: number) => sample(s, columns, share);
        const settings = { tolerance: 0, maxIterations: layers * Number(values.steps) };
        if (loss !== "plain")
          run(trainUnfolded(net, sampler, { loss, seed, itersPerLayer: Number(values.steps) }), settings);
        net.forward(test.Y);
        const start = performance.now();
        const { perLayer } = net.forward(test.Y, { perLayer: true });
        milliseconds += (performance.now() - start) / seeds;
        for (const [t, X] of perLayer!.entries()) {
          objectives[t] += net.objective(X, test.Y) / seeds;
          errors[t] += error(X) / seeds;
        }
        net.dispose();
      });
    const each = ((milliseconds * 1e6) / layers / batch).toFixed(0);
    console.log(`${`${loss}, objective`.padEnd(28)}${cells(objectives)}   ${each} ns a layer and signal`);
    console.log(`${`${loss}, squared error`.padEnd(28)}${cells(errors)}`);
  }
  if (algorithm === "iht") continue;
  const net = unfold({ A, lambda, layers, algorithm });
  console.log(
    `optimum (3000 steps of FISTA)  ${net.objective(fista(A, test.Y, { lambda, iterations: 3000 }), test.Y).toFixed(4)}`,
  );
}
