/**
 * What the numbers were made on.
 * @module
 */
import { getHeapStatistics } from "node:v8";
import { availableParallelism, cpus, totalmem } from "node:os";
import { hasRelaxed } from "../entry/node.ts";
import type { Build } from "../kernels/engine.ts";
import { version } from "./package.ts";

/** Host, versions and limits. */
export interface Host {
  readonly lanewise: string;
  /** The build of the kernels that runs. */
  readonly build: Build;
  readonly relaxedSimd: boolean;
  readonly node: string;
  readonly v8: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  /** Whether several threads could share an instance's memory, how many at most, and if not why. */
  readonly threads: { readonly available: boolean; readonly most: number; readonly reason?: string };
  readonly memory: {
    /** Bytes of the machine. */
    readonly machine: number;
    /** Bytes that this process may take: less than the machine's in a container. */
    readonly process: number;
    /** Bytes the JavaScript heap may take. */
    readonly heap: number;
    /** Bytes one instance may take: WebAssembly's addresses have 32 bits. */
    readonly instance: number;
  };
}

/** A module with a shared memory of one page. */
// biome-ignore format: one section a line
const SHARED = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  5, 4, 1, 3, 1, 1,
]);

function threads(): Host["threads"] {
  const most = availableParallelism();
  const reason =
    typeof SharedArrayBuffer === "undefined" || !WebAssembly.validate(SHARED)
      ? "this host has no shared memory"
      : most < 2
        ? "this process may use one core"
        : undefined;
  return reason === undefined ? { available: true, most } : { available: false, most: 1, reason };
}

/** The least of what the machine has and what the process is allowed. */
function allowed(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Describes this host. */
export function describeHost(build: Build): Host {
  return {
    lanewise: version,
    build,
    relaxedSimd: hasRelaxed(),
    node: process.versions.node,
    v8: process.versions.v8 ?? "",
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    threads: threads(),
    memory: { machine: totalmem(), process: allowed(), heap: getHeapStatistics().heap_size_limit, instance: 2 ** 32 },
  };
}
