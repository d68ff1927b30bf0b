import { describe, expect, test } from "vitest";
import { nuclearNorm, rankBall, singularValueThreshold } from "../../src/index.ts";
import { eps, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/prox.ts";

describe.each(types)("penalties of singular values in %s", (type) => {
  /** H(a) D H(b) with Householder matrices H of seeded vectors: singular values known. */
  function known(rows: number, cols: number, values: number[]): number[] {
    const [a, b] = [reals(rows, 1), reals(cols, 2)];
    const [na, nb] = [oracle.norm(a) ** 2, oracle.norm(b) ** 2];
    const reflector = (v: number[], square: number, i: number, j: number) =>
      (i === j ? 1 : 0) - (2 * (v[i] as number) * (v[j] as number)) / square;
    return Array.from({ length: rows * cols }, (_, at) =>
      oracle.over(values, (s, k) => s * reflector(a, na, Math.floor(at / cols), k) * reflector(b, nb, k, at % cols)),
    );
  }

  test.each([
    [1, 1],
    [4, 4],
    [7, 3],
    [3, 8],
    [20, 17],
  ])("thresholding and projection of known singular values, %i x %i", (m, n) =>
    lw.scope(() => {
      const k = Math.min(m, n);
      const values = Array.from({ length: k }, (_, i) => 4 - (3.5 * i) / k);
      const close = 60 * eps[type] * 4;
      const near = (got: ArrayLike<number>, want: number[]) =>
        want.forEach((v, i) => {
          expect(Math.abs((got[i] as number) - v)).toBeLessThan(close * k);
        });
      const x = lw.vector(known(m, n, values), { type });
      const out = lw.vector(m * n, { type });
      const soft = values.map((v) => Math.max(v - 1.5, 0));
      expect(Math.abs(nuclearNorm(0.5, m, n).prox(out, x, 3) - 0.5 * oracle.over(soft, (v) => v))).toBeLessThan(
        close * k,
      );
      near(out.data, known(m, n, soft));
      expect(Math.abs(nuclearNorm(0.5, m, n).value(x) - 0.5 * oracle.over(values, (v) => v))).toBeLessThan(close * k);
      const A = lw.matrix(m, n, x.data.slice());
      expect(Math.abs(singularValueThreshold(A, A, 1.5) - oracle.over(soft, (v) => v))).toBeLessThan(close * k);
      near(A.data, known(m, n, soft));
      for (const r of [0, 1, k - 1, k]) {
        expect(rankBall(r, m, n).prox(out, x, 1)).toBe(0);
        near(
          out.data,
          known(
            m,
            n,
            values.map((v, i) => (i < r ? v : 0)),
          ),
        );
      }
      expect(rankBall(k, m, n).value(x)).toBe(0);
      if (k > 1) expect(rankBall(k - 1, m, n).value(x)).toBe(Infinity);
    }),
  );

  test("bad arguments are named", () =>
    lw.scope(() => {
      const [x, A] = [lw.vector(6, { type }), lw.matrix(2, 3, [1, 2, 3, 4, 5, NaN], { type })];
      faulty(() => nuclearNorm(-1, 2, 3), "ArgumentRangeError", "lambda");
      faulty(() => nuclearNorm(1, 2.5, 3), "ArgumentRangeError", "rows");
      faulty(() => rankBall(1, 2, 4).prox(x, x, 1), "ShapeError", "x");
      faulty(() => rankBall(-1, 2, 3), "ArgumentRangeError", "k");
      faulty(() => singularValueThreshold(A, A, 1), "ArgumentRangeError", "A");
      faulty(() => singularValueThreshold(lw.matrix(3, 2, undefined, { type }), A, 1), "ShapeError", "out");
      faulty(() => singularValueThreshold(A, x as never, 1), "ArgumentTypeError", "A");
    }));
});
