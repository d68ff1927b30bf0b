/**
 * `lanewise/threads` in browsers: module workers over shared memory, where the page is cross-origin isolated.
 * @module
 */
import type { Build } from "../kernels/engine.ts";
import type { Host } from "../threads/team.ts";
import { compile } from "./compile.ts";
import { open, type ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";
export { ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

/** Bundlers look for these literal forms, and copy the files. */
const alone = (build: Build): URL =>
  build === "simd"
    ? new URL("../../build/simd.wasm", import.meta.url)
    : new URL("../../build/relaxed.wasm", import.meta.url);
const together = (build: Build): URL =>
  build === "simd"
    ? new URL("../../build/simd-threads.wasm", import.meta.url)
    : new URL("../../build/relaxed-threads.wasm", import.meta.url);

/** Loads the package with threads where the host has them. @throws UnsupportedBuildError; LoadError with the URL and the HTTP status */
export async function lanewise(options: ThreadsOptions<Worker> = {}): Promise<ThreadedLanewise> {
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  const module = (build: Build, shared: boolean) => compile(shared ? together(build) : alone(build), options.fetch);
  return open<Worker>(options, { cores, missing: missing(), host, module });
}

/** What this page lacks for threads. */
function missing(): string | undefined {
  if (globalThis.crossOriginIsolated === false)
    return "no shared memory: the page is not cross-origin isolated (it takes the headers COOP and COEP)";
  if (typeof SharedArrayBuffer === "undefined") return "no SharedArrayBuffer on this host";
  return typeof Worker === "undefined" ? "no Worker on this host" : undefined;
}

function host(worker: ThreadsOptions<Worker>["worker"]): Host {
  const make =
    typeof worker === "function"
      ? worker
      : worker === undefined
        ? () => new Worker(new URL("../entry/threadsWorker.js", import.meta.url), { type: "module", name: "lanewise" })
        : () => new Worker(worker, { type: "module", name: "lanewise" });
  return {
    tells: false,
    spawn(order, serves, ended) {
      const made = make();
      made.onerror = ({ message }) => ended(message || "its file could not be loaded");
      made.onmessage = serves;
      made.postMessage(order);
      return { terminate: () => made.terminate() };
    },
  };
}
