/**
 * npx tsx bench/methods/weightingVectors.ts [--sizes 1000,2000,4000] [--neighbours K] [--t T] [--build simd|relaxed|auto]
 *
 * Weighting vectors of normal points in the plane cut at radius 2, and 5 % outliers: seconds exactly and from K neighbours (default 40),
 * the chance that an outlier ranks above another point by either, and how far apart they are.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import { weighting, weightingKnn } from "../../src/methods/kernel-methods/index.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,2000,4000" },
    neighbours: { type: "string", default: "40" },
    t: { type: "string", default: "3" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build });
const [k, scale] = [Number(values.neighbours), Number(values.t)];
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${lw.build}; k=${k}`);
console.log("| points | t | exact s | kNN s | AUC exact | AUC kNN | relative error |");
console.log("| --- | --- | --- | --- | --- | --- | --- |");

for (const n of values.sizes.split(",").map(Number))
  lw.scope(() => {
    const random = lw.random(1);
    const out = Math.round(n / 20);
    const X = lw.matrix(n, 2);
    const { data } = X;
    const [drawn, polar] = [random.normal(6 * n).data, random.uniform(2 * out).data];
    let filled = 0;
    for (let i = 0; filled < n - out; i++)
      if (Math.hypot(drawn[2 * i]!, drawn[2 * i + 1]!) < 2) data.set(drawn.slice(2 * i, 2 * i + 2), 2 * filled++);
    for (let i = 0; i < out; i++) {
      const [r, a] = [3.5 + 2.5 * polar[2 * i]!, 2 * Math.PI * polar[2 * i + 1]!];
      data.set([r * Math.cos(a), r * Math.sin(a)], 2 * (n - out + i));
    }
    // The density of points grows with n: t grows with the root of it, so that the spacing counts the same.
    const t = scale * Math.sqrt(n / 1000);
    const [exact, model] = timed(() => weighting(X, { t }));
    const [fast, near] = timed(() => weightingKnn(X, { t, k }));
    const w = model.w.data;
    const error = Math.hypot(...Array.from(w, (v, i) => v - near.data[i]!)) / Math.hypot(...w);
    const cells = [n, t.toFixed(2), exact.toFixed(3), fast.toFixed(3), auc(w, n - out).toFixed(4)];
    console.log(`| ${[...cells, auc(near.data, n - out).toFixed(4), error.toFixed(4)].join(" | ")} |`);
  });

function timed<T>(body: () => T): [seconds: number, result: T] {
  const start = performance.now();
  const result = body();
  return [(performance.now() - start) / 1000, result];
}

function auc(scores: ArrayLike<number>, inner: number): number {
  let wins = 0;
  for (let i = inner; i < scores.length; i++) for (let j = 0; j < inner; j++) if (scores[i]! > scores[j]!) wins++;
  return wins / ((scores.length - inner) * inner);
}
