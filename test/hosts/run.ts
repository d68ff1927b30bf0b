// npm run test:hosts: the packed package on every host this machine has. A host that is not there is named as skipped.
// With words after it (npm run test:hosts -- Firefox Bun), only hosts with one of them in their names; then no page is written.
// The last line is "N passed, N failed", with ", N skipped" where hosts were.

import { rmSync } from "node:fs";
import { version } from "esbuild";
import { typesAreRight } from "./attw.ts";
import { type Check, check } from "./checks.ts";
import { findBrowser, inBrowser, type Settings } from "./browsers.ts";
import { inBundle, names } from "./bundlers.ts";
import { findBun } from "./bun.ts";
import { inDeno } from "./deno.ts";
import { inEdge } from "./edge.ts";
import { compareBits, type Outcome, printMatrix } from "./matrix.ts";
import { findNode, inNode } from "./node.ts";
import { type Project, pack } from "./pack.ts";
import { inPackage } from "./package.ts";
import { command, install, title } from "./registry.ts";
import { reasons, threadsInBrowser, threadsInDeno, threadsInNode, threadsInWorkerd } from "./threads.ts";
import { inWorkerd } from "./workerd.ts";

interface Host {
  readonly name: string;
  /** Why it cannot run here. */
  readonly missing?: string | undefined;
  run(project: Project): Check[] | Promise<Check[]>;
}

function node(major: number): Host {
  const found = findNode(major);
  if (!found) return { name: `Node ${major}`, missing: "no such version on PATH or in the registry", run: () => [] };
  return { name: `Node ${found.version.slice(1)}`, run: (project) => inNode(found.path, project) };
}

function bun(): Host {
  const found = findBun();
  if (!found) return { name: "Bun", missing: "not on PATH or in the registry", run: () => [] };
  return { name: `Bun ${found.version}`, run: (project) => inNode(found.path, project) };
}

function browser(name: Parameters<typeof findBrowser>[0], how = "", settings: Settings = {}): Host {
  const found = findBrowser(name);
  if (!found) return { name: `${name}${how}`, missing: "not on this machine", run: () => [] };
  return { name: `${name} ${found.version}${how}`, run: (project) => inBrowser(found, project, settings) };
}

function bundle(bundler: string): Host {
  const found = findBrowser("Chromium");
  const name = `a bundle by ${bundler === "esbuild" ? `esbuild ${version}` : title(bundler)} in Chromium`;
  if (!found || missing) return { name, missing: missing ?? "Chromium is not on this machine", run: () => [] };
  return { name, run: (project) => inBundle(bundler, found, project) };
}

/** lanewise/threads on a host, which is missing where the host is. */
function threads(host: Host, run: Host["run"]): Host {
  return { ...host, name: `${host.name}, threads`, run };
}

/** The same in a browser: `expected` as in ./threads.ts. */
function pageThreads(name: Parameters<typeof findBrowser>[0], how: string, settings: Settings, expected: string): Host {
  const found = findBrowser(name);
  return threads(browser(name, how), (it) => (found ? threadsInBrowser(found, it, settings, expected) : []));
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
if (project && !missing) report("types of the package", [await typesAreRight(project)]);
else {
  counts.skipped++;
  console.log(`types of the package: skipped, ${missing ?? "there is no package"}`);
}
const outcomes: Outcome[] = [];
const hosts: Host[] = [
  ...[20, 22, 24, 26].map(node),
  { name: title("deno"), missing, run: (it) => inDeno(command("deno"), it) },
  bun(),
  { name: title("workerd"), missing, run: inWorkerd },
  { name: `a bundle by ${title("wrangler")} in workerd`, missing, run: inEdge },
  browser("Chromium", "", { relaxed: true }),
  browser("Chromium", ", isolated", { isolated: true, relaxed: true }),
  ...names.map(bundle),
  browser("Firefox", "", { relaxed: true }),
  browser("WebKitGTK", "", { relaxed: false }),
  // It has relaxed SIMD without dot products, which is not enough.
  browser("WebKitGTK", ", relaxed SIMD switched on", { relaxed: false, environment: { JSC_useWasmRelaxedSIMD: "1" } }),
  ...[20, 22, 24, 26].map((major) => threads(node(major), (it) => threadsInNode(findNode(major)!.path, it))),
  threads({ name: title("deno"), missing, run: () => [] }, (it) => threadsInDeno(command("deno"), it)),
  threads(bun(), (it) => threadsInNode(findBun()!.path, it)),
  threads({ name: title("workerd"), missing, run: () => [] }, threadsInWorkerd),
  pageThreads("Chromium", "", {}, reasons.page),
  pageThreads("Chromium", ", isolated", { isolated: true }, "threads"),
  pageThreads("Firefox", ", isolated", { isolated: true }, "threads"),
  pageThreads("WebKitGTK", ", isolated", { isolated: true }, reasons.none),
];
const words = process.argv.slice(2);
const wanted = words.length === 0 ? hosts : hosts.filter(({ name }) => words.some((word) => name.includes(word)));
for (const { name, missing, run } of wanted) {
  if (missing || !project) {
    counts.skipped++;
    outcomes.push({ name, checks: [], missing: missing ?? "there was no package" });
    console.log(`${name}: skipped, ${missing ?? "there is no package to run"}`);
    continue;
  }
  const installed = project;
  let checks: Check[] = [];
  const ran = await check("the host runs the list", async () => {
    checks = await run(installed);
  });
  report(name, [ran, ...checks]);
  outcomes.push({ name, checks: [ran, ...checks] });
}
report("the same bits on every host", compareBits(outcomes));
printMatrix(outcomes, words.length === 0);
if (project) rmSync(project.folder, { recursive: true, force: true });
console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
