import { describe, expect, test } from "vitest";
import {
  box,
  l1Ball,
  lbfgs,
  linearLoss,
  minimizeProjected,
  newtonCg,
  nonNegative,
  ridged,
  run,
  type Smooth,
  simplex,
  type Vector,
} from "../../src/index.ts";
import { reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import * as losses from "../oracle/losses.ts";
import * as mgh from "../oracle/mgh.ts";

/** A problem as a function for the solvers; products with the Hessian by central differences of the gradient. */
function smooth(problem: mgh.Problem): Smooth {
  const gradient = (x: readonly number[]) => mgh.gradientOf(problem, x);
  return {
    engine,
    type: "f64",
    length: problem.start.length,
    value: (x) => mgh.sumOfSquares(problem, Array.from(x.data)),
    gradient: (out, x) => {
      out.data.set(gradient(Array.from(x.data)));
      return mgh.sumOfSquares(problem, Array.from(x.data));
    },
    hessian: (x) => {
      const at = Array.from(x.data);
      return (out: Vector, v: Vector) => {
        const d = Array.from(v.data);
        const h = 1e-5 / Math.max(1e-300, Math.hypot(...d));
        const [up, down] = [1, -1].map((s) => gradient(at.map((u, j) => u + s * h * (d[j] as number))));
        out.data.set(d.map((_, j) => ((up?.[j] as number) - (down?.[j] as number)) / (2 * h)));
      };
    },
  };
}

const problems: [string, mgh.Problem, digits: number][] = [
  ["Rosenbrock, 2", mgh.rosenbrock(2), 8],
  ["Rosenbrock, 20", mgh.rosenbrock(20), 8],
  ["Beale", mgh.beale, 8],
  ["Wood", mgh.wood, 8],
  ["Powell", mgh.powell, 2],
];

describe.each(problems)("the minimum of %s", (_, problem, digits) => {
  test.each([
    ["lbfgs", lbfgs],
    ["newtonCg", newtonCg],
  ] as const)("by %s", (_, method) =>
    lw.scope(() => {
      const x = lw.vector(problem.start);
      const result = run(method(smooth(problem), { x }), { tolerance: 1e-9, maxIterations: 300 });
      expect(result.converged).toBe(true);
      expect(result.x).toBe(x);
      const got = Array.from(x.data);
      expect(result.value).toBe(mgh.sumOfSquares(problem, got));
      expect(Math.hypot(...mgh.gradientOf(problem, got))).toBeLessThanOrEqual(1.0001e-9);
      for (const [j, v] of got.entries()) expect(v).toBeCloseTo(problem.best[j] as number, digits);
    }),
  );
});

const [m, n] = [40, 15];
const a = reals(m * n, 1);
const signs = reals(m, 3).map(Math.sign);

describe.each(types)("losses of a linear model by Newton and quasi-Newton, %s", (type) => {
  const accuracy = type === "f32" ? 1e-3 : 1e-9;
  test.each(["squared", "logistic", "poisson", "huber"] as const)("%s", (name) =>
    lw.scope(() => {
      const p = losses.points[name];
      const y = name === "poisson" ? reals(m, 4).map((v) => Math.round(3 + 3 * v)) : signs;
      const A = lw.matrix(m, n, a, { type });
      const loss = linearLoss(A, lw.vector(y, { type }), name === "huber" ? { huber: 0.5 } : name);
      const f = name === "huber" ? loss : ridged(loss, 0.5);
      const found = [lbfgs, newtonCg].map((method) => {
        const result = run(method(f), { tolerance: accuracy / 4, maxIterations: 200 });
        expect(result.converged).toBe(true);
        const x = Array.from(result.x.data);
        const g = losses.gradient(p, a, y, x).map((v, j) => v + (name === "huber" ? 0 : 0.5) * (x[j] as number));
        expect(Math.hypot(...g)).toBeLessThan(accuracy);
        return result;
      });
      if (name === "logistic") expect(found[1]?.iterations).toBeLessThan(12);
      loss.dispose();
    }),
  );

  test("a quadratic takes Newton one step of n products, L-BFGS with exact memory few", () =>
    lw.scope(() => {
      const f = linearLoss(lw.matrix(m, n, a, { type }), lw.vector(reals(m, 2), { type }));
      const newton = run(newtonCg(f), { tolerance: accuracy, maxIterations: 20 });
      expect(newton.converged).toBe(true);
      const quasi = run(lbfgs(f, { memory: 20 }), { tolerance: accuracy, maxIterations: 60 });
      expect(quasi.converged).toBe(true);
      f.dispose();
    }));

  test.each([
    ["box", box(-0.1, 0.2)],
    ["nonNegative", nonNegative()],
    ["simplex", simplex(1)],
    ["l1Ball", l1Ball(0.5)],
  ] as const)("projected gradient on %s meets the conditions of optimality", (name, set) =>
    lw.scope(() => {
      const y = reals(m, 2).map((v) => 3 * v);
      const f = linearLoss(lw.matrix(m, n, a, { type }), lw.vector(y, { type }));
      const result = run(minimizeProjected(f, set), { tolerance: accuracy, maxIterations: 500 });
      expect(result.converged).toBe(true);
      const x = Array.from(result.x.data);
      const g = losses.gradient(losses.points.squared, a, y, x);
      const slack = 20 * accuracy;
      const close = (u: number, v: number) => expect(Math.abs(u - v)).toBeLessThan(slack);
      if (name === "box" || name === "nonNegative") {
        const [low, high] =
          name === "box" ? [-0.1, 0.2].map((v) => (type === "f32" ? Math.fround(v) : v)) : [0, Infinity];
        for (const [j, v] of x.entries()) {
          if (v === low) expect(g[j]).toBeGreaterThan(-slack);
          else if (v === high) expect(g[j]).toBeLessThan(slack);
          else close(g[j] as number, 0);
        }
        expect(x.some((v) => v === low)).toBe(true);
      } else if (name === "simplex") {
        const least = Math.min(...g);
        close(
          x.reduce((t, v) => t + v, 0),
          1,
        );
        for (const [j, v] of x.entries()) if (v > slack) close(g[j] as number, least);
      } else {
        const steepest = Math.max(...g.map(Math.abs));
        close(
          x.reduce((t, v) => t + Math.abs(v), 0),
          0.5,
        );
        for (const [j, v] of x.entries()) if (Math.abs(v) > slack) close(-(g[j] as number) * Math.sign(v), steepest);
      }
      f.dispose();
    }),
  );
});

test("nothing is reserved after the first step; an abort gives all back", () =>
  lw.scope(() => {
    const A = lw.matrix(m, n, a);
    const y = lw.vector(signs);
    const f = ridged(linearLoss(A, y, "logistic"), 0.1);
    f.hessian?.(lw.vector(n));
    const methods = [() => lbfgs(f), () => newtonCg(f), () => minimizeProjected(f, box(-1, 1))];
    for (const [k, method] of methods.entries()) {
      const before = lw.memory.bytes;
      const steps = method();
      const first = steps.next().value;
      expect((lw.memory.bytes - before) / 8 / n).toBe([25, 7, 5][k]);
      const { alloc } = engine.memory;
      engine.memory.alloc = () => expect.fail("a later step reserved memory");
      for (let i = 0; i < 30; i++) expect(steps.next().value?.x).toBe(first?.x);
      engine.memory.alloc = alloc;
      steps.return();
      expect(lw.memory.bytes - before).toBe(8 * n);
      first?.x.dispose();
      const control = new AbortController();
      const onProgress = (_: unknown, i: number) => i === 2 && control.abort(new Error("enough"));
      expect(() => run(method(), { tolerance: 0, signal: control.signal, onProgress })).toThrow("enough");
      expect(lw.memory.bytes).toBe(before);
    }
  }));

test("at the minimum, or where rounding ends progress, states stay as they are", () =>
  lw.scope(() => {
    const problem = mgh.rosenbrock(2);
    for (const method of [lbfgs, newtonCg]) {
      const result = run(method(smooth(problem), { x: lw.vector(problem.best) }), { tolerance: 0, maxIterations: 5 });
      expect(result).toMatchObject({ residual: 0, iterations: 1, converged: true });
      const far = run(method(smooth(mgh.wood), { x: lw.vector(mgh.wood.start) }), { tolerance: 0, maxIterations: 300 });
      for (const v of far.x.data) expect(v).toBeCloseTo(1, 7);
    }
  }));

test("bad arguments are named, and NaN is an error", () =>
  lw.scope(() => {
    const f = smooth(mgh.beale);
    const once = (steps: Iterable<unknown>) => run(steps as never, { maxIterations: 3 });
    const spoilt: Smooth = { ...f, gradient: () => NaN };
    for (const method of [lbfgs, newtonCg, (g: Smooth, o?: object) => minimizeProjected(g, box(0, 1), o)]) {
      faulty(() => once(method(undefined as never)), "ArgumentTypeError", "f");
      faulty(() => once(method(f, null as never)), "ArgumentTypeError", "options");
      faulty(() => once(method(f, { x: lw.vector(3) })), "ShapeError", "x");
      faulty(() => once(method(spoilt)), "ArgumentRangeError", "f");
    }
    faulty(() => once(lbfgs(f, { memory: 0 })), "ArgumentRangeError", "memory");
    faulty(() => once(newtonCg({ ...f, hessian: undefined })), "ArgumentTypeError", "f");
    faulty(() => once(minimizeProjected(f, {} as never)), "ArgumentTypeError", "set");
  }));
