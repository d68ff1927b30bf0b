// build/<target>.wasm for each target of asconfig.json that is not up to date, as many at a time as there are cores.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Stamp } from "./stamp.ts";

const { resolve } = createRequire(import.meta.url);
const asc = resolve("assemblyscript/bin/asc.js");
const compiler = ["assemblyscript", "binaryen"].map((name) => resolve(`${name}/package.json`));
const sources = ["asconfig.json", "assembly/**/*.ts", ...compiler];

/** Runs the compiler; its exit code. */
const compile = (target: string): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [asc, "--target", target], { stdio: "inherit" });
    child.on("close", (code) => done(code ?? 1));
  });

const { targets } = JSON.parse(readFileSync("asconfig.json", "utf8")) as { targets: Record<string, unknown> };
const stale = Object.keys(targets)
  .map((target) => ({ target, stamp: new Stamp(target, sources, [`build/${target}.{wasm,wat,js,d.ts}`]) }))
  .filter(({ stamp }) => !stamp.isFresh);
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let next = stale.shift(); next !== undefined; next = stale.shift()) {
      const code = await compile(next.target);
      if (code === 0) next.stamp.write();
      else process.exitCode = code;
    }
  }),
);
