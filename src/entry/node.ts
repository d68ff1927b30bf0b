/**
 * Node and Bun, everything.
 * @module
 */
import { Lanewise } from "../lanewise.ts";
import { engine, engineSync } from "./disk.ts";
import type { LanewiseOptions } from "./options.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

/** Loads the package at once; `wasm` may also be a file: URL. @throws UnsupportedBuildError, LoadError */
export function lanewiseSync(options: LanewiseOptions = {}): Lanewise {
  return new Lanewise(engineSync(options));
}

/** Loads the package; `wasm` may also be a file: URL. @throws UnsupportedBuildError, LoadError */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  return new Lanewise(await engine(options));
}
