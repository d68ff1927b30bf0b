/**
 * The options that all entries share, and the choice of the build.
 * @module
 */
import "./ambient.ts";
import { checkChoice, checkFunction, checkOptions } from "../core/check.ts";
import { UnsupportedBuildError } from "../core/errors.ts";
import type { Build, MemoryLimits } from "../kernels/engine.ts";
import type { WasmSource } from "./compile.ts";

/** How to load. */
export interface LanewiseOptions {
  /** "auto" (default): relaxed SIMD where the host has it. "simd": the same bits on every host. */
  build?: Build | "auto";
  /** Limits of linear memory, in bytes. */
  memory?: MemoryLimits;
  /**
   * Your own copy of simd.wasm or relaxed.wasm, in place of the one the package would look for: compiled, its bytes, a
   * response that carries it, or its address.
   */
  wasm?: WasmSource | PromiseLike<WasmSource>;
  /** Fetches addresses in place of the host's `fetch`. */
  fetch?: (address: string) => Promise<Response>;
}

/**
 * A module with each instruction of relaxed SIMD that the kernels use, since a host may have some and not others: of zeros,
 * f32x4.relaxed_madd and relaxed_nmadd, i8x16.relaxed_swizzle, i16x8.relaxed_dot_i8x16_i7x16_s and i32x4.relaxed_dot_i8x16_i7x16_add_s.
 */
// biome-ignore format: one section a line, then one instruction a line
const PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 4, 1, 96, 0, 0,
  3, 2, 1, 0,
  10, 56, 1, 54, 0,
  65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2,
  65, 0, 253, 17, 65, 0, 253, 17, 253, 134, 2,
  65, 0, 253, 17, 253, 128, 2,
  65, 0, 253, 17, 253, 146, 2,
  65, 0, 253, 17, 65, 0, 253, 17, 253, 147, 2,
  26, 11,
]);

/** Whether this host runs all of relaxed SIMD that the kernels use. */
export const hasRelaxed = (): boolean => WebAssembly.validate(PROBE);

/** The build to load. @throws UnsupportedBuildError if "relaxed" is asked for and the host lacks it */
export function chooseBuild(options: LanewiseOptions): Build {
  checkOptions("options", options);
  const { build = "auto", fetch } = options;
  checkChoice("build", build, ["simd", "relaxed", "auto"]);
  if (fetch !== undefined) checkFunction("fetch", fetch);
  if (build === "relaxed" && !hasRelaxed()) throw new UnsupportedBuildError(build);
  return build === "auto" ? (hasRelaxed() ? "relaxed" : "simd") : build;
}
