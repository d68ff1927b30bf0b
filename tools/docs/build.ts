// npm run docs: the API reference of every entry of package.json, to out/docs. The last line is "N passed, N failed".

import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Check, check, expect } from "../../test/hosts/checks.ts";
import { maths } from "./maths.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const out = join(root, "out/docs");
const require = createRequire(import.meta.url);

/** The entries of package.json: what is imported, and its source. Those for hosts have the exports of the main one. */
function findEntries(): Map<string, string> {
  const { exports } = require("../../package.json") as { exports: Record<string, unknown> };
  const found = new Map<string, string>();
  for (const [name, target] of Object.entries(exports)) {
    const { types } = ((target as { node?: unknown }).node ?? target) as { types?: string };
    if (types === undefined || /\.wasm$|^\.\/(edge|inline)$/.test(name)) continue;
    const pattern = types.replace("./dist/", "src/").replace(/\.d\.ts$/, ".ts");
    for (const source of globSync(pattern, { cwd: root }).sort()) {
      const part = pattern.includes("*") ? source.split("/").at(-2) : undefined;
      found.set(source, `lanewise${name.slice(1).replace("*", part ?? "")}`);
    }
  }
  return found;
}

const entries = findEntries();

function install(): void {
  const { dependencies } = require("./package.json") as { dependencies: Record<string, string> };
  const isThere = Object.entries(dependencies).every(([name, version]) => {
    const path = join(here, "node_modules", name, "package.json");
    return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).version === version;
  });
  if (!isThere) execFileSync("npm", ["ci", "--loglevel=error"], { cwd: here, stdio: "inherit" });
}

/** Warnings of a run, as text. */
async function generate(): Promise<string[]> {
  const typedoc = (await import(pathToFileURL(require.resolve("typedoc")).href)) as typeof import("typedoc");
  const warnings: string[] = [];
  class Collector extends typedoc.Logger {
    override log(message: string, level: number): void {
      if (level >= typedoc.LogLevel.Warn) warnings.push(message);
    }
  }
  const app = await typedoc.Application.bootstrap({
    options: join(here, "typedoc.json"),
    tsconfig: join(here, "tsconfig.json"),
    entryPoints: [...entries.keys()].map((path) => join(root, path)),
    basePath: join(root, "src"),
    out,
  });
  app.logger = new Collector();
  maths(app, typedoc, new Map([...entries].map(([path, name]) => [join(root, path), name])));
  const project = await app.convert();
  if (!project) return [...warnings, "nothing was converted"];
  app.validate(project);
  await app.generateDocs(project, out);
  return warnings;
}

/** The page of every value that an entry exports is there, and says something. */
async function inPages(entry: string): Promise<void> {
  const names = Object.keys(await import(pathToFileURL(join(root, entry)).href));
  const pages = new Set(globSync("**/*.html", { cwd: out }).map((path) => path.split("/").at(-1)));
  const missing = names.filter(
    (name) => ![...pages].some((page) => page?.endsWith(`.${name}.html`) || page === `${name}.html`),
  );
  expect(names.length > 0 && missing.length === 0, `no page for ${missing.join(", ")}`);
}

const checks: Check[] = [
  await check("typedoc is installed", install),
  await check("the reference is built without a warning", async () => {
    const warnings = await generate();
    expect(warnings.length === 0, warnings.join("\n  "));
  }),
];
for (const [source, name] of entries)
  checks.push(await check(`a page for each export of ${name}`, () => inPages(source)));
checks.push(
  await check("formulas stand as they are written", () => {
    const page = (name: string) => readFileSync(join(out, globSync(`**/${name}`, { cwd: out })[0] as string), "utf8");
    const html = page("*Lanewise.html");
    expect(html.includes("A = V*diag(values)*V'"), "A = V*diag(values)*V' is not in the page of Lanewise");
    expect(page("*minimizeComposite.html").includes("Formula And Source"), "a method's page lacks its formula");
  }),
);
for (const { name, error } of checks)
  console.log(`${error === undefined ? "passed" : "failed"}  ${name}${error === undefined ? "" : `: ${error}`}`);
const failed = checks.filter(({ error }) => error !== undefined).length;
console.log(`out/docs/index.html\n${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
