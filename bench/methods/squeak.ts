/**
 * npx tsx bench/methods/squeak.ts [--large] [--qbar N] [--build simd|relaxed|auto]
 *
 * One pass over n = 2k to 64k points of four clusters in the plane, with gamma in proportion to n and with one gamma: seconds, time
 * a point, points kept and held at most, linear memory reserved, and ||P - P~||_2 where n allows it; the slope of log time against
 * log n; the tree of merges beside it. A minute or two.
 * --large: 100,000 points of 8 numbers instead, made and pushed in parts, never all there.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, type Lanewise, lanewiseSync } from "../../src/entry/node.ts";
import { type Dictionary, disqueak, Squeak } from "../../src/methods/kernel-methods/index.ts";
import {
  choleskyRows,
  effectiveDimension,
  gaussian,
  lowRankRows,
  metricNorm,
  weightedSquare,
} from "../../test/oracle/squeak.ts";
import { clusters } from "../../test/problems/clusters.ts";

const { values } = parseArgs({
  options: {
    large: { type: "boolean", default: false },
    qbar: { type: "string", default: "60" },
    build: { type: "string", default: "auto" },
  },
});
const fresh = () => lanewiseSync({ build: values.build as Build | "auto" });
const [qbar, eps, rate] = [Number(values.qbar), 0.5, 2];
const PART = 1000;

const slopeOf = (x: number[], y: number[]): number => {
  const mean = (v: number[]) => v.reduce((a, b) => a + b) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  return (
    x.reduce((total, v, i) => total + (v - mx) * (y[i]! - my), 0) / x.reduce((total, v) => total + (v - mx) ** 2, 0)
  );
};

/** The spectral error and the effective dimension, from the formulas. */
function quality(
  points: Float64Array,
  { X, p, copies, size, gamma }: Dictionary,
): { error: number; dimension: number } {
  const n = points.length / 2;
  const G = lowRankRows(n, gaussian(points, 2, rate), 1e-10);
  const rowOf = new Map(Array.from({ length: n }, (_, i) => [`${points[2 * i]} ${points[2 * i + 1]}`, i]));
  const weights = new Map(
    Array.from({ length: size }, (_, i) => [rowOf.get(`${X[2 * i]} ${X[2 * i + 1]}`)!, copies[i]! / (qbar * p[i]!)]),
  );
  const whole = weightedSquare(G, () => 1);
  const sample = weightedSquare(G, (i) => weights.get(i) ?? 0);
  const C = choleskyRows(whole, gamma);
  return {
    error: metricNorm(
      C,
      whole.map((row, a) => row.map((v, b) => v - sample[a]![b]!)),
    ),
    dimension: effectiveDimension(C, gamma),
  };
}

/** One pass in a new instance, in parts made as they are needed; the pass alone is timed. */
function pass(
  lw: Lanewise,
  n: number,
  dim: number,
  options: ConstructorParameters<typeof Squeak>[2],
  part: (from: number) => Float64Array,
) {
  const stream = new Squeak(lw, dim, options);
  let seconds = 0;
  const quarters: number[] = [];
  for (let from = 0; from < n; from += PART)
    lw.scope(() => {
      const rows = Math.min(PART, n - from);
      const X = lw.matrix(rows, dim, part(from).subarray(0, rows * dim));
      const start = performance.now();
      stream.push(X);
      const took = (performance.now() - start) / 1000;
      seconds += took;
      const quarter = Math.floor((4 * from) / n);
      quarters[quarter] = (quarters[quarter] ?? 0) + took;
    });
  return { dictionary: stream.finish(), seconds, quarters };
}

const MiB = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const probe = fresh();
console.log(
  `build ${probe.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}; qbar ${qbar}`,
);

/** A pass for each n by its gamma; the slope of log time. */
function against(sizes: number[], gammaOf: (n: number) => number, tree: boolean): void {
  const rows: Record<string, string | number>[] = [];
  const [logN, logT]: [number[], number[]] = [[], []];
  for (const n of sizes) {
    const points = probe.scope(() => clusters(probe.random(1, 77), n));
    const lw = fresh();
    const gamma = gammaOf(n);
    const options = { kernel: { gamma: rate }, gamma, qbar, eps, seed: 1 };
    const { dictionary, seconds } = pass(lw, n, 2, options, (from) => points.subarray(2 * from, 2 * (from + PART)));
    logN.push(Math.log(n));
    logT.push(Math.log(seconds));
    const row: Record<string, string | number> = {
      n,
      gamma,
      seconds: seconds.toFixed(2),
      "us a point": ((1e6 * seconds) / n).toFixed(0),
      kept: dictionary.size,
      "held at most": dictionary.peak,
      "MiB reserved": MiB(lw.memory.peak + lw.memory.workspace),
    };
    if (n <= 4096) {
      const { error, dimension } = quality(points, dictionary);
      row.d_eff = dimension.toFixed(1);
      row["kept / (qbar d_eff)"] = (dictionary.size / qbar / dimension).toFixed(2);
      row["spectral error"] = error.toFixed(3);
    }
    if (tree)
      lw.scope(() => {
        const X = lw.matrix(n, 2, points);
        const start = performance.now();
        row["tree keeps"] = disqueak(X, options).size;
        row["tree, s"] = ((performance.now() - start) / 1000).toFixed(2);
      });
    rows.push(row);
  }
  console.table(rows);
  console.log(`slope of log time against log n: ${slopeOf(logN, logT).toFixed(2)}`);
}

if (!values.large) {
  console.log("gamma grows as n does: the effective dimension stays");
  against([2048, 4096, 8192, 16384, 32768, 65536], (n) => (10 * n) / 2048, true);
  console.log("gamma stays: the effective dimension grows with n, if slowly");
  against([2048, 4096, 8192, 16384], () => 10, false);
} else {
  const [n, dim] = [100_000, 8];
  const lw = fresh();
  // Eight numbers that follow three hidden ones: what a stream of measurements is like.
  const mix = probe.scope(() =>
    probe
      .random(5)
      .normal(3 * dim)
      .toArray(),
  );
  const part = (from: number) =>
    probe.scope(() => {
      const hidden = probe.random(6, from).normal(3 * PART).data;
      return Float64Array.from({ length: PART * dim }, (_, e) => {
        const [i, j] = [Math.floor(e / dim), e % dim];
        return hidden[3 * i]! * mix[j]! + hidden[3 * i + 1]! * mix[dim + j]! + hidden[3 * i + 2]! * mix[2 * dim + j]!;
      });
    });
  const { dictionary, seconds, quarters } = pass(
    lw,
    n,
    dim,
    { kernel: { gamma: 0.02 }, gamma: 100, qbar: 20, eps, seed: 1 },
    part,
  );
  const { peak, workspace } = lw.memory;
  console.log(
    `${n} x ${dim}: ${seconds.toFixed(1)} s, ${((1e6 * seconds) / n).toFixed(0)} us a point, by quarters of the stream ${quarters.map((s) => ((4e6 * s) / n).toFixed(0)).join(", ")}`,
  );
  console.log(
    `kept ${dictionary.size}, held at most ${dictionary.peak}; reserved ${MiB(peak + workspace)} MiB, two squares of the most held are ${MiB(16 * dictionary.peak ** 2)} MiB, the points alone ${MiB(8 * n * dim)} MiB, their Gram matrix ${MiB(8 * n * n)} MiB`,
  );
}
