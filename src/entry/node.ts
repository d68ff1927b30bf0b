/**
 * Node and Bun: the .wasm is read from disk and compiled once for each build.
 * @module
 */
import { readFileSync } from "node:fs";
import { LoadError } from "../core/errors.ts";
import type { Build } from "../kernels/engine.ts";
import type { Lanewise } from "../lanewise.ts";
import { chooseBuild, type LanewiseOptions, start } from "./options.ts";

export * from "../index.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

const urls = {
  simd: new URL("../../build/simd.wasm", import.meta.url),
  relaxed: new URL("../../build/relaxed.wasm", import.meta.url),
};
const modules = new Map<Build, WebAssembly.Module>();

/** Loads the package at once. @throws UnsupportedBuildError, LoadError */
export function lanewiseSync(options: LanewiseOptions = {}): Lanewise {
  const build = chooseBuild(options);
  const module = modules.get(build) ?? compile(build);
  modules.set(build, module);
  return start(build, module, options);
}

/** Loads the package. @throws UnsupportedBuildError, LoadError */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  return lanewiseSync(options);
}

function compile(build: Build): WebAssembly.Module {
  const url = urls[build];
  try {
    return new WebAssembly.Module(readFileSync(url));
  } catch (cause) {
    throw new LoadError(`could not load ${url.href}: ${(cause as Error).message}`, url.href, undefined, { cause });
  }
}
