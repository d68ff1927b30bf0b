/**
 * npx tsx bench/methods/squeak.ts [--n 100000] [--qbar N] [--tree] [--build simd|relaxed|auto]
 *
 * A stream of n points of 8 numbers, made and pushed in parts: for each tenth of it microseconds a point, points kept, linear memory
 * reserved; then the effective dimension of all points and ||P - P~||_2, both from the formulas by another way (Cholesky with pivots,
 * to a rest whose trace is shown). Then time a point against n, in the plane, with one gamma and with gamma in proportion to n, and the
 * slope of log time against log n. Under a minute. --tree: the tree of merges beside it.
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
    n: { type: "string", default: "100000" },
    qbar: { type: "string", default: "60" },
    tree: { type: "boolean", default: false },
    build: { type: "string", default: "auto" },
  },
});
const fresh = () => lanewiseSync({ build: values.build as Build | "auto" });
const [qbar, eps, PART] = [Number(values.qbar), 0.5, 1000];
const MiB = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const probe = fresh();
console.log(
  `build ${probe.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}; qbar ${qbar}, eps ${eps}`,
);

/** What a stream has cost by then. */
interface Mark {
  seen: number;
  seconds: number;
  size: number;
  reserved: number;
}

/** One pass in an instance, in parts made as they are needed; the pass alone is timed. */
function pass(lw: Lanewise, points: Float64Array, dim: number, options: ConstructorParameters<typeof Squeak>[2]) {
  const stream = new Squeak(lw, dim, options);
  const n = points.length / dim;
  const marks: Mark[] = [];
  let seconds = 0;
  for (let from = 0; from < n; from += PART) {
    const rows = Math.min(PART, n - from);
    lw.scope(() => {
      const X = lw.matrix(rows, dim, points.subarray(from * dim, (from + rows) * dim));
      const start = performance.now();
      stream.push(X);
      if (from + rows === n) stream.finish();
      seconds += (performance.now() - start) / 1000;
    });
    const { peak, workspace } = lw.memory;
    marks.push({ seen: from + rows, seconds, size: stream.dictionary?.size ?? 0, reserved: peak + workspace });
  }
  return { dictionary: stream.finish(), seconds, marks };
}

/** The spectral error and the effective dimension, from the formulas, but for a rest of trace n tolerance. */
function quality(points: Float64Array, dim: number, rate: number, dictionary: Dictionary, tolerance: number) {
  const { X, p, copies, size, gamma } = dictionary;
  const n = points.length / dim;
  const G = lowRankRows(n, gaussian(points, dim, rate), tolerance);
  const key = (from: Float64Array, i: number) => from.subarray(i * dim, (i + 1) * dim).join();
  const rowOf = new Map(Array.from({ length: n }, (_, i) => [key(points, i), i]));
  const weights = new Map(Array.from({ length: size }, (_, i) => [rowOf.get(key(X, i))!, copies[i]! / (qbar * p[i]!)]));
  const whole = weightedSquare(G, () => 1);
  const sample = weightedSquare(G, (i) => weights.get(i) ?? 0);
  const C = choleskyRows(whole, gamma);
  const H = whole.map((row, a) => row.map((v, b) => v - sample[a]![b]!));
  return { error: metricNorm(C, H, 100), dimension: effectiveDimension(C, gamma), rank: G.length };
}

/** The figures of one stream. */
function stream(): void {
  const [n, dim, rate, gamma, tolerance] = [Number(values.n), 8, 0.02, 100, 1e-5];
  // Eight numbers that follow three hidden ones: what a stream of measurements is like.
  const points = probe.scope(() => {
    const mix = probe
      .random(5)
      .normal(3 * dim)
      .toArray();
    const hidden = probe
      .random(6)
      .normal(3 * n)
      .toArray();
    return Float64Array.from({ length: n * dim }, (_, e) => {
      const [i, j] = [Math.floor(e / dim), e % dim];
      return hidden[3 * i]! * mix[j]! + hidden[3 * i + 1]! * mix[dim + j]! + hidden[3 * i + 2]! * mix[2 * dim + j]!;
    });
  });
  const lw = fresh();
  const { dictionary, seconds, marks } = pass(lw, points, dim, { kernel: { gamma: rate }, gamma, qbar, eps, seed: 1 });
  const tenths = Array.from({ length: 10 }, (_, t) => marks[Math.floor(((t + 1) * marks.length) / 10) - 1]!);
  console.table(
    tenths.map(({ seen, seconds, size, reserved }, t) => ({
      seen,
      "us a point": ((1e6 * (seconds - (tenths[t - 1]?.seconds ?? 0))) / (seen - (tenths[t - 1]?.seen ?? 0))).toFixed(
        1,
      ),
      kept: size,
      "MiB reserved": MiB(reserved),
    })),
  );
  console.log(
    `${n} x ${dim}, gamma ${gamma}: ${seconds.toFixed(2)} s in one pass, ${((1e6 * seconds) / n).toFixed(1)} us a point`,
  );
  console.log(
    `kept ${dictionary.size}, held at most ${dictionary.peak}; at most ${MiB(marks.at(-1)!.reserved)} MiB reserved; the square of the most held is ${MiB(8 * dictionary.peak ** 2)} MiB, the points ${MiB(8 * n * dim)} MiB, their Gram matrix ${MiB(8 * n * n)} MiB`,
  );
  const { error, dimension, rank } = quality(points, dim, rate, dictionary, tolerance);
  console.log(
    `effective dimension ${dimension.toFixed(1)}: kept / (qbar d_eff) = ${(dictionary.size / qbar / dimension).toFixed(2)}, bound 3; spectral error ${error.toFixed(3)}, eps ${eps} (rank ${rank}, rest of trace below ${tolerance * n}, gamma ${gamma})`,
  );
}

/** A pass for each n by its gamma; the slope of log time. */
function against(sizes: number[], gammaOf: (n: number) => number): void {
  const rate = 2;
  const rows: Record<string, string | number>[] = [];
  const [logN, logT]: [number[], number[]] = [[], []];
  for (const n of sizes) {
    const points = probe.scope(() => clusters(probe.random(1, 77), n));
    const lw = fresh();
    const gamma = gammaOf(n);
    const options = { kernel: { gamma: rate }, gamma, qbar, eps, seed: 1 };
    const { dictionary, seconds } = pass(lw, points, 2, options);
    logN.push(Math.log(n));
    logT.push(Math.log(seconds));
    const row: Record<string, string | number> = {
      n,
      gamma,
      seconds: seconds.toFixed(2),
      "us a point": ((1e6 * seconds) / n).toFixed(1),
      kept: dictionary.size,
      "held at most": dictionary.peak,
      "MiB reserved": MiB(lw.memory.peak + lw.memory.workspace),
    };
    if (n <= 4096) {
      const { error, dimension } = quality(points, 2, rate, dictionary, 1e-8);
      row.d_eff = dimension.toFixed(1);
      row["kept / (qbar d_eff)"] = (dictionary.size / qbar / dimension).toFixed(2);
      row["spectral error"] = error.toFixed(3);
    }
    if (values.tree)
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

function slopeOf(x: number[], y: number[]): number {
  const mean = (v: number[]) => v.reduce((a, b) => a + b) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  return (
    x.reduce((total, v, i) => total + (v - mx) * (y[i]! - my), 0) / x.reduce((total, v) => total + (v - mx) ** 2, 0)
  );
}

stream();
const sizes = [2048, 4096, 8192, 16384, 32768, 65536];
console.log("gamma grows as n does: the effective dimension stays");
against(sizes, (n) => (10 * n) / 2048);
console.log("gamma stays: the effective dimension grows with n, if slowly");
against(sizes, () => 10);
