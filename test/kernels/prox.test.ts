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

  test.each(sizes)("bit by bit, out of place and in place, n = %i", (n) =>
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
        identical(out.read(), want, `out, tau ${tau}`);
        identical(from.read(), rounded(x), "x is left alone");
        proxL1(both.ref, both.ref, tau);
        identical(both.read(), want, `in place, tau ${tau}`);
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
        identical(out.data, oracle.softThreshold(x, 1));
      }
    }));

  test("zeros keep the sign of x; NaN and infinities stay", () =>
    lw.scope(() => {
      const x = [0, -0, 0.5, -0.5, NaN, Infinity, -Infinity, -0, 0, 2, -2];
      const out = lw.vector(x.length, { type });
      expect(proxL1(out, lw.vector(x, { type }), 1)).toBeNaN();
      identical(out.data, [0, -0, 0, -0, NaN, Infinity, -Infinity, -0, 0, 1, -1]);
      identical(out.data, oracle.softThreshold(x, 1));
      proxL1(out, lw.vector(x, { type }), 0);
      identical(out.data, x, "tau = 0 changes nothing");
      proxL1(out, lw.vector(x, { type }), -0);
      identical(out.data, x, "nor does -0");
      const finite = x.filter((v) => !Number.isNaN(v));
      expect(proxL1(lw.vector(finite.length, { type }), lw.vector(finite, { type }), 1)).toBe(Infinity);
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
