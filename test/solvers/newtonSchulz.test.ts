import { describe, expect, test } from "vitest";
import { newtonSchulz, run } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import { orthogonalityRatio } from "../oracle/ratios.ts";

describe.each(types)("Newton and Schulz in %s", (type) => {
  test.each([
    [1, 1],
    [12, 12],
    [40, 15],
    [15, 40],
    [0, 3],
  ])("ends at the orthonormal polar factor, %i x %i", (m, n) =>
    lw.scope(() => {
      const A = lw.matrix(m, n, reals(m * n, m + n), { type });
      const { Q, converged } = run(newtonSchulz(A), { tolerance: 100 * eps[type], maxIterations: 100 });
      expect(converged).toBe(true);
      const k = Math.min(m, n);
      const [q, a] = [Array.from(Q.data), Array.from(A.data)];
      const tall = (x: number[]) => (m < n ? dense.transposed(x, m, n) : x);
      const long = Math.max(m, n);
      expect(orthogonalityRatio(tall(q), long, k, eps[type])).toBeLessThan(100);
      // H = Q'A is symmetric and A = Q H: together that makes Q the polar factor, H having no negative eigenvalue.
      const H = dense.gemm(dense.transposed(tall(q), long, k), tall(a), k, k, long);
      const scale = new Array(k * k).fill(long);
      within(H, dense.transposed(H, k, k), type, 1000, scale, "H");
      within(dense.gemm(tall(q), H, long, k, k), tall(a), type, 1000, new Array(m * n).fill(long), "Q H");
      for (let i = 0; i < k; i++) expect(H[i * (k + 1)]).toBeGreaterThan(0);
    }),
  );

  test("the residual falls as its square near the end", () =>
    lw.scope(() => {
      const A = lw.matrix(20, 8, reals(160, 3), { type });
      const all: number[] = [];
      for (const { residual } of newtonSchulz(A)) {
        all.push(residual);
        if (all.length > 30) break;
      }
      const near = all.findIndex((r) => r < 0.05);
      expect(all[near + 1]).toBeLessThan(Math.sqrt(8) * (all[near] as number) ** 2);
      for (let i = 1; i <= near; i++) expect(all[i]).toBeLessThan(all[i - 1] as number);
    }));

  test("not converging is a value, and what is reserved is given back but for Q", () => {
    const A = lw.matrix(4, 2, [1, 2, 1, 2, 1, 2, 1, 2], { type });
    const before = lw.memory;
    const { Q, converged, residual } = run(newtonSchulz(A), { maxIterations: 60 });
    expect(converged).toBe(false);
    expect(residual).toBeCloseTo(Math.SQRT1_2, 4);
    expect(lw.memory.bytes - before.bytes).toBe(Q.bytes);
    Q.dispose();
    A.dispose();
  });
});

test("bad arguments are named", () =>
  lw.scope(() => {
    faulty(() => run(newtonSchulz([1] as never)), "ArgumentTypeError", "A");
    for (const bad of [NaN, Infinity])
      faulty(() => run(newtonSchulz(lw.matrix(1, 2, [1, bad]))), "ArgumentRangeError", "A");
    faulty(() => run(newtonSchulz(lw.matrix(2, 2))), "ArgumentRangeError", "A");
  }));
