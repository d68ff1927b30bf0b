import { describe, expect, test } from "vitest";
import type { Vector } from "../../src/arrays/vector.ts";
import { step } from "../../src/kernels/krylov.ts";
import { amax, asum, axpby, axpy, copy, dot, iamax, nrm2, scal } from "../../src/kernels/vec.ts";
import { equal, identical, within } from "../compare.ts";
import { integers, magnitudes, reals, sizes, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/vec.ts";
import { faulty } from "../faults.ts";
import { vectorSlot } from "../slots.ts";

type Slot = ReturnType<typeof vectorSlot>;

describe.each(types)("vectors of %s", (type) => {
  const huge = type === "f32" ? 2 ** 100 : 2 ** 700;
  const tiny = type === "f32" ? 2 ** -100 : 2 ** -700;
  const vector = (numbers: number[]) => lw.vector(numbers, { type });

  test.each(sizes)("exact on integers, n = %i", (n) =>
    lw.scope(() => {
      const [a, b] = [integers(n, 1), integers(n, 2)];
      const [x, y, out] = [vectorSlot(type, a), vectorSlot(type, b), vectorSlot(type, b)];
      expect(dot(x.ref, y.ref)).toBe(oracle.dot(a, b));
      expect(asum(x.ref)).toBe(oracle.asum(a));
      expect(amax(x.ref)).toBe(Math.max(0, ...magnitudes(a)));
      expect(iamax(x.ref)).toBe(oracle.iamax(a));
      axpby(out.ref, x.ref, y.ref, 3, -5);
      equal(out.read(), oracle.axpby(a, b, 3, -5), "axpby");
      axpby(x.ref, x.ref, x.ref, 3, -4);
      equal(x.read(), oracle.axpby(a, a, 3, -4), "axpby into both its inputs");
      copy(x.ref, y.ref);
      equal(x.read(), b, "copy");
      axpy(y.ref, x.ref, -7);
      equal(y.read(), oracle.axpby(b, b, -7, 1), "axpy");
      scal(x.ref, -3);
      equal(
        x.read(),
        b.map((v) => -3 * v),
        "scal",
      );
    }),
  );

  test.each(sizes)("within rounding on reals, n = %i", (n) =>
    lw.scope(() => {
      const [a, b] = [reals(n, 3), reals(n, 4)];
      const [x, y] = [vector(a), vector(b)];
      const [p, q] = [magnitudes(a), magnitudes(b)];
      within([dot(x, y)], [oracle.dot(a, b)], type, n + 2, [oracle.dot(p, q)], "dot");
      within([asum(x)], [oracle.asum(a)], type, n + 2, [oracle.asum(a)], "asum");
      within([nrm2(x)], [oracle.nrm2(a)], type, n / 2 + 4, [oracle.nrm2(a)], "nrm2");
      axpby(y, x, y, 0.375, -1.25);
      within(y.data, oracle.axpby(a, b, 0.375, -1.25), type, 2, oracle.axpby(p, q, 0.375, 1.25), "axpby");
    }),
  );

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 33])("nrm2 neither overflows nor underflows, n = %i", (n) =>
    lw.scope(() => {
      for (const scale of [huge, tiny]) {
        const a = reals(n, 5).map((v) => v * scale);
        within([nrm2(vector(a))], [oracle.nrm2(a)], type, n + 4, [oracle.nrm2(a)], `nrm2 at scale ${scale}`);
      }
    }),
  );

  test("nrm2 of subnormal numbers", () =>
    lw.scope(() => {
      const least = type === "f32" ? 2 ** -149 : 2 ** -1074;
      expect(nrm2(vector([3 * least, 0, -4 * least]))).toBe(5 * least);
    }));

  test.each([1, 2, 3, 4, 5, 8, 9, 17])("iamax, amax: the largest in every place, n = %i", (n) =>
    lw.scope(() => {
      for (let at = 0; at < n; at++) {
        const a = Array.from({ length: n }, (_, i) => (i === at ? -100 : i));
        const x = vector(a);
        expect([iamax(x), amax(x)]).toEqual([at, 100]);
      }
    }),
  );

  test("iamax: the first of several largest", () =>
    lw.scope(() => {
      const x = vector([1, -7, 3, 7, -7, 2, 7, 1, 7]);
      expect(iamax(x)).toBe(1);
    }));

  test.each([1, 2, 3, 4, 5, 8, 9, 17, 33])("NaN in any place reaches every result, n = %i", (n) =>
    lw.scope(() => {
      for (let at = 0; at < n; at++) {
        const a = reals(n, 6);
        a[at] = Number.NaN;
        const [x, ones] = [vector(a), vector(new Array(n).fill(1))];
        expect([dot(x, ones), asum(x), nrm2(x), amax(x)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
        expect(iamax(x)).toBe(at);
        axpy(ones, x, 2);
        expect(Array.from(ones.data, Number.isNaN)).toEqual(a.map(Number.isNaN));
      }
    }),
  );

  test("infinities: norms are infinite, differences of them NaN", () =>
    lw.scope(() => {
      const a = [1, -2, 3, 4, Number.NEGATIVE_INFINITY, 6, 7, 8, 9];
      const x = vector(a);
      expect([asum(x), nrm2(x), amax(x), iamax(x)]).toEqual([Infinity, Infinity, Infinity, 4]);
      expect(dot(x, x)).toBe(Infinity);
      const out = vector(new Array(9).fill(0));
      axpby(out, x, x, 1, -1);
      equal(out.data, oracle.axpby(a, a, 1, -1));
    }));

  test("signs of zero are those of the formula", () =>
    lw.scope(() => {
      const a = [0, -0, 0, -0, 0, -0, 0, -0, 0];
      const x = vector(a);
      scal(x, -1);
      identical(
        x.data,
        a.map((v) => -v),
        "scal",
      );
      const [y, z] = [vector(a), vector(a)];
      axpby(y, y, z, 1, 1);
      identical(
        y.data,
        a.map((v) => v + v),
        "axpby",
      );
      expect(Object.is(asum(z), 0)).toBe(true);
    }));
});

describe.each(types)("the fused step of conjugate gradients in %s", (type) => {
  test.each(sizes)("exact on integers, n = %i", (n) =>
    lw.scope(() => {
      const [a, b, c, d] = [integers(n, 1), integers(n, 2), integers(n, 3), integers(n, 4)];
      const [x, r, p, q] = [a, b, c, d].map((v) => vectorSlot(type, v)) as [Slot, Slot, Slot, Slot];
      const left = oracle.axpby(b, d, 1, -5);
      expect(step(x.ref, r.ref, p.ref, q.ref, 3, 5)).toBe(oracle.dot(left, left));
      equal(x.read(), oracle.axpby(a, c, 1, 3), "x");
      equal(r.read(), left, "r");
      equal(p.read(), c, "p");
      equal(q.read(), d, "q");
    }),
  );

  test.each([3, 17, 1009])("within rounding on reals, n = %i", (n) =>
    lw.scope(() => {
      const [a, b, c, d] = [reals(n, 1), reals(n, 2), reals(n, 3), reals(n, 4)];
      const [x, r, p, q] = [a, b, c, d].map((v) => lw.vector(v, { type })) as [Vector, Vector, Vector, Vector];
      const squares = step(x, r, p, q, 0.3, -1.7);
      const left = oracle.axpby(b, d, 1, 1.7);
      within(x.data, oracle.axpby(a, c, 1, 0.3), type, 3, oracle.axpby(magnitudes(a), magnitudes(c), 1, 0.3), "x");
      within(r.data, left, type, 3, oracle.axpby(magnitudes(b), magnitudes(d), 1, 1.7), "r");
      within([squares], [oracle.dot(left, left)], type, n + 6, [oracle.dot(left, left) + 3 * n], "r'r");
    }),
  );

  test("refuses vectors that are one, of other lengths, and steps that are no numbers", () =>
    lw.scope(() => {
      const [x, r, p, q] = [1, 2, 3, 4].map((seed) => lw.vector(reals(4, seed), { type })) as [
        Vector,
        Vector,
        Vector,
        Vector,
      ];
      const short = lw.vector(3, { type });
      faulty(() => step(x, x, p, q, 1, 1), "ArgumentTypeError", "out");
      faulty(() => step(x, r, p, r, 1, 1), "ArgumentTypeError", "out");
      faulty(() => step(x, short, p, q, 1, 1), "ShapeError", "r");
      faulty(() => step(x, r, short, q, 1, 1), "ShapeError", "p");
      faulty(() => step(x, r, p, short, 1, 1), "ShapeError", "q");
      faulty(() => step(x, r, p, q, NaN, 1), "ArgumentRangeError", "alpha");
      faulty(() => step(x, r, p, q, 1, Infinity), "ArgumentRangeError", "beta");
    }));
});
