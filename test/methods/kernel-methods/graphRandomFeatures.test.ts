// The evidence for graph random features: errors of both kernels and how they fall, solves, clusters, what depends on what.
import { describe, expect, test } from "vitest";
import type { CsrMatrix, Lanewise } from "../../../src/index.ts";
import { grf, laplacianKernel, regularisedLaplacianU, solveByGrf } from "../../../src/methods/kernel-methods/index.ts";
import { equal, within } from "../../compare.ts";
import { reals } from "../../data.ts";
import { lw } from "../../instance.ts";
import { kMeans, laplacianKernels, normalised, resolvent } from "../../oracle/graphs.ts";
import { distance } from "../../oracle/systems.ts";
import { randomGraph } from "../../problems/graphs.ts";
import { denseKernel, modes } from "./graphMoments.ts";

const sparse = (from: Lanewise, A: Float64Array, type: "f32" | "f64" = "f64"): CsrMatrix =>
  from.scope(() => from.sparsify(from.matrix(Math.sqrt(A.length), Math.sqrt(A.length), A, { type })));

describe("60 nodes, sigma2 0.5", () => {
  const [n, sigma2] = [60, 0.5];
  const dense = randomGraph(n, () => 0.12, 1);
  const R = resolvent(
    normalised(dense, n).map((w) => (sigma2 / (1 + sigma2)) * w),
    n,
  );
  const exact = laplacianKernels(dense, n, sigma2);

  test("U and its scale are those of the kernel", () =>
    lw.scope(() => {
      const { U, scale } = regularisedLaplacianU(sparse(lw, dense), sigma2);
      within(
        U.toDense().data,
        normalised(dense, n).map((w) => w / 3),
        "f64",
        4,
        new Array(n * n).fill(1),
      );
      expect(
        distance(
          Array.from(R, (v) => scale * v),
          Array.from(exact[1]),
        ),
      ).toBeLessThan(1e-14);
    }));

  // Measured 0.079 and 0.076 with 40 walks, 0.040 and 0.038 with 160.
  test.each([
    [1, 0.13],
    [2, 0.12],
  ] as const)("order %d: the relative error is below %d, and half as large with four times the walks", (order, bound) =>
    lw.scope(() => {
      const A = sparse(lw, dense);
      const want = Array.from(exact[order]);
      const errors = (walks: number) =>
        Array.from({ length: 20 }, (_, seed) => distance(denseKernel(lw, A, { order, sigma2, walks, seed }), want));
      const [few, many] = [errors(40), errors(160)];
      expect(Math.max(...few)).toBeLessThan(bound);
      const mean = (x: number[]) => x.reduce((s, v) => s + v / x.length, 0);
      expect(Math.abs(mean(few) / mean(many) - 2)).toBeLessThan(0.4);
    }),
  );

  test.each(modes)("%s: the mean of 20 sets of features is within 0.02 of the inverse", (mode) =>
    lw.scope(() => {
      const { U } = regularisedLaplacianU(sparse(lw, dense), sigma2);
      const mean = new Float64Array(n * n);
      for (let seed = 0; seed < 20; seed++)
        lw.scope(() =>
          grf(U, { walks: 40, seed, mode })
            .toDense()
            .data.forEach((x, q) => {
              mean[q]! += x / 20;
            }),
        );
      expect(distance(mean, Array.from(R))).toBeLessThan(0.02);
    }),
  );

  test("solves: the error halves with four times the walks, chosen nodes have the numbers they have among all", () =>
    lw.scope(() => {
      const { U } = regularisedLaplacianU(sparse(lw, dense), sigma2);
      const b = reals(n, 5);
      const want = Array.from({ length: n }, (_, i) => b.reduce((s, v, j) => s + R[i * n + j]! * v, 0));
      const x = lw.vector(b, { type: "f64" });
      const error = (walks: number) => {
        let sum = 0;
        for (let seed = 0; seed < 10; seed++)
          sum += lw.scope(() => distance(solveByGrf(U, x, { walks, seed }).data, want)) / 10;
        return sum;
      };
      const [few, many] = [error(100), error(400)];
      expect(many).toBeLessThan(0.03);
      expect(Math.abs(few / many - 2)).toBeLessThan(0.4);
      const all = solveByGrf(U, x, { seed: 3 }).data;
      const nodes = [59, 0, 17];
      equal(
        solveByGrf(U, x, { seed: 3, nodes }).data,
        nodes.map((i) => all[i]!),
      );
    }));

  test("products with K are those with its entries", () =>
    lw.scope(() => {
      const A = sparse(lw, dense);
      const x = reals(n, 6);
      for (const order of [1, 2] as const) {
        const K = laplacianKernel(A, { order, sigma2, walks: 10 });
        const want = Array.from({ length: n }, (_, i) => x.reduce((s, v, j) => s + K.entry(i, j) * v, 0));
        expect(distance(K.apply(lw.vector(x, { type: "f64" })).data, want)).toBeLessThan(1e-13);
        const entries = Array.from({ length: n * n }, (_, q) => K.entry(Math.floor(q / n), q % n));
        expect(distance(entries, denseKernel(lw, A, { order, sigma2, walks: 10 }))).toBeLessThan(1e-14);
      }
    }));

  test("nothing is left reserved", () =>
    lw.scope(() => {
      const A = sparse(lw, dense);
      const { arrays } = lw.memory;
      laplacianKernel(A).dispose();
      laplacianKernel(A, { order: 1 }).dispose();
      expect(lw.memory.arrays).toBe(arrays);
    }));
});

test("rows do not depend on which others are walked from, nor much on the element type", () =>
  lw.scope(() => {
    const n = 40;
    const dense = randomGraph(n, () => 0.2, 7);
    const [U, single] = (["f64", "f32"] as const).map((type) => regularisedLaplacianU(sparse(lw, dense, type), 1).U);
    for (const mode of modes) {
      const all = grf(U!, { mode, seed: 2 });
      const halves = [0, 20].map((from) =>
        grf(U!, { mode, seed: 2, nodes: Array.from({ length: 20 }, (_, i) => from + i) }),
      );
      equal(
        halves.flatMap((half) => Array.from(half.values)),
        all.values,
      );
      const rough = grf(single!, { mode, seed: 2 });
      equal(rough.indices, all.indices);
      // Loads are products of up to a hundred rounded entries.
      within(rough.values, all.values, "f32", 200, all.values);
    }
  }));

test("a row has no more than walks / pTerm places on average", () =>
  lw.scope(() => {
    const n = 400;
    const { U } = regularisedLaplacianU(
      sparse(
        lw,
        randomGraph(n, () => 0.05, 9),
      ),
      1,
    );
    for (const [walks, pTerm] of [
      [4, 0.5],
      [10, 0.2],
    ] as const) {
      const mean = grf(U, { walks, pTerm }).nnz / n;
      expect(mean).toBeLessThan(walks / pTerm + 1);
      expect(mean).toBeGreaterThan(walks / 2);
    }
  }));

test("a node without edges has its own exact number and none with others", () =>
  lw.scope(() => {
    const A = lw.sparsify(lw.matrix(3, 3, [0, 2, 0, 2, 1, 0, 0, 0, 0]));
    for (const order of [1, 2] as const) {
      const K = laplacianKernel(A, { order, sigma2: 3 });
      expect(K.entry(2, 2)).toBe(0.25 ** order);
      expect([K.entry(2, 0), K.entry(1, 2)]).toEqual([0, 0]);
    }
  }));

test("k-means on the features finds the clusters of the exact kernel: three blocks, 150 nodes", () =>
  lw.scope(() => {
    const [n, sigma2] = [150, 4];
    const block = (i: number) => Math.floor(i / 50);
    // Walks of 32: 0 of 150 differ, with 16 it is 3 and 8.
    for (const seed of [1, 2]) {
      const dense = randomGraph(n, (i, j) => (block(i) === block(j) ? 0.3 : 0.03), seed);
      const { U } = regularisedLaplacianU(sparse(lw, dense), sigma2);
      // K of order 2 is the Gram matrix of the rows of (I - U)^-1.
      const R = resolvent(
        normalised(dense, n).map((w) => (sigma2 / (1 + sigma2)) * w),
        n,
      );
      const exact = kMeans(R, n, n, [0, 50, 100]);
      expect(new Set(exact).size).toBe(3);
      const got = kMeans(grf(U, { walks: 32 }).toDense().data, n, n, [0, 50, 100]);
      expect(got.filter((label, i) => label !== exact[i]).length).toBeLessThanOrEqual(0.03 * n);
    }
  }));
