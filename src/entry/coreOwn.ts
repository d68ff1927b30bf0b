/**
 * Edge workers, the core: you import the .wasm as your host wants it, whole or slim, and pass it as `wasm`; none is deployed unasked.
 * @module
 */
import { ArgumentTypeError } from "../core/errors.ts";
import { Instance } from "../kernels/instance.ts";
import { load, loadSync } from "./load.ts";
import type { LanewiseOptions } from "./options.ts";

export * from "./core.ts";

const own = (): never => {
  throw new ArgumentTypeError("wasm", "a module of this host (lanewise/core brings none of its own here)", "undefined");
};

/** An instance of `options.wasm` at once: a compiled module or bytes. @throws ArgumentTypeError, LoadError */
export function lanewiseSync(options: LanewiseOptions): Instance {
  return new Instance(loadSync(options, own));
}

/** An instance of `options.wasm`. @throws ArgumentTypeError, LoadError */
export async function lanewise(options: LanewiseOptions): Promise<Instance> {
  return new Instance(await load(options, own));
}
