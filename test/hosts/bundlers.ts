// Bundles of a small page by the bundlers people use, each run in Chromium. How each gets the .wasm is what its users would write.

import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as esbuild } from "esbuild";
import { type Browser, visit } from "./browsers.ts";
import { type Check, expect } from "./checks.ts";
import type { Project } from "./pack.ts";

const require = createRequire(import.meta.url);
const load = async (name: string) => import(pathToFileURL(require.resolve(name)).href);

const HTML = '<!doctype html><title>lanewise</title><script type="module" src="./main.js"></script>';

/** The page: the smoke list over the package as `setup` imports it. */
const main = (setup: string) => `
${setup}
import { smoke } from "../smoke.js";
const post = (checks) => fetch("/checks", { method: "POST", body: JSON.stringify(checks) });
smoke(lanewise).then(post, (error) => post([{ name: "the page runs", error: String(error) }]));
`;

const PLAIN = 'import * as lanewise from "lanewise";';
const INLINE = 'import * as lanewise from "lanewise/inline";';

/** esbuild leaves \`new URL\` alone, but a loader makes an address of an imported .wasm. */
const ADDRESSES = `
import * as package_ from "lanewise";
import simd from "lanewise/simd.wasm";
import relaxed from "lanewise/relaxed.wasm";
const address = { simd, relaxed };
const load = (options = {}) => {
  const build = options.build && options.build !== "auto" ? options.build : package_.hasRelaxed() ? "relaxed" : "simd";
  return package_.lanewise(build in address ? { wasm: address[build], ...options } : options);
};
const lanewise = { ...package_, lanewise: load };
`;

interface Bundler {
  readonly setup: string;
  /** Bundles \`from\`/main.js to \`to\`/main.js, or more where it has a page of its own. */
  bundle(from: string, to: string): Promise<void>;
}

const bundlers: Record<string, Bundler> = {
  vite: {
    setup: PLAIN,
    async bundle(from, to) {
      const { build } = await load("vite");
      await build({ root: from, configFile: false, logLevel: "error", build: { outDir: to, target: "es2022" } });
    },
  },
  webpack: {
    setup: PLAIN,
    async bundle(from, to) {
      const { default: webpack } = await load("webpack");
      const compiler = webpack({
        mode: "production",
        target: "web",
        entry: join(from, "main.js"),
        output: { path: to, filename: "main.js", publicPath: "/" },
      });
      const stats = await new Promise<{ hasErrors(): boolean; toString(): string }>((resolve, reject) =>
        compiler.run((error: Error | null, stats: never) => (error ? reject(error) : resolve(stats))),
      );
      expect(!stats.hasErrors(), String(stats));
    },
  },
  rollup: {
    setup: INLINE,
    async bundle(from, to) {
      const [{ rollup }, { nodeResolve }] = [await load("rollup"), await load("@rollup/plugin-node-resolve")];
      const bundle = await rollup({ input: join(from, "main.js"), plugins: [nodeResolve({ browser: true })] });
      await bundle.write({ file: join(to, "main.js"), format: "es" });
      await bundle.close();
    },
  },
  esbuild: {
    setup: ADDRESSES,
    async bundle(from, to) {
      await esbuild({
        entryPoints: [join(from, "main.js")],
        outdir: to,
        bundle: true,
        format: "esm",
        minify: true,
        loader: { ".wasm": "file" },
        publicPath: "/",
      });
    },
  },
};

/** The bundlers there are. */
export const names = Object.keys(bundlers);

/** The smoke list in a bundle. */
export async function inBundle(name: string, browser: Browser, { folder }: Project): Promise<Check[]> {
  const { setup, bundle } = bundlers[name]!;
  const [from, to] = [join(folder, `${name}-source`), join(folder, `${name}-bundle`)];
  for (const path of [from, to]) mkdirSync(path, { recursive: true });
  writeFileSync(join(from, "main.js"), main(setup));
  writeFileSync(join(from, "index.html"), HTML);
  await bundle(from, to);
  return visit(browser, to, name === "vite" ? undefined : HTML);
}
