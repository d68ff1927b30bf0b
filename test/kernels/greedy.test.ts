import { describe, expect, test } from "vitest";
import { absoluteDecrease, absoluteDecreases, decreases, medianStep } from "../../src/kernels/greedy.ts";
import { iamax } from "../../src/kernels/vec.ts";
import { within } from "../compare.ts";
import { eps, integers, magnitudes, reals, sizes, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/greedy.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const kinds = [false, true].flatMap((root) => [false, true].map((absolute) => ({ root, absolute })));

describe.each(types)("decreases in %s", (type) => {
  test.each(sizes)("the formulas, with weights and without, in place and not, n = %i", (n) =>
    lw.scope(() => {
      const g = reals(n, 1);
      const w = reals(n, 2).map((v) => Math.fround(0.05 + 2 * Math.abs(v)));
      for (const { root, absolute } of kinds)
        for (const lambda of [0, 0.125, 0.75])
          for (const weights of [undefined, w]) {
            const rho = 1.0078125;
            const want = g.map((v, j) => oracle.decrease(v, rho, lambda, weights?.[j] ?? 1, absolute, root));
            const [from, out, both] = [g, new Array<number>(n).fill(NaN), g].map((x) => vectorSlot(type, x));
            const slot = weights && vectorSlot(type, weights).ref;
            decreases(out!.ref, from!.ref, slot, rho, lambda, { absolute, root });
            // The oracle's differences of norms cancel: its error is what the bound is for.
            within(
              out!.read(),
              want,
              type,
              16,
              g.map(() => 2 + 4 * lambda),
            );
            within(from!.read(), g, type, 0, g);
            decreases(both!.ref, both!.ref, slot, rho, lambda, { absolute, root });
            expect(both!.read()).toEqual(out!.read());
          }
    }),
  );

  test("of differences of norms nothing is lost, where g is tiny beside rho", () =>
    lw.scope(() => {
      const g = [2 ** -30, -(2 ** -31), 0];
      const out = lw.vector(3, { type });
      decreases(out, lw.vector(g, { type }), undefined, 1, 0, { absolute: false, root: true });
      within(
        out.data,
        g.map((v) => (v * v) / 2),
        type,
        4,
        g.map((v) => v * v),
      ); // 1 - sqrt(1 - g^2) = g^2/2 + g^4/8 + ...
    }));
});

describe.each(types)("absolute deviations in %s", (type) => {
  const m0 = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33, 64, 97, 257];
  test.each(m0)("the decrease by the best z is that of the best breakpoint, m = %i", (m) =>
    lw.scope(() => {
      const n = 7;
      // Small integers: breakpoints that coincide, slopes and residuals that are 0.
      for (const entries of [reals, (k: number, seed: number) => integers(k, seed, 4).map((v) => (v > 2 ? 0 : v))]) {
        const [A, r] = [entries(n * m, m), entries(m, m + 1)];
        const w = reals(n, 3).map((v) => Math.fround(Math.abs(v) + 0.1));
        const x = reals(n, 4).map((v, j) => (j % 2 ? v : 0));
        const ones = r.map(() => 1);
        for (const absolute of [false, true])
          for (const lambda of [0, 0.5, 4]) {
            const want = Array.from({ length: n }, (_, j) => {
              const row = A.slice(j * m, (j + 1) * m);
              const penalty = lambda * w[j]! * (absolute ? 1 : w[j]!);
              const now = oracle.deviations(r, row, ones, 0);
              if (absolute)
                return now + penalty * Math.abs(x[j]!) - oracle.leastDeviations(r, row, ones, x[j]!, penalty);
              const moved = now - oracle.leastDeviations(r, row, ones) - (x[j] === 0 ? penalty : 0);
              const gone = x[j] === 0 ? 0 : now - oracle.deviations(r, row, ones, -x[j]!) + penalty;
              return Math.max(0, moved, gone);
            });
            const out = vectorSlot(type, new Array(n).fill(NaN));
            const [a, res] = [matrixSlot(type, n, m, A), vectorSlot(type, r)];
            const options = { lambda, absolute, floor: 0, w: vectorSlot(type, w).ref };
            absoluteDecreases(out.ref, a.ref, res.ref, { ...options, x: vectorSlot(type, x).ref });
            const bound = magnitudes(r).reduce((total, v) => total + v, 4 + 4 * lambda);
            within(
              out.read(),
              want,
              type,
              8 + m,
              want.map(() => bound),
            );
          }
      }
    }),
  );

  test.each([1, 5, 64, 129])("passing over columns that cannot win leaves the winner what it is, m = %i", (m) =>
    lw.scope(() => {
      const n = 101;
      for (let seed = 0; seed < 10; seed++) {
        const A = reals(n * m, seed);
        const r = reals(m, seed + 1);
        const [a, res] = [lw.matrix(n, m, A, { type }), lw.vector(r, { type })];
        const w = lw.vector(
          reals(n, seed + 2).map((v) => Math.abs(v) + 0.1),
          { type },
        );
        for (const scale of [0.01, 0.3, 3])
          for (const absolute of [false, true]) {
            const options = { lambda: 0.3, absolute, floor: m * eps[type] * res.asum(), w };
            const all = lw.vector(n, { type });
            absoluteDecreases(all, a, res, options);
            const row = (j: number) => A.slice(j * m, (j + 1) * m);
            const slopes = lw.vector(
              Array.from({ length: n }, (_, j) => row(j).reduce((t, v, i) => t + v * Math.sign(r[i]!), 0)),
              { type },
            );
            const sums = lw.vector(
              Array.from({ length: n }, (_, j) => row(j).reduce((t, v) => t + Math.abs(v), 0)),
              { type },
            );
            const first = iamax(slopes);
            const best = absoluteDecrease(a, first, res, options);
            expect(best).toBe(all.data[first]);
            const some = lw.vector(n, { type });
            absoluteDecreases(some, a, res, { ...options, skip: { slopes, sums, total: res.asum(), best, scale } });
            const top = Math.max(...all.data);
            expect(some.data.indexOf(Math.max(...some.data))).toBe(all.data.indexOf(top));
            expect(Math.max(...some.data)).toBe(top);
            if (m === 129) expect(some.data.filter((v) => v > 0).length).toBeLessThan(n);
          }
      }
    }),
  );

  test("weighted, at either end, all equal, and where nothing depends on z", () =>
    lw.scope(() => {
      const step = (t: number[], r: number[], w?: number[]) =>
        medianStep(lw.matrix(1, t.length, t, { type }), 0, lw.vector(r, { type }), w && lw.vector(w, { type }));
      expect(step([1, 1, 1], [5, -1, 2])).toBe(2);
      expect(step([1, 1, 1], [5, -1, 2], [9, 1, 1])).toBe(5);
      expect(step([1, 1, 1], [5, -1, 2], [1, 9, 1])).toBe(-1);
      expect(step([2, -2, 4, 0], [4, -4, 8, 100])).toBe(2);
      expect(step([0, 0], [1, 2])).toBe(0);
      expect(step([3], [6])).toBe(2);
    }));

  test("what is not above the floor is 0", () =>
    lw.scope(() => {
      const [A, r] = [lw.matrix(1, 2, [1, 1], { type }), lw.vector([1, 1], { type })];
      const out = lw.vector(1, { type });
      for (const [floor, want] of [
        [1.5, 2],
        [2, 0],
      ] as const) {
        absoluteDecreases(out, A, r, { lambda: 0, absolute: true, floor });
        expect(out.data[0]).toBe(want);
      }
    }));
});
