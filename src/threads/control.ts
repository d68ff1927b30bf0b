/**
 * What the threads of an instance share beside linear memory: a table of tasks, and who has taken which.
 *
 * One word holds the number of the job and how many of its tasks nobody has taken yet. A thread takes one by an atomic
 * compare-and-exchange of that word, so a thread that comes late to a job cannot take a task of the next by mistake.
 * @module
 */
import { type Call, Own, type Task } from "../kernels/parallel.ts";

/** Words of 32 bits. */
const TICKET = 0;
const PENDING = 1;
const SLEEPERS = 2;
const FAULT = 3;
const QUIT = 4;
const WORDS = 16;

/** Tasks that a job may have; as many as fit the low bits of a ticket. */
const MOST_TASKS = 255;
/** Calls that they may have in all. */
const MOST_CALLS = 512;
/** Numbers of a call: the kernel, how many arguments, the arguments, what those that are NaN are by offset. */
const ROW = 24;
/** Numbers before the first call: where workspaces begin, how many bytes each has, the first call of each task, the end. */
const HEAD = 2 + MOST_TASKS + 1;
const TEXT = 400;

/** How long a thread looks for work, in turns of about a nanosecond and a half, before it sleeps. */
const TURNS = 50_000;

/** A kernel by its number. */
export type Run = (...args: number[]) => void;

/** One block of shared memory, seen by all threads. */
export class Control {
  /** The ticket and the counters. */
  readonly words: Int32Array;
  /** The calls of the job. */
  readonly table: Float64Array;
  /** What went wrong. */
  readonly text: Uint8Array;

  constructor(readonly buffer = new SharedArrayBuffer(WORDS * 4 + (HEAD + MOST_CALLS * ROW) * 8 + TEXT)) {
    this.words = new Int32Array(buffer, 0, WORDS);
    this.table = new Float64Array(buffer, WORDS * 4, HEAD + MOST_CALLS * ROW);
    this.text = new Uint8Array(buffer, WORDS * 4 + this.table.byteLength, TEXT);
  }

  /** Writes the tasks of the next job, from the first on as many as there is room for. Returns how many. */
  write(tasks: readonly Task[], first: number, numberOf: (call: Call) => number): number {
    const { table } = this;
    let [count, row] = [0, 0];
    for (let i = first; i < tasks.length && count < MOST_TASKS; i++, count++) {
      const task = tasks[i] as Task;
      if (task.length > MOST_CALLS) throw new RangeError(`a task of ${task.length} calls, of ${MOST_CALLS} at most`);
      if (row + task.length > MOST_CALLS) break;
      table[2 + count] = row;
      for (const call of task) this.#call(row++, numberOf(call), call.args);
    }
    table[2 + count] = row;
    return count;
  }

  #call(row: number, kernel: number, args: Call["args"]): void {
    const { table } = this;
    let at = HEAD + row * ROW;
    let offsets = at + 2 + args.length;
    table[at++] = kernel;
    table[at++] = args.length;
    for (const arg of args) {
      if (arg instanceof Own) table[offsets++] = arg.offset;
      table[at++] = arg instanceof Own ? Number.NaN : Number(arg);
    }
  }

  /** Gives out a job of `count` tasks, of which the last is the caller's own. */
  begin(count: number, work: number, room: number): void {
    const { words, table } = this;
    table[0] = work;
    table[1] = room;
    Atomics.store(words, FAULT, 0);
    Atomics.store(words, PENDING, count);
    const job = (Atomics.load(words, TICKET) >>> 8) + 1;
    Atomics.store(words, TICKET, (job << 8) | (count - 1));
    if (Atomics.load(words, SLEEPERS) > 0) Atomics.notify(words, TICKET);
  }

  /** The number of a task that nobody else has, or -1. */
  take(): number {
    for (;;) {
      const ticket = Atomics.load(this.words, TICKET);
      const left = ticket & 255;
      if (left === 0) return -1;
      if (Atomics.compareExchange(this.words, TICKET, ticket, ticket - 1) === ticket) return left - 1;
    }
  }

  /** Runs task i as thread `thread`, and says that it is done; an error is kept for the caller. */
  run(i: number, thread: number, kernels: readonly Run[]): void {
    const { table, words } = this;
    const work = (table[0] as number) + thread * (table[1] as number);
    try {
      for (let row = table[2 + i] as number; row < (table[3 + i] as number); row++)
        (kernels[table[HEAD + row * ROW] as number] as Run)(...this.#args(row, work));
    } catch (error) {
      this.#fail(error);
    }
    if (Atomics.sub(words, PENDING, 1) === 1) Atomics.notify(words, PENDING);
  }

  #args(row: number, work: number): number[] {
    const { table } = this;
    const [from, count] = [HEAD + row * ROW + 2, table[HEAD + row * ROW + 1] as number];
    let offsets = from + count;
    const args: number[] = [];
    for (let a = from; a < from + count; a++) {
      const arg = table[a] as number;
      args.push(Number.isNaN(arg) ? work + (table[offsets++] as number) : arg);
    }
    return args;
  }

  /** Tasks not done yet. */
  get pending(): number {
    return Atomics.load(this.words, PENDING);
  }

  /** Waits until fewer than `pending` tasks are left, or for so many milliseconds. */
  sleepOn(pending: number, milliseconds: number): void {
    Atomics.wait(this.words, PENDING, pending, milliseconds);
  }

  /** What went wrong in this job, if anything did. */
  get fault(): string | undefined {
    const length = Atomics.load(this.words, FAULT);
    return length > 0 ? new TextDecoder().decode(this.text.slice(0, length)) : undefined;
  }

  #fail(error: unknown): void {
    if (Atomics.compareExchange(this.words, FAULT, 0, -1) !== 0) return;
    const message = new TextEncoder().encode(
      error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    );
    const part = message.subarray(0, TEXT);
    this.text.set(part);
    Atomics.store(this.words, FAULT, part.length);
  }

  /** What a worker does until it is told to stop: it takes tasks, and sleeps where there are none. */
  serve(thread: number, kernels: readonly Run[]): void {
    const { words } = this;
    while (Atomics.load(words, QUIT) === 0) {
      const i = this.take();
      if (i >= 0) {
        this.run(i, thread, kernels);
        continue;
      }
      const ticket = Atomics.load(words, TICKET);
      if ((ticket & 255) !== 0) continue;
      let turns = TURNS;
      while (turns > 0 && Atomics.load(words, TICKET) === ticket) turns--;
      if (turns > 0) continue;
      Atomics.add(words, SLEEPERS, 1);
      Atomics.wait(words, TICKET, ticket);
      Atomics.sub(words, SLEEPERS, 1);
    }
  }

  /** Tells all workers to stop. */
  quit(): void {
    Atomics.store(this.words, QUIT, 1);
    Atomics.add(this.words, TICKET, 256);
    Atomics.notify(this.words, TICKET);
  }
}
