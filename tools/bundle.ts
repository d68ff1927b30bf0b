// dist/: the entries and the methods over shared chunks, the command with its libraries inside, and the notices of what was inlined.
// Every entry and chunk lies two folders deep, so that "../../build/simd.wasm" is right in src and in dist.

import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { notices } from "./notices.ts";
import { isShared, together } from "./shared.ts";

const common = {
  outbase: "src",
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  external: ["node:*", "*.wasm", "bullmq", "ioredis"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  logOverride: { "ignored-bare-import": "silent" }, // ambient.ts holds types alone
} satisfies BuildOptions;

/** Libraries of the command that are CommonJS ask for Node's modules by `require`. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** `inline:` before the path of a file is its bytes. */
const inline: Plugin = {
  name: "inline",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^inline:/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice("inline:".length)),
      namespace: "inline",
    }));
    onLoad({ filter: /./, namespace: "inline" }, ({ path }) => ({ contents: readFileSync(path), loader: "binary" }));
  },
};

rmSync("dist", { recursive: true, force: true });
// What `lanewise/core` is and what `lanewise` adds, a file each; a file for each entry to them; everything else over chunks.
const core = await together("core", "src/entry/coreNode.ts", { ...common, platform: "neutral" }, []);
const main = await together("main", "src/entry/own.ts", { ...common, platform: "neutral" }, [core]);
const parts = [];
for (const [entries, splitting] of [
  [["src/entry/{node,browser,edge,own,inline,coreBrowser,coreOwn}.ts"], false],
  [["src/entry/{threads,threadsNode,threadsDeno,threadsEdge}.ts"], true],
  [["src/{io,models,distributed}/index.ts", "src/methods/*/index.ts"], true],
] as const)
  parts.push(
    await build({
      ...common,
      entryPoints: entries.flatMap((pattern) => globSync(pattern)),
      splitting,
      chunkNames: "shared/[name]-[hash]",
      platform: "neutral",
      plugins: [inline, core, main],
    }),
  );
// A worker is one file: bundlers and content policies are asked for no second one.
const workers = await build({
  ...common,
  entryPoints: ["src/entry/threadsWorker.ts", "src/entry/threadsWorkerNode.ts"],
  splitting: false,
  minify: true,
  platform: "neutral",
});
const command = await build({
  ...common,
  entryPoints: ["src/cli/main.ts"],
  chunkNames: "cli/[name]-[hash]",
  platform: "node",
  minify: true,
  keepNames: true, // error messages name classes
  banner: { js: REQUIRE },
});
writeFileSync("dist/cli/main.js", `#!/usr/bin/env node\n${readFileSync("dist/cli/main.js", "utf8")}`);
cpSync("build/slim", "dist/slim", { recursive: true });
writeFileSync("dist/entry/deno.js", sourcePhase(readFileSync("dist/entry/edge.js", "utf8"), 2));
writeFileSync("dist/entry/threadsDeno.js", sourcePhase(readFileSync("dist/entry/threadsDeno.js", "utf8"), 4));
for (const { metafile } of parts)
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs))
    if (entryPoint && !/\/(node|threads(Node|Deno)|distributed\/index)\.js$/.test(path))
      checkFreeOfNode(metafile, path);
const inputs = [...parts, workers, command].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync("dist/THIRD-PARTY.txt", notices(inputs));

/** Deno hands over compiled modules as edge hosts do, by another keyword, which neither TypeScript nor esbuild reads yet. */
function sourcePhase(edge: string, modules: number): string {
  const deno = edge.replace(/import (\w+ from ".*\.wasm")/g, "import source $1");
  if (deno.split("import source").length !== modules + 1)
    throw new Error(`an entry no longer imports ${modules} .wasm files by name`);
  return deno;
}

/** Nothing that an entry for other hosts reaches may import what only Node has. */
function checkFreeOfNode({ outputs }: Metafile, entry: string): void {
  const seen = new Set<string>();
  const visit = (path: string, from: string): void => {
    if (path.endsWith(".wasm") || isShared(path) || seen.has(path)) return;
    seen.add(path);
    const output = outputs[path];
    if (!output) throw new Error(`${entry} must run without Node, but ${from} imports ${path}`);
    for (const next of output.imports) visit(next.path, path);
  };
  visit(entry, entry);
}
