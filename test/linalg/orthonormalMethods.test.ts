// What each method of orthonormalize loses, and where one gives way to another.
import { describe, expect, test } from "vitest";
import type { OrthonormalMethod } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as gallery from "../oracle/gallery.ts";
import { lauchli, orthogonality } from "../oracle/ortho.ts";
import { orthogonalityRatio, residualRatio } from "../oracle/ratios.ts";

const stable = ["cgs2", "bcgs2", "householder", "cholqr3"] as const;
const all = [...stable, "cholqr2", "mgs", "cgs"] as const;

/** max |Q'Q - I| with no column dropped, and what made Q. */
function loss(a: number[], m: number, n: number, type: "f32" | "f64", method: OrthonormalMethod) {
  return lw.scope(() => {
    const got = lw.orthonormalize(lw.matrix(m, n, a, { type }), { method, tolerance: 0 });
    expect(got.rank).toBe(n);
    return { lost: orthogonality(Array.from(got.Q.data), m, n), method: got.method };
  });
}

describe.each(types)("methods in %s", (type) => {
  const bound = (n: number) => (type === "f64" ? 1e-14 : 40 * eps.f32) * Math.sqrt(n);
  const [e, order] = type === "f64" ? [1e-7, 8] : [1e-3, 4];
  const exact = Math.fround(e);

  test.each(stable)("%s is orthogonal to rounding on the matrices of Lauchli and Hilbert", (method) => {
    for (const n of [2, 25, 40, 64]) {
      const got = loss(lauchli(n, exact), n + 1, n, type, method);
      expect(got.lost).toBeLessThan(bound(n));
      expect(got.method).toBe(method);
    }
    const got = loss(gallery.hilbert(60, order), 60, order, type, method);
    expect(got.lost).toBeLessThan(bound(order));
    expect(got.method).toBe(method);
  });

  test("mgs loses orthogonality as condition * eps, cgs as its square, on both", () => {
    const n = 25;
    const kappa = Math.sqrt(n) / exact;
    const [modified, classical] = (["mgs", "cgs"] as const).map(
      (method) => loss(lauchli(n, exact), n + 1, n, type, method).lost,
    );
    expect(modified).toBeLessThan(4 * kappa * eps[type]);
    expect(modified).toBeGreaterThan(0.002 * kappa * eps[type]);
    expect(classical).toBeGreaterThan(20 * (modified as number));
    const hilbert = gallery.hilbert(60, order);
    const [mild, strong] = (["mgs", "cgs"] as const).map((method) => loss(hilbert, 60, order, type, method).lost);
    expect(mild).toBeGreaterThan(2 * bound(order));
    expect(strong).toBeGreaterThan(10 * (mild as number));
  });

  test("cholqr2 is as good as the others while the condition number allows it, and gives way to cgs2 above", () => {
    const n = 30;
    for (const e of type === "f64" ? [1e-2, 1e-4, 1e-6] : [1e-1, 1e-2]) {
      const got = loss(lauchli(n, Math.fround(e)), n + 1, n, type, "cholqr2");
      expect(got.lost).toBeLessThan(bound(n));
      expect(got.method).toBe("cholqr2");
    }
    for (const e of type === "f64" ? [1e-9, 1e-12] : [1e-5, 1e-6]) {
      const got = loss(lauchli(n, Math.fround(e)), n + 1, n, type, "cholqr2");
      expect(got.lost).toBeLessThan(bound(n));
      expect(got.method).toBe("cgs2");
    }
  });

  test.each(all)("A = Q R to rounding by %s, around every block and tile", (method) => {
    for (const [m, n] of [
      [1, 1],
      [9, 8],
      [40, 31],
      [33, 32],
      [70, 33],
      [70, 64],
      [97, 65],
      [130, 96],
      [150, 104],
      [301, 40],
    ] as const)
      lw.scope(() => {
        const A = lw.matrix(m, n, reals(m * n, m + n), { type });
        const got = lw.orthonormalize(A, { method });
        expect([got.rank, got.method]).toEqual([n, method]);
        expect(residualRatio(A.data, got.Q.data, got.R.data, m, n, n, eps[type])).toBeLessThan(30);
        const lossy = method === "mgs" || method === "cgs";
        if (!lossy) expect(orthogonalityRatio(got.Q.data, m, n, eps[type])).toBeLessThan(30);
        for (let i = 0; i < n; i++) {
          expect(got.R.data[i * (n + 1)]).toBeGreaterThan(0);
          for (let j = 0; j < i; j++) expect(got.R.data[i * n + j]).toBe(0);
        }
      });
  });

  test("A = Q R to rounding also where the columns are nearly dependent or of very different size", () => {
    const [m, n] = [90, 40];
    const a = reals(m * n, 3);
    const near = a.map((v, p) => (a[p - (p % n)] as number) + v * (type === "f64" ? 1e-5 : 1e-2));
    const sized = a.map((v, p) => v * 2 ** ((p % n) - 20));
    const graded = gallery.graded(a, m, n, type === "f64" ? 10 : 4);
    for (const b of [near, sized, graded])
      for (const method of ["cholqr2", "cholqr3", "bcgs2", "householder"] as const)
        lw.scope(() => {
          const A = lw.matrix(m, n, b, { type });
          const { Q, R } = lw.orthonormalize(A, { method });
          expect(residualRatio(A.data, Q.data, R.data, m, n, n, eps[type])).toBeLessThan(30);
          expect(orthogonalityRatio(Q.data, m, n, eps[type])).toBeLessThan(30);
        });
  });

  test("bcgs2 drops the columns that cgs2 drops, within a block and across", () =>
    lw.scope(() => {
      const [m, n] = [120, 100];
      const free = reals(m * n, 4);
      // Columns 5, 31, 32, 33, 70 and 99 are sums of two before them, 40 is zero.
      const sums: Record<number, [number, number]> = {
        5: [0, 4],
        31: [2, 30],
        32: [7, 8],
        33: [31, 1],
        70: [69, 3],
        99: [50, 98],
      };
      const columns: number[][] = [];
      for (let j = 0; j < n; j++) {
        const pair = sums[j];
        const own = Array.from({ length: m }, (_, i) => free[i * n + j] as number);
        if (j === 40) columns.push(own.map(() => 0));
        else if (pair)
          columns.push(own.map((_, i) => (columns[pair[0]]?.[i] as number) - (columns[pair[1]]?.[i] as number)));
        else columns.push(own);
      }
      const A = lw.matrix(m, n, dense.transposed(columns.flat(), n, m), { type });
      const kept = Array.from({ length: n }, (_, j) => j).filter((j) => !(j in sums) && j !== 40);
      for (const options of [
        { method: "cgs2" },
        { method: "bcgs2" },
        { method: "bcgs2", inner: "mgs" },
        { method: "bcgs2", inner: "cgs" },
        { method: "cholqr2" },
        { method: "cholqr3" },
      ] as const) {
        const got = lw.orthonormalize(A, { ...options, tolerance: 2000 * eps[type] });
        equal(got.kept, kept);
        expect(got.method).toBe(options.method === "bcgs2" ? "bcgs2" : "cgs2");
        expect(residualRatio(A.data, got.Q.data, got.R.data, m, n, got.rank, eps[type])).toBeLessThan(100);
        expect(orthogonalityRatio(got.Q.data, m, got.rank, eps[type])).toBeLessThan(30);
      }
    }));

  test("numbers whose squares overflow or vanish go another way", () => {
    const [m, n] = [30, 9];
    for (const scale of type === "f32" ? [2 ** 90, 2 ** -90] : [2 ** 700, 2 ** -700])
      lw.scope(() => {
        const A = lw.matrix(
          m,
          n,
          reals(m * n, 5).map((v) => v * scale),
          { type },
        );
        for (const method of ["cholqr2", "cholqr3"] as const) {
          const { Q, R, rank } = lw.orthonormalize(A, { method });
          expect(rank).toBe(n);
          expect(residualRatio(A.data, Q.data, R.data, m, n, n, eps[type])).toBeLessThan(30);
          expect(orthogonalityRatio(Q.data, m, n, eps[type])).toBeLessThan(30);
        }
      });
  });
});
