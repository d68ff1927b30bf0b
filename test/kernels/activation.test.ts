import { describe, expect, test } from "vitest";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../src/core/errors.ts";
import { activations, epilogue, epilogues, map, mapBackward } from "../../src/kernels/maps.ts";
import { identical, within } from "../compare.ts";
import { integers, reals, sizes, types } from "../data.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/maps.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

/** n numbers of several sizes, the larger ones rarer. */
const spread = (n: number, seed: number) => reals(n, seed).map((v, i) => v * [0.25, 1, 4, 12][i % 4]!);

describe.each(types)("activations of %s", (type) => {
  describe.each(activations)("%s", (name) => {
    const { f, d, ends } = oracle.activations[name]!;

    test.each(sizes)("f(x) and f'(x) dy, n = %i", (n) =>
      lw.scope(() => {
        const [a, b] = [spread(n, 1), reals(n, 2)];
        const [x, dy, out] = [vectorSlot(type, a), vectorSlot(type, b), vectorSlot(type, b)];
        // x itself times the argument of the exponential inside: the formula's own condition.
        const reach = a.map((v) => Math.abs(v) + Math.abs(f(v)) + 1e-30);
        map(out.ref, x.ref, name);
        within(out.read(), a.map(f), type, 6, reach, "f(x)");
        mapBackward(out.ref, x.ref, dy.ref, name);
        within(
          out.read(),
          a.map((v, i) => d(v) * b[i]!),
          type,
          24,
          b.map((v) => Math.abs(v) * 2),
          "f'(x) dy",
        );
        mapBackward(dy.ref, x.ref, dy.ref, name);
        identical(dy.read(), out.read(), "f'(x) dy into dy");
        map(out.ref, x.ref, name);
        map(x.ref, x.ref, name);
        identical(x.read(), out.read(), "f(x) into x");
      }),
    );

    test("a result does not depend on where its element stands", () =>
      lw.scope(() => {
        const a = spread(13, 3);
        const all = lw.vector(13, { type });
        map(all, lw.vector(a, { type }), name);
        for (let at = 0; at < 13; at++) {
          const [one, x] = [lw.vector(1, { type }), lw.vector([a[at]!], { type })];
          map(one, x, name);
          expect(one.data[0]).toBe(all.data[at]);
        }
      }));

    test("limits at the infinities, NaN at NaN, at every place", () =>
      lw.scope(() => {
        for (const n of [1, 2, 3, 4, 5, 9])
          for (let at = 0; at < n; at++)
            for (const [odd, value, slope] of [
              [Number.NEGATIVE_INFINITY, ends[0], ends[2]],
              [Number.POSITIVE_INFINITY, ends[1], ends[3]],
              [Number.NaN, Number.NaN, Number.NaN],
            ] as const) {
              const a = integers(n, 4, 3);
              a[at] = odd;
              const [x, out] = [lw.vector(a, { type }), lw.vector(n, { type })];
              map(out, x, name);
              expect(Array.from(out.data, Number.isNaN), `f where x is ${odd}`).toEqual(a.map(Number.isNaN));
              expect(out.data[at]! + 0, `f(${odd})`).toBe(value + 0);
              const ones = lw.vector(new Array(n).fill(1), { type });
              mapBackward(out, x, ones, name);
              if (!(name === "relu" && Number.isNaN(odd))) expect(out.data[at]! + 0, `f'(${odd})`).toBe(slope + 0);
            }
      }));

    test("f(0) = f(-0) exactly, and far arguments reach the limits", () =>
      lw.scope(() => {
        const x = lw.vector([0, -0, 1e30, -1e30, 3e38, -3e38], { type });
        const out = lw.vector(6, { type });
        map(out, x, name);
        const got = Array.from(out.data, (v) => v + 0);
        expect(got.slice(0, 2)).toEqual([f(0), f(0)]);
        if (name === "sigmoid" || name === "tanh") expect(got.slice(2)).toEqual([ends[1], ends[0], ends[1], ends[0]]);
        else expect([got[3], got[5]]).toEqual([0, 0]);
        if (name === "tanh") identical([out.data[0]!, out.data[1]!], [0, -0], "tanh keeps the sign of zero");
      }));
  });

  test.each([
    [0, 3],
    [3, 0],
    [1, 1],
    [1, 7],
    [7, 1],
    [2, 4],
    [5, 9],
    [16, 16],
    [3, 31],
    [17, 65],
  ])("epilogue of a product, %i x %i", (m, n) =>
    lw.scope(() => {
      const c = spread(m * n, 5);
      for (const activation of Object.keys(epilogues) as (keyof typeof epilogues)[])
        for (const form of ["none", "perCol", "perRow"] as const) {
          const perRow = form === "perRow";
          const b = form === "none" ? undefined : reals(perRow ? m : n, 6);
          const f = activation === "none" ? (v: number) => v : oracle.activations[activation]!.f;
          const C = matrixSlot(type, m, n, c);
          epilogue(C.ref, { activation, perRow, ...(b ? { bias: vectorSlot(type, b).ref } : {}) });
          const want = oracle.epilogue(c, m, n, b, perRow, f);
          const reach = oracle.epilogue(c, m, n, b, perRow, (v) => Math.abs(v) + Math.abs(f(v)) + 1);
          within(C.read(), want, type, 6, reach, `${activation}, bias ${form}`);
        }
    }),
  );

  test("epilogue of a block inside a matrix leaves the rest alone", () =>
    lw.scope(() => {
      const [m, n, ldc] = [3, 5, 8];
      const c = integers(m * ldc, 7);
      const bias = integers(n, 8);
      const C = vectorSlot(type, c);
      engine.kernels[type].dense_epilogue(C.ref.ptr, vectorSlot(type, bias).ref.ptr, m, n, ldc, false, epilogues.relu);
      const want = c.map((v, p) => (p % ldc < n ? Math.max(v + bias[p % ldc]!, 0) : v));
      identical(C.read(), want);
    }));

  test("arguments are checked by name", () =>
    lw.scope(() => {
      const [x, y, A] = [lw.vector(3, { type }), lw.vector(4, { type }), lw.matrix(2, 2, undefined, { type })];
      expect(() => map(x, y, "relu")).toThrow(ShapeError);
      expect(() => map(A, y, "relu")).toThrow(ShapeError);
      expect(() => map(x, x, "softsign" as "relu")).toThrow(ArgumentRangeError);
      expect(() => mapBackward(x, x, y, "relu")).toThrow(/"dy"/);
      expect(() => epilogue(A, { bias: x })).toThrow(/"bias": expected 2 elements, got 3/);
      expect(() => epilogue(A, { activation: "tanh" as "relu" })).toThrow(/"activation"/);
      expect(() => epilogue(A, { perRow: 1 as unknown as boolean })).toThrow(ArgumentTypeError);
      using S = lw.csr({ rows: 2, cols: 2, indptr: [0, 0, 0], indices: [], values: [], type });
      expect(() => map(A, S, "relu")).toThrow(ArgumentTypeError);
    }));
});
