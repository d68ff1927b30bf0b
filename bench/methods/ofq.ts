/**
 * npx tsx bench/methods/ofq.ts [--seeds N] [--steps N] [--build simd|relaxed|auto]
 *
 * A perceptron 64-128-128-10 on task A with weights of two bits: test accuracy and oscillating weights a step in the last
 * third of training, for StatsQ without and with annealing, and LSQ; then microseconds of a product with its second layer in
 * f32 and packed in two bits.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import { LutMatrix, run } from "../../src/index.ts";
import {
  type Batch,
  lsqQuantize,
  type OfqOptions,
  statsQuantize,
  trainOfq,
} from "../../src/methods/quantization/index.ts";
import { accuracy, Mlp, taskA } from "../../test/problems/mlp.ts";
import { median } from "../statistics.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    steps: { type: "string", default: "3000" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build | "auto" });
console.log(`build ${lw.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}`);
const steps = Number(values.steps);
const cgaSteps = Math.floor(steps / 2);
const variants: [name: string, options: Partial<OfqOptions>][] = [
  ["f32", { quantizer: "none" }],
  ["StatsQ", {}],
  ["StatsQ, CGA 0.05", { cgaSteps, boundaryRange: 0.05 }],
  ["StatsQ, CGA 0.005", { cgaSteps }],
  ["LSQ", { quantizer: "lsq" }],
];
for (const [name, options] of variants) {
  const all: [accuracy: number, oscillation: number][] = [];
  for (let seed = 0; seed < Number(values.seeds); seed++)
    lw.scope(() => {
      const random = lw.random(seed);
      const task = taskA(lw, random);
      const mlp = new Mlp(lw, [64, 128, 128, 10], random);
      const data = (): Batch => {
        const rows = random.integers(64, task.train.labels.length);
        const x = lw.matrix(64, 64, undefined, { type: "f32" });
        for (const [i, row] of rows.entries()) x.data.set(task.train.inputs.subarray(row * 64, (row + 1) * 64), i * 64);
        return { x, y: Array.from(rows, (row) => task.train.labels[row]!) };
      };
      let oscillation = 0;
      const last = Math.floor(steps / 3);
      const { scales } = run(trainOfq(mlp.layers, data, { rate: 0.05, ...options, steps }), {
        tolerance: 0,
        maxIterations: steps,
        onProgress: (state, t) => {
          if (t > steps - last) oscillation += state.oscillation / last;
        },
      });
      for (const [l, W] of mlp.weights.entries())
        if (options.quantizer === "lsq") W.data.set(lsqQuantize(W, scales[l]!, 2).data);
        else if (options.quantizer !== "none") W.data.set(statsQuantize(W, 2).q.data);
      all.push([accuracy(mlp, task.test), oscillation]);
    });
  const mean = (c: 0 | 1) => all.reduce((sum, row) => sum + row[c], 0) / all.length;
  console.log(`${name.padEnd(18)} accuracy ${mean(0).toFixed(3)}, oscillating ${(100 * mean(1)).toFixed(3)} % a step`);
}

lw.scope(() => {
  const n = 1024;
  const W = lw.matrix(
    n,
    n,
    lw
      .random(1)
      .normal(n * n, "f32")
      .toArray(),
  );
  const { level, scale } = statsQuantize(W, 2);
  const tables = Float32Array.from({ length: 4 * n }, (_, p) => ((scale[p >> 2] as number) * ((p & 3) - 1.5)) / 2);
  const Q = LutMatrix.fromParts(W.engine, {
    rows: n,
    cols: n,
    bits: 2,
    codes: Uint8Array.from(level, (l) => l + 2),
    tables,
  });
  const [x, y] = [lw.vector(lw.random(2).normal(n, "f32").toArray()), lw.vector(n, { type: "f32" })];
  for (const [name, A] of [
    ["f32", W],
    ["two bits", Q],
  ] as const) {
    const times = Array.from({ length: 400 }, () => {
      const start = performance.now();
      A.apply(y, x);
      return performance.now() - start;
    });
    console.log(`${n} x ${n} product, ${name}: ${(1000 * median(times)).toFixed(1)} microseconds, ${A.bytes} bytes`);
  }
});
