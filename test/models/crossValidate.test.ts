import { expect, test } from "vitest";
import {
  crossValidate,
  cvFigure,
  lassoPath,
  logisticPath,
  pathFigure,
  poissonPath,
  predict,
  ridge,
  ridgePath,
} from "../../src/models/index.ts";
import { thrown } from "../faults.ts";
import frozen from "../fixtures/glm.json" with { type: "json" };
import { lw } from "../instance.ts";

const { X: rows, real, three, counts } = frozen;
const [n, p] = [rows.length, 7];
const X = lw.matrix(n, p, rows.flat());
const y = lw.vector(real);
const alphas = [1, 0.1, 0.01, 0.001];

test("leaving one out of ridge is the known formula: errors over 1 less the leverage", () =>
  lw.scope(() => {
    const alpha = 0.8;
    const cv = crossValidate((A, b, o) => ridgePath(A, b, { alphas: [alpha], ...o }), X, y, { folds: n });
    // The leverage of sample i is the change of its prediction with its answer.
    const fitted = [...predict(cv.path[0] as never, X).data];
    const want = fitted.reduce((total, f, i) => {
      const moved = lw.vector(real.map((value, k) => (k === i ? value + 1 : value)));
      const shifted = predict(ridge(X, moved, { alpha }), X).data[i] as number;
      return total + (((real[i] as number) - f) / (1 - (shifted - f))) ** 2 / n;
    }, 0);
    expect(Math.abs((cv.means[0] as number) - want)).toBeLessThan(1e-9 * want);
  }));

test("means, errors and choices follow from the folds' losses; a seed repeats them", () =>
  lw.scope(() => {
    const seen: number[] = [];
    const paths = (A: typeof X, b: typeof y, o: object) => lassoPath(A, b, { alphas, ...o });
    const cv = crossValidate(paths as never, X, y, { folds: 4, seed: 7, onProgress: (done) => seen.push(done) });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect([...cv.alphas]).toEqual(alphas);
    for (const k of alphas.keys()) {
      const own = cv.scores.map((scores) => scores[k] as number);
      const mean = own.reduce((a, b) => a + b) / 4;
      expect(cv.means[k]).toBeCloseTo(mean, 12);
      expect(cv.errors[k]).toBeCloseTo(Math.sqrt(own.reduce((t, v) => t + (v - mean) ** 2, 0) / 12), 12);
    }
    const least = Math.min(...cv.means);
    expect(cv.means[cv.best]).toBe(least);
    const first = [...cv.means].findIndex((mean) => mean <= least + (cv.errors[cv.best] as number));
    expect(cv.oneStandardError).toBe(first);
    const again = crossValidate(paths as never, X, y, { folds: 4, seed: 7 });
    expect([...again.means]).toEqual([...cv.means]);
    expect([...crossValidate(paths as never, X, y, { folds: 4, seed: 8 }).means]).not.toEqual([...cv.means]);
  }));

test("classes and counts: stratified folds, deviance and errors, figures of both", () =>
  lw.scope(() => {
    const Cs = [0.05, 0.5, 5];
    const labels = lw.vector(three);
    for (const loss of ["deviance", "error"] as const) {
      const cv = crossValidate((A, b, o) => logisticPath(A, b, { Cs, ...o }), X, labels, { stratified: true, loss });
      expect(cv.means.every((mean) => mean > 0 && mean < (loss === "error" ? 1 : 3))).toBe(true);
      expect(cv.means[1]).toBeLessThan(cv.means[0] as number);
      expect(cvFigure(cv, { fit: 2 })).toContain("</svg>");
    }
    const cv = crossValidate((A, b, o) => poissonPath(A, b, { alphas: [0.5, 0.05], ...o }), X, lw.vector(counts), {
      loss: "poisson",
    });
    expect(cv.means[1]).toBeLessThan(cv.means[0] as number);
    cv.dispose();
  }));

test("a figure has a line for each feature with coefficients, its name, and axes that name themselves", () =>
  lw.scope(() => {
    const names = ["<a>", "b", "c", "d", "e", "f", "g"];
    const path = lassoPath(X, y, { nAlphas: 30 });
    const text = pathFigure(path, { names, title: "Lasso & co" });
    expect(text.match(/class="line /g)?.length).toBe(6); // one column of X is 0
    expect(text).toContain("&lt;a&gt;");
    expect(text).toContain("Lasso &amp; co");
    expect(text).toContain("prefers-color-scheme:dark");
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    const cv = crossValidate((A, b, o) => lassoPath(A, b, { alphas: path.alphas, ...o }) as never, X, y);
    const both = cvFigure(cv as never, { names });
    expect(both.match(/class="bar"/g)?.length).toBe(30);
    expect(both).not.toMatch(/NaN|Infinity|undefined/);
    expect(thrown(() => pathFigure(path, { names: ["a"] }))).toMatchObject({ argument: "names" });
    expect(thrown(() => pathFigure({} as never))).toMatchObject({ argument: "path" });
    expect(thrown(() => cvFigure({} as never))).toMatchObject({ argument: "cv" });
  }));

test("says what is wrong, and an abort leaves the heap as it was", () =>
  lw.scope(() => {
    const paths = (A: typeof X, b: typeof y, o: object) => ridgePath(A, b, { alphas, ...o });
    const before = lw.memory.arrays;
    expect(thrown(() => crossValidate(paths as never, X, y, { folds: 1 }))).toMatchObject({ argument: "folds" });
    expect(thrown(() => crossValidate(paths as never, X, y, { folds: n + 1 }))).toMatchObject({ argument: "folds" });
    expect(thrown(() => crossValidate(paths as never, X, y, { loss: "error" }))).toMatchObject({ argument: "loss" });
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) };
    expect(thrown(() => crossValidate(paths as never, X, y, options))).toMatchObject({ message: "enough" });
    expect(lw.memory.arrays).toBe(before);
    let turn = 0;
    const other = (A: typeof X, b: typeof y, o: object) => ridgePath(A, b, { alphas: [1 + turn++], ...o });
    expect(thrown(() => crossValidate(other as never, X, y))).toMatchObject({ argument: "fitPath" });
  }));
