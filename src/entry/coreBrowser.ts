/**
 * Browsers, the core. By default it fetches a whole build; give a smaller one as `wasm`, such as `lanewise/slim/csr.wasm`.
 * @module
 */
import { Instance } from "../kernels/instance.ts";
import type { LanewiseOptions } from "./options.ts";
import { engine } from "./served.ts";

export * from "./core.ts";

/** Loads the core. @throws UnsupportedBuildError; LoadError with the URL and the HTTP status */
export async function lanewise(options: LanewiseOptions = {}): Promise<Instance> {
  return new Instance(await engine(options));
}
