/**
 * The bench on Node: `npm run bench` and `lanewise bench`.
 * @module
 */
import { appendFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { lanewise } from "../src/entry/node.ts";
import type { Row } from "./case.ts";
import { runCases } from "./engine.ts";
import { names, select } from "./families.ts";
import { Peers } from "./node/peers.ts";
import { THOROUGH } from "./timing.ts";

export type { Row } from "./case.ts";
export { names } from "./families.ts";
export { sizes } from "./node/sizes.ts";
export { table } from "./table.ts";

/** What to measure. */
export interface BenchOptions {
  /** Names of operations; all if left out. */
  filter?: string[];
  /** Where to write the rows, again after each: a run that is interrupted leaves those it has. */
  json?: string;
  /** Compare with what a user would pick instead (see bench/peers). */
  peers?: boolean;
  build?: "simd" | "relaxed" | "auto";
  signal?: AbortSignal;
  onProgress?: (message: string) => void;
}

/**
 * Measures and gives the rows.
 * @throws ArgumentRangeError for a name in `filter` that is none; UnsupportedBuildError; the signal's reason
 */
export async function bench(options: BenchOptions = {}): Promise<Row[]> {
  const { filter = names, json, peers = false, build = "auto", signal, onProgress } = options;
  const cases = select(filter);
  if (json !== undefined) await appendFile(json, ""); // a path that cannot be written fails before anything is measured
  const opponents = peers ? new Peers(onProgress) : undefined;
  try {
    return await runCases(cases, {
      lw: await lanewise({ build }),
      host: `${process.release.name} ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus()[0]?.model}`,
      settings: THOROUGH,
      ...(opponents ? { find: (task, expected) => opponents.find(task, expected) } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      ...(json === undefined ? {} : { onRows: (rows) => writeFile(json, `${JSON.stringify(rows, undefined, 2)}\n`) }),
    });
  } finally {
    await opponents?.close();
  }
}
