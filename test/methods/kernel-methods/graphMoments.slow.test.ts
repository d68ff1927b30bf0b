// Graph random features over 400 runs on twelve nodes: without bias but where one set serves both sides; what antithetic walks save.
import { describe, expect, test } from "vitest";
import { grf, regularisedLaplacianU } from "../../../src/methods/kernel-methods/index.ts";
import { reals } from "../../data.ts";
import { lw } from "../../instance.ts";
import { laplacianKernels, normalised, resolvent } from "../../oracle/graphs.ts";
import { randomGraph } from "../../problems/graphs.ts";
import { denseKernel, largest, modes, moments, product } from "./graphMoments.ts";

const [n, sigma2, runs, walks] = [12, 1, 400, 8];
const dense = randomGraph(n, () => 0.35, 3);
const exact = laplacianKernels(dense, n, sigma2);
const R = resolvent(
  normalised(dense, n).map((w) => w / 2),
  n,
);
const graph = () => lw.sparsify(lw.matrix(n, n, dense));

describe.each(modes)("%s walks", (mode) => {
  // Measured 2.3 to 3.8; the largest of 144 independent normal numbers is above 5 once in 12,000 graphs.
  test("features and both kernels have no bias", () =>
    lw.scope(() => {
      const A = graph();
      const { U } = regularisedLaplacianU(A, sigma2);
      const B = moments(runs, R, (seed) => lw.scope(() => grf(U, { walks, seed, mode }).toDense().toArray()));
      expect(largest(B.z), "features").toBeLessThan(5);
      for (const order of [1, 2] as const) {
        const K = moments(runs, exact[order], (seed) => denseKernel(lw, A, { order, sigma2, walks, seed, mode }));
        expect(largest(K.z), `order ${order}`).toBeLessThan(5);
      }
    }));

  test("one set on both sides is too large on the diagonal, and only there", () =>
    lw.scope(() => {
      const { U, scale } = regularisedLaplacianU(graph(), sigma2);
      const { z } = moments(runs, exact[2], (seed) =>
        lw.scope(() => {
          const B = grf(U, { walks, seed, mode });
          return product(B, B, scale ** 2);
        }),
      );
      const [own, others] = [true, false].map((on) => z.filter((_, q) => (q % (n + 1) === 0) === on));
      expect(Math.max(...own!)).toBeGreaterThan(5);
      expect(Math.min(...own!)).toBeGreaterThan(2);
      expect(largest(others!)).toBeLessThan(5);
    }));
});

test("weights of edges, and an entry of U of either sign, bring no bias", () =>
  lw.scope(() => {
    const weighted = dense.slice();
    reals(n * n, 8).forEach((v, q) => {
      const mirror = (q % n) * n + Math.floor(q / n);
      if (q > mirror) weighted[q] = weighted[mirror] = weighted[q]! * (1.5 + v);
    });
    const A = lw.sparsify(lw.matrix(n, n, weighted));
    const want = laplacianKernels(weighted, n, sigma2)[2];
    expect(largest(moments(runs, want, (seed) => denseKernel(lw, A, { sigma2, walks, seed })).z)).toBeLessThan(5);

    const signed = normalised(dense, n).map((w, q) => (q % 3 === 0 ? -w : w) / 2);
    const U = lw.sparsify(lw.matrix(n, n, signed, { type: "f64" }));
    const B = moments(runs, resolvent(signed, n), (seed) =>
      lw.scope(() => grf(U, { walks, seed }).toDense().toArray()),
    );
    expect(largest(B.z)).toBeLessThan(5);
  }));

// Measured 0.77 for the kernel and 0.89 for the features; with other seeds 0.75 to 0.79, 0.87 to 0.89.
test("antithetic walks: less variance, at pTerm 1/2", () =>
  lw.scope(() => {
    const A = graph();
    const { U } = regularisedLaplacianU(A, sigma2);
    const [kernel, features] = (["iid", "antithetic"] as const)
      .map((mode) => ({ walks, mode, pTerm: 0.5 }))
      .map((options) => [
        moments(runs, exact[2], (seed) => denseKernel(lw, A, { ...options, sigma2, seed })),
        moments(runs, R, (seed) =>
          lw.scope(() =>
            grf(U, { ...options, seed })
              .toDense()
              .toArray(),
          ),
        ),
      ])
      .map((both) => both.map(({ variance }) => variance.reduce((s, v) => s + v)))
      .reduce(([a, b], [c, d]) => [c! / a!, d! / b!]);
    expect(kernel).toBeLessThan(0.85);
    expect(features).toBeLessThan(0.95);
  }));
