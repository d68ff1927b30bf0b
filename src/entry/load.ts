/**
 * What all entries share: the user's own `wasm`, or else the module the entry has or finds.
 * @module
 */
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { type Build, Engine } from "../kernels/engine.ts";
import { compile, compileSync } from "./compile.ts";
import { chooseBuild, type LanewiseOptions } from "./options.ts";

/** Where the entry gets the families of a build that the module it gives at first lacks. */
type MoreOf = (build: Build, family: string) => WebAssembly.Module | undefined;

/** An engine at once. `own`: the entry's module of a build. @throws ArgumentTypeError if `wasm` is still to come */
export function loadSync(options: LanewiseOptions, own: (build: Build) => WebAssembly.Module, more?: MoreOf): Engine {
  const build = chooseBuild(options);
  const { wasm, memory } = options;
  if (wasm === undefined) return new Engine(own(build), memory, more && ((family) => more(build, family)));
  const module = compileSync(wasm);
  if (module) return started(module, options);
  throw new ArgumentTypeError("wasm", "a WebAssembly.Module or bytes (lanewise() takes more)", describe(wasm));
}

/** An engine. `own`: the entry's module of a build. */
export async function load(
  options: LanewiseOptions,
  own: (build: Build) => WebAssembly.Module | Promise<WebAssembly.Module>,
  more?: MoreOf,
): Promise<Engine> {
  const build = chooseBuild(options);
  const { wasm, fetch, memory } = options;
  if (wasm === undefined) return new Engine(await own(build), memory, more && ((family) => more(build, family)));
  return started(await compile(await wasm, fetch), options);
}

/** An engine of the user's own module. */
function started(module: WebAssembly.Module, { build = "auto", memory }: LanewiseOptions): Engine {
  const engine = new Engine(module, memory);
  if (build !== "auto" && engine.build !== build)
    throw new ArgumentRangeError("wasm", `the build "${build}" that was asked for`, `"${engine.build}"`);
  return engine;
}
