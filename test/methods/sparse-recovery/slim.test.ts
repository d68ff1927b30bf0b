// Scoring systems: against all there are, under limits, as tables; ends and bad input.
import { describe, expect, test } from "vitest";
import {
  roundedLogistic,
  type SlimState,
  slimSteps,
  trainSlim,
  trainSlimAsync,
} from "../../../src/methods/sparse-recovery/index.ts";
import { types } from "../../data.ts";
import { thrown } from "../../faults.ts";
import { lw } from "../../instance.ts";
import * as oracle from "../../oracle/slim.ts";
import { arrays, optionsOf, problem } from "./slimProblem.ts";

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

describe("the best of all 7^4 * 11 whole numbers", () => {
  test.each([0, 1, 2, 3, 4])("seed %i", (seed) =>
    lw.scope(() => {
      const p = problem(seed, 60, 5, 3);
      const { rho, objective, bound, optimal, errors } = trainSlim(...arrays(p), optionsOf(p));
      expect(optimal).toBe(true);
      expect(Math.abs(objective - oracle.enumerate(p))).toBeLessThanOrEqual(1e-12);
      expect(Math.abs(objective - oracle.objective(p, Array.from(rho)))).toBeLessThanOrEqual(1e-12);
      expect(bound).toBe(objective);
      expect(Array.from(rho).reduce(gcd, 0)).toBe(1);
      expect(errors).toBe(
        p.X.filter((row, i) => p.y[i]! * row.reduce((sum, x, j) => sum + x * rho[j]!, 0) < 0.001).length,
      );
    }),
  );

  test.each<[string, Partial<oracle.Problem>]>([
    ["maxFpr", { maxFpr: 0.2 }],
    ["maxFpr, tight", { maxFpr: 0.04 }],
    ["maxFnr", { maxFnr: 0.05 }],
    ["maxError", { maxError: 0.2 }],
    ["l0Max", { l0Max: 1 }],
    ["l0Min", { l0Min: 4 }],
    ["several", { maxFpr: 0.25, maxFnr: 0.25, l0Max: 3 }],
  ])("that keep to a limit: %s", (_, limits) =>
    lw.scope(() => {
      let kept = 0;
      for (let seed = 0; seed < 5; seed++) {
        const p = { ...problem(seed, 60, 5, 3), ...limits };
        const want = oracle.enumerate(p);
        const go = () => trainSlim(...arrays(p), { ...optionsOf(p), ...limits });
        if (want === Infinity) {
          for (const name of (thrown(go) as never as { argument: string }).argument.split(", "))
            expect(limits).toHaveProperty(name);
          continue;
        }
        kept++;
        const { rho, objective, optimal } = go();
        expect(optimal).toBe(true);
        expect(Math.abs(objective - want)).toBeLessThanOrEqual(1e-12);
        expect(oracle.objective(p, Array.from(rho))).toBeLessThan(Infinity);
      }
      expect(kept).toBeGreaterThan(2);
    }),
  );

  test.each(types)("with unequal weights, dear terms, features that are not 0 or 1, in %s", (type) =>
    lw.scope(() => {
      for (const [C0, wPos] of [
        [0.05, 0.6],
        [0.002, 1.7],
      ] as const) {
        const p = problem(9, 40, 4, 3, C0, wPos);
        const whole = { ...p, X: p.X.map((row, i) => row.map((x, j) => (j === 0 ? 1 : x * (1 + (i % 4)) - (i % 2)))) };
        const halves = { ...p, X: p.X.map((row, i) => row.map((x, j) => (j === 0 ? 1 : x * (0.25 + (i % 7) / 8)))) };
        for (const q of [whole, halves]) {
          const { objective, optimal } = trainSlim(...arrays(q, type), optionsOf(q));
          expect([optimal, Math.abs(objective - oracle.enumerate(q)) <= 1e-12]).toEqual([true, true]);
        }
      }
    }),
  );

  test("signs and fixed coefficients", () =>
    lw.scope(() => {
      const p = problem(2, 60, 5, 3);
      const boxed = { ...p, lower: [-5, 0, -3, 1, -3], upper: [5, 3, 0, 1, 3] };
      const bounds = optionsOf(p).bounds!.map((box, j) => (j === 3 ? { lb: 1, ub: 1 } : box));
      const { rho, objective } = trainSlim(...arrays(p), { ...optionsOf(p), bounds, signs: [0, 1, -1, 0, 0] });
      expect(Math.abs(objective - oracle.enumerate(boxed))).toBeLessThanOrEqual(1e-12);
      expect(rho[3]).toBe(1);
    }));
});

test("rows that are there twice with other labels: one of them is wrong, and the bound knows it from the start", () =>
  lw.scope(() => {
    const X = Array.from({ length: 12 }, (_, i) => [1, i % 2, i % 3 === 0 ? 1 : 0]);
    const y = X.map((_, i) => (i < 6 ? 1 : -1));
    const first = slimSteps(lw.matrix(X), lw.vector(y), { restarts: 2 }).next().value as SlimState;
    expect(first.bound).toBeGreaterThanOrEqual(0.5);
  }));

test("500 samples, 10 features: never worse than rounded logistic regression, a bound that never falls, an honest gap", () =>
  lw.scope(() => {
    const p = problem(11, 500, 10, 5, 0.01);
    const [X, y] = arrays(p);
    const bounds: number[] = [];
    const model = trainSlim(X, y, {
      ...optionsOf(p),
      nodeLimit: 4000,
      onProgress: ({ bound }) => void bounds.push(bound),
    });
    for (let k = 1; k < bounds.length; k++) expect(bounds[k]).toBeGreaterThanOrEqual(bounds[k - 1]!);
    expect(bounds.length).toBeGreaterThan(5);
    expect(bounds.at(-1)).toBeGreaterThan(bounds[0]!);
    const rounded = roundedLogistic(X, y, optionsOf(p));
    expect(model.objective).toBeLessThanOrEqual(rounded.objective);
    expect(Math.abs(rounded.objective - oracle.objective(p, Array.from(rounded.rho)))).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(model.objective - oracle.objective(p, Array.from(model.rho)))).toBeLessThanOrEqual(1e-12);
    expect(model.optimal).toBe(model.objective - model.bound <= 0);
    expect(model.bound).toBeLessThanOrEqual(model.objective);
    expect(trainSlim(X, y, { ...optionsOf(p), nodeLimit: 4000, gapTol: 1 }).optimal).toBe(true);
  }));

test("the same seed gives the same; time, a signal and progress end it; the host can work in between", async () => {
  const p = problem(5, 200, 8, 5);
  const [X, y] = arrays(p);
  try {
    const options = { ...optionsOf(p), nodeLimit: 600 };
    expect(trainSlim(X, y, options)).toEqual(trainSlim(X, y, options));
    expect(await trainSlimAsync(X, y, options)).toEqual(trainSlim(X, y, options));
    expect(trainSlim(X, y, { ...options, timeLimitMs: 0 }).nodes).toBe(0);
    const enough = new Error("enough");
    expect(thrown(() => trainSlim(X, y, { signal: AbortSignal.abort(enough) }))).toBe(enough);
    let turns = 0;
    const stop = new AbortController();
    setTimeout(() => stop.abort(enough), 30);
    const onProgress = () => void turns++;
    await expect(trainSlimAsync(X, y, { C0: 1e-4, nodeLimit: 2 ** 31, signal: stop.signal, onProgress })).rejects.toBe(
      enough,
    );
    expect(turns).toBeGreaterThan(0);
  } finally {
    X.dispose();
    y.dispose();
  }
});
