import { describe, expect, it } from "vitest";
import { loadDiabetes, loadDigits } from "../../src/cli/demo/data.ts";
import { demo, STEP_COUNT } from "../../src/cli/demo/demo.ts";
import { spread } from "../../src/cli/demo/figures/spread.ts";
import { accuracy, features, readout } from "../../src/cli/demo/network.ts";
import { makeTask } from "../../src/cli/demo/task.ts";
import { compare, median } from "../../src/cli/demo/timing.ts";
import { quantile } from "../../src/cli/demo/twoLayers.ts";
import { three, table } from "../../src/cli/text.ts";
import { build, lw } from "../instance.ts";

describe("the data", () => {
  it("digits: 1797 pictures of 64 pixels from 0 to 16", () => {
    const digits = loadDigits();
    expect([digits.rows, digits.cols, digits.names.length]).toEqual([1797, 64, 64]);
    expect(digits.values.every((v) => Number.isInteger(v) && v >= 0 && v <= 16)).toBe(true);
    // As the UCI page counts the test part.
    const counts = new Array(10).fill(0);
    for (const digit of digits.target) counts[digit]++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  });

  it("diabetes: 442 patients, ten variables in their own units", () => {
    const diabetes = loadDiabetes();
    expect([diabetes.rows, diabetes.cols]).toEqual([442, 10]);
    expect(diabetes.names).toEqual(["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]);
    expect(Array.from(diabetes.values.subarray(0, 10))).toEqual([59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87]);
    expect(diabetes.target[0]).toBe(151);
  });
});

describe("the task", () => {
  const make = (seed: number) =>
    lw.scope(() => {
      const { train, test, targets } = makeTask(lw, loadDigits(), seed, "f64");
      return {
        train: { X: train.X.toArray(), labels: train.labels },
        test: { X: test.X.toArray(), labels: test.labels },
        targets: targets.toArray(),
      };
    });

  it("holds each picture once, centred by those learned from", () => {
    const { train, test, targets } = make(5);
    expect([train.labels.length, test.labels.length]).toEqual([1347, 450]);
    const all = [...train.labels, ...test.labels].sort((a, b) => a - b);
    expect(all).toEqual([...loadDigits().target].sort((a, b) => a - b));
    for (let j = 0; j < 64; j++) {
      const row = train.X.subarray(j * 1347, (j + 1) * 1347);
      let sum = 0;
      for (const v of row) sum += v;
      expect(sum).toBeCloseTo(0, 9);
    }
    for (const [i, label] of train.labels.entries())
      expect([...targets.subarray(i * 10, i * 10 + 10)].indexOf(1)).toBe(label);
  });

  it("is the same for the same seed alone", () => {
    expect(make(5)).toEqual(make(5));
    expect(make(5).test.labels).not.toEqual(make(6).test.labels);
  });
});

describe("the classifier", () => {
  it("features are max(W*X, 0) in every form of W", () => {
    using W = lw.matrix([
      [1, -1],
      [2, 0],
    ]);
    using X = lw.matrix([
      [1, 2, 3],
      [3, 2, 1],
    ]);
    const expected = [0, 0, 2, 2, 4, 6];
    using sparse = lw.sparsify(W);
    using codes = lw.quantize(W);
    for (const form of [W, sparse, codes]) {
      using H = features(form, X);
      expect(Array.from(H.data)).toEqual(expected);
    }
  });

  it("the readout solves the regularised normal equations", () => {
    using H = lw.matrix(2, 3, [1, 2, 0, 0, 1, 3]);
    using T = lw.matrix(3, 1, [1, -1, 1]);
    using B = readout(lw, H, T);
    // H*H' = [5 2; 2 10], lambda = 0.01 * 7.5.
    const [a, b, c] = [5.075, 2, 10.075];
    const [p, q] = [-1, 2];
    const determinant = a * c - b * b;
    expect(B.data[0]).toBeCloseTo((c * p - b * q) / determinant, 12);
    expect(B.data[1]).toBeCloseTo((a * q - b * p) / determinant, 12);
  });

  it("accuracy is the part whose own score is greatest", () => {
    using B = lw.matrix(
      10,
      10,
      Float64Array.from({ length: 100 }, (_, p) => (p % 11 === 0 ? 1 : 0)),
    );
    using H = lw.matrix(10, 4, undefined);
    for (const [picture, digit] of [3, 9, 0, 5].entries()) H.data[digit * 4 + picture] = 1;
    expect(accuracy(B, H, Uint8Array.of(3, 9, 0, 5))).toBe(1);
    expect(accuracy(B, H, Uint8Array.of(3, 9, 1, 4))).toBe(0.5);
  });

  it("quantile is the magnitude that a part of the entries does not exceed", () => {
    const values = [-5, 1, 4, -2, 3];
    expect([0, 0.2, 0.4, 0.9, 1].map((part) => quantile(values, part))).toEqual([0, 1, 2, 5, 5]);
  });
});

describe("an aborted demo", () => {
  // test/setup.ts sees to it that nothing is left behind.
  it.each(build === "simd" ? [2, 3, STEP_COUNT] : [2])(
    "gives every array back at step %i",
    async (last) => {
      const reason = new Error("enough");
      let steps = 0;
      const step = async () => {
        if (++steps === last) throw reason;
      };
      await expect(demo({ lw, seed: 1, repetitions: 1, step })).rejects.toBe(reason);
      expect(steps).toBe(last);
    },
    120_000,
  );

  it("gives every array back between samples", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(demo({ lw, seed: 1, repetitions: 1, signal, step: async () => {} })).rejects.toThrow("enough");
  });
});

describe("timing", () => {
  it("takes the samples asked for, in turns", async () => {
    const order: string[] = [];
    const busy = (name: string) => () => {
      order.push(name);
      for (const end = performance.now() + 30; performance.now() < end; );
    };
    const timing = await compare(busy("A"), busy("B"), { repetitions: 4 });
    expect(timing.repetitions).toBe(4);
    expect(order.slice(-8).join("")).toBe("ABABABAB");
    expect(timing.ratio).toBe(timing.plainMilliseconds / timing.milliseconds);
  });

  it("median", () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([4, 1, 9, 6])).toBe(5);
  });
});

describe("text", () => {
  it("three digits", () => {
    expect([0, 0.00012, 0.0681, 0.123456, 1.23456, 12.3456, 123.456, 12345.6].map(three)).toEqual([
      "0",
      "0.0001",
      "0.0681",
      "0.123",
      "1.23",
      "12.3",
      "123",
      "12346",
    ]);
  });

  it("columns", () => {
    expect(
      table(
        [
          ["a", "1"],
          ["bcd", "23"],
        ],
        "<>",
      ),
    ).toBe("a     1\nbcd  23");
  });

  it("labels keep their order and their distance, and stay where there is room", () => {
    const placed = spread([5, 0, 0.1, 0.2, -9], 1);
    expect(placed[0]).toBe(5);
    expect(placed[4]).toBe(-9);
    const [a, b, c] = placed.slice(1, 4) as [number, number, number];
    expect(b - a).toBeGreaterThan(0.999);
    expect(c - b).toBeGreaterThan(0.999);
    expect((a + b + c) / 3).toBeCloseTo(0.1, 6);
  });
});
