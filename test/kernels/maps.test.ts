import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  clamp,
  clampBackward,
  functions,
  map,
  mapBackward,
  softmax,
  softmaxBackward,
  zip,
} from "../../src/kernels/maps.ts";
import { iamax } from "../../src/kernels/vec.ts";
import { equal, identical, within } from "../compare.ts";
import { integers, reals, sizes, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/maps.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

type Table = Record<"exp" | "log" | "tanh" | "erf", { x: number[]; y: number[] }>;
const fixture: Record<"f32" | "f64", Table> = JSON.parse(
  readFileSync(new URL("../fixtures/elementary.json", import.meta.url), "utf8"),
);

/** Units in the last place of `want` that `got` is off, at least one subnormal unit. */
function ulps(got: number, want: number, type: "f32" | "f64"): number {
  const [digits, least] = type === "f32" ? [23, -126] : [52, -1022];
  const exponent = Math.max(least, Math.floor(Math.log2(Math.abs(want))));
  const unit = 2 ** Math.max(exponent - digits, least - digits);
  return Math.abs(got - want) / unit;
}

describe.each(types)("elementwise functions of %s", (type) => {
  const apply = (x: number[], f: Parameters<typeof map>[2]) => {
    const out = lw.vector(x.length, { type });
    map(out, lw.vector(x, { type }), f);
    return Array.from(out.data);
  };

  test.each([
    ["exp", 1],
    ["log", 3],
    ["tanh", 3],
    ["erf", 4],
  ] as const)("%s is within %d units in the last place", (name, bound) =>
    lw.scope(() => {
      const tables = type === "f32" ? [fixture.f32[name]] : [fixture.f32[name], fixture.f64[name]];
      for (const { x, y } of tables) {
        const got = apply(x, name);
        for (const [i, want] of y.entries()) {
          const value = type === "f32" && Math.abs(want) > 3.4028235e38 ? Math.sign(want) * Infinity : want;
          if (Number.isFinite(value))
            expect(ulps(got[i]!, value, type), `${name}(${x[i]}) is ${got[i]}`).toBeLessThanOrEqual(bound);
          else expect(got[i]).toBe(value);
        }
      }
    }),
  );

  test("infinities, zeros and NaN", () =>
    lw.scope(() => {
      const x = [-Infinity, Infinity, Number.NaN, 0, -0, -1, 1e30, -1e30];
      identical(apply(x, "exp"), [0, Infinity, Number.NaN, 1, 1, apply([-1], "exp")[0]!, Infinity, 0], "exp");
      identical(
        apply(x, "log").slice(0, 6),
        [Number.NaN, Infinity, Number.NaN, -Infinity, -Infinity, Number.NaN],
        "log",
      );
      identical(apply(x, "tanh").slice(0, 5), [-1, 1, Number.NaN, 0, -0], "tanh");
      identical(apply(x, "erf").slice(0, 5), [-1, 1, Number.NaN, 0, -0], "erf");
      identical(
        apply(x, "abs"),
        [Infinity, Infinity, Number.NaN, 0, 0, 1, Math.abs(apply([1e30], "abs")[0]!), apply([1e30], "abs")[0]!],
        "abs",
      );
      identical(apply(x, "sqrt").slice(0, 6), [Number.NaN, Infinity, Number.NaN, 0, -0, Number.NaN], "sqrt");
      equal(apply([1, 1], "log"), [0, 0]);
    }));

  describe.each(functions)("%s", (name) => {
    const { f, d } = oracle.functions[name]!;
    test.each(sizes)("f(x) and f'(x) dy, n = %i", (n) =>
      lw.scope(() => {
        const a = reals(n, 1).map((v) => (name === "sqrt" || name === "log" ? Math.abs(v) + 2 ** -12 : 3 * v));
        const b = reals(n, 2);
        const [x, dy, out] = [vectorSlot(type, a), vectorSlot(type, b), vectorSlot(type, b)];
        map(out.ref, x.ref, name);
        const most = a.map((v) => Math.abs(f(v)) + (name === "erf" && type === "f64" ? 1 : 0));
        within(out.read(), a.map(f), type, 8, most, "f(x)");
        mapBackward(out.ref, x.ref, dy.ref, name);
        const slopes = a.map((v, i) => d(v) * b[i]!);
        within(out.read(), slopes, type, 12, slopes.map(Math.abs), "f'(x) dy");
        mapBackward(dy.ref, x.ref, dy.ref, name);
        identical(dy.read(), out.read(), "into dy");
      }),
    );
  });

  test("the derivative of |x| at 0 is 0", () =>
    lw.scope(() => {
      const [x, dy] = [lw.vector([0, -0, 2, -2, -3], { type }), lw.vector([5, 6, 7, 8, -9], { type })];
      mapBackward(dy, x, dy, "abs");
      equal(dy.data, [0, 0, 7, -8, 9]);
    }));

  test.each(sizes)("sums, differences, products, quotients, n = %i", (n) =>
    lw.scope(() => {
      const [a, b] = [integers(n, 3), integers(n, 4).map((v) => 2 ** (v % 5))];
      for (const name of ["add", "sub", "mul", "div"] as const) {
        const [x, y, out] = [vectorSlot(type, a), vectorSlot(type, b), vectorSlot(type, b)];
        const want = a.map((v, i) => oracle.operations[name]!(v, b[i]!));
        zip(out.ref, x.ref, y.ref, name);
        equal(out.read(), want, name);
        zip(x.ref, x.ref, y.ref, name);
        equal(x.read(), want, `${name} into x`);
      }
    }),
  );

  test.each(sizes)("clamped to a range, n = %i", (n) =>
    lw.scope(() => {
      const [a, b] = [integers(n, 5), integers(n, 6)];
      const [x, dy, out] = [vectorSlot(type, a), vectorSlot(type, b), vectorSlot(type, b)];
      clamp(out.ref, x.ref, -3, 5);
      equal(
        out.read(),
        a.map((v) => Math.min(Math.max(v, -3), 5)),
      );
      clampBackward(out.ref, x.ref, dy.ref, -3, 5);
      equal(
        out.read(),
        a.map((v, i) => (v < -3 || v > 5 ? 0 : b[i]!)),
      );
    }),
  );

  test("NaN is not clamped, infinite bounds are none", () =>
    lw.scope(() => {
      const x = lw.vector([Number.NaN, -Infinity, Infinity, 2, -0], { type });
      const out = lw.vector(5, { type });
      clamp(out, x, -Infinity, Infinity);
      identical(out.data, x.data);
      clamp(out, x, -1, 1);
      identical(out.data, [Number.NaN, -1, 1, 1, -0]);
    }));

  test.each([
    [0, 3],
    [3, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [2, 4],
    [3, 5],
    [4, 8],
    [5, 17],
    [2, 1009],
  ])("softmax of rows, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, b] = [reals(m * n, 7).map((v) => 20 * v), reals(m * n, 8)];
      const [x, y, dy] = [matrixSlot(type, m, n, a), matrixSlot(type, m, n, a), matrixSlot(type, m, n, b)];
      softmax(y.ref, x.ref);
      const want = oracle.softmax(a, m, n);
      // The argument of the exponential, up to 40 in size, is rounded once.
      within(y.read(), want, type, n / 2 + 50, want, "softmax");
      const kept = y.read();
      const out = matrixSlot(type, m, n, b);
      softmaxBackward(out.ref, y.ref, dy.ref);
      within(
        out.read(),
        oracle.softmaxBackward(kept, b, m, n),
        type,
        n + 4,
        kept.map((v) => 2 * v),
        "backwards",
      );
      softmax(x.ref, x.ref);
      identical(x.read(), kept, "in place");
    }),
  );

  test("softmax neither overflows nor underflows, and a row with NaN is NaN", () =>
    lw.scope(() => {
      const x = lw.matrix(
        [
          [1e30, 1e30, -1e30],
          [-1e30, -1e30, -1e30],
          [1, Number.NaN, 2],
        ],
        { type },
      );
      softmax(x, x);
      const third = type === "f32" ? Math.fround(1 / 3) : 1 / 3;
      equal(x.data, [0.5, 0.5, 0, third, third, third, Number.NaN, Number.NaN, Number.NaN]);
    }));

  test("iamax: the first of equals, and the first NaN, in every place of long vectors", () =>
    lw.scope(() => {
      for (const n of [1, 4, 7, 33])
        for (let at = 0; at < n; at++) {
          const a = integers(n, 9, 5);
          a[at] = -50;
          a.push(50);
          expect(iamax(lw.vector(a, { type }))).toBe(at);
          a[n] = Number.NaN;
          expect(iamax(lw.vector(a, { type }))).toBe(n);
          a[at] = Number.NaN;
          expect(iamax(lw.vector(a, { type }))).toBe(at);
        }
    }));

  test("arguments are checked by name", () =>
    lw.scope(() => {
      const [x, y, A] = [lw.vector(3, { type }), lw.vector(4, { type }), lw.matrix(2, 2, undefined, { type })];
      faulty(() => map(x, x, "sin" as "exp"), "ArgumentRangeError", "f");
      faulty(() => mapBackward(x, x, y, "exp"), "ShapeError", "dy");
      faulty(() => zip(x, x, y, "add"), "ShapeError", "y");
      faulty(() => zip(x, x, x, "pow" as "add"), "ArgumentRangeError", "operation");
      faulty(() => clamp(x, y, 0, 1), "ShapeError", "x");
      faulty(() => clamp(x, x, 1, 0), "ArgumentRangeError", "low");
      faulty(() => clamp(x, x, Number.NaN, 0), "ArgumentRangeError", "low");
      faulty(() => clamp(x, x, 0, "1" as never), "ArgumentTypeError", "high");
      faulty(() => softmax(A, x as never), "ArgumentTypeError", "x");
      faulty(() => softmaxBackward(A, A, lw.matrix(2, 3, undefined, { type })), "ShapeError", "dy");
    }));
});
