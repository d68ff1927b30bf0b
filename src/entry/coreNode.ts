/**
 * Node and Bun, the core: as published, one file with all that it needs, since each further file costs a program 1 ms at its start.
 * @module
 */
import { Instance } from "../kernels/instance.ts";
import { engine, engineSync } from "./disk.ts";
import type { LanewiseOptions } from "./options.ts";

export * from "./core.ts";

/** Loads the core at once; `wasm` may also be a file: URL. @throws UnsupportedBuildError, LoadError */
export function lanewiseSync(options: LanewiseOptions = {}): Instance {
  return new Instance(engineSync(options));
}

/** Loads the core; `wasm` may also be a file: URL. @throws UnsupportedBuildError, LoadError */
export async function lanewise(options: LanewiseOptions = {}): Promise<Instance> {
  return new Instance(await engine(options));
}
