/**
 * npx tsx bench/methods/simplexRandomFeatures.ts [--trials N] [--build simd|relaxed|auto]
 *
 * The mean squared error of Gaussian random features by kind over independent blocks (default 20,000; d = m = 16, |x| = |y| = 0.7)
 * beside the closed form, and for 4096 points of 64 numbers: milliseconds to draw 256 rows, and features a second.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import { features, kernelMse, makeProjection } from "../../src/methods/kernel-methods/index.ts";

const { values } = parseArgs({
  options: { trials: { type: "string", default: "20000" }, build: { type: "string", default: "auto" } },
});
const lw = lanewiseSync({ build: values.build as Build });
const trials = Number(values.trials);
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${lw.build}; ${trials} trials`);

const [d, norm, chunk] = [16, 0.7, 1000];
const [x, y] = [1, 2].map((seed) => {
  const draw = lw.random(seed).normal(d).toArray();
  return draw.map((v) => (norm * v) / Math.hypot(...draw));
}) as [Float64Array, Float64Array];
const dot = x.reduce((sum, v, i) => sum + v * y[i]!, 0);
const k = Math.exp(dot - norm ** 2);
const X = lw.matrix(
  4096,
  64,
  lw
    .random(3)
    .normal(4096 * 64)
    .data.map((v) => v / 16),
  { type: "f32" },
);

/** The least milliseconds of a few runs. */
const best = (run: () => void): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 7; i++) {
    const start = performance.now();
    lw.scope(run);
    least = Math.min(least, performance.now() - start);
  }
  return least;
};

console.log("| kind | MSE | closed form | of orthogonal | ms to draw | million features/s |");
console.log("| --- | --- | --- | --- | --- | --- |");
let orthogonal = 0;
for (const kind of ["orthogonal", "iid", "simplex", "simplex+"] as const) {
  let squares = 0;
  for (let from = 0; from < trials; from += chunk)
    lw.scope(() => {
      const P = makeProjection(lw, { d, m: d * chunk, kind, seed: from, type: "f64" });
      const F = features(lw.matrix([x, y]), P).data;
      for (let t = 0; t < chunk; t++) {
        let sum = 0;
        for (let q = t * d; q < (t + 1) * d; q++) sum += F[q]! * F[d * chunk + q]!;
        squares += (sum * chunk - k) ** 2;
      }
    });
  const mse = squares / (chunk * Math.ceil(trials / chunk));
  if (kind === "orthogonal") orthogonal = mse;
  const closed = kind === "simplex+" ? "-" : kernelMse({ kind, d, m: d, normX: norm, normY: norm, dot }).toFixed(4);
  const P = makeProjection(lw, { d: 64, m: 256, kind });
  const [draw, use] = [best(() => makeProjection(lw, { d: 64, m: 256, kind })), best(() => features(X, P))];
  const rate = (4096 * 256) / use / 1000;
  const cells = [kind, mse.toFixed(4), closed, (mse / orthogonal).toFixed(3), draw.toFixed(2), rate.toFixed(0)];
  console.log(`| ${cells.join(" | ")} |`);
}
