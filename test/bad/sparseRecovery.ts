// The places of sparse recovery where an array is taken.
import { afterAll } from "vitest";
import type { Lanewise, Real, Vector } from "../../src/index.ts";
import { leastAbsoluteDeviations, linearProgram } from "../../src/index.ts";
import {
  classicSBL,
  identityPreconditioner,
  ista,
  learnPreconditioner,
  lossDecrease,
  lossOmp,
  netTrimLayer,
  projectM,
  kroneckerOMP,
  kroSBL,
  oracleLS,
  roundedLogistic,
  sampleCovariance,
  slrRandomSupport,
  supportCosts,
  trainSlim,
  unfold,
} from "../../src/methods/sparse-recovery/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const four = (from: Lanewise, type: Real) => from.vector([1, 2, 3, 4], { type });
const unit = (from: Lanewise, type: Real) => from.matrix(2, 2, [1, 0, 0, 1], { type });
const drop = ({ x }: { x: { dispose(): void } }) => x.dispose();

const signs = (from: Lanewise, type: Real) => from.vector([1, -1], { type });
const rows = (from: Lanewise, type: Real) => from.matrix(2, 2, [1, 0, 1, 1], { type });

const [X, labels] = [rows(lw, "f64"), signs(lw, "f64")];
const [A, y] = [unit(lw, "f64"), two(lw, "f64")];
const free = { anyType: true, anyInstance: true };
const pre = identityPreconditioner(A);
afterAll(() => {
  for (const held of [A, X, labels, pre, y]) held.dispose();
});

/** By function and argument. */
export const sparseRecovery: Record<string, Place> = {
  "leastAbsoluteDeviations A": { argument: "b", make: unit, use: (D) => drop(leastAbsoluteDeviations(D, y)) },
  "leastAbsoluteDeviations b": { argument: "b", make: two, use: (b) => drop(leastAbsoluteDeviations(A, b)) },
  "leastAbsoluteDeviations weights": {
    argument: "weights",
    make: two,
    use: (weights) => drop(leastAbsoluteDeviations(A, y, { weights })),
  },
  "linearProgram A": {
    argument: "c",
    make: unit,
    use: (D) => drop(linearProgram(y, D, { upper: [1, 1] })),
    ofType: "c",
  },
  "linearProgram c": { argument: "c", make: two, use: (c) => drop(linearProgram(c, A)) },
  "lossOmp A": { argument: "y", make: unit, use: (D) => drop(lossOmp(D, y)) },
  "lossOmp y": { argument: "y", make: two, use: (b) => drop(lossOmp(A, b)) },
  "lossOmp weights": { argument: "weights", make: two, use: (weights) => drop(lossOmp(A, y, { weights })) },
  "lossDecrease x": { argument: "x", make: two, use: (x) => lossDecrease(A, y, x).dispose() },
  "kroSBL y": { argument: "y", make: four, use: (b) => drop(kroSBL(b, [A, A])) },
  "classicSBL y": { argument: "y", make: two, use: (b) => drop(classicSBL(b, A)) },
  "classicSBL A": { argument: "y", make: unit, use: (D) => drop(classicSBL(y, D)) },
  "kroneckerOMP y": { argument: "y", make: four, use: (b) => drop(kroneckerOMP(b, [A, A])) },
  "oracleLS y": { argument: "y", make: four, use: (b) => oracleLS<Vector>(b, [A, A], [[0], [1]]).dispose() },
  "trainSlim X": { argument: "y", make: rows, use: (X) => void trainSlim(X, labels), ofType: "y" },
  "trainSlim y": { argument: "y", make: signs, use: (b) => void trainSlim(X, b) },
  "roundedLogistic y": { argument: "y", make: signs, use: (b) => void roundedLogistic(X, b) },
  learnPreconditioner: {
    argument: "X",
    make: unit,
    use: (D) => learnPreconditioner(D, { k: 1, passStreak: 1 }).dispose(),
    ...free,
  },
  identityPreconditioner: { argument: "X", make: unit, use: (D) => identityPreconditioner(D).dispose(), ...free },
  supportCosts: { argument: "pre", make: unit, use: (D) => void supportCosts(D, [0], pre) },
  netTrimLayer: { argument: "Y", make: rows, use: (Y) => netTrimLayer(X, Y).W.dispose() },
  projectM: { argument: "X", make: unit, use: (S) => projectM(S).dispose(), ...free },
  sampleCovariance: { argument: "X", make: unit, use: (S) => sampleCovariance(S).dispose(), ...free },
  "Unfolded.forward": {
    argument: "Y",
    make: rows,
    use: (Y) => {
      const net = unfold({ A, lambda: 1, layers: 1, algorithm: "ista" });
      try {
        net.forward(Y).X.dispose();
      } finally {
        net.dispose();
      }
    },
  },
  ista: { argument: "Y", make: rows, use: (Y) => ista(A, Y, { lambda: 1, iterations: 1 }).dispose() },
  "slrRandomSupport y": {
    argument: "y",
    make: two,
    use: (b) => {
      const { w, v, prediction } = slrRandomSupport(A, b, { sigma: 1, pre });
      for (const made of [w, v, prediction]) made.dispose();
    },
  },
};
