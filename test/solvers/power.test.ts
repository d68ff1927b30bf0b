import { describe, expect, test } from "vitest";
import { powerSquaredNorm, product, run } from "../../src/index.ts";
import { eps, reals, sparse, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import * as oracle from "../oracle/solvers.ts";

describe.each(types)("the squared norm by power iteration in %s", (type) => {
  test.each([
    [1, 1],
    [12, 7],
    [7, 12],
    [40, 25],
  ])("is the largest eigenvalue of A'A, %i x %i", (m, n) =>
    lw.scope(() => {
      const a = reals(m * n, m);
      const want = oracle.squaredNorm(a, m, n);
      const A = lw.matrix(m, n, a, { type });
      const { value, converged } = run(powerSquaredNorm(A), { tolerance: 10 * eps[type], maxIterations: 5000 });
      expect(converged).toBe(true);
      expect(Math.abs(value / want - 1)).toBeLessThan(type === "f32" ? 1e-4 : 1e-9);
    }),
  );

  test("rises to it from below, of sparse and of composed operators too", () =>
    lw.scope(() => {
      const input = sparse(30, 20, 0.4, 3, reals);
      const want = oracle.squaredNorm(dense(input), 30, 20);
      const S = lw.csr({ ...input, type });
      let last = 0;
      for (const { value } of powerSquaredNorm(S, 5)) {
        expect(value).toBeGreaterThanOrEqual(last * (1 - 20 * eps[type]));
        expect(value).toBeLessThan(want * (1 + 100 * eps[type]));
        if (value - last < 1e-5 * want) break;
        last = value;
      }
      const identity = lw.matrix(
        [
          [1, 0],
          [0, 1],
        ],
        { type },
      );
      expect(run(powerSquaredNorm(product(identity, identity))).value).toBeCloseTo(1, 5);
    }));

  test("is 0 of zeros and of no columns", () =>
    lw.scope(() => {
      for (const [m, n] of [
        [3, 4],
        [3, 0],
        [0, 3],
        [0, 0],
      ] as const)
        expect(run(powerSquaredNorm(lw.matrix(m, n, undefined, { type })))).toMatchObject({
          value: 0,
          converged: true,
        });
    }));

  test("holds rows + cols numbers while it runs and nothing after", () =>
    lw.scope(() => {
      const A = lw.matrix(9, 5, reals(45, 1), { type });
      const before = lw.memory.bytes;
      const steps = powerSquaredNorm(A);
      for (let i = 0; i < 4; i++) {
        steps.next();
        expect(lw.memory.bytes - before).toBe((9 + 5) * (type === "f32" ? 4 : 8));
      }
      steps.return();
      expect(lw.memory.bytes).toBe(before);
    }));

  test("the seed decides the start", () =>
    lw.scope(() => {
      const A = lw.matrix(9, 5, reals(45, 1), { type });
      const first = (seed: number) => run(powerSquaredNorm(A, seed), { maxIterations: 1 }).value;
      expect(first(1)).toBe(first(1));
      expect(first(1)).not.toBe(first(2));
    }));
});

test("bad arguments are named", () => {
  faulty(() => run(powerSquaredNorm(undefined as never)), "ArgumentTypeError", "A");
  const A = lw.matrix(1, 1);
  faulty(() => run(powerSquaredNorm(A, 0.5)), "ArgumentRangeError", "seed");
  A.dispose();
});
