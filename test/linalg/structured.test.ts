// Banded, tridiagonal and block diagonal systems, each against its dense matrix.
import { describe, expect, test } from "vitest";
import {
  bandedCholesky,
  blockDiagonalCholesky,
  cholesky,
  type Matrix,
  NotPositiveDefiniteError,
  SingularMatrixError,
  tridiagonal,
  tridiagonalCholesky,
} from "../../src/index.ts";
import { equal } from "../compare.ts";
import { definite, eps, integers, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/factor.ts";
import { residualRatio, solutionRatio } from "../oracle/ratios.ts";

/** A symmetric matrix, definite by its diagonal, zero beyond w places from it. */
const banded = (n: number, w: number, seed: number): number[] => {
  const v = reals(n * n, seed);
  return Array.from({ length: n * n }, (_, e) => {
    const [i, j] = [Math.max(Math.floor(e / n), e % n), Math.min(Math.floor(e / n), e % n)];
    return i === j ? 2 * w + 1 : i - j <= w ? Math.fround(v[i * n + j] as number) : 0;
  });
};
/** Its lower band, with NaN where no entry is. */
const bandOf = (a: number[], n: number, w: number): number[] =>
  Array.from({ length: n * (w + 1) }, (_, e) => {
    const [i, j] = [Math.floor(e / (w + 1)), Math.floor(e / (w + 1)) - w + (e % (w + 1))];
    return j < 0 ? Number.NaN : (a[i * n + j] as number);
  });
/** The dense lower triangle of such a band. */
const lowerOf = ({ data, rows: n, cols }: Matrix): number[] =>
  Array.from({ length: n * n }, (_, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    return j > i || i - j >= cols ? 0 : (data[i * cols + j - i + cols - 1] as number);
  });
const shapes = [0, 1, 2, 5, 23, 24, 25, 47, 48, 49, 60, 100].flatMap((w) =>
  [1, 2, 7, 30, 101, 160].map((n): [number, number] => [n, w]),
);

describe.each(types)("banded Cholesky in %s", (type) => {
  test.each(shapes)("A = L L' and its solutions to rounding, n = %i, w = %i", (n, w) =>
    lw.scope(() => {
      const a = banded(n, w, n + w);
      const F = bandedCholesky(lw.matrix(n, w + 1, bandOf(a, n, w), { type }));
      const L = lowerOf(F.L);
      expect(residualRatio(a, L, dense.transposed(L, n, n), n, n, n, eps[type])).toBeLessThan(30);
      const b = integers(n * 5, 3);
      const [x, X] = [F.solve(lw.vector(b.slice(0, n), { type })), F.solve(lw.matrix(n, 5, b, { type }))];
      expect(solutionRatio(a, x.data, b.slice(0, n), n, 1, eps[type])).toBeLessThan(30);
      expect(solutionRatio(a, X.data, b, n, 5, eps[type])).toBeLessThan(30);
      const same = cholesky(lw.matrix(n, n, a, { type }));
      expect(Math.abs(F.logDet() - same.logDet())).toBeLessThan(30 * n * eps[type] * (1 + Math.abs(same.logDet())));
      expect(Math.abs(F.condition() / same.condition() - 1)).toBeLessThan(0.5);
    }),
  );

  test.each([1, 3, 30, 60])("the failing pivot is that of the dense matrix, w = %i", (w) =>
    lw.scope(() => {
      const n = 130;
      for (const at of [0, 1, 24, 48, 100, 129]) {
        const a = banded(n, w, 5);
        a[at * (n + 1)] = -1;
        const error = thrown(() => bandedCholesky(lw.matrix(n, w + 1, bandOf(a, n, w), { type })));
        expect(error).toBeInstanceOf(NotPositiveDefiniteError);
        expect(error).toMatchObject({ pivot: oracle.cholesky(a, n).pivot });
      }
    }),
  );
});

describe.each(types)("tridiagonal systems in %s", (type) => {
  const dense3 = (l: number[], d: number[], u: number[]) => {
    const n = d.length;
    return Array.from({ length: n * n }, (_, e) => {
      const [i, j] = [Math.floor(e / n), e % n];
      return (i === j ? d[i] : i === j + 1 ? l[j] : j === i + 1 ? u[i] : 0) as number;
    });
  };

  test.each([1, 2, 3, 4, 17, 101])("general, with exchanges: solutions, determinant, condition, n = %i", (n) =>
    lw.scope(() => {
      // A weak diagonal, so that most steps exchange rows.
      const [l, u] = [reals(n - 1, 1), reals(n - 1, 2)];
      const d = reals(n, 3).map((v, i) => (i % 5 === 2 && n > 3 ? 0 : v / 4));
      const T = tridiagonal(lw.vector(l, { type }), lw.vector(d, { type }), lw.vector(u, { type }));
      const a = dense3(l, d, u);
      const b = integers(n * 3, 4);
      const [x, X] = [T.solve(lw.vector(b.slice(0, n), { type })), T.solve(lw.matrix(n, 3, b, { type }))];
      expect(solutionRatio(a, x.data, b.slice(0, n), n, 1, eps[type])).toBeLessThan(30);
      expect(solutionRatio(a, X.data, b, n, 3, eps[type])).toBeLessThan(30);
      const same = lw.lu(lw.matrix(n, n, a));
      expect(T.sign).toBe(same.sign);
      expect(Math.abs(T.logDet() - same.logDet())).toBeLessThan(1e-9 * n * same.condition());
      expect(Math.abs(T.condition() / same.condition() - 1)).toBeLessThan(0.5);
    }),
  );

  test.each([1, 2, 3, 17, 100])("definite: the second difference, n = %i", (n) =>
    lw.scope(() => {
      const [d, off] = [new Array(n).fill(2), new Array(n - 1).fill(-1)];
      const T = tridiagonalCholesky(lw.vector(d, { type }), lw.vector(off, { type }));
      // det = n + 1; its inverse has the entries min(i, j) (n + 1 - max(i, j)) / (n + 1), counting from 1.
      expect(Math.exp(T.logDet())).toBeCloseTo(n + 1, 8);
      const first = T.solve(lw.vector([1, ...new Array(n - 1).fill(0)], { type })).data;
      for (let i = 0; i < n; i++)
        expect(Math.abs((first[i] as number) - (n - i) / (n + 1))).toBeLessThan(n * eps[type]);
      expect(T.sign).toBe(1);
    }),
  );

  test("a zero pivot is named when solving; a pivot that is not > 0 at once", () =>
    lw.scope(() => {
      const Z = tridiagonal(lw.vector([0], { type }), lw.vector([0, 3], { type }), lw.vector([1], { type }));
      expect([Z.sign, Z.logDet(), Z.condition()]).toEqual([0, -Infinity, Infinity]);
      const error = thrown(() => Z.solve(lw.vector(2, { type })));
      expect(error).toBeInstanceOf(SingularMatrixError);
      expect(error).toMatchObject({ pivot: 0 });
      const bad = thrown(() => tridiagonalCholesky(lw.vector([1, 4, 1], { type }), lw.vector([1, 2], { type })));
      expect(bad).toBeInstanceOf(NotPositiveDefiniteError);
      expect(bad).toMatchObject({ pivot: 2 });
    }));
});

describe.each(types)("block diagonal Cholesky in %s", (type) => {
  test("solutions, determinant and condition are those of the whole", () =>
    lw.scope(() => {
      const sizes = [3, 1, 0, 40, 5];
      const n = 49;
      const whole = new Array<number>(n * n).fill(0);
      const blocks = sizes.map((size, p) => {
        const from = sizes.slice(0, p).reduce((sum, v) => sum + v, 0);
        const a = definite(size, p);
        for (const [e, v] of a.entries()) whole[(from + Math.floor(e / size)) * n + from + (e % size)] = v;
        return lw.matrix(size, size, a, { type });
      });
      const F = blockDiagonalCholesky(blocks);
      expect(F.rows).toBe(n);
      const b = integers(n * 2, 7);
      const [x, X] = [F.solve(lw.vector(b.slice(0, n), { type })), F.solve(lw.matrix(n, 2, b, { type }))];
      expect(solutionRatio(whole, x.data, b.slice(0, n), n, 1, eps[type])).toBeLessThan(30);
      expect(solutionRatio(whole, X.data, b, n, 2, eps[type])).toBeLessThan(30);
      const same = cholesky(lw.matrix(n, n, whole, { type }));
      expect(Math.abs(F.logDet() / same.logDet() - 1)).toBeLessThan(n * 10 * eps[type]);
      expect(Math.abs(F.condition() / same.condition() - 1)).toBeLessThan(0.5);
    }));

  test("the failing pivot is a row of the whole, and nothing is kept", () =>
    lw.scope(() => {
      const [good, bad] = [
        lw.matrix(3, 3, definite(3, 1), { type }),
        lw.matrix(
          [
            [1, 0],
            [0, -1],
          ],
          { type },
        ),
      ];
      const before = lw.memory.arrays;
      const error = thrown(() => blockDiagonalCholesky([good, good, bad, good]));
      expect(error).toBeInstanceOf(NotPositiveDefiniteError);
      expect(error).toMatchObject({ pivot: 7 });
      expect(lw.memory.arrays).toBe(before);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    faulty(() => bandedCholesky(lw.matrix(3, 0)), "ShapeError", "band");
    faulty(() => bandedCholesky([] as never), "ArgumentTypeError", "band");
    const F = bandedCholesky(
      lw.matrix([
        [0, 2],
        [1, 2],
      ]),
    );
    equal(F.solve(lw.vector([3, 3])).data, F.solve(lw.matrix(2, 1, [3, 3])).data);
    faulty(() => F.solve(lw.vector(3)), "ShapeError", "b");
    faulty(() => F.solve(lw.matrix(3, 1)), "ShapeError", "B");
    faulty(() => blockDiagonalCholesky([]), "ShapeError", "blocks");
    faulty(() => blockDiagonalCholesky([lw.matrix(2, 3)]), "ShapeError", "blocks");
    faulty(() => blockDiagonalCholesky(lw.matrix(2, 2) as never), "ArgumentTypeError", "blocks");
    faulty(() => blockDiagonalCholesky([lw.vector(2) as never]), "ArgumentTypeError", "blocks");
    const [one, two] = [lw.vector([1]), lw.vector([1, 1])];
    faulty(() => tridiagonal(two, two, one), "ShapeError", "lower");
    faulty(() => tridiagonal(one, two, two), "ShapeError", "upper");
    faulty(() => tridiagonalCholesky(two, two), "ShapeError", "off");
    faulty(() => tridiagonal(one, 5 as never, one), "ArgumentTypeError", "diagonal");
    faulty(() => tridiagonal(lw.vector([Number.NaN]), two, one), "ArgumentRangeError", "lower[0]");
    faulty(() => tridiagonalCholesky(lw.vector([1, Infinity]), one), "ArgumentRangeError", "diagonal[1]");
    faulty(() => tridiagonal(one, two, one).solve(lw.vector(3)), "ShapeError", "b");
  }));
