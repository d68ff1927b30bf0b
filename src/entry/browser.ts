/**
 * Browsers: the .wasm is fetched from beside this file and compiled as it streams in.
 * @module
 */
import { LoadError } from "../core/errors.ts";
import type { Build } from "../kernels/engine.ts";
import type { Lanewise } from "../lanewise.ts";
import { chooseBuild, type LanewiseOptions, start } from "./options.ts";

export * from "../index.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

/** Bundlers look for these literal forms, and copy the files. */
const url = (build: Build): URL =>
  build === "simd"
    ? new URL("../../build/simd.wasm", import.meta.url)
    : new URL("../../build/relaxed.wasm", import.meta.url);
const modules = new Map<Build, Promise<WebAssembly.Module>>();

/** Loads the package. @throws UnsupportedBuildError; LoadError with the URL and the HTTP status */
export async function lanewise(options: LanewiseOptions = {}): Promise<Lanewise> {
  const build = chooseBuild(options);
  const pending = modules.get(build) ?? compile(build);
  modules.set(build, pending);
  pending.catch(() => modules.delete(build));
  return start(build, await pending, options);
}

async function compile(build: Build): Promise<WebAssembly.Module> {
  const { href } = url(build);
  let status: number | undefined;
  try {
    const response = await fetch(href);
    status = response.status;
    if (!response.ok) throw new Error(`HTTP status ${status}`);
    const streams = response.headers.get("content-type")?.startsWith("application/wasm");
    return streams
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw new LoadError(`could not load ${href}: ${(cause as Error).message}`, href, status, { cause });
  }
}
