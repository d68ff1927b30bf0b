import { describe, expect, test } from "vitest";
import * as lanewise from "../../src/index.ts";
import type { Real } from "../../src/core/types.ts";
import { types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/prox.ts";
import { conforms, type Subject } from "./conformance.ts";

const { over } = oracle;

const within = (inside: boolean): number => (inside ? 0 : Infinity);

/** A penalty that is a sum over elements. */
const sum = (n: number, g: lanewise.Penalty, one: (u: number, i: number) => number, convex = true): Subject => ({
  n,
  g,
  one,
  convex,
  value: (u) => over(u, one),
});

/** Every penalty at n elements. */
function subjects(type: Real, n: number): Record<string, Subject> {
  const vector = (f: (i: number) => number) =>
    lw.vector(
      Float32Array.from({ length: n }, (_, i) => f(i)),
      { type },
    );
  const weights = vector((i) => (i % 5) / 4);
  const y = vector((i) => ((i * 7) % 11) / 4 - 1);
  const labels = vector((i) => (i % 3 === 0 ? -1 : 1));
  const lambda = vector((i) => 2 - Math.floor((3 * i) / n) / 2);
  const [wd, yd, ld, sd] = [weights, y, labels, lambda].map((v) => Array.from(v.data)) as [
    number[],
    number[],
    number[],
    number[],
  ];
  const at = (numbers: number[], i: number) => numbers[i] as number;
  const offsets = n < 4 ? [0, n] : [0, 1, 1, n >> 1, n];
  const sizes = offsets.slice(1).map((end, g) => Math.sqrt(end - at(offsets, g)));
  const half = Math.max(1, n >> 2);
  return {
    l1: sum(n, lanewise.l1(0.5), (u) => 0.5 * Math.abs(u)),
    weightedL1: sum(n, lanewise.weightedL1(weights), (u, i) => at(wd, i) * Math.abs(u)),
    elasticNet: sum(n, lanewise.elasticNet(0.5, 0.75), (u) => 0.5 * Math.abs(u) + 0.375 * u * u),
    ridge: sum(n, lanewise.elasticNet(0, 2), (u) => u * u),
    l0: sum(n, lanewise.l0(0.5), (u) => (u === 0 ? 0 : 0.5), false),
    mcp: sum(n, lanewise.mcp(0.75, 2.5), (u) => oracle.mcp(u, 0.75, 2.5), false),
    firm: sum(n, lanewise.firm(0.5, 2), (u) => oracle.mcp(u, 0.5, 4), false),
    scad: sum(n, lanewise.scad(0.75), (u) => oracle.scad(u, 0.75, 3.7), false),
    "scad, a = 1.5": sum(n, lanewise.scad(0.75, 1.5), (u) => oracle.scad(u, 0.75, 1.5), false),
    squaredLoss: sum(n, lanewise.squaredLoss(y, 0.5), (u, i) => 0.25 * (u - at(yd, i)) ** 2),
    huberLoss: sum(n, lanewise.huberLoss(y, 0.5, 2), (u, i) => 2 * oracle.huber(u - at(yd, i), 0.5)),
    absoluteLoss: sum(n, lanewise.absoluteLoss(y), (u, i) => Math.abs(u - at(yd, i))),
    quantileLoss: sum(n, lanewise.quantileLoss(y, 0.25, 2), (u, i) => 2 * oracle.pinball(u - at(yd, i), 0.25)),
    hingeLoss: sum(n, lanewise.hingeLoss(labels, 2), (u, i) => 2 * Math.max(0, 1 - at(ld, i) * u)),
    logisticLoss: sum(n, lanewise.logisticLoss(labels, 3), (u, i) => 3 * oracle.logistic(at(ld, i) * u)),
    box: { ...sum(n, lanewise.box(-0.5, 0.75), (u) => within(u >= -0.5 && u <= 0.75)), indicator: true },
    nonNegative: { ...sum(n, lanewise.nonNegative(), (u) => within(u >= 0)), indicator: true },
    l2Norm: { n, g: lanewise.l2Norm(2), value: (u) => 2 * oracle.norm(u) },
    groupLasso: { n, g: lanewise.groupLasso(0.5, offsets), value: (u) => 0.5 * oracle.groupNorms(u, offsets, sizes) },
    sparseGroupLasso: {
      n,
      g: lanewise.sparseGroupLasso(0.25, 0.5, offsets, sizes),
      value: (u) => 0.25 * over(u, Math.abs) + 0.5 * oracle.groupNorms(u, offsets, sizes),
    },
    totalVariation: { n, g: lanewise.totalVariation(0.5), value: (u) => 0.5 * oracle.variation(u) },
    fusedLasso: {
      n,
      g: lanewise.fusedLasso(0.25, 0.5),
      value: (u) => 0.25 * over(u, Math.abs) + 0.5 * oracle.variation(u),
    },
    slope: {
      n,
      g: lanewise.slope(lambda),
      value: (u) => oracle.sorted(u, sd),
      ...(n <= 40 && { prox: (x: readonly number[], step: number) => oracle.slope(x, sd, step) }),
      refusesNaN: true,
    },
    simplex: {
      n,
      g: lanewise.simplex(2),
      value: (u) => within(u.every((v) => v >= 0) && Math.abs(over(u, (v) => v) - 2) < 1e-12),
      prox: (x) => oracle.simplex(x, 2),
      indicator: true,
    },
    l1Ball: {
      n,
      g: lanewise.l1Ball(2),
      value: (u) => within(over(u, Math.abs) <= 2),
      prox: (x) => oracle.l1Ball(x, 2),
      indicator: true,
    },
    l2Ball: { n, g: lanewise.l2Ball(2), value: (u) => within(oracle.norm(u) <= 2), indicator: true },
    l0Ball: {
      n,
      g: lanewise.l0Ball(half),
      value: (u) => within(u.filter((v) => v !== 0).length <= half),
      prox: (x) => {
        const kept = new Set(oracle.topPlaces(x.map(Math.abs), half));
        return x.map((v, i) => (kept.has(i) ? v : 0));
      },
      convex: false,
      indicator: true,
      refusesNaN: true,
    },
  };
}

const names = Object.keys(lw.scope(() => subjects("f64", 8)));

describe.each(types)("penalties in %s", (type) => {
  describe.each(names)("%s", (name) => {
    test.each([1, 2, 5, 8, 33])("conforms at %i elements", (n) =>
      lw.scope(() => conforms(type, subjects(type, n)[name] as Subject)),
    );
  });

  test.each(names.filter((name) => name !== "groupLasso" && name !== "sparseGroupLasso"))(
    "%s of nothing is 0",
    (name) =>
      lw.scope(() => {
        const { g } = subjects(type, 0)[name] as Subject;
        const x = lw.vector(0, { type });
        expect(g.prox(x, x, 1)).toBeCloseTo(0, 12);
      }),
  );
});
