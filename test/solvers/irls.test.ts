import { describe, expect, test } from "vitest";
import { irls, leastSquares, run } from "../../src/index.ts";
import { eps, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";

const [m, n] = [15, 2];
const a = Array.from({ length: m }, (_, i) => [1, i / 4 - 2]).flat();
const noise = reals(m, 2);
const b = noise.map((v, i) => 1 + 2 * (i / 4 - 2) + 0.1 * v + (i % 6 === 1 ? 9 : 0));
const misfits = (x: readonly number[]) =>
  b.map((v, i) => (a[2 * i] as number) * (x[0] as number) + (a[2 * i + 1] as number) * (x[1] as number) - v);
const back = (r: readonly number[]) => [0, 1].map((j) => r.reduce((t, v, i) => t + v * (a[2 * i + j] as number), 0));

/** The least sum of |r_i|: reached by a line through two of the points. */
function leastAbsolute(): number {
  let best = Infinity;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < i; j++) {
      const [s, t] = [a[2 * i + 1] as number, a[2 * j + 1] as number];
      const slope = ((b[i] as number) - (b[j] as number)) / (s - t);
      const line = misfits([(b[i] as number) - slope * s, slope]);
      best = Math.min(
        best,
        line.reduce((total, r) => total + Math.abs(r), 0),
      );
    }
  return best;
}

describe.each(types)("reweighted least squares in %s", (type) => {
  const [tolerance, accuracy] = type === "f32" ? [3e-5, 2e-3] : [1e-9, 1e-6];
  const set = () => [lw.matrix(m, n, a, { type }), lw.vector(b, { type })] as const;

  test("least absolute deviations: the least of all lines through two points", () =>
    lw.scope(() => {
      const { x, value, converged } = run(irls(...set()), { tolerance, maxIterations: 500 });
      expect(converged).toBe(true);
      const got = misfits(Array.from(x.data)).reduce((t, r) => t + Math.abs(r), 0);
      expect(Math.abs(value - got)).toBeLessThan(accuracy);
      // A residual smoothed at epsilon is wrong by epsilon at most.
      const epsilon = Math.sqrt(eps[type]) * Math.max(...b.map(Math.abs));
      expect(got - leastAbsolute()).toBeLessThan(m * epsilon);
      expect(got - leastAbsolute()).toBeGreaterThan(-accuracy);
    }));

  test.each([{ power: 1.5 }, { huber: 0.3 }, { bisquare: 2 }])("%o: stationary by the loss's own derivative", (loss) =>
    lw.scope(() => {
      const { x, converged, value } = run(irls(...set(), { loss }), { tolerance, maxIterations: 500 });
      expect(converged).toBe(true);
      const r = misfits(Array.from(x.data));
      const slopes = r.map((v) => {
        if ("power" in loss) return 1.5 * Math.sign(v) * Math.sqrt(Math.abs(v));
        if ("huber" in loss) return Math.sign(v) * Math.min(Math.abs(v), 0.3);
        return Math.abs(v) < 2 ? v * (1 - (v * v) / 4) ** 2 : 0;
      });
      expect(Math.hypot(...back(slopes))).toBeLessThan(20 * accuracy);
      expect(Math.abs((x.data[1] as number) - 2)).toBeLessThan(0.4);
      const want = r.reduce((t, v) => {
        const size = Math.abs(v);
        if ("power" in loss) return t + size ** 1.5;
        if ("huber" in loss) return t + (size <= 0.3 ? (size * size) / 2 : 0.3 * size - 0.045);
        return t + (size < 2 ? (2 / 3) * (1 - (1 - (v * v) / 4) ** 3) : 2 / 3);
      }, 0);
      expect(Math.abs(value - want)).toBeLessThan(20 * accuracy);
    }),
  );

  test("power 2 is least squares, at once; a given x is started from and kept", () =>
    lw.scope(() => {
      const [A, B] = set();
      const x = lw.vector([5, 5], { type });
      const found = run(irls(A, B, { loss: { power: 2 }, x }), { tolerance, maxIterations: 3 });
      expect(found).toMatchObject({ iterations: 1, converged: true });
      expect(found.x).toBe(x);
      const plain = leastSquares(A, B);
      for (const [j, v] of plain.x.data.entries()) expect(Math.abs((x.data[j] as number) - v)).toBeLessThan(accuracy);
      expect(Math.abs(found.value - plain.misfit ** 2)).toBeLessThan(accuracy * 100);
    }));

  test("all is given back but x, also by an abort", () =>
    lw.scope(() => {
      const [A, B] = set();
      const before = lw.memory.bytes;
      run(irls(A, B), { maxIterations: 5 }).x.dispose();
      expect(lw.memory.bytes).toBe(before);
      const signal = AbortSignal.abort(new Error("enough"));
      expect(() => run(irls(A, B), { signal })).toThrow("enough");
      const onProgress = () => {
        throw new Error("progress");
      };
      expect(() => run(irls(A, B), { onProgress })).toThrow("progress");
      expect(lw.memory.bytes).toBe(before);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const [A, B] = [lw.matrix(m, n, a), lw.vector(b)];
    const once = (steps: Iterable<unknown>) => run(steps as never, { maxIterations: 3 });
    faulty(() => once(irls(undefined as never, B)), "ArgumentTypeError", "A");
    faulty(() => once(irls(A, lw.vector(2))), "ShapeError", "b");
    faulty(() => once(irls(A, lw.vector(b.with(2, NaN)))), "ArgumentRangeError", "b");
    faulty(() => once(irls(lw.matrix(m, n, a.with(2, NaN)), B)), "ArgumentRangeError", "A");
    faulty(() => once(irls(A, B, { loss: { power: 3 } })), "ArgumentRangeError", "loss.power");
    faulty(() => once(irls(A, B, { loss: { huber: 0 } })), "ArgumentRangeError", "loss.huber");
    faulty(() => once(irls(A, B, { loss: { bisquare: -1 } })), "ArgumentRangeError", "loss.bisquare");
    faulty(() => once(irls(A, B, { loss: {} as never })), "ArgumentTypeError", "loss");
    faulty(() => once(irls(A, B, { epsilon: 0 })), "ArgumentRangeError", "epsilon");
    expect(thrown(() => once(irls(lw.matrix(3, 2, [1, 0, 1, 0, 1, 0]), lw.vector(3)))).name).toBe(
      "SingularMatrixError",
    );
  }));
