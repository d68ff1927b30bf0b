/**
 * Node and Bun: the .wasm is read from disk and compiled once for each build.
 * @module
 */
import { readFileSync } from "node:fs";
import type { Build } from "../kernels/engine.ts";
import type { Lanewise } from "../lanewise.ts";
import { compileSync, failure, type WasmSource } from "./compile.ts";
import { load, loadSync } from "./load.ts";
import type { LanewiseOptions } from "./options.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

const urls = {
  simd: new URL("../../build/simd.wasm", import.meta.url),
  relaxed: new URL("../../build/relaxed.wasm", import.meta.url),
};
const modules = new Map<Build, WebAssembly.Module>();

/** Loads the package at once; `wasm` may also be a file: URL. @throws UnsupportedBuildError, LoadError */
export function lanewiseSync(options: LanewiseOptions = {}): Lanewise {
  return loadSync(withWasm(options, fromDisk), own);
}

/** Loads the package; `wasm` may also be a file: URL. @throws UnsupportedBuildError, LoadError */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  return load(
    withWasm(options, async (wasm) => fromDisk(await wasm)),
    own,
  );
}

function own(build: Build): WebAssembly.Module {
  const module = modules.get(build) ?? fromDisk(urls[build]);
  modules.set(build, module);
  return module;
}

/** Node's `fetch` does not know files. */
function fromDisk(source: URL): WebAssembly.Module;
function fromDisk(source: unknown): unknown;
function fromDisk(source: unknown): unknown {
  const address = source instanceof URL ? source.href : source;
  if (typeof address !== "string" || !address.startsWith("file:")) return source;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(new URL(address));
  } catch (cause) {
    throw failure(cause, address);
  }
  return compileSync(bytes, address);
}

function withWasm(options: LanewiseOptions, change: (wasm: unknown) => unknown): LanewiseOptions {
  return options?.wasm === undefined ? options : { ...options, wasm: change(options.wasm) as WasmSource };
}
