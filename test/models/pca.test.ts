import { describe, expect, test } from "vitest";
import { loadPca, pca } from "../../src/models/index.ts";
import { integers, reals, types } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import frozen from "../fixtures/cluster.json" with { type: "json" };
import { instance, lw } from "../instance.ts";
import { covariance } from "../oracle/cluster.ts";

const rowsOf = (C: { data: ArrayLike<number>; rows: number; cols: number }): number[][] =>
  Array.from({ length: C.rows }, (_, i) => Array.from({ length: C.cols }, (_, j) => C.data[i * C.cols + j]!));
const dot = (x: readonly number[], y: readonly number[]) => x.reduce((t, v, i) => t + v * y[i]!, 0);

/** n samples of d numbers whose spread falls from 8 by halves, about `far`. */
const falling = (n: number, d: number, far = 0): number[][] => {
  const turn = integers(d * d, 5, 3);
  return Array.from({ length: n }, (_, i) => {
    const z = reals(d, i).map((v, j) => v * 8 * 0.5 ** j);
    return z.map((_, q) => Math.fround(z.reduce((t, v, j) => t + v * (q === j ? 4 : turn[q * d + j]!), far)));
  });
};

describe.each(types)("in %s", (type) => {
  const near = type === "f64" ? 1e-12 : 2e-5;

  test.each(["full", "covarianceEigh"] as const)("the components of scikit-learn, but for signs: %s", (svdSolver) =>
    lw.scope(() => {
      const [X, fresh, want] = [lw.matrix(frozen.X, { type }), lw.matrix(frozen.new, { type }), frozen.pca];
      const fit = pca(X, { nComponents: 3, svdSolver });
      const signs = rowsOf(fit.components).map((row, c) => Math.sign(dot(row, want.components[c]!)));
      const close = (got: readonly number[][], rows: readonly (readonly number[])[], unit: number, signed = true) => {
        expect(got.length).toBe(rows.length);
        for (const [i, row] of got.entries())
          for (const [j, v] of row.entries())
            expect(Math.abs(v * (signed ? signs[j]! : 1) - rows[i]![j]!)).toBeLessThan(unit * near);
      };
      close(
        rowsOf(fit.components).map((row, c) => row.map((v) => v * signs[c]!)),
        want.components,
        1,
        false,
      );
      close([[...fit.mean.data]], [want.mean], 40, false);
      close([[...fit.explainedVariance]], [want.explainedVariance], 100, false);
      close([[...fit.explainedVarianceRatio]], [want.explainedVarianceRatio], 1, false);
      close([[...fit.singularValues]], [want.singularValues], 100, false);
      close(rowsOf(fit.transform(fresh)), want.transformed, 40);
      close(rowsOf(fit.inverseTransform(fit.transform(fresh))), want.inverse, 60, false);
      const white = pca(X, { nComponents: 3, svdSolver, whiten: true });
      close(rowsOf(white.transform(fresh)), want.white, 20);
      close(rowsOf(white.inverseTransform(white.transform(fresh))), want.whiteInverse, 60, false);
      expect(pca(X, { nComponents: 0.9, svdSolver }).components.rows).toBe(want.part);
    }),
  );

  test.each([
    ["full", 30, 7],
    ["full", 7, 30],
    ["covarianceEigh", 30, 7],
    ["covarianceEigh", 1500, 6],
    ["covarianceEigh", 2048, 5],
    ["auto", 2100, 5],
    ["randomized", 600, 8],
  ] as const)("%s, %i x %i: orthonormal eigenvectors of the covariance, far from the origin too", (svdSolver, n, d) =>
    lw.scope(() => {
      const far = type === "f64" ? 1000 : 20;
      const rows = falling(n, d, far);
      const nComponents = svdSolver === "randomized" ? 3 : Math.min(n - 1, d);
      const fit = pca(lw.matrix(rows, { type }), { svdSolver, nComponents });
      const C = covariance(rows);
      const V = rowsOf(fit.components);
      for (const [a, v] of V.entries()) {
        const Cv = C.map((row) => dot(row, v));
        for (const [q, value] of Cv.entries())
          expect(Math.abs(value - fit.explainedVariance[a]! * v[q]!)).toBeLessThan(10 * near * C[0]![0]!);
        for (const [b, w] of V.entries()) expect(Math.abs(dot(v, w) - (a === b ? 1 : 0))).toBeLessThan(4 * near);
        expect(Math.max(...v)).toBe(Math.max(...v.map(Math.abs)));
      }
      const trace = C.reduce((t, row, q) => t + row[q]!, 0);
      for (const [a, ratio] of fit.explainedVarianceRatio.entries())
        expect(Math.abs(ratio - fit.explainedVariance[a]! / trace)).toBeLessThan(10 * near);
      expect([...fit.explainedVariance]).toEqual([...fit.explainedVariance].sort((a, b) => b - a));
    }),
  );

  test("all components give the samples back, and the same bits after saving", () =>
    lw.scope(() => {
      const rows = falling(40, 6, 3);
      const X = lw.matrix(rows, { type });
      const fit = pca(X, { whiten: true });
      const back = rowsOf(fit.inverseTransform(fit.transform(X)));
      for (const [i, row] of back.entries())
        for (const [j, v] of row.entries()) expect(Math.abs(v - rows[i]![j]!)).toBeLessThan(100 * near);
      const other = instance();
      const start = other.memory.bytes;
      const saved = fit.save();
      const loaded = loadPca(other, saved);
      expect(loaded.explainedVarianceRatio).toEqual(fit.explainedVarianceRatio);
      expect(new Uint8Array(loaded.save())).toEqual(new Uint8Array(saved));
      other.scope(() => expect(loaded.transform(other.matrix(rows, { type })).data).toEqual(fit.transform(X).data));
      loaded.dispose();
      expect(other.memory.bytes).toBe(start);
    }));
});

test("samples all alike have no variance, and whitening leaves zeros", () =>
  lw.scope(() => {
    const X = lw.matrix([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    for (const svdSolver of ["full", "covarianceEigh"] as const) {
      const fit = pca(X, { whiten: true, svdSolver });
      expect([...fit.explainedVariance, ...fit.explainedVarianceRatio]).toEqual([0, 0, 0, 0]);
      expect([...fit.transform(X).data]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  }));

test("says what is wrong, and leaves nothing behind", () =>
  lw.scope(() => {
    const X = lw.matrix([
      [1, 2, 3],
      [4, 5, 7],
    ]);
    const wrong = (options: object) => thrown(() => pca(X, options));
    checkFault(wrong({ nComponents: 3 }), "ArgumentRangeError", "nComponents");
    checkFault(wrong({ nComponents: 1.5 }), "ArgumentRangeError", "nComponents");
    checkFault(wrong({ nComponents: 0.5, svdSolver: "randomized" }), "ArgumentRangeError", "nComponents");
    checkFault(wrong({ svdSolver: "arpack" }), "ArgumentRangeError", "svdSolver");
    checkFault(wrong({ whiten: 1 }), "ArgumentTypeError", "whiten");
    checkFault(
      thrown(() => pca(lw.matrix(1, 3))),
      "ArgumentRangeError",
      "X",
    );
    checkFault(
      thrown(() => pca(lw.matrix(0, 3))),
      "ArgumentRangeError",
      "X",
    );
    checkFault(
      thrown(() =>
        pca(
          lw.matrix([
            [NaN, 1],
            [2, 3],
          ]),
        ),
      ),
      "ArgumentRangeError",
      "X",
    );
    const before = lw.memory.arrays;
    const fit = pca(X);
    expect(lw.memory.arrays).toBe(before + 2);
    checkFault(
      thrown(() => fit.transform(lw.matrix(2, 2))),
      "ShapeError",
      "X",
    );
    checkFault(
      thrown(() => fit.inverseTransform(X)),
      "ShapeError",
      "Z",
    );
    const saved = fit.save();
    new Uint8Array(saved)[saved.byteLength - 1]! ^= 1;
    expect(thrown(() => loadPca(lw, saved))).toMatchObject({ name: "SavedFormatError", reason: "checksum" });
  }));
