// The bound against its formula, against what a network really does, and LAMP's claim to keep it low.
import { describe, expect, test } from "vitest";
import { distortionBound, magnitudePrune } from "../../../src/methods/sparsity/index.ts";
import { reals } from "../../data.ts";
import { lw } from "../../instance.ts";
import * as oracle from "../../oracle/lamp.ts";
import { forms, someLayers } from "./layers.ts";

test.each(forms)("the formula, for layers that are a %s", (_, make) =>
  lw.scope(() => {
    const layers = someLayers(1, [40, 9, 30]);
    for (const sparsity of [0.01, 0.3, 0.9]) {
      const { masks } = magnitudePrune(layers.map(make), { sparsity, scheme: "uniform" });
      const want = oracle.distortionBound(layers, masks);
      expect(Math.abs(distortionBound(layers.map(make), masks) - want)).toBeLessThanOrEqual(1e-13 * (1 + want));
    }
  }),
);

test("0 where nothing is pruned, 2^layers - 1 where all is", () => {
  const layers = [Float32Array.of(1, 2), Float64Array.of(3), Float32Array.of(0.5, 0, 7)];
  const masks = (m: number) => layers.map((w) => new Uint8Array(w.length).fill(m));
  expect(distortionBound(layers, masks(1))).toBe(0);
  expect(distortionBound(layers, masks(0))).toBeCloseTo(7, 13);
});

test("neither huge nor tiny weights overflow", () => {
  const mask = [Uint8Array.of(1, 0)];
  for (const scale of [1e300, 1e-300, 5e-324])
    expect(distortionBound([Float64Array.of(4 * scale, 3 * scale)], mask)).toBeCloseTo(0.6, 14);
});

test("a layer of zeros adds nothing where that is allowed", () => {
  const layers = [new Float32Array(3), Float32Array.of(3, 4)];
  const masks = [Uint8Array.of(1, 0, 0), Uint8Array.of(0, 1)];
  expect(distortionBound(layers, masks, { allowZero: true })).toBeCloseTo(0.6, 14);
});

test("no network is thrown off by more", () => {
  const dims = [7, 9, 8, 4];
  const relu = (z: number[]) => z.map((v) => Math.max(v, 0));
  const product = (W: number[], x: number[]) =>
    Array.from({ length: W.length / x.length }, (_, i) =>
      x.reduce((t, v, j) => t + v * (W[i * x.length + j] as number), 0),
    );
  const norm = (x: number[]) => Math.sqrt(x.reduce((t, v) => t + v * v, 0));
  const forward = (layers: number[][], x: number[]) =>
    layers.reduce((z, W, l) => (l === layers.length - 1 ? product(W, z) : relu(product(W, z))), x);
  let tightest = 0;
  for (let seed = 0; seed < 60; seed++) {
    const layers = [0, 1, 2].map((l) => reals((dims[l] as number) * (dims[l + 1] as number), 3 * seed + l));
    const typed = layers.map((w) => Float64Array.from(w));
    const { masks } = magnitudePrune(typed, { sparsity: ((seed % 9) + 1) / 10 });
    const pruned = layers.map((w, l) => w.map((v, i) => v * (masks[l]?.[i] as number)));
    const x = reals(7, 1000 + seed);
    const [z, zPruned] = [forward(layers, x), forward(pruned, x)];
    const distortion = norm(z.map((v, i) => v - (zPruned[i] as number)));
    const scale = layers.map(norm).reduce((a, b) => a * b, norm(x));
    expect(distortion).toBeLessThanOrEqual(distortionBound(typed, masks) * scale);
    tightest = Math.max(tightest, distortion / (distortionBound(typed, masks) * scale));
  }
  expect(tightest).toBeGreaterThan(0.01); // the comparison is not empty
});

test("it is reached: one number a layer", () => {
  const layers = [Float64Array.of(2), Float64Array.of(5)];
  const masks = [Uint8Array.of(0), Uint8Array.of(1)];
  expect(distortionBound(layers, masks)).toBeCloseTo(1, 14); // |5 * 2 * x - 5 * 0 * x| = 10 |x|
});

describe("five layers of weights with heavy tails", () => {
  const shapes = [
    [64, 27],
    [128, 64],
    [256, 128],
    [512, 256],
    [10, 512],
  ] as const;
  const scales = [0.2, 0.12, 0.08, 0.05, 0.03];

  /** Student's t with 4 degrees of freedom. */
  const student = (n: number, seed: number) =>
    lw.scope(() => {
      const z = lw
        .random(seed)
        .normal(5 * n)
        .toArray();
      return Float64Array.from({ length: n }, (_, i) => {
        const [top, a, b, c, d] = z.subarray(5 * i) as unknown as [number, number, number, number, number];
        return top / Math.sqrt((a * a + b * b + c * c + d * d) / 4);
      });
    });

  test.each([0, 1, 2])(
    "the bound of LAMP is below that of global, and global's below that of uniform, seed %i",
    (seed) => {
      const layers = shapes.map(([out, cols], l) =>
        student(out * cols, 10 * seed + l).map((v) => v * (scales[l] as number)),
      );
      const prototype = { 0.3: [1.16, 2.53, 3.78], 0.1: [3.71, 6.41, 10.3], 0.05: [6.51, 9.33, 14.6] };
      for (const [density, figures] of Object.entries(prototype)) {
        const bounds = (["lamp", "global", "uniform"] as const).map((scheme) =>
          distortionBound(layers, magnitudePrune(layers, { sparsity: 1 - Number(density), scheme }).masks),
        ) as [number, number, number];
        expect(bounds[0]).toBeLessThan(bounds[1]);
        expect(bounds[1]).toBeLessThan(bounds[2]);
        bounds.forEach((bound, i) => {
          expect(Math.abs(bound / (figures[i] as number) - 1), `scheme ${i} at density ${density}`).toBeLessThan(0.05);
        });
      }
    },
  );
});
