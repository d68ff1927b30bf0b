/**
 * A process that does one product again and again beside the one that is measured, so that it can be told what two cores give where
 * nothing is shared.
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { argv } from "node:process";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { lanewise } from "../src/entry/node.ts";
import { cases } from "./threadCases.ts";

const file = fileURLToPath(import.meta.url);

/** The process. */
export class Neighbour {
  #process: ChildProcess;

  constructor(build: string) {
    this.#process = fork(file, [build]);
  }

  /** Has it do the case of this index until `stop`. */
  start(index: number): Promise<void> {
    return this.#tell(index);
  }

  stop(): Promise<void> {
    return this.#tell(-1);
  }

  dispose(): void {
    this.#process.disconnect();
  }

  /** Tells it what to do, and waits for the word that it does it. */
  async #tell(index: number): Promise<void> {
    this.#process.send(index);
    await once(this.#process, "message");
  }
}

/** Milliseconds between two looks at what has been said. */
const SLICE = 2;

async function work(build: "auto" | "simd" | "relaxed"): Promise<void> {
  const lw = await lanewise({ build });
  const subjects = new Map<number, { ours(): unknown }>();
  let wanted = -1;
  process.on("message", (index: number) => {
    wanted = index;
  });
  process.on("disconnect", () => process.exit());
  for (;;) {
    await once(process, "message");
    const at = wanted;
    const subject = subjects.get(at) ?? cases[at]?.setup(lw);
    if (!subject) continue;
    subjects.set(at, subject);
    process.send?.(at);
    for (; wanted === at; await setImmediate())
      for (const until = performance.now() + SLICE; performance.now() < until; ) subject.ours();
    process.send?.(wanted);
  }
}

if (argv[1] === file) await work(argv[2] as "auto");
