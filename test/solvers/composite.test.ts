import { describe, expect, test } from "vitest";
import { l1, linearLoss, minimizeComposite, nonNegative, proximalGradient, ridged, run } from "../../src/index.ts";
import { within } from "../compare.ts";
import { reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/losses.ts";
import { lasso, lassoObjective, squaredNorm } from "../oracle/solvers.ts";

const [m, n] = [40, 15];
const a = reals(m * n, 1);
const answers = {
  squared: reals(m, 2).map((v) => 3 * v),
  logistic: reals(m, 3).map(Math.sign),
  poisson: reals(m, 4).map((v) => Math.round(3 + 3 * v)),
  huber: reals(m, 5).map((v) => 4 * v),
};
const losses = Object.keys(answers) as (keyof typeof answers)[];
const named = (name: keyof typeof answers) => (name === "huber" ? ({ huber: 0.5 } as const) : name);
const magnitude = (v: readonly number[]) => v.map(() => Math.max(...v.map(Math.abs), 1));

describe.each(types)("losses of a linear model, %s", (type) => {
  test.each(losses)("value, gradient, Hessian and excess of %s", (name) =>
    lw.scope(() => {
      const [p, y] = [oracle.points[name], answers[name]];
      const A = lw.matrix(m, n, a, { type });
      const f = linearLoss(A, lw.vector(y, { type }), named(name));
      for (const [x, v] of [
        [reals(n, 6), reals(n, 7)],
        [reals(n, 8).map((u) => 3 * u), reals(n, 9)],
      ] as const) {
        const [X, V, out] = [lw.vector(x, { type }), lw.vector(v, { type }), lw.vector(n, { type })];
        const want = oracle.value(p, a, y, x);
        const bound = [Math.abs(want) + y.reduce((t, u) => t + Math.abs(u), m)];
        within([f.value(X), f.gradient(out, X)], [want, want], type, 200, [...bound, ...bound], "value");
        const slope = oracle.gradient(p, a, y, x);
        within(out.data, slope, type, 500, magnitude(slope), "gradient");
        f.hessian?.(X)(out, V);
        const product = oracle.hessian(p, a, y, x, v);
        within(out.data, product, type, 500, magnitude(product), "Hessian");
        if (f.excess) {
          const sum = x.map((u, j) => u + (v[j] as number));
          const excess = oracle.value(p, a, y, sum) - want - slope.reduce((t, s, j) => t + s * (v[j] as number), 0);
          within([f.excess(X, V)], [excess], type, 500, [oracle.value(p, a, y, sum)], "excess");
        }
      }
      expect(f.hessian).toBeDefined();
      expect(f.excess !== undefined).toBe(name === "squared");
      f.dispose();
    }),
  );

  test("a logistic loss of huge scores is finite", () =>
    lw.scope(() => {
      const f = linearLoss(lw.matrix(2, 1, [1, 1], { type }), lw.vector([1, -1], { type }), "logistic");
      const [x, out] = [lw.vector([1e6], { type }), lw.vector(1, { type })];
      expect([f.value(x), f.gradient(out, x), out.data[0]]).toEqual([1e6, 1e6, 1]);
      f.dispose();
    }));

  test.each(losses)("%s and l1: optimal without a step length, with every restart", (name) =>
    lw.scope(() => {
      const [p, y, lambda] = [oracle.points[name], answers[name], 2];
      const accuracy = type === "f32" ? 2e-3 : 1e-8;
      const f = linearLoss(lw.matrix(m, n, a, { type }), lw.vector(y, { type }), named(name));
      for (const restart of ["none", "gradient", "function"] as const)
        for (const accelerated of [true, false]) {
          const steps = minimizeComposite(f, l1(lambda), { restart, accelerated });
          const result = run(steps, { tolerance: accuracy / 10, maxIterations: 5000 });
          expect(result.converged, `${restart} ${accelerated}`).toBe(true);
          expect(oracle.l1Violation(p, a, y, Array.from(result.x.data), lambda)).toBeLessThan(accuracy);
          expect(result.x.data.some((v) => v === 0)).toBe(true);
        }
      f.dispose();
    }),
  );

  test("the step found is at least half of what the Lipschitz constant allows; the lasso's optimum is met", () =>
    lw.scope(() => {
      const A = lw.matrix(m, n, a, { type });
      const b = lw.vector(answers.squared, { type });
      const best = lasso(a, answers.squared, m, n, 2);
      const bound = squaredNorm(a, m, n);
      const tolerance = type === "f32" ? 1e-4 : 1e-10;
      const found = run(proximalGradient(A, b, l1(2)), { tolerance, maxIterations: 5000 });
      expect(found.step * bound).toBeGreaterThan(0.49);
      const got = Array.from(found.x.data);
      const gap = lassoObjective(a, got, answers.squared, m, n, 2) - lassoObjective(a, best, answers.squared, m, n, 2);
      expect(gap).toBeLessThan(type === "f32" ? 1e-5 : 1e-12);
      const grown = run(proximalGradient(A, b, l1(2), undefined, { accelerated: false, growth: 1.5 }), {
        tolerance,
        maxIterations: 5000,
      });
      expect(grown.converged).toBe(true);
      const shrinking = proximalGradient(A, b, l1(2), undefined, { accelerated: false, growth: 1 });
      const steps: number[] = [];
      run(shrinking, { tolerance: 0, maxIterations: 30, onProgress: ({ step }) => steps.push(step) });
      for (let i = 1; i < 30; i++) expect(steps[i]).toBeLessThanOrEqual(steps[i - 1] as number);
    }));
});

test("restarts turn FISTA's ripples on a strongly convex problem into linear convergence", () =>
  lw.scope(() => {
    const [k, diagonal] = [30, Array.from({ length: 30 }, (_, i) => 10 ** (-i / 10))];
    const A = lw.matrix(
      k,
      k,
      diagonal.flatMap((v, i) => diagonal.map((_, j) => (i === j ? v : 0))),
    );
    const b = lw.vector(diagonal.map((v, i) => v * (1 + (i % 3))));
    const count = (restart: "none" | "gradient" | "function", accelerated = true) =>
      run(proximalGradient(A, b, l1(1e-9), 0.99, { restart, accelerated }), {
        tolerance: 1e-9,
        maxIterations: 200000,
      }).iterations;
    const [none, gradient, value] = [count("none"), count("gradient"), count("function")];
    expect(gradient).toBeLessThan(none / 2);
    expect(value).toBeLessThan(none / 2);
  }));

test("a ridge is added to value, gradient, excess and Hessian", () =>
  lw.scope(() => {
    const A = lw.matrix(m, n, a);
    const f = linearLoss(A, lw.vector(answers.squared));
    const g = ridged(f, 3);
    const [x, d] = [lw.vector(reals(n, 6)), lw.vector(reals(n, 7))];
    const [p, q] = [lw.vector(n), lw.vector(n)];
    const dot = (u: ArrayLike<number>, v: ArrayLike<number>) =>
      Array.from(u).reduce((t, s, j) => t + s * (v[j] as number), 0);
    const more = 1.5 * dot(x.data, x.data);
    within([g.value(x), g.gradient(q, x)], [f.value(x) + more, f.gradient(p, x) + more], "f64", 20, [100, 100]);
    within(
      q.data,
      Array.from(p.data, (v, j) => v + 3 * (x.data[j] as number)),
      "f64",
      20,
      new Array(n).fill(50),
    );
    within([g.excess?.(x, d) ?? NaN], [(f.excess?.(x, d) ?? NaN) + 1.5 * dot(d.data, d.data)], "f64", 20, [100]);
    f.hessian?.(x)(p, d);
    const plain = p.toArray();
    g.hessian?.(x)(q, d);
    within(
      q.data,
      Array.from(plain, (v, j) => v + 3 * (d.data[j] as number)),
      "f64",
      20,
      new Array(n).fill(50),
    );
    f.dispose();
  }));

test("nothing is reserved after the first step, however the step is found", () =>
  lw.scope(() => {
    const A = lw.matrix(m, n, a);
    const y = lw.vector(answers.logistic);
    const f = linearLoss(A, y, "logistic");
    for (const options of [{}, { step: 0.01 }, { restart: "function" as const }]) {
      const before = lw.memory.bytes;
      const steps = minimizeComposite(f, l1(0.1), options);
      const first = steps.next().value;
      const { alloc } = engine.memory;
      engine.memory.alloc = () => expect.fail("a later step reserved memory");
      for (let i = 0; i < 20; i++) expect(steps.next().value?.x).toBe(first?.x);
      engine.memory.alloc = alloc;
      steps.return();
      first?.x.dispose();
      if (before > 0 && options.step) expect(lw.memory.bytes).toBe(before);
    }
    f.dispose();
  }));

test("what is not finite, diverges or is no function is a named error", () =>
  lw.scope(() => {
    const A = lw.matrix(m, n, a);
    const b = lw.vector(answers.squared);
    const spoilt = lw.vector(answers.squared.with(3, NaN));
    const once = (steps: Iterable<never>) => run(steps as never, { maxIterations: 2000, tolerance: 0 });
    faulty(() => once(proximalGradient(A, spoilt, l1(1), 0.01) as never), "ArgumentRangeError", "f");
    faulty(() => once(proximalGradient(A, spoilt, l1(1)) as never), "ArgumentRangeError", "f");
    faulty(() => once(proximalGradient(A, b, l1(1), 10) as never), "ArgumentRangeError", "step");
    faulty(() => once(minimizeComposite({} as never, l1(1)) as never), "ArgumentTypeError", "f");
    faulty(() => once(proximalGradient(A, b, l1(1), 1, { growth: 0.5 }) as never), "ArgumentRangeError", "growth");
    faulty(
      () => once(proximalGradient(A, b, l1(1), 1, { restart: "x" as never }) as never),
      "ArgumentRangeError",
      "restart",
    );
    faulty(() => linearLoss(A, b, "cubic" as never), "ArgumentTypeError", "loss");
    faulty(() => linearLoss(A, b, { huber: -1 }), "ArgumentRangeError", "loss.huber");
    faulty(() => linearLoss(A, lw.vector(3)), "ShapeError", "y");
    faulty(() => ridged({} as never, 1), "ArgumentTypeError", "f");
    const { engine, type } = A;
    const wrong = {
      engine,
      type,
      length: n,
      value: () => NaN,
      gradient: (out: { data: Float64Array }) => +!out.data.fill(1),
    };
    faulty(
      () => once(minimizeComposite(wrong as never, nonNegative(), { x: lw.vector(new Array(n).fill(1)) }) as never),
      "ArgumentRangeError",
      "f",
    );
  }));
