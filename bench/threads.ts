/**
 * What threads gain: the same products with one thread and with more, in rounds that do all of them in turn.
 *
 *   npm run bench:threads -- --threads 2 --rounds 15 --filter gemm --build auto
 *
 * `ratio` is the median over the rounds of the quotient of the two times of a round; `best` that of the two shortest times.
 * @module
 */
import { parseArgs } from "node:util";
import { cpus } from "node:os";
import { lanewise } from "../src/entry/threadsNode.ts";
import { share } from "../src/kernels/parallel.ts";
import { syrk } from "../src/kernels/dense.ts";
import type { Real } from "../src/core/types.ts";
import { workerFile } from "../tools/worker.ts";
import { bsrMmCase } from "./bsr.bench.ts";
import type { Case } from "./case.ts";
import { csrMmCase } from "./csr.bench.ts";
import { normal } from "./data.ts";
import { fistaCase } from "./fista.bench.ts";
import { gemmCase } from "./gemm.bench.ts";
import { lassoPathCase } from "./lasso.bench.ts";
import { lutMmCase } from "./lut.bench.ts";
import { median, pairedRatio } from "./statistics.ts";

const syrkCase = (type: Real, n: number, k: number): Pick<Case, "name" | "type" | "sizes"> & Partial<Case> => ({
  name: "syrk",
  type,
  sizes: { n, k },
  setup(lw) {
    const [A, C] = [lw.matrix(n, k, normal(lw, n * k, type, 1)), lw.matrix(n, n, undefined, { type })];
    const ours = () => syrk(C, A);
    return { arrays: [A, C], work: { bytes: A.bytes + C.bytes, flops: n * n * k }, ours } as never;
  },
});

const cases = [
  gemmCase("f32", 1024, 1024, 1024),
  gemmCase("f64", 1024, 1024, 1024),
  syrkCase("f32", 1024, 1024),
  syrkCase("f64", 1024, 1024),
  bsrMmCase("f32", 2048, 2048, 16, 128, 0.1),
  bsrMmCase("f64", 2048, 2048, 16, 128, 0.1),
  csrMmCase("f32", 2048, 2048, 64, 0.05),
  csrMmCase("f64", 2048, 2048, 64, 0.05),
  lutMmCase("f32", 4096, 4096, 128),
  lutMmCase("f32", 4096, 4096, 16, "int8"),
  fistaCase("f32", 1000, 5000, 20),
  fistaCase("f64", 1000, 5000, 20),
  lassoPathCase("f64", 1000, 5000, 100),
] as Case[];

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "15" },
    filter: { type: "string", default: "" },
    build: { type: "string", default: "auto" },
  },
});
/** Milliseconds that calls follow each other, so that waking a worker is a small part. */
const BURST = 40;

const build = values.build as "auto" | "simd" | "relaxed";
const one = await lanewise({ build, threads: 1 });
const more = await lanewise({ build, threads: Number(values.threads), worker: workerFile() });
const title = `${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}, build ${more.build}`;
console.log(`${more.threads} threads against one: ${title}${more.reason ? ` (${more.reason})` : ""}`);

/** Milliseconds of one call, of `count` of them one after the other. */
function timed(run: () => unknown, count = 1): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) run();
  return (performance.now() - start) / count;
}

for (const { name, type, sizes, setup } of cases) {
  if (!`${name} ${type}`.includes(values.filter)) continue;
  const [left, right] = [setup(one), setup(more)];
  const [alone, together]: [number[], number[]] = [[], []];
  for (const subject of [left, right]) timed(() => subject.ours());
  const burst = Math.ceil(BURST / timed(() => left.ours()));
  for (let round = 0; round < Number(values.rounds); round++) {
    alone.push(timed(() => left.ours(), burst));
    together.push(timed(() => right.ours(), burst));
  }
  const best = Math.min(...alone) / Math.min(...together);
  const shape = Object.values(sizes).join(" x ");
  const milliseconds = `${median(alone).toFixed(2)} ms alone, ${median(together).toFixed(2)} ms together`;
  console.log(
    `${name} ${type} ${shape}: ratio ${pairedRatio(alone, together).toFixed(2)}, best ${best.toFixed(2)}; ${milliseconds}`,
  );
  for (const array of [...left.arrays, ...right.arrays]) array.dispose();
}

const x = more.vector(1);
const { engine, type } = x;
const nothing = () =>
  share(engine, type, more.threads, ({ dense_epilogue }) => {
    for (let i = 0; i < more.threads; i++) dense_epilogue(0, 0, 0, 0, 0, false, 0);
  });
for (const pause of [0, 2]) {
  const costs: number[] = [];
  for (let i = 0; i < 2000 / (1 + 10 * pause); i++) {
    for (const until = performance.now() + pause; performance.now() < until; );
    costs.push(timed(nothing) * 1000);
  }
  const state = pause === 0 ? "one after the other" : "with workers asleep";
  console.log(
    `an empty fork and join, ${state}: ${median(costs).toFixed(1)} microseconds, ${Math.min(...costs).toFixed(1)} at best`,
  );
}
x.dispose();
more.dispose();
