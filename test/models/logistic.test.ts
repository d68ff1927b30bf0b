import { describe, expect, test } from "vitest";
import { type LogisticFit, type LogisticOptions, logisticL1, logisticPath } from "../../src/models/index.ts";
import { types, words } from "../data.ts";
import { thrown } from "../faults.ts";
import frozen from "../fixtures/glm.json" with { type: "json" };
import { alive, lw } from "../instance.ts";
import { gap, objective, type Problem, violation } from "../oracle/glm.ts";

const { X: rows, two, three } = frozen;
const [n, p] = [rows.length, 7];
const X = lw.matrix(n, p, rows.flat());
const tight: LogisticOptions = { tolerance: 1e-13, maxIterations: 100 };

/** A class of labels against the rest, as the oracle has it. */
const problemOf = (labels: readonly number[], label: number, C: number, more: Partial<Problem> = {}): Problem => ({
  kind: "logistic",
  X: rows,
  y: labels.map((value) => (value === label ? 1 : -1)),
  s: labels.map(() => C),
  l1: 1,
  ridge: 0,
  intercept: true,
  ...more,
});

/** Every coefficient within 1e-6 of scikit-learn's. */
function near(got: ArrayLike<number>, want: readonly number[]): void {
  for (const [j, value] of want.entries()) expect(Math.abs((got[j] as number) - value)).toBeLessThan(1e-6);
}

describe("scikit-learn's coefficients", () => {
  test("three classes by liblinear, without intercepts", () =>
    lw.scope(() => {
      const fit = logisticL1(X, lw.vector(three), { C: 0.7, fitIntercept: false, ...tight });
      expect([...fit.classes]).toEqual([0, 1, 2]);
      for (const [k, { coefficients, intercept }] of fit.fits.entries()) {
        near(coefficients.data, frozen.liblinear.coefficients[k] as number[]);
        expect(intercept).toBe(0);
      }
    }));

  test("two classes by saga, with an intercept; the elastic net", () =>
    lw.scope(() => {
      for (const [options, want] of [
        [{ C: 0.4 }, frozen.saga],
        [{ C: 0.6, l1Ratio: 0.5 }, frozen.elastic],
      ] as const) {
        const fit = logisticL1(X, lw.vector(two), { ...tight, ...options });
        expect(fit.fits.length).toBe(1);
        near(fit.fits[0]?.coefficients.data ?? [], want.coefficients[0] as number[]);
        near([fit.fits[0]?.intercept ?? NaN], want.intercept);
      }
    }));
});

describe.each(types)("logistic l1 in %s", (type) => {
  const from = (numbers: readonly number[]) => lw.vector(numbers, { type });
  const samples = () => lw.matrix(n, p, rows.flat(), { type });
  const [tolerance, off] = type === "f64" ? [1e-12, 2e-5] : [1e-5, 2e-2];

  test("is at a minimum, and its gap is that of the dual", () =>
    lw.scope(() => {
      for (const C of [0.05, 0.5, 20])
        for (const [l1Ratio, fitIntercept] of [
          [1, true],
          [1, false],
          [0.6, true],
          [0, true],
        ] as const) {
          const fit = logisticL1(samples(), from(three), { C, l1Ratio, fitIntercept, tolerance });
          expect(fit.converged).toBe(true);
          for (const [k, one] of fit.fits.entries()) {
            const problem = problemOf(three, k, C, { l1: l1Ratio, ridge: 1 - l1Ratio, intercept: fitIntercept });
            const w = [...one.coefficients.data];
            expect(violation(problem, w, one.intercept)).toBeLessThan(off * Math.max(C, 1));
            const best = objective(problem, w, one.intercept);
            const size = n * C;
            expect(Math.abs(one.objective - best)).toBeLessThan((type === "f64" ? 1e-13 : 2e-6) * size);
            expect(Math.abs(one.gap - gap(problem, w, one.intercept))).toBeLessThan(
              (type === "f64" ? 1e-9 : 2e-4) * size,
            );
          }
        }
    }));

  test("sparse samples by rows or columns give what dense ones do", () =>
    lw.scope(() => {
      const dense = samples();
      const csr = lw.sparsify(dense);
      const want = logisticL1(dense, from(three), { C: 2, tolerance });
      for (const A of [csr, csr.toCsc()]) {
        const got = logisticL1(A, from(three), { C: 2, tolerance });
        for (const [k, { coefficients, intercept }] of got.fits.entries()) {
          const other = want.fits[k];
          const wide = type === "f64" ? 1e-4 : 1e-2;
          for (const [j, value] of coefficients.data.entries())
            expect(Math.abs(value - (other?.coefficients.data[j] as number))).toBeLessThan(wide);
          expect(Math.abs(intercept - (other?.intercept as number))).toBeLessThan(wide);
        }
      }
    }));

  test("weights of 0 and 2 are samples left out and told twice", () =>
    lw.scope(() => {
      const times = rows.map((_, i) => [1, 0, 2][i % 3] as number);
      const listed = times.flatMap((count, i) => new Array<number>(count).fill(i));
      const weighted = logisticL1(samples(), from(two), { tolerance, sampleWeight: from(times) });
      const told = logisticL1(
        lw.matrix(
          listed.length,
          p,
          listed.flatMap((i) => rows[i] as number[]),
          { type },
        ),
        from(listed.map((i) => two[i] as number)),
        { tolerance },
      );
      const [a, b] = [weighted.fits[0], told.fits[0]];
      expect(Math.abs((a?.objective as number) - (b?.objective as number))).toBeLessThan(
        n * (type === "f64" ? 1e-9 : 1e-4),
      );
      expect([...(a?.support ?? [])]).toEqual([...(b?.support ?? [])]);
    }));

  test("is null where the penalty is at least the largest gradient at zero", () =>
    lw.scope(() => {
      const share = two.reduce((a, b) => a + b, 0) / n;
      const slopes = Array.from({ length: p }, (_, j) =>
        Math.abs(rows.reduce((a, row, i) => a + (row[j] as number) * ((two[i] as number) - share), 0)),
      );
      const most = 1 / Math.max(...slopes);
      const [none, some] = [0.999, 1.01].map((part) => logisticL1(samples(), from(two), { C: part * most, tolerance }));
      expect([...(none?.fits[0]?.support ?? [0])]).toEqual([]);
      expect(Math.abs((none?.fits[0]?.intercept as number) - Math.log(share / (1 - share)))).toBeLessThan(off);
      expect(some?.fits[0]?.support.length).toBe(1);
    }));
});

test("a path gives what single fits do, and a start at the end takes one iteration", () =>
  lw.scope(() => {
    const y = lw.vector(three);
    const Cs = [0.05, 0.4, 3];
    const path = logisticPath(X, y, { Cs, tolerance: 1e-12 });
    for (const [i, C] of Cs.entries()) {
      const single = logisticL1(X, y, { C, tolerance: 1e-12 });
      for (const [k, fit] of single.fits.entries()) {
        const other = path[i]?.fits[k];
        for (const [j, value] of fit.coefficients.data.entries())
          expect(Math.abs(value - (other?.coefficients.data[j] as number))).toBeLessThan(1e-5 * C * 10);
      }
      const again = logisticL1(X, y, { C, tolerance: 1e-9, start: single });
      expect(again.fits.map(({ iterations }) => iterations)).toEqual([1, 1, 1]);
    }
  }));

test("lanes side by side give what each does alone, past a panel's width", () =>
  lw.scope(() => {
    const next = words(3);
    const labels = rows.map((_, i) => (i < 6 ? i : next() % 6));
    const all = logisticL1(X, lw.vector(labels), { C: 1.5, tolerance: 1e-13 });
    expect(all.fits.length).toBe(6);
    for (const [k, fit] of all.fits.entries()) {
      const alone = logisticL1(X, lw.vector(labels.map((label) => (label === k ? 1 : 0))), {
        C: 1.5,
        tolerance: 1e-13,
      });
      near(alone.fits[0]?.coefficients.data ?? [], [...fit.coefficients.data]);
    }
  }));

test("separable classes, a zero column, wide samples and equal columns come to a minimum", () =>
  lw.scope(() => {
    const next = words(7);
    const wide = Array.from({ length: 12 }, () => Array.from({ length: 40 }, () => ((next() % 17) - 8) / 8));
    for (const row of wide) {
      row[5] = row[4] as number;
      row[6] = 0;
    }
    const labels = wide.map((row) => ((row[4] as number) + (row[9] as number) > 0 ? 1 : 0));
    labels[0] = 0;
    labels[1] = 1;
    for (const C of [0.3, 3, 300]) {
      const { fits } = logisticL1(lw.matrix(12, 40, wide.flat()), lw.vector(labels), { C, tolerance: 1e-9 });
      const [fit] = fits;
      expect(fit?.converged).toBe(true);
      expect(fit?.coefficients.data[6]).toBe(0);
      const problem = { ...problemOf(labels, 1, C), X: wide };
      expect(gap(problem, [...(fit?.coefficients.data ?? [])], fit?.intercept as number)).toBeLessThan(1e-6 * C * 12);
    }
  }));

test("screening never discards what the minimum needs: the gap over all columns is small on random problems", () =>
  lw.scope(() => {
    for (let seed = 0; seed < 60; seed++) {
      const next = words(seed);
      const [m, q] = [10 + (next() % 20), 20 + (next() % 50)];
      const A = Array.from({ length: m }, () => Array.from({ length: q }, () => ((next() % 33) - 16) / 16));
      const labels = A.map((row, i) =>
        i < 2 ? i : (row[0] as number) - (row[1] as number) + ((next() % 9) - 4) / 8 > 0 ? 1 : 0,
      );
      const C = 2 ** ((next() % 8) - 3);
      const { fits } = logisticL1(lw.matrix(m, q, A.flat()), lw.vector(labels), { C, tolerance: 1e-9 });
      const problem = { ...problemOf(labels, 1, C), X: A };
      const [w, b] = [[...(fits[0]?.coefficients.data ?? [])], fits[0]?.intercept as number];
      expect(gap(problem, w, b), `seed ${seed}`).toBeLessThan(1e-7 * C * m);
    }
  }));

test("predicts the label of the larger margin, with probabilities that sum to 1", () =>
  lw.scope(() => {
    for (const labels of [two.map((label) => 5 - 3 * label), three]) {
      const fit = logisticL1(X, lw.vector(labels), { C: 50 });
      const [told, shares, d] = [fit.predict(X), fit.probabilities(X), fit.decisions(X)];
      const k = fit.classes.length;
      for (let i = 0; i < n; i++) {
        const row = [...shares.data.subarray(i * k, (i + 1) * k)];
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        expect(told[i]).toBe(fit.classes[row.indexOf(Math.max(...row))]);
        if (k === 2) expect(row[1]).toBeCloseTo(1 / (1 + Math.exp(-(d.data[i] as number))), 12);
      }
      expect(labels.filter((label, i) => label === told[i]).length).toBeGreaterThan(n * 0.7);
    }
  }));

test("says what is wrong, and an abort leaves the heap as it was", () =>
  lw.scope(() => {
    const y = lw.vector(two);
    const before = alive.size;
    const fails = (call: () => unknown) => thrown(call);
    expect(fails(() => logisticL1(X, lw.vector(n)))).toMatchObject({ argument: "y" });
    expect(fails(() => logisticL1(X, y, { C: 0 }))).toMatchObject({ argument: "C" });
    expect(fails(() => logisticL1(X, y, { l1Ratio: 2 }))).toMatchObject({ argument: "l1Ratio" });
    expect(fails(() => logisticPath(X, y, { Cs: [] }))).toMatchObject({ argument: "Cs" });
    expect(fails(() => logisticL1(X, y, { start: {} as LogisticFit }))).toMatchObject({ argument: "start" });
    const nan = lw.matrix(n, p, rows.flat());
    nan.data[9] = NaN;
    expect(fails(() => logisticL1(nan, y))).toMatchObject({ argument: "X" });
    nan.data[9] = Infinity;
    expect(fails(() => logisticL1(lw.sparsify(nan), y))).toMatchObject({ argument: "X" });
    const reason = new Error("enough");
    expect(thrown(() => logisticL1(X, y, { tolerance: 0, signal: AbortSignal.abort(reason) }))).toBe(reason);
    const stop = () => {
      throw reason;
    };
    expect(thrown(() => logisticL1(X, y, { onProgress: stop }))).toBe(reason);
    expect(alive.size - before).toBeLessThanOrEqual(3);
  }));
