// workerd through miniflare: a worker bundled as its users do, with the .wasm files as precompiled modules.

import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Check } from "./checks.ts";
import type { Project } from "./pack.ts";

const require = createRequire(import.meta.url);

const WORKER = `
import * as lanewise from "lanewise";
import { smoke } from "./smoke.js";
const { build } = lanewise.lanewiseSync();
const scope = { name: "loads at once in the global scope", error: build === "relaxed" ? undefined : "another build" };
export default { fetch: async () => Response.json([scope, ...(await smoke(lanewise))]) };
`;

/** The smoke list in a worker, or what another one answers. */
export async function inWorkerd({ folder }: Project, contents = WORKER): Promise<Check[]> {
  const outdir = join(folder, "worker");
  await build({
    stdin: { contents, resolveDir: folder, sourcefile: "worker.js" },
    outdir,
    entryNames: "worker",
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    logLevel: "warning",
  });
  const wasm = readdirSync(outdir).filter((name) => name.endsWith(".wasm"));
  const { Miniflare } = await import(pathToFileURL(require.resolve("miniflare")).href);
  const miniflare = new Miniflare({
    compatibilityDate: "2026-04-01",
    rootPath: outdir,
    modulesRoot: outdir,
    modules: [{ type: "ESModule", path: "worker.js" }, ...wasm.map((path) => ({ type: "CompiledWasm", path }))],
  });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/");
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 500));
    return JSON.parse(text);
  } finally {
    await miniflare.dispose();
  }
}
