import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { leastSquares, NotPositiveDefiniteError, SingularMatrixError } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as gallery from "../oracle/gallery.ts";

/** A problem and what LAPACK makes of it. */
interface Frozen extends Record<"A" | "B" | "X", number[]> {
  m: number;
  n: number;
  rank: number;
  condition: number;
}

const frozen: {
  problems: Frozen[];
  weighted: Record<"A" | "b" | "weights" | "x", number[]> & { m: number; n: number };
} = JSON.parse(readFileSync(new URL("../fixtures/qr-lapack.json", import.meta.url), "utf8"));
const methods = ["qr", "pivoted", "normal"] as const;

describe.each(types)("least squares in %s", (type) => {
  test.each(frozen.problems)("agrees with LAPACK: $m x $n of rank $rank", ({ m, n, rank, A, B, X, condition }) => {
    for (const method of methods.filter((method) => method === "pivoted" || rank === Math.min(m, n)))
      lw.scope(() => {
        const [D, right] = [lw.matrix(m, n, A, { type }), lw.matrix(m, 3, B, { type })];
        const size = new Array(n * 3).fill(Math.max(...X.map(Math.abs)));
        const got = leastSquares(D, right, { method });
        const units = 40 * n * condition * (method === "normal" ? condition : 1);
        within(got.x.data, X, type, units, size, `X by ${method}`);
        expect(got.rank).toBe(rank);
        const fit = D.matmul(got.x).data;
        expect(got.misfit).toBeCloseTo(Math.hypot(...B.map((v, i) => v - (fit[i] as number))), type === "f32" ? 3 : 9);
        const column = (of: number[]) => of.filter((_, e) => e % 3 === 2);
        const one = leastSquares(D, lw.vector(column(B), { type }), { method });
        within(one.x.data, column(X), type, units, size, `x by ${method}`);
      });
  });

  test("weights count a row as often as they say, and not at all where 0", () =>
    lw.scope(() => {
      const { m, n, A, b, weights, x } = frozen.weighted;
      const [D, right, w] = [lw.matrix(m, n, A, { type }), lw.vector(b, { type }), lw.vector(weights, { type })];
      const size = new Array(n).fill(Math.max(...x.map(Math.abs)));
      for (const method of methods) {
        const got = leastSquares(D, right, { method, weights: w });
        within(got.x.data, x, type, 2000, size, `x by ${method}`);
        const fit = D.matmul(got.x).data;
        const want = Math.sqrt(
          b.reduce((sum, v, i) => sum + (weights[i] as number) * (v - (fit[i] as number)) ** 2, 0),
        );
        expect(got.misfit).toBeCloseTo(want, type === "f32" ? 3 : 9);
      }
      const some = weights.map((_, i) => (i < 9 ? 1 : 0));
      const first = leastSquares(lw.matrix(9, n, A.slice(0, 9 * n), { type }), lw.vector(b.slice(0, 9), { type }));
      const same = leastSquares(D, right, { weights: lw.vector(some, { type }) });
      within(same.x.data, Array.from(first.x.data), type, 2000, size, "x of the first rows");
    }));

  test("refinement brings the normal equations near what reflectors give", () =>
    lw.scope(() => {
      const [m, n] = [60, 6];
      const decades = type === "f64" ? 5 : 2;
      const U = lw.orthonormalize(lw.matrix(m, n, reals(m * n, 1))).Q.toArray();
      const V = lw.orthonormalize(lw.matrix(n, n, reals(n * n, 2))).Q.toArray();
      const scaled = Array.from(U, (v, e) => v * 10 ** ((-decades * (e % n)) / (n - 1)));
      const A = lw.matrix(m, n, gallery.lowRank(scaled, Array.from(V), m, n, n), { type });
      const want = lw.vector(integers(n, 3), { type });
      const b = A.matmul(want);
      const error = (refine: number) => {
        const { x } = leastSquares(A, b, { method: "normal", refine });
        return Math.max(...x.data.map((v, i) => Math.abs(v - (want.data[i] as number))));
      };
      const [none, one, two] = [error(0), error(1), error(2)];
      expect(none).toBeGreaterThan(4 * one);
      expect(two).toBeLessThan(10 ** decades * 1000 * eps[type]);
    }));

  test("what has not full rank is an error unless the rank is looked for", () =>
    lw.scope(() => {
      const A = lw.matrix(4, 2, [1, 1, 2, 2, 3, 3, 4, 4], { type });
      const b = lw.vector([1, 2, 3, 4], { type });
      const zero = lw.matrix(3, 2, undefined, { type });
      expect(thrown(() => leastSquares(zero, lw.vector([1, 2, 3], { type })))).toBeInstanceOf(SingularMatrixError);
      expect(thrown(() => leastSquares(zero, lw.vector([1, 2, 3], { type }), { method: "normal" }))).toBeInstanceOf(
        NotPositiveDefiniteError,
      );
      const { x, rank, misfit } = leastSquares(A, b, { method: "pivoted" });
      expect(rank).toBe(1);
      within(x.data, [0.5, 0.5], type, 30, [1, 1], "x");
      expect(misfit).toBeLessThan(100 * eps[type]);
      expect(leastSquares(A, b, { method: "pivoted", tolerance: 2 }).rank).toBe(0);
    }));

  test("keeps x alone", () => {
    const [A, b] = [lw.matrix(9, 4, integers(36, 5), { type }), lw.vector(integers(9, 6), { type })];
    for (const method of methods) {
      const before = lw.memory.arrays;
      const { x } = leastSquares(A, b, { method, refine: 1 });
      expect(lw.memory.arrays - before).toBe(1);
      x.dispose();
    }
    A.dispose();
    b.dispose();
  });
});

test("bad arguments are named, and nothing is kept", () =>
  lw.scope(() => {
    const [A, b] = [lw.matrix(3, 2, integers(6, 6)), lw.vector(3)];
    const weights = [NaN, -1, Infinity].map((v) => lw.vector([1, v, 1]));
    const bad = lw.matrix(3, 2, [1, 2, NaN, 4, 5, 6]);
    const before = lw.memory.arrays;
    faulty(() => leastSquares(null as never, b), "ArgumentTypeError", "A");
    faulty(() => leastSquares(bad, b), "ArgumentRangeError", "A");
    faulty(() => leastSquares(A, [1] as never), "ArgumentTypeError", "b");
    faulty(() => leastSquares(A, weights as never), "ArgumentTypeError", "b");
    faulty(() => leastSquares(A, b, 1 as never), "ArgumentTypeError", "options");
    faulty(() => leastSquares(A, b, { method: "svd" as never }), "ArgumentRangeError", "method");
    faulty(() => leastSquares(A, b, { refine: -1 }), "ArgumentRangeError", "refine");
    faulty(() => leastSquares(A, b, { tolerance: NaN }), "ArgumentRangeError", "tolerance");
    for (const w of weights) faulty(() => leastSquares(A, b, { weights: w }), "ArgumentRangeError", "weights[1]");
    expect(lw.memory.arrays).toBe(before);
  }));
