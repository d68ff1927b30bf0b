/**
 * One loop for every iterative method: a method is a generator of states, and `run` decides when to stop.
 * @module
 */
import { checkFunction, checkNonNegative, checkOptions, checkSize, describe } from "./check.ts";
import { ArgumentTypeError } from "./errors.ts";

/** What every method yields once an iteration. */
export interface State {
  /** The method's own optimality measure; 0 at a solution. */
  readonly residual: number;
  /** The residual computed afresh, where `residual` comes from a recurrence that rounding can lead astray. */
  verify?(): number;
}

/** When `run` stops, and whom it tells. */
export interface RunOptions<S extends State = State> {
  /** Stop where residual <= tolerance. Default 1e-6. */
  tolerance?: number;
  /** Stop after so many iterations. Default 1000. */
  maxIterations?: number;
  /** Ends the run with the signal's reason, checked once an iteration. */
  signal?: AbortSignal;
  /** Called after each iteration. */
  onProgress?: (state: S, iteration: number) => void;
}

/**
 * The last state but for `verify`, with how it came about. Not converging is a value, not an error. A method that can verify
 * is believed to have converged only once it has: the residual is then the verified one.
 */
export type RunResult<S extends State> = S & { readonly iterations: number; readonly converged: boolean };

type Steps<S> = Iterator<S, unknown, unknown>;

/** Runs a method to its end without giving way to other work. */
export function run<S extends State>(steps: Iterable<S>, options: RunOptions<S> = {}): RunResult<S> {
  const advance = stepper(steps, options);
  for (;;) {
    const result = advance();
    if (result) return result;
  }
}

/** As `run`, but lets the host do other work (timers, input, an abort) about every `slice` milliseconds. */
export async function runAsync<S extends State>(
  steps: Iterable<S>,
  options: RunOptions<S> & { slice?: number } = {},
): Promise<RunResult<S>> {
  const advance = stepper(steps, options);
  const { slice = 16 } = options;
  checkNonNegative("slice", slice);
  for (let since = performance.now(); ; ) {
    const result = advance();
    if (result) return result;
    if (performance.now() - since < slice) continue;
    await new Promise<void>((resolve) => setTimeout(resolve));
    since = performance.now();
  }
}

function stepper<S extends State>(steps: Iterable<S>, options: RunOptions<S>): () => RunResult<S> | undefined {
  checkOptions("options", options);
  const { tolerance = 1e-6, maxIterations = 1000, signal, onProgress } = options;
  checkNonNegative("tolerance", tolerance);
  checkSize("maxIterations", maxIterations, 1);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw new ArgumentTypeError("signal", "an AbortSignal", describe(signal));
  if (typeof steps?.[Symbol.iterator] !== "function")
    throw new ArgumentTypeError("steps", "the steps of a method", describe(steps));
  const states: Steps<S> = steps[Symbol.iterator]();
  let iterations = 0;
  return () => {
    if (signal?.aborted) return abandon(states, signal.reason);
    const next = states.next();
    if (next.done) throw new Error("a method's steps ended by themselves");
    iterations++;
    try {
      onProgress?.(next.value, iterations);
    } catch (error) {
      return abandon(states, error);
    }
    let { residual } = next.value;
    try {
      if (residual <= tolerance && next.value.verify) residual = next.value.verify();
    } catch (error) {
      return abandon(states, error);
    }
    const converged = residual <= tolerance;
    if (!converged && iterations < maxIterations) return undefined;
    states.return?.();
    const { verify: _, ...last } = next.value;
    return { ...(last as S), residual, iterations, converged };
  };
}

/** Ends a method with an error, so that it gives back all it reserved, its result included. */
function abandon(states: Steps<unknown>, reason: unknown): never {
  states.throw?.(reason);
  throw reason;
}
