// The evidence for any4: errors of products beside those of the fixed tables, what calibration does, the exact minimum.
import { describe, expect, test } from "vitest";
import type { Matrix } from "../../../src/index.ts";
import {
  type AnyOptions,
  calibrate,
  type BaselineName,
  quantizeAny,
  quantizeFixed,
  weightError,
} from "../../../src/methods/quantization/index.ts";
import { identical } from "../../compare.ts";
import { reals, types } from "../../data.ts";
import { lw } from "../../instance.ts";
import * as oracle from "../../oracle/codebook.ts";
import { type Distribution, digitNetwork, inputsOf, outputError, total, weightsOf } from "./weights.ts";

const FIXED = ["int4", "nf4", "fp4", "fp4-bnb"] as const;

describe.each([1, 2, 3])("64 x 1024 weights of Student's t, inputs of many scales, draw %i", (seed) => {
  const make = () => ({
    W: weightsOf(lw, "student", 64, 1024, seed),
    X: inputsOf(lw, 256, 1024, seed, 1),
    T: inputsOf(lw, 512, 1024, seed, 2),
  });

  test("(a) errors of products: any4 < nf4 < fp4 < int4, any4 <= 0.88 int4, any3 <= 0.80 int3, any2 <= 0.70 int2", () =>
    lw.scope(() => {
      const { W, X, T } = make();
      const sampleWeight = calibrate(X);
      const fixed = (format: BaselineName) => outputError(lw, W, quantizeFixed(W, { format }), T);
      for (const solver of ["lloyd", "optimal"] as const) {
        const learned = (bits: 2 | 3 | 4) => outputError(lw, W, quantizeAny(W, { bits, sampleWeight, solver }), T);
        const order = [learned(4), fixed("nf4"), fixed("fp4"), fixed("int4")];
        expect(order, solver).toEqual(order.slice().sort((a, b) => a - b));
        expect(order[0]!).toBeLessThan(order[1]!);
        expect(order[0]!).toBeLessThanOrEqual(0.88 * order[3]!);
        expect(learned(3)).toBeLessThanOrEqual(0.8 * fixed("int3"));
        expect(learned(2)).toBeLessThanOrEqual(0.7 * fixed("int2"));
      }
    }));

  test("(b) calibrated is better than not, at every number of bits; the optimum better than Lloyd's", () =>
    lw.scope(() => {
      const { W, X, T } = make();
      const sampleWeight = calibrate(X);
      for (const bits of [4, 3, 2] as const)
        for (const solver of ["lloyd", "optimal"] as const)
          expect(outputError(lw, W, quantizeAny(W, { bits, sampleWeight, solver }), T)).toBeLessThan(
            outputError(lw, W, quantizeAny(W, { bits, solver }), T),
          );
      const [lloyd, optimal] = (["lloyd", "optimal"] as const).map((solver) =>
        outputError(lw, W, quantizeAny(W, { sampleWeight, solver }), T),
      );
      expect(optimal!).toBeLessThan(lloyd!);
    }));
});

test("(c) the optimum costs what all cuts of the sorted values cost at least, to 1e-9, and no more than Lloyd's on any row", () =>
  lw.scope(() => {
    const [rows, cols] = [4, 256];
    const W = lw.matrix(rows, cols, Float64Array.from(weightsOf(lw, "student", rows, cols, 9).data));
    const sampleWeight = reals(cols, 3).map((v) => v * v);
    const base: AnyOptions = { sampleWeight, lutDtype: "f32", scaleSampleWeight: "squared", groupSize: 128 };
    for (const bits of [4, 3, 2] as const) {
      const optimal = weightError(W, quantizeAny(W, { ...base, bits }), sampleWeight);
      const lloyd = weightError(W, quantizeAny(W, { ...base, bits, solver: "lloyd" }), sampleWeight);
      for (let i = 0; i < rows; i++) {
        const groups = [0, 1].map((g) =>
          oracle.scaled(Array.from(W.data.slice(i * cols + g * 128, i * cols + (g + 1) * 128)), 2 ** bits, false),
        );
        const z = groups.flatMap((group) => group.z);
        const omega = sampleWeight.map((a, j) => a * groups[Math.floor(j / 128)]!.scale ** 2);
        const least = oracle.leastCost(z, omega, 2 ** bits);
        expect(Math.abs(optimal[i]! - least)).toBeLessThanOrEqual(1e-9 * least);
        expect(optimal[i]!).toBeLessThanOrEqual(lloyd[i]! * (1 + 1e-12));
      }
    }
  }));

test.each([64, 96, 100, 128, 333])(
  "(d) products are those of the dequantized matrix in f64, to 1e-5, %i columns",
  (cols) =>
    lw.scope(() => {
      const W = weightsOf(lw, "student", 33, cols, 5);
      for (const bits of [4, 3, 2] as const) {
        const Q = quantizeAny(W, { bits, groupSize: cols % 64 === 0 ? 64 : cols });
        const D = Q.toDense().data;
        const x = reals(cols, 6);
        const y = Q.matmul(lw.vector(x, { type: "f32" })).data;
        for (let i = 0; i < 33; i++) {
          let [exact, size] = [0, 0];
          for (let j = 0; j < cols; j++) {
            exact += D[i * cols + j]! * x[j]!;
            size += Math.abs(D[i * cols + j]! * x[j]!);
          }
          expect(Math.abs(y[i]! - exact)).toBeLessThanOrEqual(1e-5 * size);
        }
      }
    }),
);

describe("the learned table beats the fixed ones in weighted error of the weights", () => {
  const sampleWeights = (cols: number) => reals(cols, 11).map((v) => Math.exp(3 * v));
  const cases: [Distribution, seed: number][] = (["gaussian", "laplace", "student"] as const).flatMap((name) =>
    [1, 2, 3].map((seed): [Distribution, number] => [name, seed]),
  );

  test.each(cases)("%s, draw %i: in sum with every option, and on every row where it contains them", (name, seed) =>
    lw.scope(() => beats(weightsOf(lw, name, 32, 512, seed), 128, sampleWeights(512))),
  );

  test("the weights of a network that reads digits, and what they cost it in accuracy", () =>
    lw.scope(() => {
      const { mlp, seen, score } = digitNetwork(lw);
      const before = score();
      expect(before).toBeGreaterThan(0.88);
      const layers = mlp.forward(lw.matrix(1347, 64, seen.inputs));
      for (const [l, W] of mlp.weights.entries()) {
        // Some pixels are never seen: their weight is 0.
        const sampleWeight = calibrate(layers[l]!, { stat: "meanSquare" });
        beats(W, 64, sampleWeight);
        const Q = quantizeAny(W, { groupSize: 64, sampleWeight });
        W.data.set(Q.toDense().data);
      }
      expect(score()).toBeGreaterThan(before - 0.02);
      mlp.dispose();
    }));

  function beats(W: Matrix, groupSize: number, sampleWeight: ArrayLike<number>): void {
    const rivals = FIXED.map((format) => weightError(W, quantizeFixed(W, { format, groupSize }), sampleWeight));
    const least = Math.min(...rivals.map(total));
    const base: AnyOptions = { groupSize, sampleWeight };
    for (const scaleSampleWeight of [true, "squared"] as const)
      for (const solver of ["lloyd", "optimal"] as const) {
        const ours = weightError(W, quantizeAny(W, { ...base, scaleSampleWeight, solver }), sampleWeight);
        expect(total(ours), `${scaleSampleWeight} ${solver}`).toBeLessThan(least);
      }
    // With either scaling the table can be any of the fixed ones; the optimum under the sum that is measured is no worse.
    const best = quantizeAny(W, { ...base, scaleSampleWeight: "squared", scaling: "best", lutDtype: "f32" });
    const ours = weightError(W, best, sampleWeight);
    for (const [f, rival] of rivals.entries())
      for (let i = 0; i < W.rows; i++)
        expect(ours[i]!, `row ${i}, ${FIXED[f]}`).toBeLessThanOrEqual(rival[i]! * (1 + 1e-5));
  }
});

describe("options", () => {
  const W = () => weightsOf(lw, "laplace", 8, 256, 4);

  test("tables are bfloat16 numbers unless they are to be f32; 2^bits of them, ascending; a scale and an offset a group", () =>
    lw.scope(() => {
      for (const bits of [4, 3, 2] as const) {
        const Q = quantizeAny(W(), { bits, groupSize: 64 });
        expect([Q.rows, Q.cols, Q.bits, Q.groupSize, Q.groups, Q.shared]).toEqual([8, 256, bits, 64, 4, false]);
        expect(Q.tables).toHaveLength(8 * 2 ** bits);
        const words = new Uint32Array((Q.tables.slice() as Float32Array).buffer);
        expect(words.every((word) => (word & 0xffff) === 0)).toBe(true);
        for (let c = 1; c < Q.tables.length; c++)
          if (c % 2 ** bits !== 0) expect(Q.tables[c]!).toBeGreaterThanOrEqual(Q.tables[c - 1]!);
        expect(Q.scale).toHaveLength(32);
        expect(Q.offset).toHaveLength(32);
        const exact = quantizeAny(W(), { bits, groupSize: 64, lutDtype: "f32" });
        expect(
          new Uint32Array((exact.tables.slice() as Float32Array).buffer).some((word) => (word & 0xffff) !== 0),
        ).toBe(true);
        identical(exact.unpack(), Q.unpack(), "the codes are those of the tables before rounding");
      }
    }));

  test("the same seed gives the same, another another; the optimum needs none", () =>
    lw.scope(() => {
      const with_ = (options: AnyOptions) => Array.from(quantizeAny(W(), options).toDense().data);
      expect(with_({ solver: "lloyd", seed: 3 })).toEqual(with_({ solver: "lloyd", seed: 3 }));
      expect(with_({ solver: "lloyd", seed: 3 })).not.toEqual(with_({ solver: "lloyd", seed: 4 }));
      expect(with_({ seed: 3 })).toEqual(with_({ seed: 4 }));
    }));

  test("from the table of nf4 or from whole numbers Lloyd's steps end no worse than int4 or any start", () =>
    lw.scope(() => {
      const base = { solver: "lloyd", scaleSampleWeight: "squared", lutDtype: "f32" } as const;
      const int4 = weightError(W(), quantizeFixed(W(), { format: "int4" }));
      const started = weightError(W(), quantizeAny(W(), { ...base, init: "uniform" }));
      for (let i = 0; i < 8; i++) expect(started[i]!).toBeLessThan(int4[i]!);
      const nf4 = weightError(W(), quantizeFixed(W(), { format: "nf4" }));
      const symmetric = weightError(W(), quantizeAny(W(), { ...base, init: "nf4", scaling: "symmetric" }));
      for (let i = 0; i < 8; i++) expect(symmetric[i]!).toBeLessThan(nf4[i]!);
      const more = (maxIter: number) =>
        total(weightError(W(), quantizeAny(W(), { ...base, init: "uniform", maxIter, tol: 0 })));
      expect(more(3)).toBeLessThan(more(0));
      expect(more(100)).toBeLessThan(more(3));
    }));

  test("calibration takes |x|, x or x^2, column by column", () =>
    lw.scope(() => {
      const X = lw.matrix(2, 3, [1, -2, 0, -3, -4, 0.5]);
      expect(Array.from(calibrate(X))).toEqual([2, 3, 0.25]);
      expect(Array.from(calibrate(X, { stat: "absMean" }))).toEqual([1, 3, 0.25]);
      expect(Array.from(calibrate(X, { stat: "meanSquare" }))).toEqual([5, 10, 0.125]);
    }));

  test.each(types)("fixed tables in %s: each entry for itself, from the definition", (type) =>
    lw.scope(() => {
      const e2m1 = [0, 0.5, 1, 1.5, 2, 3, 4, 6].flatMap((v) => [v, -v]);
      const w = [...e2m1.map((v) => v * 7), ...Array.from({ length: 16 }, () => 0)];
      const A = lw.matrix(1, 32, w, { type });
      const close = (format: BaselineName, B: Matrix) => {
        const D = quantizeFixed(B, { format, groupSize: 32 }).toDense().data;
        for (let j = 0; j < 32; j++) expect(Math.abs(D[j]! - B.data[j]!), format).toBeLessThanOrEqual(1e-5);
      };
      close("fp4", A);
      const bnb = [0, 1 / 192, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1].flatMap((v) => [v, -v]);
      close("fp4-bnb", lw.matrix(1, 32, [...bnb, ...bnb], { type }));
      close(
        "int4",
        lw.matrix(
          1,
          32,
          Array.from({ length: 32 }, (_, j) => 3 + (j % 16) / 4),
          { type },
        ),
      );
      close(
        "int3",
        lw.matrix(
          1,
          32,
          Array.from({ length: 32 }, (_, j) => 3 - (j % 8) / 4),
          { type },
        ),
      );
      close(
        "int2",
        lw.matrix(
          1,
          32,
          Array.from({ length: 32 }, (_, j) => j % 4),
          { type },
        ),
      );
      // NormalFloat: quantiles of the normal distribution, whose middle pairs are nearer than the outer ones; 0 and both ends are exact.
      close(
        "nf4",
        lw.matrix(
          1,
          32,
          Array.from({ length: 32 }, (_, j) => [0, 5, -5][j % 3]!),
          { type },
        ),
      );
      expect(quantizeFixed(A, { format: "nf4", groupSize: 32 }).shared || A.rows === 1).toBe(true);
    }),
  );
});
