/**
 * npx tsx bench/cold/start.ts [--runs N] [--node PATH] [--peers] [--cache]: from an import to the first result, in fresh processes.
 *
 * Each process imports a package as it is published, multiplies two 64 x 64 matrices, reads the result and prints how long that took
 * by its own clock, from the first line of the program on, not Node's own start. Median, least and quartiles; `npm run build` first.
 * With `--cache`, Node 22 and later find the JavaScript compiled by a process before.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    node: { type: "string", default: process.execPath },
    peers: { type: "boolean", default: false },
    cache: { type: "boolean", default: false },
  },
});

/** Files, with the entry for those that take one. */
const programs: Record<string, [file: string, ...entry: string[]]> = {
  "lanewise/core": ["core.mjs"],
  lanewise: ["full.mjs", "node"],
  "lanewise/inline": ["full.mjs", "inline"],
  ...(values.peers && { "tfjs, Wasm backend": ["tfjs.mjs"] }),
};
/** The whole, then, of lanewise, its parts. */
const PARTS = ["import", "read, compile and link", "first product"];
const times: Record<string, number[][]> = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
const cache = values.cache ? mkdtempSync(join(tmpdir(), "lanewise-cold-")) : undefined;
const env = cache ? { ...process.env, NODE_COMPILE_CACHE: cache } : process.env;
const once = ([file, ...entry]: [string, ...string[]]): number[] => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return JSON.parse(execFileSync(values.node, [path, ...entry], { encoding: "utf8", env }));
};

// What was compiled is written at the end of a process, in full after the second.
if (cache) for (const program of Object.values(programs)) [once(program), once(program)];
for (let round = 0; round < Number(values.runs); round++)
  for (const [name, program] of Object.entries(programs)) times[name]?.push(once(program));

if (cache) rmSync(cache, { recursive: true });

const version = execFileSync(values.node, ["--version"], { encoding: "utf8" }).trim();
console.log(
  `Node ${version}, ${values.runs} fresh processes each, milliseconds from import to the first result${cache ? ", compiled before" : ""}`,
);
const peer = times["tfjs, Wasm backend"];
for (const [name, runs] of Object.entries(times)) {
  const whole = runs.map(([total]) => total as number);
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((q) => quantile(whole, q).toFixed(2));
  const ratio = peer && peer !== runs ? `; tfjs takes ${(middle(peer) / middle(runs)).toFixed(1)} times as long` : "";
  console.log(
    `${name.padEnd(20)} median ${median}, least ${Math.min(...whole).toFixed(2)}, quartiles ${q1} to ${q3}${ratio}`,
  );
  const parts = PARTS.map((part, i) => [part, runs.map((run) => run[i + 1] as number)] as const);
  if (runs[0]?.length === PARTS.length + 1)
    console.log(`  medians: ${parts.map(([part, all]) => `${part} ${quantile(all, 0.5).toFixed(2)}`).join(", ")}`);
}

function middle(runs: readonly number[][]): number {
  return quantile(
    runs.map(([total]) => total as number),
    0.5,
  );
}

function quantile(all: readonly number[], q: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;
}
