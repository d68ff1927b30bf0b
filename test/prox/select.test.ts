import { describe, expect, test } from "vitest";
import { l0Ball, percentileShrinkage, topK } from "../../src/index.ts";
import { equal, identical } from "../compare.ts";
import { integers, reals, sizes, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/prox.ts";
import { vectorSlot } from "../slots.ts";

describe.each(types)("selection in %s", (type) => {
  const lists = (n: number): number[][] => [
    reals(n, 1),
    integers(n, 2, 3),
    new Array(n).fill(-1.5),
    reals(n, 3).map((v, i) => Math.fround(v * 2 ** ((i % 61) - 30))),
    reals(n, 4).map((v, i) => (i % 3 ? 0 : v)),
    reals(n, 5).map((v) => Math.fround(1 + v * 2 ** -20)),
  ];

  test.each(sizes.filter((n) => n > 0))("topK is what sorting gives, n = %i", (n) =>
    lw.scope(() => {
      for (const x of lists(n))
        for (const k of new Set([0, 1, Math.ceil(n / 3), n - 1, n]))
          for (const by of ["value", "magnitude"] as const) {
            const { ref } = vectorSlot(type, x);
            const got = topK(ref, k, { by });
            const want = oracle.topPlaces(by === "value" ? x : x.map(Math.abs), k);
            expect(Array.from(got.indices)).toEqual(want);
            identical(
              got.values,
              want.map((i) => x[i] as number),
            );
          }
    }),
  );

  test("infinities, subnormals and zeros of both signs are in order; equal zeros in that of the vector", () =>
    lw.scope(() => {
      const tiny = type === "f32" ? 2 ** -149 : 2 ** -1074;
      const x = [0, -tiny, -Infinity, -0, tiny, 1, Infinity, -1, 0, -0];
      for (let k = 0; k <= x.length; k++) {
        const got = topK(lw.vector(x, { type }), k);
        expect(Array.from(got.indices)).toEqual([6, 5, 4, 0, 3, 8, 9, 1, 7, 2].slice(0, k));
      }
    }));

  test.each([1, 7, 64, 1009])("l0Ball keeps the first of equal ones, n = %i", (n) =>
    lw.scope(() => {
      for (const x of lists(n))
        for (const k of new Set([0, 1, n >> 1, n - 1, n, n + 3])) {
          const [from, out] = [vectorSlot(type, x), vectorSlot(type, x)];
          l0Ball(k).prox(out.ref, from.ref, 1);
          const kept = new Set(oracle.topPlaces(x.map(Math.abs), k));
          expect(out.read()).toEqual(x.map((v, i) => (kept.has(i) ? v : 0)));
        }
    }),
  );

  test.each([1, 2, 10, 97, 1009])("percentileShrinkage thresholds at an element of |x|, n = %i", (n) =>
    lw.scope(() => {
      for (const x of lists(n))
        for (const share of [0, 0.25, 0.5, 0.9, 1]) {
          const out = lw.vector(n, { type });
          const zeros = Math.ceil(share * n);
          const want = zeros === 0 ? 0 : (x.map(Math.abs).sort((a, b) => a - b)[zeros - 1] as number);
          expect(percentileShrinkage(out, lw.vector(x, { type }), share)).toBe(want);
          expect(out.data.filter((v) => v === 0).length).toBeGreaterThanOrEqual(zeros);
          const soft = oracle.softThreshold(x, want);
          equal(out.data, type === "f32" ? soft.map(Math.fround) : soft);
        }
    }),
  );

  test("bad arguments are named", () =>
    lw.scope(() => {
      const x = lw.vector([1, 2, 3], { type });
      for (const k of [-1, 4, 1.5]) faulty(() => topK(x, k), "ArgumentRangeError", "k");
      faulty(() => topK(x, "2" as never), "ArgumentTypeError", "k");
      faulty(() => topK(x, 2, { by: "size" as never }), "ArgumentRangeError", "by");
      faulty(() => topK(lw.vector([1, NaN], { type }), 1), "ArgumentRangeError", "x");
      for (const share of [-0.1, 1.1, NaN])
        faulty(() => percentileShrinkage(x, x, share), "ArgumentRangeError", "share");
      faulty(() => percentileShrinkage(x, x, "1" as never), "ArgumentTypeError", "share");
      faulty(() => percentileShrinkage(lw.vector(2, { type }), x, 0.5), "ShapeError", "x");
      for (const bad of [NaN, Infinity])
        faulty(() => percentileShrinkage(x, lw.vector([1, bad, 3], { type }), 0.5), "ArgumentRangeError", "x");
    }));
});
