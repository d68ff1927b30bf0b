// The worker's file as it is in dist, made of the sources: hosts cannot run those in a worker.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { root } from "../tree.ts";

/** The address of a bundle of a worker's source. */
export function workerFile(source = "src/entry/threadsWorkerNode.ts"): URL {
  const outfile = join(mkdtempSync(join(tmpdir(), "lanewise-worker-")), "worker.mjs");
  buildSync({ entryPoints: [join(root, source)], bundle: true, format: "esm", platform: "node", outfile });
  return pathToFileURL(outfile);
}
