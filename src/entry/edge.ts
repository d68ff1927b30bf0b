/**
 * Edge workers: the host compiles the .wasm when it deploys, and hands modules over; nothing is compiled at run time.
 * @module
 */
import simd from "../../build/simd.wasm";
import relaxed from "../../build/relaxed.wasm";
import type { Lanewise } from "../lanewise.ts";
import { chooseBuild, type LanewiseOptions, start } from "./options.ts";

export * from "../index.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

/** Loads the package at once; also in a worker's global scope. @throws UnsupportedBuildError */
export function lanewiseSync(options: LanewiseOptions = {}): Lanewise {
  const build = chooseBuild(options);
  return start(build, build === "simd" ? simd : relaxed, options);
}

/** Loads the package. @throws UnsupportedBuildError */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  return lanewiseSync(options);
}
