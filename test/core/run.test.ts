import { describe, expect, test, vi } from "vitest";
import { type RunOptions, run, runAsync, type State } from "../../src/core/run.ts";
import { checkFault, faulty } from "../faults.ts";

interface Halving extends State {
  readonly value: number;
}

/** residual 1, 1/2, 1/4, ...; notes how it ended. */
function* halving(log: unknown[] = []): Generator<Halving, void> {
  try {
    for (let residual = 1, value = 0; ; residual /= 2, value++) yield { residual, value };
  } catch (error) {
    log.push(error);
    throw error;
  } finally {
    log.push("ended");
  }
}

const fails = (fault: Error): never => {
  throw fault;
};

const both = [
  ["run", async (steps: Iterable<Halving>, options?: RunOptions<Halving>) => run(steps, options)],
  ["runAsync", (steps: Iterable<Halving>, options?: RunOptions<Halving>) => runAsync(steps, options)],
] as const;

describe.each(both)("%s", (_, loop) => {
  test("stops at the tolerance, with the last state and how it came about", async () => {
    const log: unknown[] = [];
    const result = await loop(halving(log), { tolerance: 1 / 16 });
    expect(result).toEqual({ residual: 1 / 16, value: 4, iterations: 5, converged: true });
    expect(log).toEqual(["ended"]);
  });

  test("stops after maxIterations, which is a value and no error", async () => {
    const log: unknown[] = [];
    const result = await loop(halving(log), { tolerance: 0, maxIterations: 3 });
    expect(result).toEqual({ residual: 1 / 4, value: 2, iterations: 3, converged: false });
    expect(log).toEqual(["ended"]);
  });

  test("defaults: tolerance 1e-6, 1000 iterations", async () => {
    expect(await loop(halving())).toMatchObject({ iterations: 21, converged: true });
    const still = function* () {
      for (;;) yield { residual: 2e-6, value: 0 };
    };
    expect(await loop(still())).toMatchObject({ iterations: 1000, converged: false });
  });

  test("a residual that is NaN never counts as converged", async () => {
    const lost = function* () {
      for (;;) yield { residual: NaN, value: 0 };
    };
    expect(await loop(lost(), { maxIterations: 7 })).toMatchObject({ iterations: 7, converged: false });
  });

  test("a state that can verify is believed only once it has, and its residual is the verified one", async () => {
    const verify = vi.fn(() => 1 / 8);
    const hopeful = function* (): Generator<Halving> {
      for (let value = 0; ; value++) {
        const drifted = value < 3;
        yield { value, residual: 2 ** -value, verify: () => (drifted ? 1 / 2 : verify()) };
      }
    };
    const result = await loop(hopeful(), { tolerance: 1 / 4 });
    expect(result).toEqual({ value: 3, residual: 1 / 8, iterations: 4, converged: true });
    expect(verify).toHaveBeenCalledTimes(1);
  });

  test("a verified residual above the tolerance, or NaN, at the last iteration: not converged, and told so", async () => {
    for (const fresh of [1, NaN]) {
      const steps = [{ residual: 0, value: 1, verify: () => fresh }];
      expect(await loop(steps, { maxIterations: 1 })).toEqual({
        value: 1,
        residual: fresh,
        iterations: 1,
        converged: false,
      });
    }
  });

  test("an error in verify ends the method with that error", async () => {
    const log: unknown[] = [];
    const fault = new Error("verify");
    const broken = function* () {
      for (const state of halving(log)) yield { ...state, verify: () => fails(fault) };
    };
    await expect(loop(broken(), { tolerance: 1 })).rejects.toBe(fault);
    expect(log).toEqual(["ended"]);
  });

  test("reports progress after each iteration, the last included", async () => {
    const onProgress = vi.fn();
    await loop(halving(), { tolerance: 1 / 4, onProgress });
    expect(onProgress.mock.calls.map(([state, i]) => [state.residual, i])).toEqual([
      [1, 1],
      [1 / 2, 2],
      [1 / 4, 3],
    ]);
  });

  test("an error in onProgress ends the method with that error", async () => {
    const log: unknown[] = [];
    const fault = new Error("progress");
    const onProgress = (_: Halving, i: number) => {
      if (i === 2) throw fault;
    };
    await expect(loop(halving(log), { onProgress })).rejects.toBe(fault);
    expect(log).toEqual([fault, "ended"]);
  });

  test("an abort ends the method with the signal's reason", async () => {
    const log: unknown[] = [];
    const control = new AbortController();
    const onProgress = (_: Halving, i: number) => {
      if (i === 3) control.abort("enough");
    };
    await expect(loop(halving(log), { tolerance: 0, signal: control.signal, onProgress })).rejects.toBe("enough");
    expect(log).toEqual(["enough", "ended"]);
  });

  test("a signal aborted before the start: no step is taken", async () => {
    const log: unknown[] = [];
    const onProgress = vi.fn();
    await expect(loop(halving(log), { signal: AbortSignal.abort("no"), onProgress })).rejects.toBe("no");
    expect([log, onProgress.mock.calls]).toEqual([[], []]);
  });

  test("an error in a step comes out as it is", async () => {
    const broken = function* (): Generator<Halving> {
      yield { residual: 1, value: 0 };
      throw new RangeError("step");
    };
    await expect(loop(broken())).rejects.toThrow(new RangeError("step"));
  });

  test("a method that ends by itself is an error", async () => {
    const finite = function* (): Generator<Halving> {
      yield { residual: 1, value: 0 };
    };
    await expect(loop(finite())).rejects.toThrow("ended by themselves");
  });

  test("bad options are named, and no step is taken", async () => {
    const cases: [RunOptions<Halving>, "ArgumentTypeError" | "ArgumentRangeError", string][] = [
      [{ tolerance: -1 }, "ArgumentRangeError", "tolerance"],
      [{ tolerance: NaN }, "ArgumentRangeError", "tolerance"],
      [{ tolerance: "1" as never }, "ArgumentTypeError", "tolerance"],
      [{ maxIterations: 0 }, "ArgumentRangeError", "maxIterations"],
      [{ maxIterations: 1.5 }, "ArgumentRangeError", "maxIterations"],
      [{ onProgress: 3 as never }, "ArgumentTypeError", "onProgress"],
      [{ signal: {} as never }, "ArgumentTypeError", "signal"],
      [null as never, "ArgumentTypeError", "options"],
    ];
    for (const [options, name, argument] of cases) {
      const log: unknown[] = [];
      const error = await loop(halving(log), options).catch((e: unknown) => e);
      checkFault(error, name, argument);
      expect(log).toEqual([]);
    }
    for (const steps of [undefined, null, 5, {}] as never[])
      checkFault(await loop(steps).catch((e: unknown) => e), "ArgumentTypeError", "steps");
  });
});

test("runAsync lets other work run between slices, and can be aborted from there", async () => {
  const control = new AbortController();
  setTimeout(() => control.abort("timer"));
  const endless = runAsync(halving(), { tolerance: 0, maxIterations: 2 ** 32 - 1, slice: 0, signal: control.signal });
  await expect(endless).rejects.toBe("timer");
  checkFault(await runAsync(halving(), { slice: -1 }).catch((e) => e), "ArgumentRangeError", "slice");
});

test("run accepts any iterable of states, also one that cannot be ended", () => {
  const states = [
    { residual: 1, value: 0 },
    { residual: 0, value: 1 },
  ];
  expect(run(states)).toMatchObject({ iterations: 2, converged: true });
  faulty(() => run([], { tolerance: Infinity }), "ArgumentRangeError", "tolerance");
});
