import { describe, expect, test } from "vitest";
import { suffixSums } from "../../src/kernels/scan.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, sizes, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/scan.ts";
import { vectorSlot } from "../slots.ts";

describe.each(types)("suffix sums in %s", (type) => {
  test.each(sizes)("exact on integers, out of place and in place, n = %i", (n) =>
    lw.scope(() => {
      const x = integers(n, 1);
      const want = oracle.suffixSums(x);
      const [from, out, both] = [vectorSlot(type, x), vectorSlot(type, new Array(n).fill(NaN)), vectorSlot(type, x)];
      suffixSums(out.ref, from.ref);
      equal(out.read(), want, "out");
      equal(from.read(), x, "x is left alone");
      suffixSums(both.ref, both.ref);
      equal(both.read(), want, "in place");
    }),
  );

  test.each([...sizes, 4099])("within rounding on reals, n = %i", (n) =>
    lw.scope(() => {
      const x = reals(n, 2).map((v, i) => v * (1 + (i % 5)));
      const out = lw.vector(n, { type });
      suffixSums(out, lw.vector(type === "f32" ? x.map(Math.fround) : x, { type }));
      const bound = oracle.suffixSums(magnitudes(x));
      within(out.data, oracle.suffixSums(x), type, n + 2, bound);
    }),
  );

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 25])("NaN spoils the sums before it alone, n = %i", (n) =>
    lw.scope(() => {
      for (const spoiler of [NaN, Infinity, -Infinity])
        for (let at = 0; at < n; at++) {
          const x = integers(n, 3).map((v, i) => (i === at ? spoiler : v));
          const out = lw.vector(n, { type });
          suffixSums(out, lw.vector(x, { type }));
          equal(out.data, oracle.suffixSums(x), `${spoiler} at ${at}`);
        }
    }),
  );

  test("infinities of both signs meet in NaN; zeros of either sign stay zero", () =>
    lw.scope(() => {
      const x = [1, Infinity, 2, -Infinity, 3, -0, 0, -0];
      const out = lw.vector(x.length, { type });
      suffixSums(out, lw.vector(x, { type }));
      equal(out.data, [NaN, NaN, -Infinity, -Infinity, 3, 0, 0, 0]);
    }));

  test("of numbers >= 0 no sum is below the one after it, though all are rounded", () =>
    lw.scope(() => {
      // Magnitudes from 1 to 2^-60 in a jumble: nearly every addition rounds.
      const exponents = integers(20_011, 4, 30);
      const x = magnitudes(reals(20_011, 5)).map((v, i) => v * 2 ** (2 * (exponents[i] as number) - 60));
      const out = lw.vector(x.length, { type });
      suffixSums(out, lw.vector(x, { type }));
      const sums = out.data;
      for (let i = 1; i < x.length; i++) expect(sums[i - 1]).toBeGreaterThanOrEqual(sums[i] as number);
      expect(sums[0]).toBeGreaterThan(0);
    }));
});

test("bad arguments are named", () => {
  const other = instance();
  lw.scope(() =>
    other.scope(() => {
      const out = lw.vector(5);
      faulty(() => suffixSums([1, 2] as never, out), "ArgumentTypeError", "out");
      faulty(() => suffixSums(lw.matrix(5, 1) as never, out), "ArgumentTypeError", "out");
      faulty(() => suffixSums(out, [1, 2, 3, 4, 5] as never), "ArgumentTypeError", "x");
      faulty(() => suffixSums(out, lw.vector(4)), "ShapeError", "x");
      faulty(() => suffixSums(out, lw.vector(5, { type: "f32" })), "ArgumentTypeError", "x");
      faulty(() => suffixSums(out, other.vector(5)), "ArgumentTypeError", "x");
    }),
  );
});
