/**
 * `lanewise/threads` on Node and Bun.
 * @module
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { Build } from "../kernels/engine.ts";
import { compileSync, failure } from "./compile.ts";
import { host } from "./threadsHands.ts";
import { open, type ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";
export { ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

const url = (name: string): URL => new URL(`../../build/${name}.wasm`, import.meta.url);
const modules = new Map<string, WebAssembly.Module>();

/** Loads the package with threads where the host has them. @throws UnsupportedBuildError, LoadError */
export async function lanewise(options: ThreadsOptions<Worker> = {}): Promise<ThreadedLanewise> {
  return open<Worker>(options, { cores: availableParallelism(), missing: undefined, host, module });
}

function module(build: Build, shared: boolean): WebAssembly.Module {
  const name = shared ? `${build}-threads` : build;
  const known = modules.get(name);
  if (known) return known;
  const from = url(name);
  let made: WebAssembly.Module;
  try {
    made = compileSync(readFileSync(from)) as WebAssembly.Module;
  } catch (cause) {
    throw failure(cause, from.href);
  }
  modules.set(name, made);
  return made;
}
