/**
 * What the entries of `lanewise/threads` share: whether there can be threads, and why not.
 * @module
 */
import { checkFunction, checkOptions, checkPositive, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { Engine, type MemoryLimits } from "../kernels/engine.ts";
import { type Host, WorkerTeam } from "./team.ts";

/** How to make threads. */
export interface TeamOptions<W> {
  /** Threads that take part in a call, the caller's included. Default: as many as the host has cores, 8 at most. */
  threads?: number;
  /** The worker's file, where yours lies elsewhere than the package has it; or a function that makes a worker of that file. */
  worker?: URL | string | (() => W);
  /** How long a call waits for a thread that does not answer, in milliseconds, at least. Default 5000. */
  patience?: number;
}

/** What an instance with threads has more than others. */
export interface Threads {
  /** Threads that take part in calls; 1 where there are none but the caller's. */
  readonly threads: number;
  /** Why there are no more than one. */
  readonly reason: string | undefined;
  /** Ends all workers. Arrays stay, and calls run on the caller's thread from then on. */
  dispose(): void;
}

/** Checks the options. */
export function checkTeam<W>(options: TeamOptions<W>): void {
  checkOptions("options", options);
  const { threads, worker, patience } = options;
  if (threads !== undefined) checkSize("threads", threads, 1);
  if (patience !== undefined) checkPositive("patience", patience);
  if (worker === undefined || typeof worker === "string" || worker instanceof URL) return;
  if (typeof worker !== "function") throw new ArgumentTypeError("worker", "an address or a function", describe(worker));
  checkFunction("worker", worker);
}

/** How many threads to make, or why there can be but one. `missing`: what the host lacks. */
export function threadsWanted({ threads }: TeamOptions<unknown>, cores: number, missing?: string): number | string {
  if (threads === 1) return "one thread was asked for";
  if (missing !== undefined) return missing;
  if (threads === undefined && cores < 2) return "the host has one core";
  return Math.min(threads ?? Math.min(cores, 8), 64);
}

/** An engine with shared memory and as many threads as start. */
export async function openTeam(
  module: WebAssembly.Module,
  memory: MemoryLimits | undefined,
  size: number,
  host: Host,
  patience = 5000,
): Promise<{ readonly engine: Engine; readonly team: WorkerTeam }> {
  const engine = new Engine(module, memory, undefined, true);
  const team = new WorkerTeam(engine, module, size, host, patience);
  await team.start();
  if (team.alive > 1) engine.team = team;
  return { engine, team };
}
