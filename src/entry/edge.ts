/**
 * Edge workers: the host compiles the .wasm when it deploys, and hands modules over; nothing is compiled at run time.
 * @module
 */
import simd from "../../build/simd.wasm";
import relaxed from "../../build/relaxed.wasm";
import type { Build } from "../kernels/engine.ts";
import { Lanewise } from "../lanewise.ts";
import { load, loadSync } from "./load.ts";
import type { LanewiseOptions } from "./options.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

const own = (build: Build) => (build === "simd" ? simd : relaxed);

/** Loads the package at once; also in a worker's global scope. @throws UnsupportedBuildError */
export function lanewiseSync(options: LanewiseOptions = {}): Lanewise {
  return new Lanewise(loadSync(options, own));
}

/** Loads the package. @throws UnsupportedBuildError */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  return new Lanewise(await load(options, own));
}
