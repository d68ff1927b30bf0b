// Node, of whichever version a path leads to.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Check } from "./checks.ts";
import type { Project } from "./pack.ts";

/** A command with its version, the first of those that run and whose version begins so. */
export function findCommand(paths: readonly string[], version: string): { path: string; version: string } | undefined {
  for (const path of paths) {
    try {
      const found = execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
      if (found.startsWith(version)) return { path, version: found };
    } catch {}
  }
  return undefined;
}

/** Where commands of a name may lie: on PATH, which inside npm scripts begins with the project's own, or in `registry`. */
export function places(name: string, registry: string): string[] {
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return [...onPath, fileURLToPath(new URL(`node_modules/${registry}/bin/${name}`, import.meta.url))];
}

/** A node of this major version. */
export const findNode = (major: number) => findCommand(places("node", `node-${major}`), `v${major}.`);

const MAIN = `
import { readFile } from "node:fs/promises";
import * as lanewise from "lanewise";
import * as broken from "./broken/dist/entry/node.js";
import * as list from "./smoke.js";
const checks = await list.smoke(lanewise);
checks.push(await list.broken(broken));
const wasm = import.meta.resolve("lanewise/simd.wasm");
checks.push(...(await list.entries(await import("lanewise/inline"), await import("lanewise/edge"), await readFile(new URL(wasm)))));
console.log(JSON.stringify(checks));
`;

/** The smoke list, or another program, in a fresh process. */
export function inNode(node: string, { folder }: Project, main = MAIN): Check[] {
  const file = join(folder, "node.js");
  writeFileSync(file, main);
  return JSON.parse(execFileSync(node, [file], { cwd: folder, encoding: "utf8", timeout: 120_000 }));
}
