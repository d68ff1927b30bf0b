// Node, of whichever version a path leads to.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Check } from "./checks.ts";
import type { Project } from "./pack.ts";

/** The first node of this major version on PATH, which inside npm scripts begins with the project's own. */
export function findNode(major: number): { path: string; version: string } | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, "node");
    try {
      const version = execFileSync(path, ["--version"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
      if (version.startsWith(`v${major}.`)) return { path, version };
    } catch {}
  }
  return undefined;
}

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

/** The smoke list in a fresh process. */
export function inNode(node: string, { folder }: Project): Check[] {
  const file = join(folder, "node.js");
  writeFileSync(file, MAIN);
  return JSON.parse(execFileSync(node, [file], { cwd: folder, encoding: "utf8", timeout: 120_000 }));
}
