import { describe, expect, test } from "vitest";
import { proxL1 } from "../../src/kernels/prox.ts";
import { equal, identical, within } from "../compare.ts";
import { integers, reals, sizes, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/prox.ts";
import { asum } from "../oracle/vec.ts";
import { vectorSlot } from "../slots.ts";

describe.each(types)("soft thresholding in %s", (type) => {
  const rounded = (x: number[]) => (type === "f32" ? x.map(Math.fround) : x);

  test.each(sizes)("to the last bit, out of place and in place, n = %i", (n) =>
    lw.scope(() => {
      for (const tau of [0, 2 ** -9, 0.375, 0.8125, 5]) {
        const x = reals(n, 1).map((v, i) => v * (1 + (i % 5)));
        const want = rounded(oracle.softThreshold(rounded(x), tau));
        const [from, out, both] = [
          vectorSlot(type, rounded(x)),
          vectorSlot(type, new Array(n).fill(NaN)),
          vectorSlot(type, rounded(x)),
        ];
        within([proxL1(out.ref, from.ref, tau)], [asum(want)], type, n + 2, [asum(want)], "||out||_1");
        equal(out.read(), want, `out, tau ${tau}`);
        identical(from.read(), rounded(x), "x is left alone");
        proxL1(both.ref, both.ref, tau);
        identical(both.read(), out.read(), `in place, tau ${tau}`);
      }
    }),
  );

  test.each(sizes)("the norm returned is exact on integers, n = %i", (n) =>
    lw.scope(() => {
      const x = integers(n, 2);
      const out = vectorSlot(type, x);
      expect(proxL1(out.ref, out.ref, 4)).toBe(asum(oracle.softThreshold(x, 4)));
    }),
  );

  test("at the threshold, one step below and above it, in every lane", () =>
    lw.scope(() => {
      const step = type === "f32" ? 2 ** -23 : 2 ** -52;
      const edge = [1, -1, 1 - step / 2, -1 + step / 2, 1 + step, -1 - step];
      for (let shift = 0; shift < 6; shift++) {
        const x = [...edge.slice(shift), ...edge.slice(0, shift), ...edge];
        const out = lw.vector(x, { type });
        proxL1(out, out, 1);
        equal(out.data, oracle.softThreshold(x, 1));
      }
    }));

  test("what goes is 0 and not -0, wherever it stands; NaN and infinities stay", () =>
    lw.scope(() => {
      const x = [0, -0, 0.5, -0.5, NaN, Infinity, -Infinity, -0, 0, 2, -2];
      const long = [...x, ...x, ...x];
      const out = lw.vector(long.length, { type });
      expect(proxL1(out, lw.vector(long, { type }), 1)).toBeNaN();
      const want = [0, 0, 0, 0, NaN, Infinity, -Infinity, 0, 0, 1, -1];
      identical(out.data, [...want, ...want, ...want]);
      for (const none of [0, -0]) {
        proxL1(out, lw.vector(long, { type }), none);
        equal(out.data, long, `tau = ${none} changes nothing`);
      }
      const finite = long.filter((v) => !Number.isNaN(v));
      expect(proxL1(lw.vector(finite.length, { type }), lw.vector(finite, { type }), 1)).toBe(Infinity);
    }));

  test("the norm where products with tau underflow or overflow", () =>
    lw.scope(() => {
      const [small, large] = type === "f32" ? [2 ** -100, 2 ** 100] : [2 ** -900, 2 ** 900];
      for (const unit of [small, large]) {
        const x = rounded(reals(77, 5).map((v) => v * unit));
        for (const tau of [0, unit / 64, unit / 2, 2 ** -60, 1]) {
          const want = oracle.softThreshold(x, tau);
          const norm = proxL1(lw.vector(77, { type }), lw.vector(x, { type }), tau);
          within([norm], [asum(want)], type, 80, [asum(x)], `tau ${tau}`);
        }
      }
    }));

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 13])("NaN in any place stays there and spoils the norm, n = %i", (n) =>
    lw.scope(() => {
      for (let at = 0; at < n; at++) {
        const x = integers(n, 3).map((v, i) => (i === at ? NaN : v));
        const out = lw.vector(n, { type });
        expect(proxL1(out, lw.vector(x, { type }), 2)).toBeNaN();
        equal(out.data, oracle.softThreshold(x, 2));
      }
    }),
  );
});
