/**
 * One product as several calls over parts of its output, for the threads of an instance; one plain call where it has none.
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
  readonly args: readonly (number | boolean)[];
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
  /** Runs all calls, in any order, and returns when all are done. @throws WorkerError */
  run(calls: readonly Call[]): void;
}

/** From `from` to before `to`. */
export type Range = readonly [from: number, to: number];

/** Among the arguments of a call: the workspace of the thread that takes it. No other argument of a kernel may be NaN. */
export const WORK = Number.NaN;

/** Rows and columns of the register tiles of both builds, and elements of a line of cache, divide it. */
export const TILE = 48;

/** The kernels of one element type. */
export type Table = Kernels["f32"];

/**
 * Runs `body`, whose calls write apart from each other: at once, or, for more than one part and where there are threads, by
 * writing the calls down for these. What kernels return is lost then.
 */
export function share(engine: Engine, type: Real, parts: number, body: (kernels: Table) => void): void {
  const { team } = engine;
  if (!team || parts === 1) {
    body(engine.kernels[type] as Table);
    return;
  }
  const calls: Call[] = [];
  body(written(type, calls));
  team.run(calls);
}

/** A table whose kernels do not run: their names and arguments go to `calls`. */
function written(type: Real, calls: Call[]): Table {
  const get =
    (_: object, kernel: string) =>
    (...args: (number | boolean)[]) => {
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

/**
 * Workspace of `bytes` for each call of a product in so many parts: an address, or, where there is more than one part, what
 * stands for that of the thread that takes the call.
 */
export function workspaceFor({ memory, team }: Engine, parts: number, bytes: number): number {
  if (!team || parts === 1) return memory.workspace(bytes);
  team.room = aligned(bytes);
  team.work = memory.workspace(team.size * team.room);
  return WORK;
}
