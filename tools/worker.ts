// The worker's file as it is in dist, made of the sources, for tests and benches: hosts cannot run those in a worker.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";

/** The address of a bundle of a worker's source, by its path from the root. */
export function workerFile(source = "src/entry/threadsWorkerNode.ts"): URL {
  const outfile = join(mkdtempSync(join(tmpdir(), "lanewise-worker-")), "worker.mjs");
  const entry = fileURLToPath(new URL(`../${source}`, import.meta.url));
  buildSync({ entryPoints: [entry], bundle: true, format: "esm", platform: "node", outfile, logLevel: "error" });
  return pathToFileURL(outfile);
}
