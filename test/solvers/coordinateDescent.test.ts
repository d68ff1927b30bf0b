import { describe, expect, test } from "vitest";
import {
  coordinateDescent,
  type CoordinateOptions,
  l1 as l1Penalty,
  powerSquaredNorm,
  proximalGradient,
  run,
} from "../../src/index.ts";
import { reals, sparse, types, words } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import { alive, instance, lw } from "../instance.ts";
import { certificate, minimum, type Penalized } from "../oracle/lasso.ts";

const tight = { f32: 2e-6, f64: 1e-12 };

/** The l1 above which all is 0. */
function most(problem: Penalized): number {
  const { slopes } = certificate({ ...problem, l1: 1 }, new Float64Array(problem.cols));
  return slopes.reduce((top, c) => Math.max(top, problem.positive ? c : Math.abs(c)), 0);
}

/** A seeded problem with a few true coefficients. */
function made(rows: number, cols: number, seed: number, part: number, more: Partial<Penalized> = {}): Penalized {
  const X = reals(rows * cols, seed);
  const noise = reals(rows, seed + 1);
  const y = noise.map((e, i) => 0.1 * e + (X[i * cols] ?? 0) - 2 * (X[i * cols + cols - 1] ?? 0) + 0.25);
  const problem = { rows, cols, X, y: y.map(Math.fround), l1: 1, ...more };
  return { ...problem, l1: part * most(problem) };
}

/** The options that ask for a problem. */
function asked({ l1, l2 = 0, positive = false, intercept = false }: Penalized): CoordinateOptions {
  return { l1, l2, positive, intercept };
}

describe.each(types)("coordinate descent in %s", (type) => {
  const tolerance = tight[type];
  const solve = (problem: Penalized, more: Partial<CoordinateOptions> = {}) => {
    const X = lw.matrix(problem.rows, problem.cols, Array.from(problem.X), { type });
    const y = lw.vector(Array.from(problem.y), { type });
    const weights = problem.weights && lw.vector(Array.from(problem.weights), { type });
    const options = { ...asked(problem), ...(weights && { weights }), tolerance, ...more };
    const result = run(coordinateDescent(X, y, options), { tolerance, maxIterations: 200 });
    for (const array of [X, y, weights]) array?.dispose();
    return result;
  };

  test.each([
    [1, 1],
    [5, 3],
    [3, 5],
    [17, 64],
    [64, 17],
    [33, 131],
    [40, 700],
  ])("meets the optimality condition and says its gap, %i x %i", (rows, cols) => {
    const weights = words(5);
    const s = Array.from({ length: rows }, () => (weights() % 5) / 2);
    s[0] = 1;
    for (const part of [0.5, 0.05])
      for (const more of [
        {},
        { intercept: true },
        { weights: s, intercept: true },
        { weights: s },
        { l2: 0.7 },
        { l2: 3, positive: true, intercept: true },
      ]) {
        const problem = made(rows, cols, 7 * rows + cols, part, more);
        if (problem.l1 === 0) continue;
        const { x, gap, objective, residual, converged, intercept } = solve(problem);
        const truth = certificate(problem, x.toArray());
        expect(converged).toBe(true);
        expect(residual).toBeLessThanOrEqual(tolerance);
        const rounding = (type === "f32" ? 1e-5 : 1e-13) * truth.scale;
        expect(Math.abs(objective - truth.objective)).toBeLessThan(rounding);
        expect(truth.gap).toBeLessThan(tolerance * truth.scale + rounding);
        expect(gap).toBeLessThan(tolerance * truth.scale * 1.01);
        expect(truth.violation).toBeLessThan(2 * Math.sqrt(tolerance * truth.scale * (rows + (more.l2 ?? 0))));
        if (more.intercept) expect(Math.abs(intercept - truth.intercept)).toBeLessThan(type === "f32" ? 1e-5 : 1e-12);
        else expect(intercept).toBe(0);
        x.dispose();
      }
  });

  test("sparse columns, by rows or by columns, are the same problem as dense ones", () =>
    lw.scope(() => {
      const input = { ...sparse(60, 90, 0.15, 3, reals), type };
      const S = lw.csr(input);
      const D = S.toDense();
      const y = lw.vector(reals(60, 4), { type });
      const weights = lw.vector(
        reals(60, 5).map((w) => Math.abs(w)),
        { type },
      );
      for (const more of [{}, { intercept: true }, { weights }, { weights, intercept: true, l2: 0.1 }]) {
        const options = { l1: 0.3, tolerance, ...more };
        const fits = [D, S, S.toCsc()].map((A) =>
          run(coordinateDescent(A, y, options), { tolerance, maxIterations: 200 }),
        );
        const plain = { rows: 60, cols: 90, X: D.data, y: y.data, l1: 0.3, ...more, weights: more.weights?.data };
        for (const { x, gap, converged } of fits) {
          const truth = certificate(plain, x.data);
          expect(converged).toBe(true);
          expect(truth.gap).toBeLessThan(2 * tolerance * truth.scale + (type === "f32" ? 1e-5 : 1e-13));
          expect(Math.abs(truth.gap - gap)).toBeLessThan(type === "f32" ? 2e-5 : 1e-12);
        }
      }
    }));

  test("agrees with FISTA at the optimum", () =>
    lw.scope(() => {
      const problem = made(50, 80, 11, 0.2);
      const X = lw.matrix(50, 80, Array.from(problem.X), { type });
      const y = lw.vector(Array.from(problem.y), { type });
      const step = 0.99 / run(powerSquaredNorm(X)).value;
      const slow = run(proximalGradient(X, y, l1Penalty(problem.l1), step), {
        tolerance: type === "f32" ? 1e-4 : 1e-10,
        maxIterations: 20_000,
      });
      const { x } = solve(problem);
      for (let j = 0; j < 80; j++)
        expect(Math.abs((x.data[j] as number) - (slow.x.data[j] as number))).toBeLessThan(type === "f32" ? 2e-4 : 1e-7);
    }));

  test("starts where it is told and ends in the same place", () => {
    const problem = made(40, 120, 21, 0.1, { intercept: true });
    const cold = solve(problem);
    const start = reals(120, 22).map((v, j) => (j % 3 ? 0 : v));
    const x = lw.vector(start, { type });
    const warm = solve(problem, { x });
    expect(warm.x).toBe(x);
    expect(warm.converged).toBe(true);
    const far = type === "f32" ? 5e-3 : 1e-5;
    for (let j = 0; j < 120; j++)
      expect(Math.abs((cold.x.data[j] as number) - (x.data[j] as number))).toBeLessThan(far);
    const again = solve(problem, { x });
    expect(again.iterations).toBe(1);
    for (const array of [x, cold.x]) array.dispose();
  });

  test("a working set too large for a Gram matrix is solved by columns", () =>
    lw.scope(() => {
      const [rows, cols] = [6, 2300];
      const X = reals(rows * cols, 31);
      const y = reals(rows, 32);
      const x = lw.vector(
        reals(cols, 33).map((v) => v / 100),
        { type },
      ); // all of them begin in the working set
      for (const A of [lw.matrix(rows, cols, X, { type }), lw.sparsify(lw.matrix(rows, cols, X, { type }))]) {
        const options = { l1: 0.5, l2: 0.2, intercept: true, tolerance, x: x.clone() };
        const fit = run(coordinateDescent(A, lw.vector(y, { type }), options), { tolerance, maxIterations: 200 });
        const truth = certificate({ rows, cols, X, y, l1: 0.5, l2: 0.2, intercept: true }, fit.x.data);
        expect([fit.converged, fit.workingSet]).toEqual([true, cols]);
        expect(truth.gap).toBeLessThan(2 * tolerance * truth.scale + (type === "f32" ? 1e-5 : 1e-13));
      }
    }));

  test("reserves what it says", () => {
    const own = instance();
    const [rows, cols] = [60, 2000];
    const problem = made(rows, cols, 51, 0.05);
    const [X, y] = [
      own.matrix(rows, cols, Array.from(problem.X), { type }),
      own.vector(Array.from(problem.y), { type }),
    ];
    const weights = own.vector(new Array(rows).fill(1), { type });
    const before = own.memory.bytes;
    const options = { ...asked(problem), weights, tolerance };
    const { x, workingSet: k } = run(coordinateDescent(X, y, options), { tolerance, maxIterations: 200 });
    const numbers = 4 * rows + 4 * cols + 5 * k * (rows + k + 2);
    expect(k).toBeLessThan(400);
    expect(own.memory.peak - before).toBeLessThanOrEqual(numbers * (type === "f32" ? 4 : 8));
    expect(own.memory.bytes - before).toBe(x.bytes);
    for (const array of [X, y, weights, x]) array.dispose();
  });

  test("an abort, or an error of the caller's, leaves the heap as it was", () => {
    const problem = made(30, 60, 41, 0.02);
    const [X, y] = [lw.matrix(30, 60, Array.from(problem.X), { type }), lw.vector(Array.from(problem.y), { type })];
    const before = [lw.memory.bytes, alive.size];
    for (const stop of [1, 2]) {
      const controller = new AbortController();
      const onProgress = (_: unknown, iteration: number) => iteration === stop && controller.abort(new Error("enough"));
      const steps = coordinateDescent(X, y, { l1: problem.l1, tolerance: 0 });
      expect(() => run(steps, { tolerance: 0, onProgress, signal: controller.signal })).toThrow("enough");
      expect([lw.memory.bytes, alive.size]).toEqual(before);
    }
    const bad = X.clone();
    bad.data[7] = Number.NaN;
    expect(thrown(() => run(coordinateDescent(bad, y, { l1: 1 })))).toMatchObject({ argument: "X" });
    bad.dispose();
    expect([lw.memory.bytes, alive.size]).toEqual(before);
    X.dispose();
    y.dispose();
  });
});

test("screening discards no coefficient that is not 0, over 1000 problems", () => {
  let discarded = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const rows = 3 + (seed % 9);
    const cols = 2 + (seed % 23);
    const more = { intercept: seed % 2 === 1, positive: seed % 5 === 4, l2: seed % 3 === 0 ? 0.3 : 0 };
    const problem = made(rows, cols, 50_000 + 3 * seed, [0.9, 0.5, 0.1, 0.02][seed % 4] as number, more);
    if (problem.l1 <= 1e-9) continue;
    const w = minimum(problem);
    const X = lw.matrix(rows, cols, Array.from(problem.X));
    const y = lw.vector(Array.from(problem.y));
    const steps = coordinateDescent(X, y, { ...asked(problem), tolerance: 1e-10 });
    const kept = new Uint8Array(cols);
    const { x } = run(steps, {
      tolerance: 1e-10,
      onProgress: ({ screened }) => {
        for (let j = 0; j < cols; j++) {
          if (screened[j] && Math.abs(w[j] as number) > 1e-8) expect.fail(`problem ${seed}, column ${j}: ${w[j]}`);
          if (screened[j] && !kept[j]) {
            kept[j] = 1;
            discarded++;
          }
        }
      },
    });
    for (const array of [X, y, x]) array.dispose();
  }
  expect(discarded).toBeGreaterThan(1000);
});

describe("coordinate descent refuses", () => {
  test.each([
    ["l1", { l1: 0 }],
    ["l1", { l1: Number.NaN }],
    ["l2", { l1: 1, l2: -1 }],
    ["positive", { l1: 1, positive: 1 }],
    ["intercept", { l1: 1, intercept: "yes" }],
    ["tolerance", { l1: 1, tolerance: -1 }],
  ])("a wrong %s", (argument, options) =>
    lw.scope(() => {
      const error = thrown(() => run(coordinateDescent(lw.matrix(2, 2), lw.vector(2), options as never)));
      expect(error).toMatchObject({ argument });
    }),
  );

  test("numbers that are not finite, in y, weights and x, and weights < 0", () =>
    lw.scope(() => {
      const [X, y, bad] = [lw.matrix(2, 2, [1, 2, 3, 4]), lw.vector([1, 2]), lw.vector([1, Number.NaN])];
      const ask = (more: object, of = y) => thrown(() => run(coordinateDescent(X, of, { l1: 1, ...more })));
      checkFault(ask({}, bad), "ArgumentRangeError", "y");
      checkFault(ask({ weights: bad }), "ArgumentRangeError", "weights");
      checkFault(ask({ weights: lw.vector([1, -1]) }), "ArgumentRangeError", "weights");
      checkFault(ask({ x: bad }), "ArgumentRangeError", "x");
      checkFault(ask({ x: lw.vector(3) }), "ShapeError", "x");
    }));
});
