// npm run test:hosts: the packed package on every host this machine has. A host that is not there is named as skipped.
// The last line is "N passed, N failed", with ", N skipped" where hosts were.

import { rmSync } from "node:fs";
import { type Check, check } from "./checks.ts";
import { findChromium, inChromium } from "./chromium.ts";
import { inDeno } from "./deno.ts";
import { findNode, inNode } from "./node.ts";
import { type Project, pack } from "./pack.ts";
import { inPackage } from "./package.ts";
import { command, install, title } from "./registry.ts";
import { inWorkerd } from "./workerd.ts";

interface Host {
  readonly name: string;
  /** Why it cannot run here. */
  readonly missing?: string | undefined;
  run(project: Project): Check[] | Promise<Check[]>;
}

function node(major: number): Host {
  const found = findNode(major);
  if (!found) return { name: `Node ${major}`, missing: "no such version on PATH", run: () => [] };
  return { name: `Node ${found.version.slice(1)}`, run: (project) => inNode(found.path, project) };
}

function chromium(): Host {
  const found = findChromium();
  if (!found) return { name: "Chromium", missing: "not on PATH", run: () => [] };
  return { name: `Chromium ${found.version}`, run: (project) => inChromium(found.path, project) };
}

const counts = { passed: 0, failed: 0, skipped: 0 };

function report(host: string, checks: readonly Check[]): void {
  const failed = checks.filter(({ error }) => error !== undefined);
  counts.failed += failed.length;
  counts.passed += checks.length - failed.length;
  console.log(`${host}: ${checks.length - failed.length} passed, ${failed.length} failed`);
  for (const { name, error } of failed) console.log(`  ${name}: ${error}`);
}

let project: Project | undefined;
const packed = await check("npm pack and install", async () => {
  project = await pack();
});
report("the package", [packed, ...(project ? await inPackage(project) : [])]);
const missing = install();
const hosts: Host[] = [
  node(20),
  node(24),
  { name: title("workerd"), missing, run: inWorkerd },
  { name: title("deno"), missing, run: (it) => inDeno(command("deno"), it) },
  chromium(),
];
for (const { name, missing, run } of hosts) {
  if (missing || !project) {
    counts.skipped++;
    console.log(`${name}: skipped, ${missing ?? "there is no package to run"}`);
    continue;
  }
  const installed = project;
  let checks: Check[] = [];
  const ran = await check("the host runs the list", async () => {
    checks = await run(installed);
  });
  report(name, [ran, ...checks]);
}
if (project) rmSync(project.folder, { recursive: true, force: true });
console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
