/**
 * `lanewise/threads` on Deno, which compiles the .wasm with the program; workers need permission to read the package.
 * @module
 */
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import simd from "../../build/simd.wasm";
import simdThreads from "../../build/simd-threads.wasm";
import relaxed from "../../build/relaxed.wasm";
import relaxedThreads from "../../build/relaxed-threads.wasm";
import { host } from "./threadsHands.ts";
import { open, type ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";
export { ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

/** Loads the package with threads where the host has them. @throws UnsupportedBuildError */
export async function lanewise(options: ThreadsOptions<Worker> = {}): Promise<ThreadedLanewise> {
  return open<Worker>(options, {
    cores: availableParallelism(),
    missing: undefined,
    host,
    module: (build, shared) => (build === "simd" ? (shared ? simdThreads : simd) : shared ? relaxedThreads : relaxed),
  });
}
