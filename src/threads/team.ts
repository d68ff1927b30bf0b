/**
 * Threads over one memory by fork and join: the caller gives out calls, takes part, and waits until all are done.
 * @module
 */
import { WorkerError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { kernelNames } from "../kernels/load.ts";
import type { Task, Team } from "../kernels/parallel.ts";
import { Control, type Run } from "./control.ts";
import type { Order } from "./serve.ts";

/** A worker of the host. */
export interface Hand {
  /** Ends it at once. */
  terminate(): void;
}

/** How a host makes workers. */
export interface Host {
  /** Makes a worker, sends it the order, and says when it serves (once) and when it has ended or failed (once). */
  spawn(order: Order, serves: () => void, ended: (why: string) => void): Hand;
  /** Whether `ended` comes after every end of a worker, so that nothing of it runs any more. */
  readonly tells: boolean;
}

interface Member {
  hand: Hand | undefined;
  serves: boolean;
  /** What to do once nothing of it runs any more. */
  gone: () => void;
}

/** How long a worker may take to start, in milliseconds. */
const START = 20_000;
/** How often the caller looks before it sleeps, of about two nanoseconds each. */
const TURNS = 50_000;
/** Parts of a job are about equal: a thread that takes this many times as long as this one did is lost. */
const SLOW = 20;

/** The caller's thread and `size` - 1 workers. */
export class WorkerTeam implements Team {
  /** 15 to 30 microseconds, five times what handing out a call takes. */
  grain = 1 << 18;
  /** Where the workspaces of the next calls begin. */
  work = 0;
  /** Bytes of each of them. */
  room = 0;
  /** Why the last worker that failed to start did. */
  failure: string | undefined;
  #control = new Control();
  readonly #numbers: Map<string, number>;
  readonly #kernels: readonly Run[];
  readonly #members = new Map<number, Member>();
  readonly #blocks = mayBlock();

  constructor(
    private readonly engine: Engine,
    private readonly module: WebAssembly.Module,
    readonly size: number,
    private readonly host: Host,
    private readonly patience: number,
  ) {
    const names = kernelNames(module);
    this.#numbers = new Map(names.map((name, i) => [name, i]));
    this.#kernels = names.map((name) => {
      const cut = name.lastIndexOf("_");
      const table = engine.kernels[name.slice(cut + 1) as Real] as unknown as Record<string, Run> | undefined;
      return (table?.[name.slice(0, cut)] ?? (() => {})) as Run;
    });
  }

  /** Threads that work now. */
  get alive(): number {
    let count = 1;
    for (const { serves } of this.#members.values()) if (serves) count++;
    return count;
  }

  /** Makes the workers. Resolves when each of them serves or has failed. */
  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.size - 1 }, (_, i) => this.#spawn(i + 1)));
  }

  /** Runs all tasks, the last one of each job on this thread. @throws WorkerError */
  run(tasks: readonly Task[]): void {
    for (let from = 0; from < tasks.length; ) from += this.#job(tasks, from);
  }

  /** Ends all workers. */
  dispose(): void {
    this.engine.team = undefined;
    this.#control.quit();
    for (const { hand } of this.#members.values()) hand?.terminate();
    this.#members.clear();
  }

  /** Runs as many tasks as fit a job, and returns how many that were. */
  #job(tasks: readonly Task[], first: number): number {
    const control = this.#control;
    const count = control.write(tasks, first, ({ kernel, type }) => this.#numbers.get(`${kernel}_${type}`) as number);
    control.begin(count, this.work, this.room);
    const start = performance.now();
    let longest = 0;
    for (let i = count - 1, before = start; i >= 0; i = control.take()) {
      control.run(i, 0, this.#kernels);
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }
    if (control.pending > 0) this.#join(control, Math.max(this.patience, SLOW * longest));
    const { fault } = control;
    if (fault !== undefined) throw new WorkerError(`a call failed on one of the threads: ${fault}`);
    return count;
  }

  /** Waits for the tasks that others have taken. */
  #join(control: Control, patience: number): void {
    let since = performance.now();
    for (let left = control.pending, turns = 0; left > 0; turns++) {
      const now = control.pending;
      if (now !== left) since = performance.now();
      left = now;
      if (turns < TURNS || now === 0) continue;
      if (this.#blocks) control.sleepOn(now, 50);
      else if (turns % 1024 !== 0) continue;
      if (performance.now() - since > patience) this.#lose(patience);
    }
  }

  /** Puts new workers in the place of all, of which one at least is lost, and ends the call. */
  #lose(patience: number): never {
    const lost = [...this.#members.values()];
    const giveBack = this.engine.memory.abandonWorkspace();
    this.#control.quit();
    this.#control = new Control();
    this.#members.clear();
    let left = lost.length;
    for (const member of lost) {
      member.gone = () => {
        if (--left === 0 && this.host.tells) giveBack();
      };
      member.hand?.terminate();
    }
    for (let thread = 1; thread < this.size; thread++) void this.#spawn(thread);
    throw new WorkerError(`a thread was lost: no answer for ${Math.round(patience)} ms; its call was given up`);
  }

  /** Puts a worker in its place; one that ends is replaced, one that fails to start is not. */
  #spawn(thread: number): Promise<void> {
    return new Promise((resolve) => {
      const member: Member = { hand: undefined, serves: false, gone: () => {} };
      this.#members.set(thread, member);
      const serves = (): void => {
        clearTimeout(timer);
        member.serves = true;
        resolve();
      };
      const ended = (why: string): void => {
        clearTimeout(timer);
        resolve();
        member.gone();
        if (this.#members.get(thread) !== member) return;
        this.#members.delete(thread);
        if (!member.serves) this.failure = why;
        else void this.#spawn(thread);
      };
      const timer = setTimeout(() => {
        member.hand?.terminate();
        ended("it did not start in time");
      }, START);
      const { memory } = this.engine;
      const order = { module: this.module, memory: memory.wasm, control: this.#control.buffer, thread };
      try {
        member.hand = this.host.spawn(order, serves, ended);
      } catch (error) {
        ended((error as Error).message);
      }
    });
  }
}

/** Whether this thread may sleep: the main thread of a page may not. */
function mayBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}
