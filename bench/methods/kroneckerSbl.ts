/**
 * npx tsx bench/methods/kroneckerSbl.ts [--size N] [--rows M] [--draws D] [--build simd|relaxed|auto]
 *
 * Kronecker-structured sparse Bayesian learning of N^3 unknowns (default 16) seen through three factors of M rows (default 8) at
 * 20 dB, beside learning without structure: milliseconds a step and in all, and the median relative squared error.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, kronecker, lanewiseSync, type Vector } from "../../src/entry/node.ts";
import { classicSBL, kroneckerOMP, kroSBL, oracleLS } from "../../src/methods/sparse-recovery/index.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "16" },
    rows: { type: "string", default: "8" },
    draws: { type: "string", default: "3" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build });
const [n, m, draws] = [Number(values.size), Number(values.rows), Number(values.draws)];
console.log(
  `${cpus()[0]?.model}, Node ${process.version}, ${lw.build}; ${n}^3 unknowns, ${m}^3 samples, ${draws} draws`,
);

interface Row {
  time: number;
  steps: number;
  errors: number[];
}
const table = new Map<string, Row>();
for (let seed = 1; seed <= draws; seed++)
  lw.scope(() => {
    const random = lw.random(seed);
    const factors = [0, 1, 2].map(() => lw.matrix(m, n, random.normal(m * n).data));
    for (const A of factors)
      for (let j = 0; j < n; j++) {
        let squares = 0;
        for (let i = 0; i < m; i++) squares += A.data[i * n + j]! ** 2;
        for (let i = 0; i < m; i++) A.data[i * n + j]! /= Math.sqrt(squares);
      }
    const supports = factors.map(() => {
      const order = random.uniform(n).toArray();
      return [...order.keys()].sort((a, b) => order[a]! - order[b]!).slice(0, 3);
    });
    const entries = random.normal(27).toArray();
    const truth = lw.vector(n ** 3);
    let q = 0;
    for (const i of supports[0]!)
      for (const j of supports[1]!) for (const k of supports[2]!) truth.data[(i * n + j) * n + k] = entries[q++]!;
    const y = lw.vector(m ** 3);
    kronecker(...factors).apply(y, truth);
    const noise = random.normal(m ** 3).toArray();
    const noiseVar = y.dot(y) / m ** 3 / 100;
    for (const [r, e] of noise.entries()) y.data[r]! += Math.sqrt(noiseVar) * e;

    const measure = (name: string, solve: () => { x: Vector; iterations?: number }) => {
      const start = performance.now();
      const { x, iterations = 1 } = solve();
      const row = table.get(name) ?? { time: 0, steps: 0, errors: [] };
      row.time += performance.now() - start;
      row.steps += iterations;
      const total = truth.dot(truth);
      row.errors.push(Array.from(truth.toArray()).reduce((s, v, p) => s + (v - x.data[p]!) ** 2, 0) / total);
      table.set(name, row);
    };
    measure("kroSBL, svd", () => kroSBL(y, factors, { noiseVar }));
    measure("kroSBL, am", () => kroSBL(y, factors, { noiseVar, update: "am" }));
    const dense = lw.matrix(m ** 3, n ** 3);
    const parts = factors.map((A) => A.toArray());
    const { data } = dense;
    for (let r = 0; r < m ** 3; r++)
      for (let c = 0; c < n ** 3; c++)
        data[r * n ** 3 + c] =
          parts[0]![Math.floor(r / m ** 2) * n + Math.floor(c / n ** 2)]! *
          parts[1]![(Math.floor(r / m) % m) * n + (Math.floor(c / n) % n)]! *
          parts[2]![(r % m) * n + (c % n)]!;
    measure("classicSBL", () => classicSBL(y, dense, { noiseVar }));
    measure("kroneckerOMP, sparsity known", () => kroneckerOMP(y, factors, { atoms: [3, 3, 3] }));
    measure("oracleLS, support known", () => ({ x: oracleLS(y, factors, supports) }));
  });

console.log("| | steps a draw | ms a step | ms a draw | median error |");
console.log("| --- | --- | --- | --- | --- |");
for (const [name, { time, steps, errors }] of table) {
  const error = errors.toSorted((a, b) => a - b)[Math.floor(draws / 2)]!;
  const cells = [(steps / draws).toFixed(0), (time / steps).toFixed(2), (time / draws).toFixed(0), error.toFixed(4)];
  console.log(`| ${name} | ${cells.join(" | ")} |`);
}
