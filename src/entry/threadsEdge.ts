/**
 * `lanewise/threads` on edge hosts, which have no workers: one thread, and the reason.
 * @module
 */
import simd from "../../build/simd.wasm";
import relaxed from "../../build/relaxed.wasm";
import { open, type ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

export * from "../index.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";
export { ThreadedLanewise, type ThreadsOptions } from "./threaded.ts";

/** Loads the package. @throws UnsupportedBuildError */
export async function lanewise(options: ThreadsOptions = {}): Promise<ThreadedLanewise> {
  return open(options, {
    cores: 1,
    missing: "no Worker on this host",
    module: (build) => (build === "simd" ? simd : relaxed),
    host: () => {
      throw new Error("there are no workers here");
    },
  });
}
