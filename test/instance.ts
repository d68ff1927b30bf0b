// The instance under test, in the build that this run of the suite is for, and a record of every array alive in it.
import { inject } from "vitest";
import { type Lanewise, type LanewiseOptions, lanewiseSync } from "../src/entry/node.ts";
import type { Engine } from "../src/kernels/engine.ts";
import type { Block } from "../src/kernels/memory.ts";

declare module "vitest" {
  interface ProvidedContext {
    build: "simd" | "relaxed";
  }
}

/** The build this run tests. */
export const build = inject("build");

/** A block of an instance under watch, held here so that garbage collection cannot hide that it was left behind. */
interface Alive {
  readonly bytes: number;
  free(): void;
}

/** Blocks made since the current test began and not freed. */
export const alive = new Set<Alive>();
const instances = new Set<Lanewise>();

/** The instances under watch. */
export const tracked = (): Lanewise[] => [...instances];

/** Another instance of the build, watched for arrays left behind as `lw` is. */
export function instance(options: LanewiseOptions = {}): Lanewise {
  const made = lanewiseSync({ build, ...options });
  watch(engineOf(made));
  instances.add(made);
  return made;
}

/** The engine behind an instance: its kernels and its memory. */
export function engineOf(made: Lanewise): Engine {
  const probe = made.vector(0);
  probe.dispose();
  return probe.engine;
}

function watch({ memory }: Engine): void {
  const entries = new Map<Block, Alive>();
  const alloc = memory.alloc.bind(memory);
  const free = memory.free.bind(memory);
  memory.alloc = (bytes) => {
    const block = alloc(bytes);
    const entry = { bytes, free: () => memory.free(block) };
    entries.set(block, entry);
    alive.add(entry);
    return block;
  };
  memory.free = (block) => {
    const entry = entries.get(block);
    if (entry) alive.delete(entry);
    entries.delete(block);
    free(block);
  };
}

/** The instance most tests use. */
export const lw = instance();
/** Its engine. */
export const engine = engineOf(lw);

/** What earlier files of this worker left is let go of: their own instances, and the scratch that would hide a later growth. */
export function renew(): void {
  instances.clear();
  instances.add(lw);
  engine.memory.abandonWorkspace()();
}
