/**
 * Two ways to do the same work, timed in turns so that what else the machine does falls on both.
 * @module
 */
import { setImmediate as pause } from "node:timers/promises";

/** Medians of both, in milliseconds a call. */
export interface Timing {
  readonly milliseconds: number;
  readonly plainMilliseconds: number;
  /** plainMilliseconds / milliseconds */
  readonly ratio: number;
  /** Samples of each. */
  readonly repetitions: number;
}

/** How often, and until when. */
export interface TimingOptions {
  /** Samples of each side, at most. */
  repetitions: number;
  signal?: AbortSignal | undefined;
}

/** Milliseconds after which no more samples are taken, if there are three. */
const SPAN = 8000;
/** Milliseconds a sample lasts, at least: shorter work is repeated within it. */
const SAMPLE = 2;
/** Milliseconds of a look at how fast the work has become, and how long the compilers get at most to make it so. */
const LOOK = 25;
const WARM_UP = 1500;

/** Times `work` against `plain`: A B A B, medians after a warm-up. @throws the signal's reason once it is aborted */
export async function compare(
  work: () => void,
  plain: () => void,
  { repetitions, signal }: TimingOptions,
): Promise<Timing> {
  const sides = [await warmed(work, signal), await warmed(plain, signal)] as const;
  const times: [number[], number[]] = [[], []];
  const started = performance.now();
  while (times[0].length < repetitions && (times[0].length < 3 || performance.now() - started < SPAN)) {
    times[0].push(sides[0]());
    await rest(signal);
    times[1].push(sides[1]());
    await rest(signal);
  }
  const milliseconds = median(times[0]);
  const plainMilliseconds = median(times[1]);
  return { milliseconds, plainMilliseconds, ratio: plainMilliseconds / milliseconds, repetitions: times[0].length };
}

/** Runs `work` until it gets no faster; each call of the result takes a sample, in milliseconds a call. */
async function warmed(work: () => void, signal?: AbortSignal): Promise<() => number> {
  const started = performance.now();
  let best = time(work, 1);
  for (let steady = 0; steady < 4 && performance.now() - started < WARM_UP; ) {
    await rest(signal);
    const latest = time(work, calls(LOOK, best));
    steady = latest < 0.98 * best ? 0 : steady + 1;
    best = Math.min(best, latest);
  }
  const batch = calls(SAMPLE, best);
  return () => time(work, batch);
}

const calls = (span: number, each: number): number => Math.ceil(span / Math.max(each, 1e-3));

function time(work: () => void, times: number): number {
  const since = performance.now();
  for (let call = 0; call < times; call++) work();
  return (performance.now() - since) / times;
}

/** Gives way to the host: a signal, the compilers' results. */
async function rest(signal?: AbortSignal): Promise<void> {
  await pause();
  signal?.throwIfAborted();
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] as number)) / 2;
}
