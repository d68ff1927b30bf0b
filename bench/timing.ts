/**
 * Times several runners in turn, round after round, so that all meet the same noise.
 * @module
 */

/** One of those compared. */
export interface Runner {
  readonly name: string;
  /** Milliseconds that `calls` calls take, by the runner's own clock. */
  time(calls: number): number | Promise<number>;
}

/** How long to measure. Milliseconds, but `rounds`. */
export interface Settings {
  /** Samples of the first runner, at least. */
  readonly rounds: number;
  /** A sample takes at least this: short calls are made in batches. */
  readonly batch: number;
  /** Warming up takes at most this (and one call). */
  readonly warm: number;
  /** All rounds of a row together take at least this. */
  readonly span: number;
  /** A runner other than the first leaves once its samples took this long. */
  readonly budget: number;
}

/** For figures to keep. */
export const THOROUGH: Settings = { rounds: 9, batch: 2, warm: 1500, span: 400, budget: 3000 };

/** No more samples than this. */
const MOST = 99;

/** A call timed here; `keep` sees what it returns, so that no call can be left out. */
export function runner(name: string, call: () => unknown, keep: (value: unknown) => void): Runner {
  return {
    name,
    time: (calls) => {
      const start = performance.now();
      for (let i = 0; i < calls; i++) {
        const value = call();
        if (value instanceof Promise) return waiting(call, calls, start, value, keep);
        keep(value);
      }
      return performance.now() - start;
    },
  };
}

/** The rest of a batch of calls that give promises, each awaited before the next. */
async function waiting(
  call: () => unknown,
  calls: number,
  start: number,
  first: Promise<unknown>,
  keep: (value: unknown) => void,
): Promise<number> {
  keep(await first);
  for (let i = 1; i < calls; i++) keep(await call());
  return performance.now() - start;
}

/** Samples of each runner, milliseconds a call; sample r of each was taken in round r. */
export async function interleave(
  runners: readonly Runner[],
  settings: Settings,
  signal?: AbortSignal,
): Promise<Map<string, number[]>> {
  const entries: { runner: Runner; calls: number; samples: number[]; spent: number }[] = [];
  for (const runner of runners) {
    const each = await warmUp(runner, settings, signal);
    entries.push({ runner, calls: callsFor(settings.batch, each), samples: [], spent: 0 });
  }
  const start = performance.now();
  for (let round = 0; round < MOST; round++) {
    await breathe(signal);
    if (round >= settings.rounds && performance.now() - start > settings.span) break;
    for (const entry of entries) {
      if (entry !== entries[0] && entry.spent > settings.budget) continue;
      const took = await entry.runner.time(entry.calls);
      entry.spent += took;
      entry.samples.push(took / entry.calls);
    }
  }
  return new Map(entries.map(({ runner, samples }) => [runner.name, samples]));
}

/** Runs until four windows in a row are no better than the best before them; the best time of a call. */
async function warmUp(runner: Runner, settings: Settings, signal?: AbortSignal): Promise<number> {
  const window = Math.min(40, settings.warm / 4);
  let best = await runner.time(1);
  let spent = best;
  for (let steady = 0; steady < 4 && spent < settings.warm; ) {
    await breathe(signal);
    const calls = callsFor(window, best);
    const took = await runner.time(calls);
    steady = took / calls < 0.98 * best ? 0 : steady + 1;
    best = Math.min(best, took / calls);
    spent += took;
  }
  return best;
}

const callsFor = (milliseconds: number, each: number): number =>
  Math.max(1, Math.ceil(milliseconds / Math.max(each, 1e-4)));

/** Lets the host do other work (an abort, a signal of the terminal). */
async function breathe(signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}
