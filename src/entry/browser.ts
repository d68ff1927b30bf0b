/**
 * Browsers, everything.
 * @module
 */
import { Lanewise } from "../lanewise.ts";
import type { LanewiseOptions } from "./options.ts";
import { engine } from "./served.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

/** Loads the package. @throws UnsupportedBuildError; LoadError with the URL and the HTTP status */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  return new Lanewise(await engine(options));
}
