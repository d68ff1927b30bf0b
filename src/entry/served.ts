/**
 * How browsers find the .wasm: it is fetched from beside this file and compiled as it streams in.
 * @module
 */
import type { Build, Engine } from "../kernels/engine.ts";
import { compile } from "./compile.ts";
import { load } from "./load.ts";
import type { LanewiseOptions } from "./options.ts";

/** Bundlers look for these literal forms, and copy the files. */
const url = (build: Build): URL =>
  build === "simd"
    ? new URL("../../build/simd.wasm", import.meta.url)
    : new URL("../../build/relaxed.wasm", import.meta.url);
const modules = new Map<Build, Promise<WebAssembly.Module>>();

/** An engine. */
export function engine(options: LanewiseOptions): Promise<Engine> {
  return load(options, (build) => {
    const pending = modules.get(build) ?? compile(url(build), options.fetch);
    modules.set(build, pending);
    pending.catch(() => modules.delete(build));
    return pending;
  });
}
