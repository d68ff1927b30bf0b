/**
 * Times several runners in turn, round after round, so that all meet the same noise.
 * @module
 */

/** One of those compared. */
export interface Runner {
  readonly name: string;
  /** Where it fails, it leaves; any other's failure ends the run. */
  readonly optional?: boolean;
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

/** What came out: milliseconds a call, sample r of each taken in round r; and why an optional one is not among them. */
export interface Samples {
  readonly samples: ReadonlyMap<string, number[]>;
  readonly failed: Readonly<Record<string, string>>;
}

/** Warms each up, then times them in turn. */
export async function interleave(
  runners: readonly Runner[],
  settings: Settings,
  signal?: AbortSignal,
): Promise<Samples> {
  const entries = new Map<Runner, { calls: number; samples: number[]; spent: number }>();
  const failed: Record<string, string> = {};
  const attempt = async (runner: Runner, body: () => Promise<void>) => {
    try {
      await body();
    } catch (error) {
      if (!runner.optional || signal?.aborted) throw error;
      failed[runner.name] = (error as Error).message;
      entries.delete(runner);
    }
  };
  for (const runner of runners)
    await attempt(runner, async () => {
      const each = await warmUp(runner, settings, signal);
      entries.set(runner, { calls: callsFor(settings.batch, each), samples: [], spent: 0 });
    });
  const start = performance.now();
  for (let round = 0; round < MOST; round++) {
    await breathe(signal);
    if (round >= settings.rounds && performance.now() - start > settings.span) break;
    for (const [runner, entry] of entries) {
      if (runner !== runners[0] && entry.spent > settings.budget) continue;
      await attempt(runner, async () => {
        const took = await runner.time(entry.calls);
        entry.spent += took;
        entry.samples.push(took / entry.calls);
      });
    }
  }
  return { samples: new Map([...entries].map(([{ name }, { samples }]) => [name, samples])), failed };
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
