/**
 * npx tsx bench/methods/mMatrixPrecision.ts [--size P] [--samples N] [--build simd|relaxed|auto]
 *
 * Adaptive M-matrix estimation of the precision of a random tree (default 100 variables, 250 samples): relative error and
 * pairs found after each stage, and milliseconds an accepted step.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, cholesky, lanewiseSync } from "../../src/entry/node.ts";
import { estimateMMatrix, sampleCovariance } from "../../src/methods/sparse-recovery/index.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "100" },
    samples: { type: "string", default: "250" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build });
const [p, n] = [Number(values.size), Number(values.samples)];
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${lw.build}; p=${p} n=${n}`);

const random = lw.random(1);
const [weights, parents] = [random.uniform(p).toArray(), random.uniform(p).toArray()];
const truth = lw.matrix(p, p);
for (let i = 0; i < p; i++) truth.data[i * (p + 1)]! += 1;
for (let i = 1; i < p; i++) {
  const [j, w] = [Math.floor(parents[i]! * i), 2 + 3 * weights[i]!];
  for (const q of [i * p + j, j * p + i]) truth.data[q]! -= w;
  for (const q of [i * (p + 1), j * (p + 1)]) truth.data[q]! += w;
}
const root = cholesky(cholesky(truth).inverse()).L;
const X = lw.matrix(n, p, random.normal(n * p).data).matmul(root, { transposeB: true });
const S = sampleCovariance(X);
const start = performance.now();
const { stageThetas, iterations } = estimateMMatrix(S, { lambda: 0.03 });
const time = performance.now() - start;

const norm = Math.hypot(...truth.data);
console.log("| stage | steps | relative error | pairs |");
console.log("| --- | --- | --- | --- |");
for (const [stage, { data }] of stageThetas.entries()) {
  const error = Math.sqrt(Array.from(truth.data).reduce((sum, v, q) => sum + (v - data[q]!) ** 2, 0)) / norm;
  const pairs = Array.from(data).filter((v, q) => q % p < Math.floor(q / p) && Math.abs(v) > 1e-5).length;
  console.log(`| ${stage + 1} | ${iterations[stage]} | ${error.toFixed(3)} | ${pairs} of ${p - 1} |`);
}
const steps = iterations.reduce((a, b) => a + b, 0);
console.log(`${(time / steps).toFixed(3)} ms an accepted step, ${(time / 1000).toFixed(2)} s in all`);
