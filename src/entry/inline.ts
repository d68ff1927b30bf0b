/**
 * One file with the bytes of both builds in it, for hosts and bundlers that cannot serve a .wasm. Larger than the other entries,
 * and slower to start.
 * @module
 */
import simd from "inline:../../build/simd.wasm";
import relaxed from "inline:../../build/relaxed.wasm";
import type { Build } from "../kernels/engine.ts";
import { Lanewise } from "../lanewise.ts";
import { compile, compileSync } from "./compile.ts";
import { load, loadSync } from "./load.ts";
import type { LanewiseOptions } from "./options.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

const modules = new Map<Build, WebAssembly.Module>();
const bytes = (build: Build) => (build === "simd" ? simd : relaxed);

function keep(build: Build, module: WebAssembly.Module): WebAssembly.Module {
  modules.set(build, module);
  return module;
}

/** Loads the package at once. @throws UnsupportedBuildError, LoadError where the host forbids compiling */
export function lanewiseSync(options: LanewiseOptions = {}): Lanewise {
  const own = (build: Build) => modules.get(build) ?? keep(build, compileSync(bytes(build)) as WebAssembly.Module);
  return new Lanewise(loadSync(options, own));
}

/** Loads the package. @throws UnsupportedBuildError, LoadError where the host forbids compiling */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  const own = async (build: Build) => modules.get(build) ?? keep(build, await compile(bytes(build)));
  return new Lanewise(await load(options, own));
}
