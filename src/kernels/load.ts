/**
 * Instantiates builds and sorts their exports by element type. The only place that instantiates.
 * @module
 */
import { LoadError, MissingKernelError } from "../core/errors.ts";

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

/** Gets at once a further module of the same build, which has this family; undefined where there is none. */
export type More = (family: string) => WebAssembly.Module | undefined;

/**
 * Links a compiled module with a memory. A kernel it lacks is looked for in what `more` has, when it is first asked for.
 * @throws LoadError; MissingKernelError from the tables, for a kernel that is nowhere
 */
export function link(module: WebAssembly.Module, memory: WebAssembly.Memory, more?: More): Kernels {
  const first = instantiate(module, memory);
  const others: Record<string, Record<string, unknown> | undefined> = {};
  const find = (kernel: string): unknown => {
    if (first[kernel]) return first[kernel];
    const family = kernel.slice(0, kernel.indexOf("_"));
    if (!(family in others)) {
      const other = more?.(family);
      others[family] = other && instantiate(other, memory);
    }
    const found = others[family]?.[kernel];
    if (!found) throw new MissingKernelError(kernel, family);
    return found;
  };
  return { f32: table("f32", find), f64: table("f64", find), u32: table("u32", find), u8: table("u8", find) };
}

/** The kernels of one element type: each is found at its first use, and is the table's own property from then on. */
function table<T extends string>(type: T, find: (kernel: string) => unknown): Of<T> {
  const missing: ProxyHandler<object> = {
    get(_, name, kernels: Record<string, unknown>) {
      if (typeof name !== "string" || !/^[a-z0-9]+_[a-z0-9]+$/.test(name)) return undefined;
      kernels[name] = find(`${name}_${type}`);
      return kernels[name];
    },
  };
  return Object.create(new Proxy({}, missing));
}

/** The names of all exports of a module, in an order that is the same in every thread. */
export const kernelNames = (module: WebAssembly.Module): string[] =>
  WebAssembly.Module.exports(module).map(({ name }) => name);

/** The exports of a compiled module linked with a memory, by name. @throws LoadError */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Record<string, unknown> {
  try {
    return new WebAssembly.Instance(module, { env: { memory } }).exports;
  } catch (cause) {
    const message = `the WebAssembly module could not be linked: ${(cause as Error).message}`;
    throw new LoadError(message, undefined, undefined, { cause });
  }
}
