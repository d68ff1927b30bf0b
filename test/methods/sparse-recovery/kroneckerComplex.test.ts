// Kronecker-structured sparse Bayesian learning with complex numbers: by the dense complex formulas, and as with real ones.
import { describe, expect, test } from "vitest";
import { classicSBL, kroneckerOMP, kroSBL, oracleLS } from "../../../src/methods/sparse-recovery/index.ts";
import { kroneckerMoments } from "../../../src/methods/sparse-recovery/kroneckerSbl/moments.ts";
import type { Parts } from "../../../src/methods/sparse-recovery/kroneckerSbl/split.ts";
import type { Matrix } from "../../../src/index.ts";
import { reals, types } from "../../data.ts";
import { lw } from "../../instance.ts";
import { type C, complexApply, complexKron, complexPosterior } from "../../oracle/sbl.ts";
import { near, outer, positive, complexModel, model, nmse, pairs, rowPairs, split } from "./kroneckerModel.ts";

const flat = (values: readonly C[]) => [...values.map(([re]) => re), ...values.map(([, im]) => im)];
const both = ({ re, im }: { re: { data: ArrayLike<number> }; im: { data: ArrayLike<number> } }) => [
  ...Array.from(re.data),
  ...Array.from(im.data),
];

describe.each(types)("moments in %s", (type) => {
  const bound = type === "f64" ? 1e-9 : 1e-4;
  test.each<[string, [number, number][], number | undefined]>([
    [
      "3 factors of 3 x 4",
      [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
      undefined,
    ],
    [
      "wide and tall",
      [
        [4, 5],
        [3, 2],
      ],
      undefined,
    ],
    [
      "4 factors, one of one element, one of them real",
      [
        [2, 3],
        [1, 1],
        [2, 4],
        [2, 2],
      ],
      2,
    ],
  ])("(a) %s: as by the dense complex formula", (_, shapes, real) =>
    lw.scope(() => {
      const make = (m: number, n: number, seed: number) => lw.matrix(m, n, reals(m * n, seed), { type });
      const factors = shapes.map(([m, n], k): Parts<Matrix> => {
        const re = make(m, n, k + 1);
        return k === real ? [re] : [re, make(m, n, k + 31)];
      });
      const m = shapes.reduce((p, [rows]) => p * rows, 1);
      const y = [20, 21].map((seed) => lw.vector(reals(m, seed), { type }));
      const gammas = shapes.map(([, n], k) => positive(n, k + 9));
      const kept = shapes.map(([, n]) => Array.from({ length: n }, (_, i) => i));
      const got = kroneckerMoments([y[0]!, y[1]!], factors, kept, gammas, 0.05);
      const A = complexKron(...factors.map(([re, im]) => rowPairs(re, im)));
      const want = complexPosterior(A, outer(...gammas), pairs(y[0]!, y[1]!), 0.05);
      near(got.mean, flat(want.mean), bound);
      near(got.power, want.power, bound);
      near([got.cost, got.misfit, got.determined], [want.cost, want.misfit, want.determined], bound);
    }),
  );
});

test("one step, noise estimated: with structure and without", () =>
  lw.scope(() => {
    const factors = [0, 1].map((k) => split(3, 4, reals(12, k + 1), reals(12, k + 5)));
    const A = complexKron(...factors.map(({ re, im }) => rowPairs(re, im)));
    const y = { re: lw.vector(reals(9, 3)), im: lw.vector(reals(9, 4)) };
    const seen = pairs(y.re, y.im);
    const noise = (0.1 * seen.reduce((s, [a, b]) => s + a * a + b * b, 0)) / 9;
    const first = complexPosterior(A, new Array(16).fill(1), seen, noise);
    const next = (first.misfit + noise * first.determined) / 9;
    const once = { prune: 0, maxIterations: 1 };
    const whole = split(
      9,
      16,
      A.flat().map(([re]) => re),
      A.flat().map(([, im]) => im),
    );
    const plain = classicSBL(y, whole, once);
    near(plain.gamma, first.power, 1e-10);
    near([plain.noiseVar], [next], 1e-10);
    near(both(plain.x), flat(complexPosterior(A, first.power, seen, next).mean), 1e-9);
    const { x, gammas, noiseVar, cost } = kroSBL(y, factors, once);
    near([noiseVar], [next], 1e-10);
    const last = complexPosterior(A, outer(...gammas), seen, next);
    near(both(x), flat(last.mean), 1e-9);
    near(cost, [first.cost, last.cost], 1e-10);
    // A real dictionary with complex measurements.
    const real = lw.matrix(
      9,
      16,
      A.flat().map(([re]) => re),
    );
    const onReal = classicSBL(y, real, { ...once, noiseVar: 0.1 });
    const rows = A.map((row) => row.map(([re]): C => [re, 0]));
    near(onReal.gamma, complexPosterior(rows, new Array(16).fill(1), seen, 0.1).power, 1e-10);
  }));

test("(b) am: the cost never rises, noise given or estimated", () =>
  lw.scope(() => {
    for (const seed of [1, 2])
      for (const noiseVar of ["estimate", 0.01] as const) {
        const { y, factors } = complexModel(seed, { n: 6, m: 3 });
        const { cost } = kroSBL(y, factors, { update: "am", noiseVar, prune: 0, maxIterations: 30, tolerance: 0 });
        expect(cost.length).toBe(31);
        for (let k = 1; k < cost.length; k++)
          expect(cost[k]!).toBeLessThanOrEqual(cost[k - 1]! + 1e-9 * Math.abs(cost[k - 1]!));
        expect(cost.at(-1)!).toBeLessThan(cost[0]! - 1);
      }
  }));

test("(c) real data as complex data without imaginary parts: the same results to 1e-9", () =>
  lw.scope(() => {
    const { y, factors } = model(3, { count: 2, n: 8, m: 6, noise: 0.05 });
    const none = { re: y, im: lw.vector(y.length) };
    const complex = factors.map((A) => ({ re: A, im: lw.matrix(A.rows, A.cols) }));
    for (const update of ["svd", "am"] as const) {
      const options = { update, maxIterations: 25, coupling: [null, 0.2] };
      const real = kroSBL(y, factors, options);
      for (const given of [complex, factors]) {
        const got = kroSBL(none, given, options);
        near(got.x.re.data, Array.from(real.x.data), 1e-9);
        expect(Math.max(...got.x.im.data.map(Math.abs))).toBeLessThan(1e-9);
        for (const [k, g] of got.gammas.entries()) near(g, Array.from(real.gammas[k]!), 1e-9);
        near([got.noiseVar], [real.noiseVar], 1e-9);
        near(got.cost, [...real.cost], 1e-9);
      }
    }
    const plain = kroneckerOMP(y, factors, { atoms: [3, 3] });
    const pursued = kroneckerOMP(none, complex, { atoms: [3, 3] });
    expect(pursued.supports).toEqual(plain.supports);
    near(pursued.x.re.data, Array.from(plain.x.data), 1e-9);
    near(pursued.residualNorms, [...plain.residualNorms], 1e-9);
    near(oracleLS(none, complex, [[1], [2, 3]]).re.data, Array.from(oracleLS(y, factors, [[1], [2, 3]]).data), 1e-9);
  }));

test.each(types)("turning all of y by one phase turns x, and changes nothing else, in %s", (type) =>
  lw.scope(() => {
    const { y, factors } = complexModel(5, { count: 2, n: 6, m: 5, type });
    const turned = {
      re: lw.vector(
        y.im.data.map((v) => -v),
        { type },
      ),
      im: y.re,
    };
    const [a, b] = [y, turned].map((seen) => kroSBL(seen, factors, { maxIterations: 10 }));
    const bound = type === "f64" ? 1e-8 : 1e-2;
    near(b!.x.im.data, Array.from(a!.x.re.data), bound);
    near(
      b!.x.re.data,
      Array.from(a!.x.im.data, (v) => -v),
      bound,
    );
    near([b!.noiseVar], [a!.noiseVar], bound);
  }),
);

test("found with little noise; least squares on the support; the misfit of pursuit is orthogonal to the block", () =>
  lw.scope(() => {
    const { y, factors, x, supports } = complexModel(2, { count: 2, n: 10, m: 8, noise: 0.01 });
    const best = nmse(oracleLS(y, factors, supports), x);
    for (const update of ["svd", "am"] as const)
      expect(nmse(kroSBL(y, factors, { update, maxIterations: 300 }).x, x)).toBeLessThan(2 * best);
    const early = kroneckerOMP(y, factors, { atoms: [2, 1] });
    const A = complexKron(...factors.map(({ re, im }) => rowPairs(re, im)));
    const fitted = complexApply(A, pairs(early.x.re, early.x.im));
    const r = pairs(y.re, y.im).map(([a, b], i): C => [a - fitted[i]![0], b - fitted[i]![1]]);
    near([early.residualNorms.at(-1)!], [Math.hypot(...flat(r))], 1e-12);
    for (const i of early.supports[0]!)
      for (const j of early.supports[1]!) {
        const [re, im] = A.reduce(
          ([s, t], row, q) => {
            const [[a, b], [c, d]] = [row[i * 10 + j]!, r[q]!];
            return [s + a * c + b * d, t + a * d - b * c];
          },
          [0, 0],
        );
        expect(Math.hypot(re!, im!)).toBeLessThan(1e-12);
      }
  }));
