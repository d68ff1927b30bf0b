/**
 * Instantiates a build and sorts its exports by element type. The only place that instantiates.
 * @module
 */
import { instantiateSync } from "@assemblyscript/loader";
import { LoadError } from "../core/errors.ts";

type Exports = Awaited<ReturnType<typeof import("../../build/simd.js").instantiate>>;

/** The exports of one element type under their two-token names: `csr_mm_f32` is `csr_mm` of `f32`. */
type Of<T extends string> = { readonly [K in keyof Exports as K extends `${infer N}_${T}` ? N : never]: Exports[K] };

/** Every kernel, by element type. */
export interface Kernels {
  readonly f32: Of<"f32">;
  readonly f64: Of<"f64">;
  readonly u32: Of<"u32">;
  readonly u8: Of<"u8">;
}

/** Links a compiled module with a memory. */
export function link(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  let exports: Record<string, unknown>;
  try {
    exports = instantiateSync(module, { env: { memory } }).instance.exports;
  } catch (cause) {
    throw new LoadError(
      `the WebAssembly module could not be linked: ${(cause as Error).message}`,
      undefined,
      undefined,
      { cause },
    );
  }
  const kernels: Record<string, Record<string, unknown>> = { f32: {}, f64: {}, u32: {}, u8: {} };
  for (const [name, value] of Object.entries(exports)) {
    const cut = name.lastIndexOf("_");
    const table = kernels[name.slice(cut + 1)];
    if (table) table[name.slice(0, cut)] = value;
  }
  return kernels as unknown as Kernels;
}
