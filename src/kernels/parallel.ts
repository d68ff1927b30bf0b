/**
 * One product as several tasks over parts of its output, for the threads of an instance; one plain call where it has none.
 *
 * Parts begin at rows where the kernel's own blocks begin, so that every number is the same as that of one call.
 * @module
 */
import type { Real } from "../core/types.ts";
import type { Engine } from "./engine.ts";
import type { Kernels } from "./load.ts";
import { aligned } from "./storage.ts";

/** One call of a kernel. */
export interface Call {
  readonly type: Real;
  readonly kernel: string;
  readonly args: readonly (number | boolean | Own)[];
}

/** Calls that one thread makes, one after the other. */
export type Task = readonly Call[];

/** Among the arguments of a call, none of which may be NaN: an address so many bytes into the workspace of its thread. */
export class Own {
  constructor(readonly offset: number) {}
}

/** Threads over one memory, this one among them. */
export interface Team {
  /** How many work on a call. */
  readonly size: number;
  /** Multiply-adds that are worth a thread. */
  grain: number;
  /** Where workspaces begin, one for each thread, and how many bytes each has. */
  work: number;
  room: number;
  /** Runs all tasks, in any order, and returns when all are done. @throws WorkerError */
  run(tasks: readonly Task[]): void;
}

/** From `from` to before `to`. */
export type Range = readonly [from: number, to: number];

/** Rows and columns of the register tiles of both builds, and elements of a line of cache, divide it. */
export const TILE = 48;

/** The kernels of one element type. */
export type Table = Kernels["f32"];

/**
 * Runs `body` for each of so many tasks, which write apart from each other: here and now, or, for more than one and where
 * there are threads, by writing its calls down for these. What kernels return is lost then.
 */
export function share(engine: Engine, type: Real, tasks: number, body: (kernels: Table, task: number) => void): void {
  const { team } = engine;
  if (!team || tasks === 1) {
    for (let i = 0; i < tasks; i++) body(engine.kernels[type] as Table, i);
    return;
  }
  const list: Call[][] = [];
  for (let i = 0; i < tasks; i++) {
    const calls: Call[] = [];
    body(written(type, calls), i);
    list.push(calls);
  }
  team.run(list);
}

/** A table whose kernels do not run: their names and arguments go to `calls`. */
function written(type: Real, calls: Call[]): Table {
  const get =
    (_: object, kernel: string) =>
    (...args: Call["args"]) => {
      calls.push({ type, kernel, args });
      return 0;
    };
  return new Proxy({}, { get }) as Table;
}

/** How many parts a product of so many multiply-adds is cut into; 1 without threads. */
export function partsOf({ team }: Engine, work: number): number {
  return team ? Math.max(1, Math.min(team.size, Math.floor(work / team.grain))) : 1;
}

/** [0, n) in up to `parts` ranges that are about equal and begin at multiples of `step`, none much shorter than `step`. */
export function ranges(n: number, parts: number, step: number): Range[] {
  const most = Math.max(1, Math.min(parts, Math.floor(n / step)));
  if (most === 1) return [[0, n]];
  return between(
    Array.from({ length: most - 1 }, (_, i) => Math.round((n * (i + 1)) / most / step) * step),
    n,
  );
}

/** Rows [0, n) in up to `parts` ranges with about as many elements of a lower triangle each, as `ranges` has them else. */
export function triangleRanges(n: number, parts: number, step: number): Range[] {
  const most = Math.max(1, Math.min(parts, Math.floor(n / step)));
  if (most === 1) return [[0, n]];
  const cuts = Array.from({ length: most - 1 }, (_, i) => Math.round((n * Math.sqrt((i + 1) / most)) / step) * step);
  return between(
    cuts.filter((cut) => n - cut >= step / 2),
    n,
  );
}

/** Rows in up to `parts` ranges with about as many stored entries each. indptr: one number a row, and the end. */
export function rangesByEntries(indptr: Uint32Array, parts: number): Range[] {
  const rows = indptr.length - 1;
  if (parts === 1) return [[0, rows]];
  const nnz = indptr[rows] as number;
  const cuts = Array.from({ length: parts - 1 }, (_, i) => {
    const target = (nnz * (i + 1)) / parts;
    let [low, high] = [0, rows];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((indptr[middle] as number) < target) low = middle + 1;
      else high = middle;
    }
    return low;
  });
  return between(cuts, rows);
}

function between(cuts: readonly number[], n: number): Range[] {
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < n), n])];
  return ends.map((to, i) => [i === 0 ? 0 : (ends[i - 1] as number), to]);
}

/** Whether so many equal pieces keep that many threads busy for nearly all of the time. */
export const isEven = (pieces: number, threads: number): boolean =>
  threads === 1 || pieces >= 0.85 * threads * Math.ceil(pieces / threads);

/**
 * Workspace of `bytes` for each task of so many: where offsets into it lie. For more than one task that is in the workspace
 * of the thread that takes it; these are arguments of kernels then and nothing else, not to be reckoned with.
 */
export function workspaceFor({ memory, team }: Engine, tasks: number, bytes: number): (offset: number) => number {
  if (!team || tasks === 1) {
    const work = memory.workspace(bytes);
    return (offset) => work + offset;
  }
  team.room = aligned(bytes);
  team.work = memory.workspace(team.size * team.room);
  return (offset) => new Own(offset) as unknown as number;
}
