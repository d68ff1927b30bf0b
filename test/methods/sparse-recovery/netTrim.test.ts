// The evidence for Net-Trim: feasible, sparse, proved optimal by its multipliers, and the same for every weight of the splitting.
import { describe, expect, test } from "vitest";
import { runAsync } from "../../../src/core/run.ts";
import { Linear, type Matrix } from "../../../src/index.ts";
import {
  magnitudeRefit,
  magnitudeTrim,
  netTrimLayer,
  netTrimNetwork,
  netTrimSteps,
} from "../../../src/methods/sparse-recovery/index.ts";
import type { Real } from "../../../src/index.ts";
import { types } from "../../data.ts";
import { faulty } from "../../faults.ts";
import { instance, lw } from "../../instance.ts";

const frobenius = (x: ArrayLike<number>): number => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0));
/** W'X by plain loops. */
function product(W: Matrix, X: Matrix): Float64Array {
  const [w, x] = [W.data, X.data];
  const out = new Float64Array(W.cols * X.cols);
  for (let i = 0; i < W.rows; i++)
    for (let j = 0; j < W.cols; j++)
      for (let p = 0; p < X.cols; p++) out[j * X.cols + p]! += w[i * W.cols + j]! * x[i * X.cols + p]!;
  return out;
}
const relu = (x: Float64Array) => x.map((v) => Math.max(v, 0));
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => frobenius(Array.from(a, (v, i) => v - b[i]!));
const ones = (x: Float64Array, cols: number) => x.fill(1, x.length - cols);

/** Uncorrelated inputs and weights of 8 large entries a column: the first problem of the evidence. */
function layer(seed: number, type: Real = "f64") {
  const [N, M, P] = [64, 16, 300];
  const random = lw.random(seed);
  const X = lw.matrix(N, P, ones(relu(random.normal(N * P).toArray() as Float64Array), P), { type });
  const W0 = lw.matrix(
    N,
    M,
    random.normal(N * M).data.map((v: number) => 0.02 * v),
  );
  for (let j = 0; j < M; j++) {
    const values = random.normal(8).data;
    for (const [k, i] of random.permutation(N).slice(0, 8).entries()) W0.data[i * M + j]! += values[k]!;
  }
  const Y = lw.matrix(M, P, relu(product(W0, X)), { type });
  return { X, Y };
}

describe.each([1, 2])("uncorrelated inputs, draw %i", (seed) => {
  test("(a) feasible and sparse; l1 does not depend on rho; multipliers prove it optimal", () =>
    lw.scope(() => {
      const { X, Y } = layer(seed);
      const epsilon = 0.1 * frobenius(Y.data);
      const norms = [1, 10, 100].map((rho) => {
        const { W, certificate, ...got } = netTrimLayer(X, Y, { epsilonRel: 0.1, rho, certificate: true });
        const Z = product(W, X);
        expect(got.epsilon).toBeCloseTo(epsilon, 9);
        expect(distance(relu(Z), Y.data)).toBeLessThanOrEqual(1.01 * epsilon);
        const off = Z.filter((_, p) => Y.data[p]! <= 1e-6);
        expect(Math.max(...off)).toBeLessThanOrEqual(1e-2 * Math.max(...Y.data));
        expect(got.maxNegViolation).toBeCloseTo(Math.max(0, ...off), 9);
        expect(got.constraintRatio).toBeLessThanOrEqual(1.01);
        const large = W.data.filter((w: number) => Math.abs(w) > 1e-6).length;
        expect(large / W.data.length).toBeLessThanOrEqual(0.4);
        expect(got.nnz).toBe(W.data.filter((w: number) => w !== 0).length);
        // X dual' is a subgradient of ||W||_1.
        const { dual, subgradient } = certificate!;
        const H = X.matmul(dual, { transposeB: true }).data;
        for (const [p, h] of subgradient.data.entries()) {
          expect(Math.abs(h - H[p]!)).toBeLessThanOrEqual(1e-3);
          expect(Math.abs(h)).toBeLessThanOrEqual(1.001);
          if (Math.abs(W.data[p]!) > 1e-3) expect(Math.abs(h - Math.sign(W.data[p]!))).toBeLessThanOrEqual(1e-2);
        }
        // Complementary: along the misfit on the answers, of one sign and 0 where the bound is not met on the others.
        const misfit = Z.map((v, p) => v - Y.data[p]!);
        const along = Array.from(dual.data).filter((_, p) => Y.data[p]! > 1e-6);
        const errors = misfit.filter((_, p) => Y.data[p]! > 1e-6);
        const cosine = along.reduce((s, d, i) => s + d * errors[i]!, 0) / frobenius(along) / frobenius(errors);
        expect(Math.abs(cosine)).toBeGreaterThan(0.999);
        for (const [p, d] of dual.data.entries())
          if (Y.data[p]! <= 1e-6 && Z[p]! < -1e-2) expect(Math.abs(d)).toBeLessThanOrEqual(1e-3);
        return got.objective;
      });
      for (const norm of norms) expect(Math.abs(norm / norms[1]! - 1)).toBeLessThanOrEqual(1e-3);
    }));
});

test("(a) in f32 the same weights to its accuracy", () =>
  lw.scope(() => {
    const [double, single] = types
      .map((type) => type)
      .reverse()
      .map((type) => {
        const { X, Y } = layer(1, type);
        return netTrimLayer(X, Y, { epsilonRel: 0.1 });
      });
    expect(single!.W.type).toBe("f32");
    expect(single!.converged).toBe(true);
    expect(Math.abs(single!.objective / double!.objective - 1)).toBeLessThanOrEqual(1e-3);
    expect(single!.constraintRatio).toBeLessThanOrEqual(1.01);
  }));

test("(b) correlated inputs: magnitude pruning to as many weights errs 1.5 times as much", () =>
  lw.scope(() => {
    const [N, M, P] = [64, 16, 300];
    for (const seed of [1, 2, 3]) {
      const random = lw.random(seed);
      const Z = random.normal(32 * P).data;
      const noise = random.normal(32 * P).data;
      const X = lw.matrix(
        N,
        P,
        ones(relu(Float64Array.from([...Z, ...Z.map((v: number, p: number) => v + 0.1 * noise[p]!)])), P),
      );
      const T = random.normal(32 * M).data;
      const B = new Float64Array(32 * M);
      for (let j = 0; j < M; j++) {
        const values = random.normal(6).data;
        for (const [k, i] of random.permutation(32).slice(0, 6).entries()) B[i * M + j] = values[k]!;
      }
      const half = (sign: number) => B.map((b, p) => 0.5 * b + sign * 0.3 * T[p]!);
      const W0 = lw.matrix(N, M, [...half(1), ...half(-1)]);
      const Y = lw.matrix(M, P, relu(product(W0, X)));
      const { W, nnz } = netTrimLayer(X, Y, { epsilonRel: 0.1 });
      const error = (A: Matrix) => distance(relu(product(A, X)), Y.data) / frobenius(Y.data);
      const magnitude = magnitudeTrim(W0, nnz);
      expect(magnitude.data.filter((w: number) => w !== 0)).toHaveLength(nnz);
      expect(error(W)).toBeLessThanOrEqual(0.101);
      expect(error(magnitude)).toBeGreaterThanOrEqual(1.5 * error(W));
      const refit = magnitudeRefit(magnitude, X, Y);
      expect(refit.data.every((w: number, p: number) => w === 0 || magnitude.data[p] !== 0)).toBe(true);
      const fitted = (A: Matrix) => {
        const out = product(A, X);
        return frobenius(out.map((v, p) => (Y.data[p]! > 0 ? v - Y.data[p]! : 0)));
      };
      expect(fitted(refit)).toBeLessThan(fitted(magnitude));
    }
  }));

test("a linear layer: the l1 ball round a least squares problem, with its optimality condition", () =>
  lw.scope(() => {
    const random = lw.random(5);
    const X = lw.matrix(12, 40, random.normal(480).data);
    const Y = lw.matrix(3, 40, random.normal(120).data);
    const { W, epsilon, constraintRatio, certificate } = netTrimLayer(X, Y, {
      epsilonRel: 0.9,
      activation: "linear",
      certificate: true,
    });
    const misfit = product(W, X).map((v, p) => Y.data[p]! - v);
    expect(constraintRatio).toBeCloseTo(1, 4);
    expect(frobenius(misfit)).toBeCloseTo(epsilon, 3);
    // dual = c (Y - W'X) with one c > 0
    const c = frobenius(certificate!.dual.data) / epsilon;
    for (const [p, d] of certificate!.dual.data.entries()) expect(d).toBeCloseTo(c * misfit[p]!, 3);
  }));

test("bounds as a number, one a row, or one each are the same problem", () =>
  lw.scope(() => {
    const { X, Y } = layer(3);
    const options = { epsilonRel: 0.1, maxIterations: 50 };
    const got = [
      0.2,
      lw.vector(new Float64Array(16).fill(0.2)),
      lw.matrix(16, 300, new Float64Array(4800).fill(0.2)),
    ].map((V) => netTrimLayer(X, Y, { ...options, V }));
    expect(got[0]!.iterations).toBe(50);
    expect(got[0]!.converged).toBe(false);
    for (const { W } of got) expect(Array.from(W.data)).toEqual(Array.from(got[0]!.W.data));
    expect(got[0]!.objective).toBeLessThan(netTrimLayer(X, Y, options).objective);
  }));

test("answers that are all 0: no weights, and said so", () =>
  lw.scope(() => {
    const { X } = layer(1);
    const Y = lw.matrix(16, 300);
    const got = netTrimLayer(X, Y);
    expect([got.degenerate, got.nnz, got.converged, got.constraintRatio]).toEqual([true, 0, true, 0]);
    const below = netTrimLayer(X, Y, { V: -1, maxIterations: 2000 });
    expect([below.degenerate, below.maxNegViolation < 0.02]).toEqual([false, true]);
    expect(below.nnz).toBeGreaterThan(0);
  }));

test.each(["parallel", "cascade"] as const)("a network, %s: fewer weights, answers near", (mode) =>
  lw.scope(() => {
    const random = lw.random(4);
    const sizes = [20, 24, 16, 4];
    const layers = sizes.slice(1).map((size, l) => {
      const weight = lw.matrix(
        size,
        sizes[l]!,
        random.normal(size * sizes[l]!).data.map((v: number) => v ** 3 / 6),
      );
      return new Linear(weight, l === 1 ? undefined : random.normal(size));
    });
    const X = lw.matrix(20, 150, random.normal(3000).data);
    const seen = new Set<number>();
    const got = netTrimNetwork(layers, X, {
      mode,
      epsilonRel: 0.1,
      maxIterations: 1500,
      onProgress: (_, __, l) => seen.add(l),
    });
    expect([...seen]).toEqual([0, 1, 2]);
    const through = (net: readonly Linear[]) =>
      net.reduce((x, layer, l) => layer.forward(x, l < 2 ? "relu" : "none"), X.transpose());
    const [want, have] = [through(layers).data, through(got.layers).data];
    expect(distance(have, want) / frobenius(want)).toBeLessThan(0.5);
    for (const [l, { nnz, epsilon }] of got.reports.entries()) {
      const { weight, bias } = got.layers[l]!;
      const kept = [...weight.data, ...(bias?.data ?? [])].filter((w) => w !== 0).length;
      expect(kept).toBe(nnz);
      expect(nnz).toBeLessThan(0.9 * weight.data.length);
      expect(epsilon).toBeGreaterThan(0);
    }
  }),
);

test("nothing is reserved after the first step; the documented room before it; all given back", async () => {
  const { X, Y } = lw.scope(() => layer(1));
  const before = lw.memory;
  const steps = netTrimSteps(X, Y);
  const first = steps.next().value!;
  const [N, M, P] = [64, 16, 300];
  expect(lw.memory.bytes - before.bytes).toBe(8 * (N * N + 4 * N * M + 4 * M * P));
  const { workspace, arrays } = lw.memory;
  for (let k = 0; k < 5; k++) steps.next();
  expect([lw.memory.workspace, lw.memory.arrays]).toEqual([workspace, arrays]);
  steps.return?.();
  first.W.dispose();
  expect(lw.memory.bytes).toBe(before.bytes);
  const controller = new AbortController();
  const ended = runAsync(netTrimSteps(X, Y), {
    tolerance: 0,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(ended).rejects.toThrow();
  expect(() =>
    netTrimLayer(X, Y, {
      onProgress: () => {
        throw new Error("enough");
      },
    }),
  ).toThrow("enough");
  expect(lw.memory.bytes).toBe(before.bytes);
  for (const A of [X, Y]) A.dispose();
});

test("what cannot be taken", () =>
  lw.scope(() => {
    const [X, Y] = [lw.matrix(2, 3, [1, 2, 3, 4, 5, 6]), lw.matrix(1, 3, [1, 0, 2])];
    const { bytes } = lw.memory;
    const bad = (fault: Parameters<typeof faulty>[1], argument: string, ...args: unknown[]) =>
      faulty(() => netTrimLayer(...(args as Parameters<typeof netTrimLayer>)), fault, argument);
    bad("ShapeError", "Y", X, lw.matrix(1, 2));
    bad("ArgumentTypeError", "X", [1], Y);
    bad("ArgumentTypeError", "Y", X, lw.vector(3));
    bad("ArgumentTypeError", "Y", X, lw.matrix(1, 3, undefined, { type: "f32" }));
    const foreign = instance().matrix(1, 3);
    bad("ArgumentTypeError", "Y", X, foreign);
    foreign.dispose();
    bad("ArgumentRangeError", "X[1]", lw.matrix(2, 3, [1, NaN, 3, 4, 5, 6]), Y);
    bad("ArgumentRangeError", "Y[2]", X, lw.matrix(1, 3, [0, 1, Infinity]));
    bad("ArgumentRangeError", "X", lw.matrix(2, 3), Y);
    for (const name of ["epsilon", "epsilonRel", "rho"])
      for (const value of [0, -1, NaN]) bad("ArgumentRangeError", name, X, Y, { [name]: value });
    bad("ArgumentRangeError", "activation", X, Y, { activation: "tanh" });
    bad("ShapeError", "V", X, Y, { V: lw.vector(2) });
    bad("ShapeError", "V", X, Y, { V: lw.matrix(1, 2) });
    bad("ArgumentRangeError", "V", X, Y, { V: NaN });
    bad("ArgumentTypeError", "options", X, Y, 3);
    bad("ArgumentTypeError", "signal", X, Y, { signal: 1 });
    const layers = [new Linear(lw.matrix(3, 2, [1, 2, 3, 4, 5, 6]))];
    faulty(() => netTrimNetwork([], X), "ArgumentTypeError", "layers");
    faulty(() => netTrimNetwork([...layers, ...layers], X), "ShapeError", "layers[1].weight");
    faulty(() => netTrimNetwork(layers, X, { mode: "both" as never }), "ArgumentRangeError", "mode");
    faulty(() => netTrimNetwork(layers, X, { gamma: 1 }), "ArgumentRangeError", "gamma");
    faulty(() => magnitudeTrim(X, 7), "ArgumentRangeError", "nnz");
    faulty(() => magnitudeRefit(X, X, Y), "ShapeError", "Y");
    expect(lw.memory.bytes).toBeGreaterThanOrEqual(bytes);
  }));
