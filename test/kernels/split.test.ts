// Steps of splitting methods and of unfolded proximal gradient, number by number.
import { describe, expect, test } from "vitest";
import { combine, copyArray, inner, norm1, norm2 } from "../../src/kernels/flat.ts";
import { splitBall, splitL1, stepBack, stepL0, stepL1 } from "../../src/kernels/split.ts";
import { identical, within } from "../compare.ts";
import { integers, reals, sizes, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/split.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

describe.each(types)("splitting in %s", (type) => {
  const ones = (n: number) => new Array<number>(n).fill(1);
  const marksOf = (n: number) => integers(n, 9).map((v) => (v > 0 ? 1 : 0));

  test.each(sizes)("the l1 step, n = %i", (n) =>
    lw.scope(() => {
      const [h, w, o] = [reals(n, 1).map((v) => 3 * v), reals(n, 2), reals(n, 3)];
      const [p, hs, ws, os] = [ones(n), h, w, o].map((x) => vectorSlot(type, x.map(Math.fround))) as never as [
        ReturnType<typeof vectorSlot>,
        ReturnType<typeof vectorSlot>,
        ReturnType<typeof vectorSlot>,
        ReturnType<typeof vectorSlot>,
      ];
      const want = oracle.splitL1(h.map(Math.fround), w, o, 0.375);
      const change = splitL1(p.ref, hs.ref, ws.ref, os.ref, 0.375);
      within(
        p.read(),
        want.p,
        type,
        4,
        h.map((v) => Math.abs(v) + 4),
      );
      within(
        hs.read(),
        want.h,
        type,
        8,
        h.map((v) => Math.abs(v) + 4),
      );
      within([change], [want.change], type, n + 4, [want.change]);
      identical(ws.read(), w);
      identical(os.read(), o);
      for (const [i, v] of want.p.entries()) if (v === 0) expect(p.read()[i]! === 0).toBe(true);
    }),
  );

  test.each(sizes)("the step to a ball and a bound, n = %i", (n) =>
    lw.scope(() => {
      const [t, w, b, marks] = [reals(n, 4), reals(n, 5), reals(n, 6), marksOf(n)];
      for (const radius of [0, 0.25, 1e6]) {
        const slots = [t, w, b, marks].map((x) => vectorSlot(type, x));
        const [ts, ws, bs, ms] = slots as [(typeof slots)[0], (typeof slots)[0], (typeof slots)[0], (typeof slots)[0]];
        splitBall(ts!.ref, ws!.ref, bs!.ref, ms!.ref, radius);
        within(
          ts!.read(),
          oracle.splitBall(t, w, b, marks, radius),
          type,
          n + 16,
          t.map(() => 6),
          `radius ${radius}`,
        );
        identical(ms!.read(), marks);
        identical(bs!.read(), b);
      }
    }),
  );

  test.each(sizes)("unfolded steps and their derivative, n = %i", (n) =>
    lw.scope(() => {
      const [x, g, d] = [reals(n, 7), reals(n, 8), reals(n, 9)];
      for (const limit of [0, 0.25, 9]) {
        const [from, slope] = [vectorSlot(type, x), vectorSlot(type, g)];
        const [soft, hard] = [vectorSlot(type, ones(n)), vectorSlot(type, ones(n))];
        const want = [oracle.stepL1(x, g, 0.5, limit), oracle.stepL0(x, g, 0.5, limit)] as const;
        const total = want[0].reduce((sum, v) => sum + Math.abs(v), 0);
        within([stepL1(soft.ref, from.ref, slope.ref, 0.5, limit)], [total], type, n + 8, [n + 1]);
        expect(stepL0(hard.ref, from.ref, slope.ref, 0.5, limit)).toBe(want[1].filter((v) => v !== 0).length);
        within(
          soft.read(),
          want[0],
          type,
          4,
          x.map(() => 2),
        );
        within(
          hard.read(),
          want[1],
          type,
          4,
          x.map(() => 2),
        );
        const [back, at] = [vectorSlot(type, d), vectorSlot(type, want[1].map(Math.fround))];
        const derivative = oracle.stepBack(d, want[1], g, 0.75);
        within([stepBack(back.ref, at.ref, slope.ref, 0.75)], [derivative.sum], type, n + 8, [2 * n + 1]);
        identical(back.read(), derivative.d);
      }
    }),
  );

  test("at the threshold itself nothing stays", () =>
    lw.scope(() => {
      const x = lw.vector([1, -1, 2, -2, 1], { type });
      const g = lw.vector(5, { type });
      expect(stepL0(x, x, g, 0.5, 1)).toBe(2);
      identical(x.data, [0, 0, 2, -2, 0]);
    }));

  test("sums and norms of matrices", () =>
    lw.scope(() => {
      const [x, y] = [integers(15, 1), integers(15, 2)];
      const [xs, ys] = [matrixSlot(type, 3, 5, x), matrixSlot(type, 3, 5, y)];
      const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
      expect(inner(xs.ref, ys.ref)).toBe(sum((i) => x[i]! * y[i]!));
      expect(norm1(xs.ref)).toBe(sum((i) => Math.abs(x[i]!)));
      within([norm2(xs.ref)], [Math.sqrt(sum((i) => x[i]! ** 2))], type, 8, [Math.sqrt(sum((i) => x[i]! ** 2))]);
      combine(xs.ref, xs.ref, ys.ref, 2, -3);
      identical(
        xs.read(),
        x.map((v, i) => 2 * v - 3 * y[i]!),
      );
      copyArray(ys.ref, xs.ref);
      identical(ys.read(), xs.read());
      expect(() => inner(xs.ref, vectorSlot(type, x).ref)).toThrow("15");
    }));
});
