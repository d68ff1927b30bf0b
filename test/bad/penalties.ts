// The places of penalties where an array is taken.
import { afterAll } from "vitest";
import * as lanewise from "../../src/index.ts";
import type { Lanewise, Matrix, Penalty, Real, Vector } from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([2, 1], { type });
const square = (from: Lanewise, type: Real) => from.matrix(2, 2, [2, 1, 1, 2], { type });
const free = { anyType: true, anyInstance: true };
const x = lw.vector([1, -1]);
const A = lw.matrix(2, 2, [1, 2, 3, 4]);
afterAll(() => {
  x.dispose();
  A.dispose();
});

const { l1 } = lanewise;

/** Penalties without arrays of their own, by name. */
const plain: Record<string, Penalty> = {
  elasticNet: lanewise.elasticNet(1, 1),
  l0: lanewise.l0(1),
  mcp: lanewise.mcp(1, 2),
  scad: lanewise.scad(1),
  box: lanewise.box(-1, 1),
  simplex: lanewise.simplex(),
  l1Ball: lanewise.l1Ball(1),
  l2Ball: lanewise.l2Ball(1),
  l0Ball: lanewise.l0Ball(1),
  l2Norm: lanewise.l2Norm(1),
  groupLasso: lanewise.groupLasso(1, [0, 2]),
  fusedLasso: lanewise.fusedLasso(1, 1),
  nuclearNorm: lanewise.nuclearNorm(1, 2, 1),
  conjugate: lanewise.conjugate(l1(1)),
  scaledPenalty: lanewise.scaledPenalty(l1(1), 2),
  separableSum: lanewise.separableSum([{ penalty: l1(1), length: 2 }]),
  moreauEnvelope: lanewise.moreauEnvelope(l1(1), 1),
};

/** Penalties with a vector, the name of its argument, and how they are made of it. */
const holding: Record<string, [string, (v: Vector) => Penalty]> = {
  weightedL1: ["weights", (v) => lanewise.weightedL1(v)],
  slope: ["lambda", (v) => lanewise.slope(v)],
  squaredLoss: ["y", (v) => lanewise.squaredLoss(v)],
  huberLoss: ["y", (v) => lanewise.huberLoss(v, 1)],
  absoluteLoss: ["y", (v) => lanewise.absoluteLoss(v)],
  quantileLoss: ["y", (v) => lanewise.quantileLoss(v, 0.5)],
  hingeLoss: ["y", (v) => lanewise.hingeLoss(v)],
  logisticLoss: ["y", (v) => lanewise.logisticLoss(v)],
  shiftedPenalty: ["centre", (v) => lanewise.shiftedPenalty(l1(1), v)],
  tiltedPenalty: ["c", (v) => lanewise.tiltedPenalty(l1(1), v)],
};

/** By penalty and argument. */
export const penalties: Record<string, Place> = Object.fromEntries<Place>([
  ...Object.entries(plain).flatMap(([name, g]): [string, Place][] => [
    [`${name} out`, { argument: "x", make: two, use: (v: Vector) => g.prox(v, x, 1) }],
    [`${name} x`, { argument: "x", make: two, use: (v: Vector) => using(x, (to) => g.prox(to, v, 1)) }],
  ]),
  ...Object.entries(plain)
    .filter(([name]) => name !== "conjugate")
    .map(([name, g]): [string, Place] => [
      `${name} value`,
      { argument: "x", make: two, use: (v: Vector) => g.value(v), ...free },
    ]),
  ...Object.entries(holding).map(([name, [argument, of]]): [string, Place] => [
    name,
    { argument, make: two, use: (v: Vector) => using(x, (to) => of(v).prox(to, x, 1)) },
  ]),
  ["topK", { argument: "x", make: two, use: (v: Vector) => lanewise.topK(v, 1), ...free }],
  [
    "percentileShrinkage",
    { argument: "x", make: two, use: (v: Vector) => using(x, (to) => lanewise.percentileShrinkage(to, v, 0.5)) },
  ],
  [
    "singularValueThreshold A",
    {
      argument: "out",
      make: square,
      use: (B: Matrix) => usingMatrix((to) => lanewise.singularValueThreshold(to, B, 1)),
    },
  ],
  [
    "singularValueThreshold out",
    { argument: "out", make: square, use: (B: Matrix) => lanewise.singularValueThreshold(B, A, 1) },
  ],
]);

/** Calls f with a copy of v that is given back. */
function using(v: Vector, f: (copy: Vector) => unknown): void {
  const copy = v.clone();
  try {
    f(copy);
  } finally {
    copy.dispose();
  }
}

function usingMatrix(f: (copy: Matrix) => unknown): void {
  const copy = A.clone();
  try {
    f(copy);
  } finally {
    copy.dispose();
  }
}
