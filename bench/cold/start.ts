/**
 * npx tsx bench/cold/start.ts [--runs N] [--node PATH] [--peers]: from an import to the first result, in fresh processes.
 *
 * Each process imports a package as it is published, multiplies two 64 x 64 matrices, reads the result and prints how long that took
 * by its own clock, from the first line of the program on. Median, least and interquartile range; `npm run build` first.
 * @module
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    node: { type: "string", default: process.execPath },
    peers: { type: "boolean", default: false },
  },
});

const programs: Record<string, string> = {
  lanewise: "lanewise.mjs",
  "lanewise/inline": "inline.mjs",
  ...(values.peers && { "tfjs, Wasm backend": "tfjs.mjs" }),
};
const times: Record<string, number[]> = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
const once = (file: string): number =>
  Number(execFileSync(values.node, [fileURLToPath(new URL(file, import.meta.url))], { encoding: "utf8" }));

for (let round = 0; round < Number(values.runs); round++)
  for (const [name, file] of Object.entries(programs)) times[name]!.push(once(file));

const version = execFileSync(values.node, ["--version"], { encoding: "utf8" }).trim();
console.log(`Node ${version}, ${values.runs} fresh processes each, milliseconds from import to the first result`);
const first = quantile(times.lanewise!, 0.5);
for (const [name, all] of Object.entries(times)) {
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((q) => quantile(all, q)) as [number, number, number];
  const ratio = (median / first).toFixed(2);
  console.log(
    `${name.padEnd(20)} median ${median.toFixed(2)}, least ${Math.min(...all).toFixed(2)}, quartiles ${q1.toFixed(2)} to ${q3.toFixed(2)}; ${ratio} of lanewise`,
  );
}

function quantile(all: readonly number[], q: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}
