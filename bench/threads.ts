/**
 * What threads gain: the same products with one thread and with more, in rounds that do all of them in turn.
 *
 *   npm run bench:threads -- --threads 2 --rounds 15 --filter gemm --build auto
 *
 * `ratio` is the median over the rounds of the quotient of the two times of a round, each the median call of a burst; `best` that
 * of the two shortest calls. After `of` stands what the machine itself gives for a second core in the same rounds: how much more
 * two processes do that each work on a product of their own with one thread.
 * @module
 */
import { parseArgs } from "node:util";
import { cpus } from "node:os";
import { lanewise } from "../src/entry/threadsNode.ts";
import { share } from "../src/kernels/parallel.ts";
import { workerFile } from "../tools/worker.ts";
import { Neighbour } from "./neighbour.ts";
import { median, pairedRatio } from "./statistics.ts";
import { cases } from "./threadCases.ts";

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

/** Milliseconds of each of so many calls, one after the other. */
function timed(run: () => unknown, count = 1): number[] {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
}

const neighbour = new Neighbour(build);
for (const [index, { name, type, sizes, setup }] of cases.entries()) {
  if (!`${name} ${type}`.includes(values.filter)) continue;
  const [left, right] = [setup(one), setup(more)];
  const [alone, together, beside]: [number[], number[], number[]] = [[], [], []];
  for (const subject of [left, right]) timed(() => subject.ours());
  const burst = Math.ceil(BURST / Math.min(...timed(() => left.ours(), 3)));
  let [least, leastTogether] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < Number(values.rounds); round++) {
    const [ones, twos] = [timed(() => left.ours(), burst), timed(() => right.ours(), burst)];
    alone.push(median(ones));
    together.push(median(twos));
    least = Math.min(least, ...ones);
    leastTogether = Math.min(leastTogether, ...twos);
    await neighbour.start(index);
    beside.push(median(timed(() => left.ours(), burst)));
    await neighbour.stop();
  }
  const shape = Object.values(sizes).join(" x ");
  const milliseconds = `${median(alone).toFixed(2)} ms alone, ${median(together).toFixed(2)} ms together`;
  const ratio = `ratio ${pairedRatio(alone, together).toFixed(2)} of ${(2 * pairedRatio(alone, beside)).toFixed(2)}`;
  console.log(`${name} ${type} ${shape}: ${ratio}, best ${(least / leastTogether).toFixed(2)}; ${milliseconds}`);
  for (const array of [...left.arrays, ...right.arrays]) array.dispose();
}

neighbour.dispose();

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
    costs.push((timed(nothing)[0] as number) * 1000);
  }
  const state = pause === 0 ? "one after the other" : "with workers asleep";
  console.log(
    `an empty fork and join, ${state}: ${median(costs).toFixed(1)} microseconds, ${Math.min(...costs).toFixed(1)} at best`,
  );
}
x.dispose();
more.dispose();
