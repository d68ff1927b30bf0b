// build/<target>.wasm for each target of asconfig.json, as many at a time as there are cores.
// A target is passed over where its stamp shows the sources, the compiler and all it wrote to be as its last build left them.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";

const { resolve } = createRequire(import.meta.url);
const asc = resolve("assemblyscript/bin/asc.js");

/** Of the names and bytes of files. */
function digest(paths: string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    const bytes = readFileSync(path);
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

const compiler = ["assemblyscript", "binaryen"].map((name) => resolve(`${name}/package.json`));
// Read before anything is compiled: a source that is edited meanwhile leaves its build stale.
const sources = digest(["asconfig.json", ...compiler, ...globSync("assembly/**/*.ts").sort()]);
const { targets } = JSON.parse(readFileSync("asconfig.json", "utf8")) as { targets: Record<string, unknown> };

const stampOf = (target: string): string => `build/${target}.stamp`;
const state = (target: string): string => `${sources} ${digest(globSync(`build/${target}.{wasm,wat,js,d.ts}`).sort())}`;
const isBuilt = (target: string): boolean =>
  existsSync(stampOf(target)) && readFileSync(stampOf(target), "utf8") === state(target);

/** Runs the compiler; its exit code. */
const compile = (target: string): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [asc, "--target", target], { stdio: "inherit" });
    child.on("close", (code) => done(code ?? 1));
  });

const stale = Object.keys(targets).filter((target) => !isBuilt(target));
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let target = stale.shift(); target !== undefined; target = stale.shift()) {
      const code = await compile(target);
      if (code === 0) writeFileSync(stampOf(target), state(target));
      else process.exitCode = code;
    }
  }),
);
