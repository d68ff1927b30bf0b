// Progress, abort and memory of any4, and the methods it is compared with.
import { describe, expect, test } from "vitest";
import { run, runAsync } from "../../../src/core/run.ts";
import {
  anySteps,
  awq,
  gptq,
  quantizeAny,
  quantizeAnyAsync,
  quantizeFixed,
  weightError,
} from "../../../src/methods/quantization/index.ts";
import { identical } from "../../compare.ts";
import { lw } from "../../instance.ts";
import { inputsOf, outputError, total, weightsOf } from "./weights.ts";

describe("baselines", () => {
  test("GPTQ: on the inputs it saw, where they are correlated, its products are nearer than those of rounding alone", () =>
    lw.scope(() => {
      const [rows, cols] = [24, 256];
      const W = weightsOf(lw, "gaussian", rows, cols, 6);
      const mix = lw.matrix(
        cols,
        cols,
        lw
          .random(5)
          .normal(cols * cols, "f32")
          .toArray(),
      );
      const X = inputsOf(lw, 600, cols, 6, 1).matmul(mix);
      for (const bits of [4, 3, 2] as const) {
        const int = outputError(lw, W, quantizeFixed(W, { format: `int${bits}` }), X);
        expect(outputError(lw, W, gptq(W, X, { bits }), X)).toBeLessThan(0.8 * int);
      }
    }));

  test("GPTQ: where inputs are uncorrelated and damping is large nothing is left to make up for: it rounds", () =>
    lw.scope(() => {
      const W = weightsOf(lw, "gaussian", 5, 64, 7);
      const X = lw.matrix(64, 64, undefined, { type: "f32" });
      for (let j = 0; j < 64; j++) X.data[j * 65] = 1;
      const [got, want] = [gptq(W, X, { groupSize: 64 }), quantizeFixed(W, { format: "int4", groupSize: 64 })];
      expect(Array.from(got.unpack())).toEqual(Array.from(want.unpack()));
      expect(total(weightError(W, got))).toBeCloseTo(total(weightError(W, want)), 6);
      X.data[65 * 3] = 0; // a column that no input reaches
      expect(gptq(W, X, { groupSize: 64 }).toDense().data.every(Number.isFinite)).toBe(true);
    }));

  test("AWQ: of the powers it tries the best, none of which is the ratio 0 alone; better than rounding", () =>
    lw.scope(() => {
      const W = weightsOf(lw, "student", 24, 256, 8);
      const X = inputsOf(lw, 300, 256, 8, 1);
      for (const bits of [4, 3, 2] as const) {
        const format = `int${bits}` as const;
        const { matrix, scale, ratio, error } = awq(W, X, { bits });
        const ours = outputError(lw, W, matrix, X, scale);
        expect(ours).toBeLessThan(0.95 * outputError(lw, W, quantizeFixed(W, { format }), X));
        expect(ratio).toBeGreaterThan(0);
        const size = total(Array.from(X.matmul(W, { transposeB: true }).data, (v) => v * v));
        expect(Math.sqrt(error / size)).toBeCloseTo(ours, 4);
        expect(awq(W, X, { bits, grid: 1 }).ratio).toBe(0);
      }
    }));
});

describe("progress and abort", () => {
  test("some rows a step, the matrix with the last; the same all at once or giving way", async () => {
    const W = weightsOf(lw, "gaussian", 40, 4096, 9);
    const rows: number[] = [];
    const options = { onProgress: (state: { rows: number }) => rows.push(state.rows) };
    const Q = quantizeAny(W, options);
    expect(rows).toEqual([8, 16, 24, 32, 40]);
    const other = await quantizeAnyAsync(W, options);
    expect(rows).toHaveLength(10);
    identical(other.unpack(), Q.unpack());
    identical(other.tables, Q.tables);
    const last = run(anySteps(W, { bits: 2 }), { tolerance: 0 });
    expect([last.converged, last.iterations, last.rows]).toEqual([true, 5, 40]);
    for (const array of [W, Q, other, last.matrix!]) array.dispose();
  });

  test("an abort ends it with the signal's reason and leaves nothing reserved; so does an error of onProgress", async () => {
    const W = weightsOf(lw, "gaussian", 40, 4096, 9);
    const sampleWeight = new Float64Array(4096).fill(1);
    const before = lw.memory.bytes;
    const abort = new AbortController();
    const stop = new Error("enough");
    const options = { solver: "lloyd", sampleWeight, signal: abort.signal } as const;
    const onProgress = ({ rows }: { rows: number }) => (rows === 16 ? abort.abort(stop) : undefined);
    await expect(quantizeAnyAsync(W, { ...options, onProgress })).rejects.toBe(stop);
    expect(lw.memory.bytes).toBe(before);
    expect(() => quantizeAny(W, { ...options, signal: AbortSignal.abort(stop) })).toThrow(stop);
    const thrower = ({ rows }: { rows: number }) => {
      if (rows === 40) throw stop;
    };
    expect(() => quantizeAny(W, { onProgress: thrower })).toThrow(stop);
    await expect(runAsync(anySteps(W), { tolerance: 0, signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
    expect(lw.memory.bytes).toBe(before);
    W.dispose();
  });

  test("what is reserved is the result, and while it works weights and draws", () => {
    const W = weightsOf(lw, "gaussian", 16, 512, 9);
    const before = lw.memory.bytes;
    const steps = anySteps(W, { solver: "lloyd", sampleWeight: new Float64Array(512).fill(1) });
    const { matrix } = run(steps, { tolerance: 0 });
    expect(lw.memory.bytes).toBe(before + matrix!.bytes);
    W.dispose();
    matrix!.dispose();
  });
});
