// The two phases: what the dictionary promises, the Lasso in it by its optimality, ends and bad input.
import { describe, expect, test } from "vitest";
import {
  identityPreconditioner,
  learnPreconditioner,
  learnPreconditionerAsync,
  type Preconditioner,
  type PreconditionerState,
  passProbabilityBound,
  preconditionerSteps,
  slowRateBound,
  slrRandomSupport,
  supportCosts,
} from "../../../src/methods/sparse-recovery/index.ts";
import type { Real } from "../../../src/index.ts";
import { eps, reals, types } from "../../data.ts";
import { type Fault, faulty, thrown } from "../../faults.ts";
import { instance, lw } from "../../instance.ts";
import { groupedDesign } from "../../problems/designs.ts";

const design = (N: number, d: number, seed: number, type: Real = "f64") =>
  lw.matrix(
    N,
    d,
    lw.scope(() => groupedDesign(lw.random(seed), N, d, 4)),
    { type },
  );

/** A design with orthogonal columns of other norms. */
const orthogonal = (N: number, d: number) =>
  lw.scope(() =>
    lw
      .qr(lw.matrix(N, d, reals(N * d, 7)))
      .Q()
      .matmul(
        lw.matrix(
          d,
          d,
          Float64Array.from({ length: d * d }, (_, p) => (p % (d + 1) === 0 ? 3 + p : 0)),
        ),
      ),
  );

describe.each(types)("a dictionary, in %s", (type) => {
  test("X D is what it says, its columns are of norm sqrt(N), and a direction that was too dear costs one atom", () =>
    lw.scope(() => {
      const [N, d, k] = [30, 24, 3];
      const X = design(N, d, 1, type);
      const pre = learnPreconditioner(X, { k, maxRounds: 40, seed: 3 });
      expect(pre.D.cols).toBeGreaterThan(d + 3);
      const dense = pre.D.toDense();
      const image = X.matmul(dense);
      const { data } = pre.XD;
      // Atoms of near-equal columns have large coefficients: rounding is to their scale.
      const scale = Math.max(...dense.data.map(Math.abs)) * Math.sqrt(N);
      for (const [p, v] of image.data.entries())
        expect(Math.abs(v - data[p]!)).toBeLessThanOrEqual(100 * eps[type] * scale);
      for (let j = 0; j < pre.XD.cols; j++) {
        let square = 0;
        for (let i = 0; i < N; i++) square += data[i * pre.XD.cols + j]! ** 2;
        expect(Math.abs(Math.sqrt(square) - Math.sqrt(N))).toBeLessThanOrEqual(type === "f64" ? 1e-8 : 1e-4);
      }
      const { indptr, indices } = pre.D;
      for (let a = d; a < pre.D.cols; a++) {
        const support = Array.from(indices.subarray(indptr[a], indptr[a + 1]));
        expect(support.length).toBeLessThanOrEqual(k);
        const { cost, misfit } = supportCosts(X, support, pre).at(-1)!;
        expect(cost).toBeLessThanOrEqual(1.01);
        expect(misfit).toBeLessThanOrEqual(0.1);
      }
    }));

  test("orthogonal columns need no atoms: certified after a streak, and the Lasso is soft thresholding", () =>
    lw.scope(() => {
      const [N, d, sigma] = [40, 20, 0.3];
      const X = lw.matrix(N, d, orthogonal(N, d).data, { type });
      const pre = learnPreconditioner(X, { k: 3, passStreak: 25 });
      expect([pre.certified, pre.passRate, pre.rounds, pre.D.cols]).toEqual([true, 1, 25, d]);
      const y = lw.vector(
        reals(N, 8).map((v) => 5 * v),
        { type },
      );
      const { w, v, prediction, gap } = slrRandomSupport(X, y, { sigma, pre, lambdaScale: 2 });
      const lambda = 2 * sigma * Math.sqrt((2 * Math.log(d)) / N);
      const slack = type === "f64" ? 1e-6 : 1e-4;
      for (let j = 0; j < d; j++) {
        let [g, norm] = [0, 0];
        for (let i = 0; i < N; i++) {
          g += X.data[i * d + j]! * y.data[i]!;
          norm += X.data[i * d + j]! ** 2;
        }
        const along = g / Math.sqrt(norm * N);
        const want = Math.sign(along) * Math.max(0, Math.abs(along) - lambda);
        expect(Math.abs(v.data[j]! - want)).toBeLessThanOrEqual(1e-3 * Math.abs(want) + slack);
        expect(Math.abs(w.data[j]! - v.data[j]! * Math.sqrt(N / norm))).toBeLessThanOrEqual(slack);
      }
      const through = X.matmul(w);
      for (let i = 0; i < N; i++)
        expect(Math.abs(prediction.data[i]! - through.data[i]!)).toBeLessThanOrEqual(1e3 * eps[type] * d);
      expect(gap).toBeLessThanOrEqual(slack);
    }));
});

test("the fit meets the conditions of the Lasso in the dictionary", () =>
  lw.scope(() => {
    const [N, d, sigma] = [40, 30, 0.4];
    const X = design(N, d, 5);
    const y = lw.vector(reals(N, 6).map((v) => 3 * v));
    const pre = learnPreconditioner(X, { k: 3, maxRounds: 30 });
    const { v, prediction, gap } = slrRandomSupport(X, y, { sigma, pre });
    const lambda = 0.5 * sigma * Math.sqrt((2 * Math.log(d)) / N);
    const r = lw.vector(y.data.map((b, i) => b - prediction.data[i]!));
    const g = pre.XD.matmul(r, { transposeA: true });
    for (const [j, c] of g.data.entries()) {
      expect(Math.abs(c) / N).toBeLessThanOrEqual(lambda * (1 + 1e-2));
      if (Math.abs(v.data[j]!) > 1e-2)
        expect(Math.abs(c / N - lambda * Math.sign(v.data[j]!))).toBeLessThanOrEqual(2e-2 * lambda);
    }
    expect(gap).toBeLessThanOrEqual(1e-6);
    // Without a dictionary given one is learned, the same one.
    const alone = slrRandomSupport(X, y, { sigma, k: 3, maxRounds: 30 });
    expect(Array.from(alone.w.data)).toEqual(Array.from(pre.D.matmul(v).data));
    const plain = identityPreconditioner(X);
    expect([plain.D.cols, plain.D.nnz, plain.certified]).toEqual([d, d, false]);
    expect(slrRandomSupport(X, y, { sigma: 0, pre: plain }).w.length).toBe(d);
  }));

test("a column that is there twice, a support of one column", () =>
  lw.scope(() => {
    const x = reals(20, 3);
    const X = lw.matrix(
      20,
      3,
      x.flatMap((v, i) => [v, v, x[19 - i]!]),
    );
    const pre = learnPreconditioner(X, { k: 2, passStreak: 5 });
    expect(supportCosts(X, [0, 1], pre)).toHaveLength(1);
    expect(learnPreconditioner(X, { k: 1, passStreak: 5 }).D.cols).toBe(3);
  }));

test("the same seed gives the same; progress, a signal, and the same in slices", async () => {
  const X = design(20, 16, 2);
  try {
    const rounds: number[] = [];
    const onProgress = ({ round }: PreconditionerState) => void rounds.push(round);
    const options = { k: 2, maxRounds: 6, seed: 4 };
    const one = learnPreconditioner(X, { ...options, onProgress });
    const two = await learnPreconditionerAsync(X, options);
    expect(rounds).toEqual([1, 2, 3, 4, 5, 6]);
    const parts = ({ D, XD, passRate }: Preconditioner) => [D.indices, D.values, XD.data, passRate].map(String);
    expect(parts(one)).toEqual(parts(two));
    one.dispose();
    two[Symbol.dispose]();
    const enough = new Error("enough");
    expect(thrown(() => learnPreconditioner(X, { ...options, signal: AbortSignal.abort(enough) }))).toBe(enough);
    const tell = () => expect.fail("told");
    expect(thrown(() => learnPreconditioner(X, { ...options, onProgress: tell })).message).toBe("told");
    const states = preconditionerSteps(X, options);
    states.next();
    states.return();
  } finally {
    X.dispose();
  }
});

test("the bounds", () => {
  expect(passProbabilityBound(60, 0.05)).toBeCloseTo(Math.log(20) / 60, 14);
  expect(slowRateBound(2, 0.5, 80, 160, 0.1)).toBeCloseTo(4 * 2 * 0.5 * Math.sqrt((2 * Math.log(3200)) / 80), 13);
  faulty(() => passProbabilityBound(0, 0.1), "ArgumentRangeError", "T");
  faulty(() => passProbabilityBound(5, 1), "ArgumentRangeError", "delta");
  faulty(() => slowRateBound(1, -1, 5, 5, 0.1), "ArgumentRangeError", "sigma");
});

describe("bad input", () => {
  type Bad = [what: string, fault: Fault, argument: string, options: unknown, X?: number[]];
  const good = [1, 2, 0, 1, 1, 1];
  test.each<Bad>([
    ["k of 0", "ArgumentRangeError", "k", { k: 0 }],
    ["k above the columns", "ArgumentRangeError", "k", { k: 3 }],
    ["no k", "ArgumentTypeError", "k", {}],
    ["a column of zeros", "ArgumentRangeError", "X", { k: 1 }, [0, 1, 0, 2, 0, 3]],
    ["NaN", "ArgumentRangeError", "X[2]", { k: 1 }, [0, 1, NaN, 2, 0, 3]],
    ["tau of 0", "ArgumentRangeError", "tau", { k: 1, tau: 0 }],
    ["eps0 NaN", "ArgumentRangeError", "eps0", { k: 1, eps0: NaN }],
    ["passStreak of 0", "ArgumentRangeError", "passStreak", { k: 1, passStreak: 0 }],
    ["maxRounds of 0", "ArgumentRangeError", "maxRounds", { k: 1, maxRounds: 0 }],
    ["a seed that is none", "ArgumentTypeError", "seed", { k: 1, seed: "x" }],
    ["options that are none", "ArgumentTypeError", "options", 3],
  ])("learnPreconditioner: %s", (_, fault, argument, options, X = good) =>
    lw.scope(() => {
      faulty(() => learnPreconditioner(lw.matrix(3, 2, X), options as never), fault, argument);
    }),
  );

  test("slrRandomSupport and supportCosts", () => {
    const other = instance();
    lw.scope(() =>
      other.scope(() => {
        const [X, y] = [lw.matrix(3, 2, good), lw.vector([1, 2, 3])];
        const pre = identityPreconditioner(X);
        const regress = (options: object, b = y) => slrRandomSupport(X, b, { sigma: 1, pre, ...options } as never);
        faulty(() => regress({ sigma: -1 }), "ArgumentRangeError", "sigma");
        faulty(() => regress({ sigma: undefined }), "ArgumentTypeError", "sigma");
        faulty(() => regress({ lambdaScale: NaN }), "ArgumentRangeError", "lambdaScale");
        faulty(() => regress({ k: 9 }), "ArgumentRangeError", "k");
        faulty(() => regress({ pre: {} }), "ArgumentTypeError", "pre");
        faulty(() => regress({ pre: undefined }), "ArgumentTypeError", "k");
        faulty(() => regress({}, lw.vector([1, 2])), "ShapeError", "y");
        faulty(() => regress({}, lw.vector([1, NaN, 2])), "ArgumentRangeError", "y[1]");
        faulty(
          () => regress({ pre: identityPreconditioner(lw.matrix(3, 3, [...good, 1, 1, 1])) }),
          "ShapeError",
          "pre",
        );
        faulty(
          () => regress({ pre: identityPreconditioner(lw.matrix(3, 2, [...good].reverse())) }),
          "ArgumentRangeError",
          "pre",
        );
        faulty(() => regress({ pre: identityPreconditioner(other.matrix(3, 2, good)) }), "ArgumentTypeError", "pre");
        faulty(() => supportCosts(X, [0, 0], pre), "ArgumentRangeError", "support");
        faulty(() => supportCosts(X, [2], pre), "ArgumentRangeError", "support");
      }),
    );
  });
});
