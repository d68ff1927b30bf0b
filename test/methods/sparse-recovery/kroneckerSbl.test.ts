// The evidence for Kronecker-structured sparse Bayesian learning: moments and steps by the dense formulas, falling costs.
import { describe, expect, test } from "vitest";
import type { Matrix, Vector } from "../../../src/index.ts";
import { svd } from "../../../src/index.ts";
import { classicSBL, kroneckerOMP, kroSBL, kroSblSteps, oracleLS } from "../../../src/methods/sparse-recovery/index.ts";
import { couple } from "../../../src/methods/sparse-recovery/kroneckerSbl/coupling.ts";
import { kroneckerMoments } from "../../../src/methods/sparse-recovery/kroneckerSbl/moments.ts";
import { alternate, leading } from "../../../src/methods/sparse-recovery/kroneckerSbl/update.ts";
import { reals, types } from "../../data.ts";
import { lw } from "../../instance.ts";
import { kron, posterior } from "../../oracle/sbl.ts";
import { near, outer, positive, model, nmse, rowsOf } from "./kroneckerModel.ts";

const momentsOf = (y: Vector, factors: Matrix[], kept: number[][], gammas: Float64Array[], noiseVar: number) =>
  kroneckerMoments(
    [y],
    factors.map((A): [Matrix] => [A]),
    kept,
    gammas,
    noiseVar,
  );
const engineOf = () => lw.scope(() => lw.matrix(0, 0).engine);

describe.each(types)("moments in %s", (type) => {
  test.each([
    [
      "2 factors, square, wide and tall",
      [
        [3, 3],
        [4, 5],
        [3, 2],
      ].slice(1),
    ],
    [
      "3 factors of 3 x 4",
      [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
    ],
    [
      "4 factors, one of one element",
      [
        [2, 3],
        [1, 1],
        [2, 4],
        [3, 2],
      ],
    ],
  ])("(a) %s: as by the dense formula", (_, shapes) =>
    lw.scope(() => {
      const factors = shapes.map(([m, n], k) => lw.matrix(m!, n!, reals(m! * n!, k + 1), { type }));
      const gammas = shapes.map(([, n], k) => positive(n!, k + 9));
      const y = lw.vector(
        reals(
          shapes.reduce((p, [m]) => p * m!, 1),
          20,
        ),
        { type },
      );
      const kept = shapes.map(([, n]) => Array.from({ length: n! }, (_, i) => i));
      const got = momentsOf(y, factors, kept, gammas, 0.05);
      const want = posterior(kron(...factors.map(rowsOf)), outer(...gammas), Array.from(y.data), 0.05);
      const bound = type === "f64" ? 1e-9 : 1e-4;
      near(got.mean, want.mean, bound);
      near(got.power, want.power, bound);
      near([got.cost], [want.cost], bound);
      near([got.misfit, got.determined], [want.misfit, want.determined], bound);
    }),
  );
});

describe("one step", () => {
  test("places that were dropped have no columns", () =>
    lw.scope(() => {
      const factors = [0, 1].map((k) => lw.matrix(3, 4, reals(12, k + 1)));
      const y = lw.vector(reals(9, 3));
      const gammas = [Float64Array.of(0.5, 2), Float64Array.of(1, 3, 0.2)];
      const got = momentsOf(
        y,
        factors,
        [
          [1, 3],
          [0, 1, 3],
        ],
        gammas,
        0.1,
      );
      const all = [
        [0, 0.5, 0, 2],
        [1, 3, 0, 0.2],
      ];
      const want = posterior(kron(...factors.map(rowsOf)), outer(...all), Array.from(y.data), 0.1);
      const there = (_: number, q: number) => outer(...all)[q] !== 0;
      near(got.power, want.power.filter(there), 1e-10);
      near([got.cost, got.determined], [want.cost, want.determined], 1e-10);
    }));

  test("the noise, then x by the new variances; with structure and without", () =>
    lw.scope(() => {
      const factors = [0, 1].map((k) => lw.matrix(3, 4, reals(12, k + 1)));
      const A = kron(...factors.map(rowsOf));
      const y = lw.vector(reals(9, 3));
      const numbers = Array.from(y.data);
      const noise = (0.1 * numbers.reduce((s, v) => s + v * v, 0)) / 9;
      const first = posterior(A, new Array(16).fill(1), numbers, noise);
      const next = (first.misfit + noise * first.determined) / 9;
      const once = { prune: 0, maxIterations: 1 };
      const plain = classicSBL(y, lw.matrix(9, 16, A.flat()), once);
      near(plain.gamma, first.power, 1e-10);
      near([plain.noiseVar], [next], 1e-10);
      near(plain.x.data, posterior(A, first.power, numbers, next).mean, 1e-9);
      const { x, gammas, noiseVar, cost } = kroSBL(y, factors, once);
      near([noiseVar], [next], 1e-10);
      const last = posterior(A, outer(...gammas), numbers, next);
      near(x.data, last.mean, 1e-9);
      near(cost, [first.cost, last.cost], 1e-10);
      // The svd update: the best matrix of rank 1.
      const L = lw.matrix(4, 4, first.power);
      const values = Array.from(svd(L).values.data);
      const apart = outer(...gammas).reduce((s, v, q) => s + (v - first.power[q]!) ** 2, 0);
      near([Math.sqrt(apart)], [Math.hypot(...values.slice(1))], 1e-9);
    }));

  test("(b) am: the cost never rises, noise given or estimated", () =>
    lw.scope(() => {
      for (const seed of [1, 2, 3])
        for (const noiseVar of ["estimate", 0.01] as const) {
          const { y, factors } = model(seed, { n: 8, m: 4 });
          const { cost } = kroSBL(y, factors, { update: "am", noiseVar, prune: 0, maxIterations: 40, tolerance: 0 });
          expect(cost.length).toBe(41);
          for (let k = 1; k < cost.length; k++)
            expect(cost[k]!).toBeLessThanOrEqual(cost[k - 1]! + 1e-9 * Math.abs(cost[k - 1]!));
          expect(cost.at(-1)!).toBeLessThan(cost[0]! - 1);
        }
    }));
});

describe("updates", () => {
  test.each([[[5, 4]], [[3, 4, 5]], [[2, 3, 2, 4]]])("a product of %j is found back by both", (sizes) => {
    const want = outer(...sizes.map((n, k) => positive(n, k)));
    const ones = sizes.map((n) => new Float64Array(n).fill(1));
    near(outer(...leading(engineOf(), Float64Array.from(want), sizes)), want, 1e-12);
    near(outer(...alternate(Float64Array.from(want), ones, 1e-12, 50)), want, 1e-12);
  });

  test("am ends where each g is the mean of L by the others", () => {
    const L = positive(60, 7);
    const [a, b, c] = alternate(
      L,
      [3, 4, 5].map((n) => new Float64Array(n).fill(1)),
      1e-13,
      1000,
    ) as [Float64Array, Float64Array, Float64Array];
    for (const g of [a, b]) near([Math.hypot(...g)], [1], 1e-12);
    for (let i = 0; i < 3; i++) {
      let mean = 0;
      for (let j = 0; j < 4; j++) for (let k = 0; k < 5; k++) mean += L[(i * 4 + j) * 5 + k]! / (b[j]! * c[k]! * 20);
      near([mean], [a[i]!], 1e-10);
    }
  });

  test("coupling: the nearest C h with h >= 0 beside all active sets, none across a gap", () => {
    for (let seed = 0; seed < 30; seed++) {
      const g = positive(5, seed).map((v, i) => (i === seed % 5 ? 3 * v : v));
      const kept = seed % 3 ? [0, 1, 2, 3, 4] : [0, 1, 3, 4, 7];
      const C: number[][] = kept.map((p) => kept.map((q) => (p === q ? 1 : Math.abs(p - q) === 1 ? 0.4 : 0)));
      let [best, want] = [Infinity, [] as number[]];
      for (let set = 1; set < 32; set++) {
        // The normal equations of the set, by repeated substitution (they are well conditioned).
        const free = [0, 1, 2, 3, 4].filter((j) => (set >> j) & 1);
        const h = [0, 0, 0, 0, 0];
        for (let round = 0; round < 150; round++)
          for (const j of free) {
            const left = g.map((v, i) => v - C[i]!.reduce((s, c, q) => s + (q === j ? 0 : c * h[q]!), 0));
            h[j] = left.reduce((s, v, i) => s + v * C[i]![j]!, 0) / C.reduce((s, row) => s + row[j]! ** 2, 0);
          }
        const at = C.map((row) => row.reduce((s, c, q) => s + c * h[q]!, 0));
        const far = at.reduce((s, v, i) => s + (v - g[i]!) ** 2, 0);
        if (h.every((v) => v >= -1e-9) && far < best - 1e-12) [best, want] = [far, at];
      }
      near(couple(engineOf(), g, kept, 0.4), want, 1e-5);
    }
  });
});

describe("whole runs", () => {
  test.each(types)("found with little noise by 2 factors and 4, svd and am, in %s", (type) =>
    lw.scope(() => {
      for (const [count, n, m] of [
        [2, 10, 8],
        [4, 5, 4],
      ] as const)
        for (const update of ["svd", "am"] as const) {
          const { y, factors, x, supports } = model(2, { count, n, m, type, noise: 0.01 });
          const found = kroSBL(y, factors, { update, maxIterations: 300 });
          // With the support known it is no better than the columns of the draw allow.
          expect(nmse(found.x, x)).toBeLessThan(2 * nmse(oracleLS(y, factors, supports), x));
          for (const [k, g] of found.gammas.entries()) expect(g.length).toBe(factors[k]!.cols);
        }
    }),
  );

  test("coupled neighbours share their variances: a block stays whole", () =>
    lw.scope(() => {
      const { y, factors } = model(4, { count: 2, n: 10, m: 8 });
      const { gammas } = kroSBL(y, factors, { coupling: [0.3, null], maxIterations: 20, prune: 0 });
      for (const [i, v] of gammas[0]!.entries())
        expect(v).toBeGreaterThanOrEqual(0.29 * Math.min(gammas[0]![i + 1] ?? 0, gammas[0]![i - 1] ?? 0));
      const plain = kroSBL(y, factors, { coupling: [0, null], maxIterations: 20, prune: 0 });
      const none = kroSBL(y, factors, { maxIterations: 20, prune: 0 });
      expect(plain.gammas).toEqual(none.gammas);
      expect(plain.gammas).not.toEqual(gammas);
    }));

  test("nothing seen, nothing found", () =>
    lw.scope(() => {
      const { factors } = model(1, { count: 2, n: 4, m: 3 });
      for (const update of ["svd", "am"] as const) {
        const { x, noiseVar } = kroSBL(lw.vector(9), factors, { update });
        expect(x.data.every((v) => v === 0)).toBe(true);
        expect(Number.isFinite(noiseVar)).toBe(true);
      }
    }));

  test("pursuit: exact for orthonormal columns; the misfit is orthogonal to the block", () =>
    lw.scope(() => {
      const { y, factors, x, supports } = model(3, { count: 2, n: 10, m: 9, noise: 0 });
      expect(nmse(oracleLS(y, factors, supports), x)).toBeLessThan(1e-20);
      const mirrors = [1, 2].map((seed) => {
        const v = reals(10, seed);
        const square = v.reduce((t, w) => t + w * w, 0);
        const entries = v.flatMap((a, i) => v.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / square));
        return lw.matrix(10, 10, entries);
      });
      const seen = kron(...mirrors.map(rowsOf)).map((a) => a.reduce((t, w, q) => t + w * x[q]!, 0));
      const found = kroneckerOMP(lw.vector(seen), mirrors);
      expect(found.supports.map((places) => places.toSorted((a, b) => a - b))).toEqual(supports);
      expect(nmse(found.x, x)).toBeLessThan(1e-20);
      const early = kroneckerOMP(y, factors, { atoms: [2, 1] });
      const A = kron(...factors.map(rowsOf));
      const r = A.map((a, i) => y.data[i]! - a.reduce((s, v, q) => s + v * early.x.data[q]!, 0));
      near([early.residualNorms.at(-1)!], [Math.hypot(...r)], 1e-12);
      for (const i of early.supports[0]!)
        for (const j of early.supports[1]!)
          expect(Math.abs(A.reduce((s, a, p) => s + a[i * 10 + j]! * r[p]!, 0))).toBeLessThan(1e-12);
    }));

  test("it can be watched and ended, and gives all memory back but x", () => {
    const held: { dispose(): void }[] = [];
    const { y, factors } = lw.scope(() => {
      const made = model(1, { count: 2, n: 6, m: 4 });
      const kept = { y: made.y.clone(), factors: made.factors.map((A: Matrix) => A.clone()) };
      held.push(kept.y, ...kept.factors);
      return kept;
    });
    const before = lw.memory.bytes;
    const seen: number[] = [];
    const { x, iterations } = kroSBL(y, factors, { onProgress: ({ cost }) => seen.push(cost), maxIterations: 7 });
    expect(seen.length).toBe(iterations);
    expect(lw.memory.bytes - before).toBe(8 * 36);
    x.dispose();
    for (const done of [kroneckerOMP(y, factors).x, oracleLS(y, factors, [[0], [1]])]) {
      expect(lw.memory.bytes - before).toBeGreaterThanOrEqual(8 * 36);
      done.dispose();
    }
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    expect(() => kroSBL(y, factors, { signal: controller.signal })).toThrow("enough");
    const steps = kroSblSteps(y, factors);
    steps.next();
    expect(lw.memory.bytes).toBe(before);
    for (const array of held) array.dispose();
  });
});
