import { describe, expect, test } from "vitest";
import {
  type AdmmState,
  admm,
  box,
  l1,
  minimizeSum,
  proximalGradient,
  run,
  simplex,
  squaredLoss,
  totalVariation,
} from "../../src/index.ts";
import { reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import { lasso, lassoViolation } from "../oracle/solvers.ts";

const apart = (u: ArrayLike<number>, v: ArrayLike<number>) =>
  Math.max(...Array.from(u, (s, j) => Math.abs(s - (v[j] as number))));

describe.each(types)("ADMM in %s", (type) => {
  const [tolerance, accuracy] = type === "f32" ? [1e-5, 2e-3] : [1e-11, 1e-8];

  test.each([
    [30, 12],
    [12, 30],
  ])("the lasso, %i x %i: the optimum by coordinate descent and by FISTA, with its zeros", (m, n) =>
    lw.scope(() => {
      const [a, b, lambda] = [reals(m * n, 1), reals(m, 2).map((v) => 3 * v), 1];
      const best = lasso(a, b, m, n, lambda);
      const [A, B] = [lw.matrix(m, n, a, { type }), lw.vector(b, { type })];
      const dense = run(admm(A, B, l1(lambda)), { tolerance, maxIterations: 3000 });
      expect(dense.converged).toBe(true);
      const got = Array.from(dense.x.data);
      expect(lassoViolation(a, got, b, m, n, lambda)).toBeLessThan(accuracy);
      expect(apart(got, best)).toBeLessThan(accuracy);
      expect(got.map((v) => v !== 0)).toEqual(best.map((v) => v !== 0));
      const fista = run(proximalGradient(A, B, l1(lambda), undefined, { restart: "gradient" }), {
        tolerance,
        maxIterations: 5000,
      });
      expect(apart(fista.x.data, got)).toBeLessThan(accuracy);
      const sparse = run(admm(lw.sparsify(A), B, l1(lambda)), { tolerance, maxIterations: 3000 });
      expect(apart(sparse.x.data, got)).toBeLessThan(accuracy);
    }),
  );

  test("differences as F are total variation, which has a prox of its own", () =>
    lw.scope(() => {
      const [m, n, lambda] = [30, 12, 0.7];
      const A = lw.matrix(m, n, reals(m * n, 1), { type });
      const b = lw.vector(
        reals(m, 2).map((v) => 3 * v),
        { type },
      );
      const rows = n - 1;
      const F = lw.csr({
        rows,
        cols: n,
        indptr: Array.from({ length: n }, (_, i) => 2 * i),
        indices: Array.from({ length: 2 * rows }, (_, e) => Math.floor((e + 1) / 2)),
        values: Array.from({ length: 2 * rows }, (_, e) => (e % 2 ? 1 : -1)),
        type,
      });
      const split = run(admm(A, b, l1(lambda), { F }), { tolerance, maxIterations: 5000 });
      const whole = run(proximalGradient(A, b, totalVariation(lambda)), { tolerance, maxIterations: 5000 });
      expect([split.converged, whole.converged]).toEqual([true, true]);
      expect(apart(split.x.data, whole.x.data)).toBeLessThan(accuracy);
      expect(Math.abs(split.penalty - whole.penalty)).toBeLessThan(20 * accuracy);
    }));

  test("rho adapts, at most twenty times, and the optimum is the same from any rho", () =>
    lw.scope(() => {
      const [m, n] = [30, 12];
      const [a, b] = [reals(m * n, 1), reals(m, 2).map((v) => 3 * v)];
      const best = lasso(a, b, m, n, 1);
      for (const rho of [1e-3, 1e3]) {
        const seen = new Set<number>();
        const onProgress = (state: AdmmState) => seen.add(state.rho);
        const [A, B] = [lw.matrix(m, n, a, { type }), lw.vector(b, { type })];
        const found = run(admm(A, B, l1(1), { rho }), { tolerance, maxIterations: 5000, onProgress });
        expect(found.converged).toBe(true);
        expect(apart(found.x.data, best)).toBeLessThan(accuracy);
        expect(seen.size).toBeGreaterThan(3);
        expect(seen.size).toBeLessThanOrEqual(21);
        const fixed = run(admm(A, B, l1(1), { rho, adaptive: false }), { tolerance, maxIterations: 200 });
        expect(fixed.rho).toBe(rho);
        expect(fixed.iterations > found.iterations || !fixed.converged).toBe(true);
      }
    }));

  test("a sum of two penalties: soft thresholding, and a point in two sets", () =>
    lw.scope(() => {
      const y = reals(9, 3).map((v) => 2 * v);
      const x = lw.vector(9, { type });
      const soft = run(minimizeSum(squaredLoss(lw.vector(y, { type })), l1(0.5), { x }), {
        tolerance,
        maxIterations: 2000,
      });
      expect(soft.converged).toBe(true);
      expect(soft.x).toBe(x);
      expect(
        apart(
          x.data,
          y.map((v) => Math.sign(v) * Math.max(0, Math.abs(v) - 0.5)),
        ),
      ).toBeLessThan(accuracy);
      const both = run(minimizeSum(box(0, 0.2), simplex(1), { x: lw.vector([5, 0, 0, 0, 0, 0], { type }) }), {
        tolerance,
        maxIterations: 2000,
      });
      expect(Math.abs(Array.from(both.x.data).reduce((t, v) => t + v, 0) - 1)).toBeLessThan(accuracy);
      for (const v of both.x.data) expect(v).toBeLessThan(0.2 + accuracy);
    }));

  test("nothing is reserved after the first step, rho changing or not; all is given back", () =>
    lw.scope(() => {
      const [m, n] = [12, 30];
      const [A, b] = [lw.matrix(m, n, reals(m * n, 1), { type }), lw.vector(reals(m, 2), { type })];
      const before = lw.memory.bytes;
      const steps = admm(A, b, l1(0.1), { rho: 1e-3 });
      const first = steps.next().value;
      const size = type === "f32" ? 4 : 8;
      expect((lw.memory.bytes - before) / size).toBe(2 * m * m + 4 * n + m + 4 * n);
      const { alloc } = engine.memory;
      engine.memory.alloc = () => expect.fail("a later step reserved memory");
      for (let i = 0; i < 50; i++) steps.next();
      engine.memory.alloc = alloc;
      steps.return();
      expect(lw.memory.bytes - before).toBe(n * size);
      first?.x.dispose();
      const control = new AbortController();
      const onProgress = (_: unknown, i: number) => i === 2 && control.abort(new Error("enough"));
      expect(() => run(admm(A, b, l1(0.1)), { tolerance: 0, signal: control.signal, onProgress })).toThrow("enough");
      expect(lw.memory.bytes).toBe(before);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const [A, b, g] = [lw.matrix(3, 2, [1, 2, 3, 4, 5, 7]), lw.vector([1, 2, 3]), l1(1)];
    const once = (steps: Iterable<unknown>) => run(steps as never, { maxIterations: 3 });
    faulty(() => once(admm(undefined as never, b, g)), "ArgumentTypeError", "A");
    faulty(() => once(admm(A, lw.vector(2), g)), "ShapeError", "b");
    faulty(() => once(admm(A, b, {} as never)), "ArgumentTypeError", "g");
    faulty(() => once(admm(A, b, g, { rho: 0 })), "ArgumentRangeError", "rho");
    faulty(() => once(admm(A, b, g, { adaptive: 1 as never })), "ArgumentTypeError", "adaptive");
    faulty(() => once(admm(A, b, g, { F: {} as never })), "ArgumentTypeError", "F");
    faulty(() => once(admm(A, b, g, { F: lw.matrix(2, 3) })), "ArgumentRangeError", "F");
    faulty(() => once(admm(A, lw.vector([1, NaN, 2]), g)), "ArgumentRangeError", "b");
    faulty(() => once(minimizeSum({} as never, g, { x: b })), "ArgumentTypeError", "f");
    faulty(() => once(minimizeSum(g, g, {} as never)), "ArgumentTypeError", "x");
    expect(
      thrown(() => once(admm(lw.matrix(2, 2, [1, 1, 1, 1]), lw.vector(2), g, { F: lw.matrix(1, 2, [1, 1]) }))).name,
    ).toBe("NotPositiveDefiniteError");
  }));
