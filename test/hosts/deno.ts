// Deno without any permission: the entry imports the .wasm files at the source phase, so nothing is read at run time.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./checks.ts";
import type { Project } from "./pack.ts";

const MAIN = `
import * as lanewise from "lanewise";
import { smoke } from "./smoke.js";
console.log(JSON.stringify(await smoke(lanewise)));
`;

/** The smoke list, or another program, in a fresh process. */
export function inDeno(deno: string, { folder }: Project, main = MAIN): Check[] {
  writeFileSync(join(folder, "deno.js"), main);
  const args = ["run", "--no-prompt", "--node-modules-dir=manual", "deno.js"];
  const env = { ...process.env, DENO_DIR: join(folder, "deno-cache"), DENO_NO_UPDATE_CHECK: "1" };
  return JSON.parse(execFileSync(deno, args, { cwd: folder, encoding: "utf8", timeout: 120_000, env }));
}
