import { describe, expect, test } from "vitest";
import { l1 } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/prox.ts";
import { proxTest } from "./check.ts";

describe.each(types)("l1 in %s", (type) => {
  const points = [0, 1, 2].map((seed) => reals(13, seed).map((v) => 3 * v));

  test("is a proximal operator", () => {
    for (const lambda of [0, 0.25, 2]) proxTest(l1(lambda), type, [...points, new Array(13).fill(0)]);
  });

  test("meets its optimality condition: x - p = step lambda sign(p), at most that where p = 0", () =>
    lw.scope(() => {
      const [lambda, step] = [0.5, 1.5];
      for (const point of points) {
        const p = lw.vector(13, { type });
        l1(lambda).prox(p, lw.vector(point, { type }), step);
        for (let i = 0; i < 13; i++) {
          const [x, u] = [point[i] as number, p.data[i] as number];
          const subgradient = (x - u) / (step * lambda);
          if (u === 0) expect(Math.abs(subgradient)).toBeLessThanOrEqual(1);
          else expect(Math.abs(subgradient - Math.sign(u))).toBeLessThan(20 * eps[type]);
        }
      }
    }));

  test("is soft thresholding at step times lambda, to the last bit", () =>
    lw.scope(() => {
      const x = reals(33, 5);
      const out = lw.vector(33, { type });
      l1(0.25).prox(out, lw.vector(x, { type }), 1.5);
      const want = oracle.softThreshold(x, 0.375);
      equal(out.data, type === "f32" ? want.map(Math.fround) : want);
    }));

  test("Moreau: x = prox(x) + the projection of x onto the box of side step lambda", () =>
    lw.scope(() => {
      const [lambda, step] = [0.5, 0.5];
      const x = reals(40, 6);
      const p = lw.vector(40, { type });
      l1(lambda).prox(p, lw.vector(x, { type }), step);
      const box = x.map((v) => Math.min(Math.max(v, -0.25), 0.25));
      for (let i = 0; i < 40; i++)
        expect(Math.abs((p.data[i] as number) + (box[i] as number) - (x[i] as number))).toBeLessThan(eps[type]);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    for (const bad of [-1, NaN, Infinity]) faulty(() => l1(bad), "ArgumentRangeError", "lambda");
    faulty(() => l1("1" as never), "ArgumentTypeError", "lambda");
    const g = l1(1);
    const [x, y] = [lw.vector(3), lw.vector(4)];
    faulty(() => g.prox(x, y, 1), "ShapeError", "x");
    faulty(() => g.prox(x, x, -1), "ArgumentRangeError", "tau");
    faulty(() => g.prox(x, lw.vector(3, { type: "f32" }), 1), "ArgumentTypeError", "x");
  }));
