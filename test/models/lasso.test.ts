import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ElasticNetOptions, elasticNet, lasso, lassoPath, predict } from "../../src/models/index.ts";
import { reals, sparse, types } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import { alive, lw } from "../instance.ts";
import { certificate } from "../oracle/lasso.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/elasticnet.json", import.meta.url), "utf8"));
const { n, p } = frozen as { n: number; p: number };
/** Coefficients agree to this at this tolerance. */
const close = { f32: 2e-3, f64: 1e-6 };
const tight = { f32: 1e-6, f64: 1e-14 };

describe.each(types)("in %s", (type) => {
  const tolerance = tight[type];
  const matrix = (name: "X" | "S") => lw.matrix(n, p, frozen[name], { type });
  const answers = () => lw.vector(frozen.y, { type });

  test("elasticNet gives scikit-learn's coefficients, dense and sparse", () =>
    lw.scope(() => {
      const y = answers();
      const weights = lw.vector(frozen.weights, { type });
      const S = lw.sparsify(matrix("S"));
      const samples = { X: [matrix("X")], S: [matrix("S"), S, S.toCsc()] };
      for (const { sparse, weighted, coefficients, intercept, ...options } of frozen.fits)
        for (const X of samples[sparse ? "S" : "X"]) {
          const asked: ElasticNetOptions = { ...options, tolerance, ...(weighted && { sampleWeight: weights }) };
          const fit = elasticNet(X, y, asked);
          const what = JSON.stringify({ sparse, weighted, ...options });
          expect(fit.converged, what).toBe(true);
          for (let j = 0; j < p; j++)
            expect(Math.abs((fit.coefficients.data[j] as number) - coefficients[j]), what).toBeLessThan(close[type]);
          expect(Math.abs(fit.intercept - intercept), what).toBeLessThan(4 * close[type]);
          expect(fit.alpha).toBe(options.alpha);
          fit.dispose();
        }
    }));

  test("the gap of a fit is a certificate in the units of scikit-learn's objective", () =>
    lw.scope(() => {
      const [X, y, s] = [matrix("X"), answers(), lw.vector(frozen.weights, { type })];
      const total = frozen.weights.reduce((a: number, b: number) => a + b, 0);
      const weights = frozen.weights.map((w: number) => (w * n) / total);
      for (const wanted of [1e-2, 1e-5]) {
        const fit = elasticNet(X, y, { alpha: 0.2, l1Ratio: 0.5, sampleWeight: s, tolerance: wanted });
        const problem = { rows: n, cols: p, X: frozen.X, y: frozen.y, weights, intercept: true };
        const truth = certificate({ ...problem, l1: n * 0.1, l2: n * 0.1 }, fit.coefficients.data);
        const rounding = type === "f32" ? 1e-5 : 1e-12;
        expect(Math.abs(fit.objective - truth.objective / n)).toBeLessThan(rounding);
        expect(Math.abs(fit.intercept - truth.intercept)).toBeLessThan(rounding);
        expect(fit.gap).toBeLessThanOrEqual((wanted * truth.scale) / n);
        expect(Math.abs(fit.dualGap - (fit.gap * n) / truth.scale)).toBeLessThan(rounding);
        const best = elasticNet(X, y, { alpha: 0.2, l1Ratio: 0.5, sampleWeight: s, tolerance });
        expect(fit.objective - best.objective).toBeLessThanOrEqual(fit.gap + rounding);
      }
    }));

  test("predict undoes the centring, and the support is where the coefficients are", () =>
    lw.scope(() => {
      const [X, y] = [matrix("X"), answers()];
      const fit = lasso(X, y, { alpha: 0.05, tolerance });
      const [guess, truth] = [predict(fit, X).data, y.data];
      const off = (guess as Float64Array).reduce((sum, g, i) => sum + g - (truth[i] as number), 0);
      expect(Math.abs(off)).toBeLessThan(type === "f32" ? 1e-3 : 1e-10);
      const inside = new Set(fit.support);
      for (let j = 0; j < p; j++) expect(fit.coefficients.data[j] !== 0).toBe(inside.has(j));
      expect(inside.has(7) || inside.has(9)).toBe(false);
    }));

  test("above the largest alpha all is 0 and the gap is 0", () =>
    lw.scope(() => {
      const [X, y] = [matrix("X"), answers()];
      const fit = lasso(X, y, { alpha: 1000 });
      expect([...fit.coefficients.data]).toEqual(new Array(p).fill(0));
      expect([fit.gap, fit.dualGap, fit.converged, fit.iterations]).toEqual([0, 0, true, 1]);
      const mean = frozen.y.reduce((a: number, b: number) => a + b, 0) / n;
      expect(Math.abs(fit.intercept - mean)).toBeLessThan(1e-6);
    }));

  test("constant answers need only the constant, and no features none", () =>
    lw.scope(() => {
      const flat = lasso(matrix("X"), lw.vector(new Array(n).fill(0.1), { type }), { alpha: 1e-3 });
      expect(flat.support.length).toBe(0);
      expect(flat.converged && flat.gap === 0).toBe(true);
      expect(Math.abs(flat.intercept - 0.1)).toBeLessThan(1e-7);
      const warm = lasso(matrix("X"), lw.vector(n, { type }), { alpha: 0.1, start: lw.vector(reals(p, 1), { type }) });
      expect([warm.support.length, warm.gap, warm.converged]).toEqual([0, 0, true]);
      const none = lasso(lw.matrix(n, 0, undefined, { type }), answers());
      expect([none.coefficients.length, none.converged, none.gap]).toEqual([0, true, 0]);
    }));

  test("rank-deficient, collinear and wide samples have fits as good as they say", () =>
    lw.scope(() => {
      const [rows, cols] = [20, 60];
      const base = reals(rows * 3, 61);
      const mix = reals(3 * cols, 62);
      const low = Array.from({ length: rows * cols }, (_, at) => {
        const [i, j] = [Math.floor(at / cols), at % cols];
        return Math.fround([0, 1, 2].reduce((sum, k) => sum + (base[i * 3 + k] ?? 0) * (mix[k * cols + j] ?? 0), 0));
      });
      const twins = Array.from(
        { length: rows * cols },
        (_, at) => base[Math.floor(at / cols) * 3 + ((at % cols) % 3)] ?? 0,
      );
      const y = reals(rows, 63);
      for (const X of [low, twins, reals(rows * cols, 64)]) {
        const fit = lasso(lw.matrix(rows, cols, X, { type }), lw.vector(y, { type }), { alpha: 0.01, tolerance: 1e-6 });
        const problem = { rows, cols, X, y, intercept: true, l1: 0.01 * rows };
        const truth = certificate(problem, fit.coefficients.data);
        expect(fit.converged).toBe(true);
        expect(truth.gap).toBeLessThan(1.1e-6 * truth.scale + (type === "f32" ? 1e-5 : 1e-12));
      }
    }));

  test("a warm start changes the way, not the end", () =>
    lw.scope(() => {
      const [X, y] = [matrix("X"), answers()];
      const cold = lasso(X, y, { alpha: 0.1, tolerance });
      const near = lasso(X, y, { alpha: 0.12, tolerance });
      const warm = lasso(X, y, { alpha: 0.1, tolerance, start: near });
      for (let j = 0; j < p; j++)
        expect(Math.abs((cold.coefficients.data[j] ?? 0) - (warm.coefficients.data[j] ?? 0))).toBeLessThan(close[type]);
      const same = lasso(X, y, { alpha: 0.1, tolerance: 10 * tolerance, start: warm });
      expect(same.iterations).toBe(1);
    }));

  test("lassoPath gives scikit-learn's alphas and coefficients", () =>
    lw.scope(() => {
      const [X, y] = [matrix("X"), answers()];
      for (const { alphas, coefficients, ...options } of frozen.paths) {
        const path = lassoPath(X, y, { ...options, tolerance });
        expect(path.converged).toBe(true);
        const dense = path.coefficients.toDense();
        for (const [k, alpha] of alphas.entries()) {
          expect(Math.abs((path.alphas[k] as number) / alpha - 1)).toBeLessThan(type === "f32" ? 1e-6 : 1e-13);
          for (let j = 0; j < p; j++) {
            const far = Math.abs((dense.data[j * alphas.length + k] as number) - coefficients[j][k]);
            expect(far).toBeLessThan(close[type]);
          }
        }
      }
    }));

  test("each fit of a path is the one fitted alone", () =>
    lw.scope(() => {
      const input = { ...sparse(40, 100, 0.2, 71, reals), type };
      const y = lw.vector(reals(40, 72), { type });
      const s = lw.vector(reals(40, 73).map(Math.abs), { type });
      const given = { tolerance, sampleWeight: s };
      const path = lassoPath(lw.csr(input), y, { ...given, alphas: [0.004, 0.05, 0.01], l1Ratio: 0.8 });
      expect([...path.alphas]).toEqual([0.05, 0.01, 0.004]);
      for (const k of [0, 1, 2]) {
        const [one, alone] = [
          path.at(k),
          elasticNet(lw.csr(input), y, { ...given, alpha: path.alphas[k] ?? 1, l1Ratio: 0.8 }),
        ];
        expect(one.converged && alone.converged).toBe(true);
        expect(Math.abs(one.objective - alone.objective)).toBeLessThan(
          one.gap + alone.gap + (type === "f32" ? 1e-6 : 1e-14),
        );
        expect(Math.abs(one.intercept - alone.intercept)).toBeLessThan(type === "f32" ? 1e-3 : 1e-6);
        expect(one.gap).toBe(path.gaps[k]);
      }
    }));

  test("abort in the middle of a fit or a path leaves the heap as it was", () => {
    const [X, y] = [matrix("X"), answers()];
    const before = [lw.memory.bytes, alive.size];
    for (const model of [lasso, lassoPath]) {
      const controller = new AbortController();
      const onProgress = (_: unknown, iteration: number) => iteration === 1 && controller.abort(new Error("enough"));
      expect(() => model(X, y, { tolerance: 0, onProgress, signal: controller.signal })).toThrow("enough");
      expect([lw.memory.bytes, alive.size]).toEqual(before);
    }
    for (const array of [X, y]) array.dispose();
  });

  test("numbers that are not finite are an error that names the argument", () =>
    lw.scope(() => {
      const [X, y] = [matrix("X"), answers()];
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const [worse, wrong] = [X.clone(), y.clone()];
        worse.data[p + 1] = value;
        wrong.data[3] = value;
        const hole = lw.sparsify(X);
        hole.values[5] = value;
        for (const model of [lasso, lassoPath]) {
          for (const bad of [worse, hole])
            checkFault(
              thrown(() => model(bad, y)),
              "ArgumentRangeError",
              "X",
            );
          checkFault(
            thrown(() => model(X, wrong)),
            "ArgumentRangeError",
            "y",
          );
          checkFault(
            thrown(() => model(X, y, { sampleWeight: wrong })),
            "ArgumentRangeError",
            "sampleWeight",
          );
        }
        const start = lw.vector(new Array(p).fill(value), { type });
        checkFault(
          thrown(() => lasso(X, y, { start })),
          "ArgumentRangeError",
          "start",
        );
      }
    }));
});

describe("refuses", () => {
  test.each([
    ["alpha", { alpha: 0 }],
    ["alpha", { alpha: "1" }],
    ["l1Ratio", { l1Ratio: 0 }],
    ["l1Ratio", { l1Ratio: 1.5 }],
    ["positive", { positive: 1 }],
    ["fitIntercept", { fitIntercept: "no" }],
    ["tolerance", { tolerance: -1 }],
    ["maxIterations", { maxIterations: 0 }],
    ["onProgress", { onProgress: 1 }],
    ["signal", { signal: {} }],
    ["start", { start: [1, 2] }],
    ["sampleWeight", { sampleWeight: [1, 2] }],
    ["options", 5],
  ])("a wrong %s", (argument, options) =>
    lw.scope(() => {
      const [X, y] = [lw.matrix(2, 2, [1, 2, 3, 5]), lw.vector([1, 2])];
      expect(thrown(() => elasticNet(X, y, options as never))).toMatchObject({ argument });
    }),
  );

  test.each([
    ["alphas", { alphas: 1 }],
    ["alphas[1]", { alphas: [1, 0] }],
    ["eps", { eps: 1 }],
    ["nAlphas", { nAlphas: 0 }],
    ["k", {}],
  ])("a wrong %s of a path", (argument, options) =>
    lw.scope(() => {
      const [X, y] = [lw.matrix(2, 2, [1, 2, 3, 5]), lw.vector([1, 2])];
      expect(thrown(() => lassoPath(X, y, options as never).at(100))).toMatchObject({ argument });
    }),
  );

  test("samples without a row, weights that are all 0 or negative", () =>
    lw.scope(() => {
      const [X, y] = [lw.matrix(2, 2, [1, 2, 3, 5]), lw.vector([1, 2])];
      checkFault(
        thrown(() => lasso(lw.matrix(0, 2), lw.vector(0))),
        "ShapeError",
        "X",
      );
      for (const bad of [
        [0, 0],
        [2, -1],
      ])
        checkFault(
          thrown(() => lasso(X, y, { sampleWeight: lw.vector(bad) })),
          "ArgumentRangeError",
          "sampleWeight",
        );
    }));
});
