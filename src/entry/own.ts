/**
 * Bring your own module: for hosts that hand .wasm over by an import of their own form. You import `lanewise/simd.wasm` or
 * `lanewise/relaxed.wasm` as your host wants it and pass it as `wasm`; nothing is looked for.
 * @module
 */
import { ArgumentTypeError } from "../core/errors.ts";
import { Lanewise } from "../lanewise.ts";
import { load, loadSync } from "./load.ts";
import type { LanewiseOptions } from "./options.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

const own = (): never => {
  throw new ArgumentTypeError("wasm", "the module of this host (lanewise/edge brings none of its own)", "undefined");
};

/** An instance of `options.wasm` at once: a compiled module or bytes. @throws ArgumentTypeError, LoadError */
export function lanewiseSync(options: LanewiseOptions): Lanewise {
  return new Lanewise(loadSync(options, own));
}

/** An instance of `options.wasm`. @throws ArgumentTypeError, LoadError */
export async function lanewise(options: LanewiseOptions): Promise<Lanewise> {
  return new Lanewise(await load(options, own));
}
