/**
 * npx tsx bench/methods/slim.ts [--seconds S] [--build simd|relaxed|auto]
 *
 * Scoring systems of binary features, N samples: boxes looked at in a second, and how far the proof got in the given time (default
 * 10 s), beside l1 logistic regression rounded at the best of ten scales; then the last one as a table.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import { reduceData, roundedLogistic, trainSlim } from "../../src/methods/sparse-recovery/index.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "10" }, build: { type: "string", default: "auto" } },
});
const lw = lanewiseSync({ build: values.build as Build | "auto" });
console.log(`build ${lw.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}`);

/** N samples of P - 1 binary features and labels of a whole-number rule, one in ten turned round. */
function task(N: number, P: number, seed: number) {
  const random = lw.random(seed);
  const features = random.uniform(N * P).data.map((v, p) => (p % P === 0 || v > 0.5 ? 1 : 0));
  const rule = Array.from(random.integers(P, 11), (v) => v - 5);
  rule[0] = -Math.round(rule.slice(1).reduce((a, b) => a + b, 0) / 2);
  const X = lw.matrix(N, P, features);
  const flips = random.uniform(N).data;
  const labels = X.matmul(lw.vector(rule)).data.map((v, i) => (v > 0 === flips[i]! > 0.1 ? 1 : -1));
  return { X, y: lw.vector(labels) };
}

const rows = [];
let table = "";
for (const [N, P] of [
  [200, 6],
  [500, 10],
  [2000, 12],
] as const) {
  const { X, y } = task(N, P, 7);
  const bounds = Array.from({ length: P }, () => ({ lb: -5, ub: 5 }));
  const start = performance.now();
  const model = trainSlim(X, y, { bounds, timeLimitMs: 1000 * Number(values.seconds) });
  const seconds = (performance.now() - start) / 1000;
  table = model.table;
  const again = performance.now();
  const { rows: left, X: rest, y: labels } = reduceData(X, y, model.objective, { bounds });
  const reduced = `${left.length} in ${((performance.now() - again) / 1000).toFixed(2)} s`;
  for (const array of [rest, labels]) array.dispose();
  rows.push({
    N,
    features: P - 1,
    s: seconds.toFixed(2),
    "nodes/s": Math.round(model.nodes / seconds),
    objective: model.objective.toFixed(4),
    gap: (model.objective - model.bound).toFixed(4),
    optimal: model.optimal,
    "errors %": ((100 * model.errors) / N).toFixed(1),
    terms: model.rho.slice(1).filter((v) => v !== 0).length,
    "samples not settled": reduced,
    "rounded logistic": roundedLogistic(X, y, { bounds }).objective.toFixed(4),
  });
}
console.table(rows);
console.log(table);
