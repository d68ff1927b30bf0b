/**
 * Workers of node:worker_threads.
 * @module
 */
import { Worker } from "node:worker_threads";
import type { Host } from "../threads/team.ts";
import type { ThreadsOptions } from "./threaded.ts";

/** Workers that do not keep a process alive. */
export function host(worker: ThreadsOptions<Worker>["worker"]): Host {
  const file = () => new URL("../entry/threadsWorkerNode.js", import.meta.url);
  const make =
    typeof worker === "function"
      ? worker
      : () => new Worker(worker === undefined ? file() : new URL(worker), { execArgv: [], name: "lanewise" });
  return {
    tells: true,
    spawn(order, serves, ended) {
      const made = make();
      let why = "it ended before it began";
      made.once("error", (error: Error) => {
        why = error.message;
      });
      made.once("exit", () => ended(why));
      made.once("message", () => {
        made.unref();
        serves();
      });
      made.postMessage(order);
      return { terminate: () => void made.terminate() };
    },
  };
}
