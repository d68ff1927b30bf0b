/**
 * One instance of the package: a build linked with a memory.
 * @module
 */
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { checkOptions, describe } from "../core/check.ts";
import { type Kernels, link, type More } from "./load.ts";
import { Memory } from "./memory.ts";
import type { Team } from "./parallel.ts";

/** Which of the two builds of the kernels runs. */
export type Build = "simd" | "relaxed";

/** Limits of linear memory, in bytes, rounded up to pages of 64 KiB. */
export interface MemoryLimits {
  /** Reserved at the start. Default 1 MiB. */
  initial?: number;
  /** Never more than this. Default: what the host allows, 4 GiB at most. */
  maximum?: number;
}

const PAGE = 65536;
const PAGES = 65536;

/** What every array points back to. */
export class Engine {
  /** Its heap. */
  readonly memory: Memory;
  /** Its kernels, by element type. */
  readonly kernels: Kernels;
  /** The build they come from, as they say themselves. */
  readonly build: Build;
  /** Its threads, if it has more than one. */
  team: Team | undefined;

  /** `more`: where to get the families that `module` lacks. `shared`: memory that workers may see, for a build that takes such. */
  constructor(module: WebAssembly.Module, limits: MemoryLimits = {}, more?: More, shared = false) {
    checkOptions("memory", limits);
    const initial = pages("memory.initial", limits.initial ?? 1 << 20);
    const maximum = pages("memory.maximum", limits.maximum ?? PAGE * PAGES);
    if (maximum < initial)
      throw new ArgumentRangeError(
        "memory.maximum",
        `at least memory.initial (${initial * PAGE})`,
        `${maximum * PAGE}`,
      );
    const wasm = shared ? sharedMemory(initial, maximum) : new WebAssembly.Memory({ initial, maximum });
    this.kernels = link(module, wasm, more);
    this.build = this.kernels.u8.probe_fused() ? "relaxed" : "simd";
    this.memory = new Memory(wasm, this.kernels.u8);
  }
}

/** Hosts set the maximum of a shared memory aside at once, and some refuse the largest. */
function sharedMemory(initial: number, maximum: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial, maximum, shared: true });
  } catch (error) {
    if (maximum < PAGES / 8 || maximum < 2 * initial) throw error;
    return sharedMemory(initial, maximum >> 1);
  }
}

function pages(name: string, bytes: number): number {
  if (typeof bytes !== "number") throw new ArgumentTypeError(name, "a number", describe(bytes));
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > PAGE * PAGES)
    throw new ArgumentRangeError(name, "an integer of bytes from 0 to 2^32", describe(bytes));
  return Math.max(1, Math.ceil(bytes / PAGE));
}
