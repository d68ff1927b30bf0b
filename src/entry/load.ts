/**
 * What all entries share: the user's own `wasm`, or else the module the entry has or finds.
 * @module
 */
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { type Build, Engine } from "../kernels/engine.ts";
import { Lanewise } from "../lanewise.ts";
import { compile, compileSync } from "./compile.ts";
import { chooseBuild, type LanewiseOptions } from "./options.ts";

/** An instance at once. `own`: the entry's module of a build. @throws ArgumentTypeError if `wasm` is still to come */
export function loadSync(options: LanewiseOptions, own: (build: Build) => WebAssembly.Module): Lanewise {
  const build = chooseBuild(options);
  const { wasm } = options;
  const module = wasm === undefined ? own(build) : compileSync(wasm);
  if (module) return start(module, options);
  throw new ArgumentTypeError("wasm", "a WebAssembly.Module or bytes (lanewise() takes more)", describe(wasm));
}

/** An instance. `own`: the entry's module of a build. */
export async function load(
  options: LanewiseOptions,
  own: (build: Build) => WebAssembly.Module | Promise<WebAssembly.Module>,
): Promise<Lanewise> {
  const build = chooseBuild(options);
  const { wasm, fetch } = options;
  return start(await (wasm === undefined ? own(build) : compile(await wasm, fetch)), options);
}

function start(module: WebAssembly.Module, { build = "auto", memory }: LanewiseOptions): Lanewise {
  const engine = new Engine(module, memory);
  if (build !== "auto" && engine.build !== build)
    throw new ArgumentRangeError("wasm", `the build "${build}" that was asked for`, `"${engine.build}"`);
  return new Lanewise(engine);
}
