/**
 * npx tsx bench/methods/netTrim.ts [--size N,M,P] [--type f32|f64] [--epsilon E,E,...] [--build simd|relaxed|auto]
 *
 * Net-Trim of one layer (default 512 inputs, 256 outputs, 2000 samples) for several radii: the part of the weights that stays,
 * iterations, time in all and a step. The layer is one of 8 large weights an output amid small ones.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync, type Real } from "../../src/entry/node.ts";
import { netTrimLayer } from "../../src/methods/sparse-recovery/index.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "512,256,2000" },
    type: { type: "string", default: "f32" },
    epsilon: { type: "string", default: "0.01,0.05,0.1,0.2" },
    build: { type: "string", default: "auto" },
    maxIterations: { type: "string", default: "10000" },
  },
});
const lw = lanewiseSync({ build: values.build as Build });
const [N = 0, M = 0, P = 0] = values.size.split(",").map(Number);
const type = values.type as Real;
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${lw.build}; N=${N} M=${M} P=${P}, ${type}`);

const random = lw.random(1);
const X = lw.matrix(
  N,
  P,
  Float64Array.from(random.normal(N * P).data, (v) => Math.max(0, v)),
  { type },
);
X.data.fill(1, (N - 1) * P);
const W0 = lw.matrix(
  N,
  M,
  Float64Array.from(random.normal(N * M).data, (v) => 0.02 * v),
  { type },
);
for (let j = 0; j < M; j++) {
  const large = random.normal(8).data;
  for (const [k, i] of random.permutation(N).slice(0, 8).entries()) W0.data[i * M + j]! += large[k]!;
}
const Y = W0.matmul(X, { transposeA: true, activation: "relu" });

console.log("| epsilon / norm of Y | weights that stay | distance / epsilon | iterations | s | ms a step |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const epsilonRel of values.epsilon.split(",").map(Number)) {
  const start = performance.now();
  const { W, nnz, constraintRatio, iterations, converged } = netTrimLayer(X, Y, {
    epsilonRel,
    maxIterations: Number(values.maxIterations),
  });
  const time = performance.now() - start;
  const steps = converged ? `${iterations}` : `${iterations} (not converged)`;
  console.log(
    `| ${epsilonRel} | ${(nnz / N / M).toFixed(3)} | ${constraintRatio.toFixed(4)} | ${steps} | ${(time / 1000).toFixed(2)} | ${(time / iterations).toFixed(2)} |`,
  );
  W.dispose();
}
