/**
 * What the entries of `lanewise/threads` share: an instance with as many threads as the host lets it have.
 * @module
 */
import { ArgumentRangeError } from "../core/errors.ts";
import { type Build, Engine } from "../kernels/engine.ts";
import { Lanewise } from "../lanewise.ts";
import { checkTeam, openTeam, type TeamOptions, type Threads, threadsWanted } from "../threads/open.ts";
import type { Host, WorkerTeam } from "../threads/team.ts";
import { compile } from "./compile.ts";
import { chooseBuild, type LanewiseOptions } from "./options.ts";

/** How to load with threads. `wasm`, where given, is a copy of simd-threads.wasm or relaxed-threads.wasm. */
export interface ThreadsOptions<W = unknown> extends LanewiseOptions, TeamOptions<W> {}

/** An instance whose large products are shared out among threads. */
export class ThreadedLanewise extends Lanewise implements Threads {
  readonly #team: WorkerTeam | undefined;
  #reason: string | undefined;

  /** Use `lanewise()` of `lanewise/threads`. @internal */
  constructor(engine: Engine, team: WorkerTeam | undefined, reason: string | undefined) {
    super(engine);
    this.#team = team;
    this.#reason = reason;
  }

  /** Threads that take part in calls; 1 where there are none but the caller's. */
  get threads(): number {
    return this.#reason === undefined ? (this.#team?.alive ?? 1) : 1;
  }

  /** Why there are no more than one. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Ends all workers. Arrays stay, and calls run on the caller's thread from then on. */
  dispose(): void {
    this.#team?.dispose();
    this.#reason ??= "the threads were disposed";
  }
}

/** What an entry knows of its host. */
export interface Place<W> {
  readonly cores: number;
  /** What it lacks for threads, if anything. */
  readonly missing: string | undefined;
  /** Its workers. */
  host(worker: TeamOptions<W>["worker"]): Host;
  /** The module of a build, for shared memory or not. */
  module(build: Build, shared: boolean): WebAssembly.Module | Promise<WebAssembly.Module>;
}

/** An instance with threads, or with one and the reason why. */
export async function open<W>(options: ThreadsOptions<W>, place: Place<W>): Promise<ThreadedLanewise> {
  const build = chooseBuild(options);
  checkTeam(options);
  const { wasm, fetch, memory, worker, patience } = options;
  const wanted = threadsWanted(options, place.cores, place.missing);
  if (typeof wanted === "string")
    return new ThreadedLanewise(new Engine(await place.module(build, false), memory), undefined, wanted);
  const module = await (wasm === undefined ? place.module(build, true) : compile(await wasm, fetch));
  const { engine, team } = await openTeam(module, memory, wanted, place.host(worker), patience);
  if (options.build && options.build !== "auto" && engine.build !== build) {
    team.dispose();
    throw new ArgumentRangeError("wasm", `the build "${build}" that was asked for`, `"${engine.build}"`);
  }
  if (team.alive > 1) return new ThreadedLanewise(engine, team, undefined);
  team.dispose();
  return new ThreadedLanewise(engine, undefined, `no worker started: ${team.failure ?? "unknown"}`);
}
