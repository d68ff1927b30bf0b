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
  readonly memory: {
    /** Bytes of the machine. */
    readonly machine: number;
    /** Bytes the JavaScript heap may take. */
    readonly heap: number;
    /** Bytes one instance may take: WebAssembly's addresses have 32 bits. */
    readonly instance: number;
  };
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
    memory: { machine: totalmem(), heap: getHeapStatistics().heap_size_limit, instance: 2 ** 32 },
  };
}
