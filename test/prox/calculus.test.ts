import { describe, expect, test } from "vitest";
import {
  box,
  conjugate,
  elasticNet,
  huberLoss,
  l1,
  l2Ball,
  l2Norm,
  moreauEnvelope,
  nonNegative,
  type Penalty,
  scaledPenalty,
  separableSum,
  shiftedPenalty,
  simplex,
  squaredLoss,
  tiltedPenalty,
  type Vector,
} from "../../src/index.ts";
import { eps, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/prox.ts";
import { conforms } from "./conformance.ts";

describe.each(types)("calculus in %s", (type) => {
  const n = 13;
  const vector = (numbers: number[]): Vector => lw.vector(Float32Array.from(numbers), { type });

  /** Two penalties have one prox, at points and steps, and return one value. */
  function same(a: Penalty, b: Penalty, units = 400): void {
    for (const seed of [1, 2, 3])
      for (const step of [0.25, 1, 4]) {
        const x = vector(reals(n, seed).map((v) => 4 * v));
        const [p, q] = [lw.vector(n, { type }), lw.vector(n, { type })];
        const [va, vb] = [a.prox(p, x, step), b.prox(q, x, step)];
        expect(Math.abs(va - vb)).toBeLessThanOrEqual(units * n * eps[type] * (1 + Math.abs(vb)));
        for (let i = 0; i < n; i++)
          expect(Math.abs((p.data[i] as number) - (q.data[i] as number))).toBeLessThanOrEqual(units * eps[type]);
      }
  }

  test("conjugates: l1 and the box, the norm and the ball, elastic net and a smooth one, twice is once", () =>
    lw.scope(() => {
      same(conjugate(l1(0.5)), box(-0.5, 0.5));
      same(conjugate(box(-0.5, 0.5)), l1(0.5));
      same(conjugate(l2Norm(0.75)), l2Ball(0.75));
      same(conjugate(l2Ball(0.75)), l2Norm(0.75));
      same(conjugate(nonNegative()), box(-Infinity, 0));
      same(conjugate(elasticNet(0, 2)), elasticNet(0, 0.5));
      for (const g of [l1(0.5), elasticNet(0.5, 1), simplex(2)]) same(conjugate(conjugate(g)), g);
    }));

  test("Moreau: x = prox of g at x + prox of g* at x", () =>
    lw.scope(() => {
      const b = vector(reals(n, 8));
      for (const g of [l1(0.5), simplex(1), huberLoss(b, 0.3), l2Norm(1)]) {
        const x = vector(reals(n, 4).map((v) => 3 * v));
        const [p, q] = [lw.vector(n, { type }), lw.vector(n, { type })];
        g.prox(p, x, 1);
        conjugate(g).prox(q, x, 1);
        for (let i = 0; i < n; i++)
          expect(Math.abs((p.data[i] as number) + (q.data[i] as number) - (x.data[i] as number))).toBeLessThan(
            8 * eps[type],
          );
      }
    }));

  test("a conjugate conforms, given its value", () =>
    lw.scope(() =>
      conforms(type, {
        n,
        g: conjugate(elasticNet(0.5, 2), (y) =>
          oracle.over(Array.from(y.data), (v) => Math.max(Math.abs(v) - 0.5, 0) ** 2 / 4),
        ),
        value: (u) => oracle.over(u, (v) => Math.max(Math.abs(v) - 0.5, 0) ** 2 / 4),
      }),
    ));

  test("scaled, shifted, tilted, a sum over blocks and an envelope conform", () =>
    lw.scope(() => {
      const c = vector(reals(n, 7));
      const centre = Array.from(c.data);
      const at = (i: number) => centre[i] as number;
      const { over } = oracle;
      const one = (u: number) => Math.abs(u) / 2;
      conforms(type, { n, g: scaledPenalty(l1(0.25), 2), value: (u) => over(u, one), one });
      const moved = (u: number, i: number) => one(u - at(i));
      conforms(type, { n, g: shiftedPenalty(l1(0.5), c), value: (u) => over(u, moved), one: moved });
      const tilted = (u: number, i: number) => one(u) + u * at(i);
      conforms(type, { n, g: tiltedPenalty(l1(0.5), c), value: (u) => over(u, tilted), one: tilted });
      const parts = [
        { penalty: l1(0.5), length: 5 },
        { penalty: l1(3), length: 0 },
        { penalty: l2Norm(1), length: 7 },
        { penalty: elasticNet(0, 1), length: 1 },
      ];
      conforms(type, {
        n,
        g: separableSum(parts),
        value: (u) => over(u.slice(0, 5), one) + oracle.norm(u.slice(5, 12)) + (u[12] as number) ** 2 / 2,
      });
      const smooth = (u: number) => oracle.huber(u, 0.25) / 0.5;
      conforms(type, { n, g: moreauEnvelope(l1(0.5), 0.5), value: (u) => over(u, smooth), one: smooth });
    }));

  test("the envelope of l1 is Huber's loss, and its gradient the difference quotient", () =>
    lw.scope(() => {
      const [mu, h] = [0.5, 2 ** -8];
      const e = moreauEnvelope(elasticNet(0.5, 1), mu);
      const numbers = reals(n, 3).map((v) => 3 * v);
      const x = vector(numbers);
      const gradient = lw.vector(n, { type });
      expect(Math.abs(e.gradient(gradient, x) - e.value(x))).toBeLessThan(100 * eps[type]);
      for (let i = 0; i < n; i++) {
        const ends = [h, -h].map((d) => e.value(vector(numbers.with(i, (numbers[i] as number) + d))));
        const quotient = ((ends[0] as number) - (ends[1] as number)) / (2 * h);
        expect(Math.abs(quotient - (gradient.data[i] as number))).toBeLessThan(2 * h + (200 * eps[type]) / h);
      }
      same(moreauEnvelope(l1(0.5), 0.5), scaledPenalty(huberLoss(lw.vector(n, { type }), 0.25), 2));
    }));

  test("a shift of a quadratic is a loss", () =>
    lw.scope(() => {
      const y = vector(reals(n, 2));
      same(shiftedPenalty(elasticNet(0, 1), y), squaredLoss(y));
    }));

  test("bad arguments are named", () =>
    lw.scope(() => {
      const [x, y] = [lw.vector(3, { type }), lw.vector(4, { type })];
      for (const bad of [null, 5, {}]) {
        faulty(() => conjugate(bad as never), "ArgumentTypeError", "g");
        faulty(() => moreauEnvelope(bad as never, 1), "ArgumentTypeError", "g");
        faulty(() => separableSum([{ penalty: bad as never, length: 1 }]), "ArgumentTypeError", "parts[0].penalty");
      }
      for (const bad of [0, -1, NaN]) {
        faulty(() => scaledPenalty(l1(1), bad), "ArgumentRangeError", "alpha");
        faulty(() => moreauEnvelope(l1(1), bad), "ArgumentRangeError", "mu");
      }
      faulty(() => separableSum(5 as never), "ArgumentTypeError", "parts");
      faulty(() => separableSum([{ penalty: l1(1), length: 2 }]).prox(x, x, 1), "ShapeError", "x");
      faulty(() => shiftedPenalty(l1(1), y).prox(x, x, 1), "ShapeError", "centre");
      faulty(() => tiltedPenalty(l1(1), y).value(x), "ShapeError", "c");
      faulty(() => conjugate(l1(1)).value(x), "ArgumentTypeError", "value");
      faulty(() => conjugate(l1(1)).prox(x, x, 0), "ArgumentRangeError", "step");
    }));
});
