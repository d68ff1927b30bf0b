/**
 * How Node and Bun find the .wasm: it is read from disk and compiled once for each build. The published package has the builds cut
 * by family as well, of which each is read when it is first needed; where they are not, as in a bundle, the whole build is read.
 * @module
 */
import { LoadError } from "../core/errors.ts";
import type { Build, Engine } from "../kernels/engine.ts";
import { compileSync, failure, type WasmSource } from "./compile.ts";
import { load, loadSync } from "./load.ts";
import type { LanewiseOptions } from "./options.ts";

type Files = typeof import("node:fs");

/** An `import` of it costs a program 4 ms at its start, and this nothing; Node before 20.16 does not have it. */
const NAME = "node:fs";
let files: Files | undefined = globalThis.process?.getBuiltinModule?.(NAME);
const modules = new Map<string, WebAssembly.Module>();
const here = import.meta.url;

/** An engine at once; `wasm` may also be a file: URL. */
export function engineSync(options: LanewiseOptions): Engine {
  return loadSync(withWasm(options, fromDisk), (build) => moduleOf(build, "dense"), moduleOf);
}

/** An engine; `wasm` may also be a file: URL. */
export async function engine(options: LanewiseOptions): Promise<Engine> {
  files ??= (await import(NAME)) as Files;
  const found = withWasm(options, async (wasm) => fromDisk(await wasm));
  return load(found, (build) => moduleOf(build, "dense"), moduleOf);
}

/** A module with this family. */
function moduleOf(build: Build, family: string): WebAssembly.Module {
  const name = build === "simd" ? family : `${family}.${build}`;
  const module = modules.get(name) ?? slim(name) ?? modules.get(build) ?? whole(build);
  modules.set(name, module);
  return module;
}

/** One family, if there is a cut of it. */
function slim(name: string): WebAssembly.Module | undefined {
  const url = new URL(`../slim/${name}.wasm`, here);
  try {
    return compileSync(read(url), url.href);
  } catch (error) {
    if (((error as LoadError).cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return undefined;
    throw error;
  }
}

/** All families. Bundlers look for these literal forms, and copy the files. */
function whole(build: Build): WebAssembly.Module {
  const url =
    build === "simd"
      ? new URL("../../build/simd.wasm", import.meta.url)
      : new URL("../../build/relaxed.wasm", import.meta.url);
  const module = compileSync(read(url), url.href) as WebAssembly.Module;
  modules.set(build, module);
  return module;
}

function read(url: URL): Uint8Array {
  if (!files)
    throw new LoadError("before version 20.16, Node has no lanewiseSync until lanewise() has been awaited once");
  try {
    return files.readFileSync(url);
  } catch (cause) {
    throw failure(cause, url.href);
  }
}

/** Node's `fetch` does not know files. */
function fromDisk(source: unknown): unknown {
  const address = source instanceof URL ? source.href : source;
  if (typeof address !== "string" || !address.startsWith("file:")) return source;
  return compileSync(read(new URL(address)), address);
}

function withWasm(options: LanewiseOptions, change: (wasm: unknown) => unknown): LanewiseOptions {
  return options?.wasm === undefined ? options : { ...options, wasm: change(options.wasm) as WasmSource };
}
