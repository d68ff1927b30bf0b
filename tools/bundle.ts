// dist/: the entries and the methods over shared chunks, the command with its libraries inside, and the notices of what was inlined.
// Every output lies two folders deep, so that "../../build/simd.wasm" is right in src, in dist and in any chunk.

import { globSync, rmSync, writeFileSync } from "node:fs";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { notices } from "./notices.ts";

const common = {
  outbase: "src",
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  external: ["node:*", "*.wasm"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
} satisfies BuildOptions;

/** Libraries of the command that are CommonJS ask for Node's modules by `require`. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

rmSync("dist", { recursive: true, force: true });
const library = await build({
  ...common,
  entryPoints: ["src/entry/{node,browser,edge}.ts", "src/methods/**/*.ts"].flatMap((pattern) => globSync(pattern)),
  chunkNames: "shared/[name]-[hash]",
  platform: "neutral",
});
const command = await build({
  ...common,
  entryPoints: ["src/cli/main.ts"],
  chunkNames: "cli/[name]-[hash]",
  platform: "node",
  banner: { js: REQUIRE },
});
for (const [path, { entryPoint }] of Object.entries(library.metafile.outputs))
  if (entryPoint && !path.endsWith("/node.js")) checkFreeOfNode(library.metafile, path);
const inputs = [library, command].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync("dist/THIRD-PARTY.txt", notices(inputs));

/** Nothing that an entry for other hosts reaches may import what only Node has. */
function checkFreeOfNode({ outputs }: Metafile, entry: string): void {
  const seen = new Set<string>();
  const visit = (path: string, from: string): void => {
    if (path.endsWith(".wasm") || seen.has(path)) return;
    seen.add(path);
    const output = outputs[path];
    if (!output) throw new Error(`${entry} must run without Node, but ${from} imports ${path}`);
    for (const next of output.imports) visit(next.path, path);
  };
  visit(entry, entry);
}
