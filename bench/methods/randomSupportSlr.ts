/**
 * npx tsx bench/methods/randomSupportSlr.ts [--rounds N] [--build simd|relaxed|auto]
 *
 * Designs of N = d/2 samples in groups of nearly equal columns: seconds to learn a dictionary and its size as d grows, the part of
 * fresh supports it serves, and the prediction error of the Lasso in it over that of the Lasso in the design, at the same lambda and
 * at the best of seven for the latter; means of 20 random supports of 4 columns.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import {
  identityPreconditioner,
  learnPreconditioner,
  slrRandomSupport,
} from "../../src/methods/sparse-recovery/index.ts";
import { groupedDesign, supportSample } from "../../test/problems/designs.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "300" }, build: { type: "string", default: "auto" } },
});
const lw = lanewiseSync({ build: values.build as Build | "auto" });
console.log(`build ${lw.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}`);
const [k, sigma, trials] = [4, 0.5, 20];
const SCALES = [0.5, 0.1, 0.2, 0.35, 0.7, 1, 1.4];

const rows: Record<string, string | number>[] = [];
for (const d of [40, 80, 160, 240])
  lw.scope(() => {
    const N = d / 2;
    const X = lw.matrix(N, d, groupedDesign(lw.random(1, 4), N, d, 8));
    const start = performance.now();
    const pre = learnPreconditioner(X, { k, maxRounds: Number(values.rounds) });
    const seconds = (performance.now() - start) / 1000;
    const plain = identityPreconditioner(X);
    let learned = 0;
    const others = SCALES.map(() => 0);
    for (let t = 0; t < trials; t++)
      lw.scope(() => {
        const { signal, y } = supportSample(lw, X, k, sigma, t);
        const error = (used: typeof pre, lambdaScale: number) => {
          const { prediction } = slrRandomSupport(X, y, { sigma, pre: used, lambdaScale });
          return (
            Float64Array.from(prediction.data, (v, i) => (v - signal.data[i]!) ** 2).reduce((a, b) => a + b, 0) /
            N /
            trials
          );
        };
        learned += error(pre, 0.5);
        for (const [s, scale] of SCALES.entries()) others[s]! += error(plain, scale);
      });
    rows.push({
      d,
      N,
      "learned in, s": seconds.toFixed(2),
      atoms: pre.D.cols,
      rounds: pre.rounds,
      "supports served": pre.passRate,
      error: learned.toFixed(3),
      "of the Lasso": (learned / others[0]!).toFixed(2),
      "of its best lambda": (learned / Math.min(...others)).toFixed(2),
    });
  });
console.table(rows);
