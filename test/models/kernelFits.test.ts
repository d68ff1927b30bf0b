// Kernel ridge regression and Gaussian processes against scikit-learn and against their formulas, on each of the three bases.
import { describe, expect, test } from "vitest";
import { NotPositiveDefiniteError } from "../../src/core/errors.ts";
import { makeProjection, nystrom, squeak } from "../../src/methods/kernel-methods/index.ts";
import {
  type FeatureMap,
  gaussianProcess,
  kernelRidge,
  type KernelRidgeOptions,
  nystromFeatures,
  randomFeatures,
} from "../../src/models/index.ts";
import { types } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import frozen from "../fixtures/kernel-fits.json" with { type: "json" };
import { lw } from "../instance.ts";
import { condition, gramRows } from "../oracle/kernelFits.ts";

const rows = (n: number, d: number, seed: number, scale = 1) =>
  lw.scope(() => {
    const { data } = lw.random(seed).uniform(n * d);
    return Array.from({ length: n }, (_, i) =>
      Array.from(data.subarray(i * d, (i + 1) * d), (v) => scale * (2 * v - 1)),
    );
  });
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (v, i) => Math.abs(v - b[i]!)));
};
const { X, Y, Z, weights, noises } = frozen;
const all = X.length;

describe.each(types)("with all points as the basis, in %s, as scikit-learn:", (type) => {
  // What pivoting leaves out of the Gram matrix, and rounding, over the smallest ridge.
  const off = type === "f64" ? 1e-9 : 2e-2;
  const on = { nComponents: all };
  const inside = (
    body: (A: ReturnType<typeof lw.matrix>, B: ReturnType<typeof lw.matrix>, C: ReturnType<typeof lw.matrix>) => void,
  ) => lw.scope(() => body(lw.matrix(X, { type }), lw.matrix(Y, { type }), lw.matrix(Z, { type })));

  test.each([
    ["rbf", { gamma: 0.8, alpha: 0.1 }],
    ["rbfDefault", {}],
    ["weighted", { gamma: 0.8, alpha: 0.1, weighted: true }],
    ["polynomial", { kernel: "polynomial", gamma: 0.3, offset: 1.2, degree: 3, alpha: 0.2 }],
    ["linear", { kernel: "linear", alpha: 0.2 }],
  ] as const)("kernel ridge, %s", (name, { weighted, ...options }: KernelRidgeOptions & { weighted?: boolean }) =>
    inside((A, B, C) => {
      const model = kernelRidge(A, B, {
        ...on,
        ...options,
        ...(weighted ? { sampleWeight: lw.vector(weights, { type }) } : {}),
      });
      const want = frozen.ridge[name].flat();
      const scale = Math.max(1, ...want.map(Math.abs));
      expect(worst(model.predict(C).data, want) / scale).toBeLessThan(off);
    }),
  );

  test.each([
    ["rbf", { lengthScale: 0.9, constant: 1.7, alpha: 0.02 }],
    ["single", { lengthScale: 0.9, constant: 1.7, alpha: 0.02 }],
    ["normalized", { lengthScale: 1.3, alpha: 0.02, normalizeY: true }],
    ["matern", { kernel: "laplacian", lengthScale: 1.5, alpha: 0.05 }],
    ["noises", { lengthScale: 1.1, constant: 0.6, alpha: 0 }],
  ] as const)("a Gaussian process, %s: mean, variance, evidence", (name, options) =>
    inside((A, B, C) => {
      const y =
        name === "single"
          ? lw.vector(
              Y.map(([v]) => v!),
              { type },
            )
          : B;
      const alpha = name === "noises" ? lw.vector(noises, { type }) : options.alpha;
      const model = gaussianProcess(A, y, { ...on, ...options, alpha });
      const want = frozen.process[name];
      const { mean, variance } = model.posterior(C);
      const bound = name === "matern" ? Math.max(off, 1e-6) : off;
      expect(worst(mean.data, want.mean.flat())).toBeLessThan(bound);
      expect(worst(model.predict(C).data, want.mean.flat())).toBeLessThan(bound);
      expect(worst(variance.data, want.variance.flat())).toBeLessThan(bound);
      expect(Math.abs(model.logMarginalLikelihood / want.evidence - 1)).toBeLessThan(bound * 10);
      expect(mean.constructor).toBe(y.constructor);
    }),
  );
});

/** The three bases, with the kernel matrix of each by its features. */
const bases = {
  points: (type: "f32" | "f64") =>
    nystromFeatures(lw.matrix(rows(70, 2, 1), { type }), { nComponents: 12, gamma: 0.7 }),
  dictionary: (type: "f32" | "f64") =>
    nystrom(lw, squeak(lw.matrix(rows(200, 2, 2)), { gamma: 0.3, qbar: 20, kernel: { gamma: 0.7 } }), { type }),
  "random features": (type: "f32" | "f64") =>
    randomFeatures(makeProjection(lw, { d: 2, m: 40, type, seed: 3 }), { gamma: 0.7 }),
};

describe.each(types)("in %s", (type) => {
  const off = type === "f64" ? 1e-9 : 2e-3;

  test.each(Object.keys(bases) as (keyof typeof bases)[])("on %s: the formulas of the features' kernel", (basis) =>
    lw.scope(() => {
      const features: FeatureMap = bases[basis](type);
      const [A, C] = [rows(60, 2, 4), [...rows(7, 2, 5, 1.5), ...(basis === "random features" ? [] : [[40, -40]])]];
      const y = A.map(([a, b]) => Math.sin(3 * a!) + b!);
      const [alpha, constant] = [0.05, 1.4];
      const phiOf = (points: number[][]) => {
        const { data, cols } = features.transform(lw.matrix(points, { type }));
        return points.map((_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
      };
      const dot = (a: readonly number[], b: readonly number[]) => constant * a.reduce((s, v, i) => s + v * b[i]!, 0);
      const [P, Q] = [phiOf(A), phiOf(C)];
      const exact = condition(gramRows(P, P, dot), y, alpha);
      const model = gaussianProcess(lw.matrix(A, { type }), lw.vector(y, { type }), { features, alpha, constant });
      const { mean, variance } = model.posterior(lw.matrix(C, { type }));
      const sor = model.posterior(lw.matrix(C, { type }), { approximation: "sor" });
      const covariances = Q.map((q) => P.map((p) => dot(p, q)));
      expect(
        worst(
          mean.data,
          covariances.map((k) => exact.mean(k)),
        ),
      ).toBeLessThan(off);
      expect(worst(sor.mean.data, mean.data)).toBe(0);
      expect(
        worst(
          sor.variance.data,
          covariances.map((k, i) => exact.variance(dot(Q[i]!, Q[i]!), k)),
        ),
      ).toBeLessThan(off);
      const dtc = covariances.map((k) => Math.max(0, exact.variance(constant, k)));
      expect(worst(variance.data, dtc)).toBeLessThan(off);
      expect(Math.abs(model.logMarginalLikelihood - exact.evidence)).toBeLessThan(off * 100);
      if (basis !== "random features")
        expect([variance.data.at(-1), sor.variance.data.at(-1)]).toEqual([type === "f64" ? 1.4 : Math.fround(1.4), 0]);
      const ridge = kernelRidge(lw.matrix(A, { type }), lw.vector(y, { type }), { features, alpha: alpha / constant });
      expect(
        worst(
          ridge.predict(lw.matrix(C, { type })).data,
          covariances.map((k) => exact.mean(k)),
        ),
      ).toBeLessThan(off);
    }),
  );

  test("several targets at once are each alone, and more samples than are taken at a time add up", () =>
    lw.scope(() => {
      const few = rows(9, 3, 6);
      const A = lw.matrix(
        Array.from({ length: 2500 }, (_, i) => few[i % 9]!),
        { type },
      );
      const answers = (i: number) => [few[i % 9]![0]!, few[i % 9]![1]! * 3, 1];
      const B = lw.matrix(
        Array.from({ length: 2500 }, (_, i) => answers(i)),
        { type },
      );
      const features = nystromFeatures(lw.matrix(few, { type }));
      const options = { features, alpha: 250 };
      const [together, C] = [gaussianProcess(A, B, options), lw.matrix(rows(5, 3, 7), { type })];
      const { mean, variance } = together.posterior(C);
      for (let t = 0; t < 3; t++) {
        const y = lw.vector(
          Array.from({ length: 2500 }, (_, i) => answers(i)[t]!),
          { type },
        );
        const alone = gaussianProcess(A, y, options).posterior(C);
        expect(
          worst(
            alone.mean.data,
            mean.data.filter((_, e) => e % 3 === t),
          ),
        ).toBeLessThan(off);
        expect(
          worst(
            alone.variance.data,
            variance.data.filter((_, e) => e % 3 === t),
          ),
        ).toBe(0);
      }
      // 2500 samples are 9 of weights 278 and 277.
      const counts = few.map((_, i) => Math.ceil((2500 - i) / 9));
      const small = lw.matrix(few, { type });
      const least = lw.matrix(
        few.map((_, i) => answers(i)),
        { type },
      );
      const weighted = kernelRidge(small, least, { features, alpha: 250, sampleWeight: lw.vector(counts, { type }) });
      expect(worst(weighted.predict(C).data, mean.data)).toBeLessThan(off);
      const byNoise = gaussianProcess(small, least, {
        features,
        alpha: lw.vector(
          counts.map((c) => 250 / c),
          { type },
        ),
      });
      expect(worst(byNoise.posterior(C).variance.data, variance.data)).toBeLessThan(off);
    }));

  test("the order of the samples makes no difference, of more than are taken at a time", () =>
    lw.scope(() => {
      const A = rows(1500, 2, 11);
      const noise = A.map((_, i) => (i < 1000 ? 0.5 : 0.01 + i / 1e4));
      const y = A.map(([a, b], i) => Math.sin(3 * a!) + b! + (i % 7) / 20);
      const features = nystromFeatures(lw.matrix(A.slice(0, 12), { type }));
      const C = lw.matrix(rows(9, 2, 12), { type });
      const [given, turned] = [false, true].map((turn) => {
        const of = <T>(values: T[]) => (turn ? values.toReversed() : values);
        const alpha = lw.vector(of(noise), { type });
        const model = gaussianProcess(lw.matrix(of(A), { type }), lw.vector(of(y), { type }), { features, alpha });
        const { mean, variance } = model.posterior(C);
        return [...mean.data, ...variance.data, model.logMarginalLikelihood / 1e3];
      });
      expect(worst(given!, turned!)).toBeLessThan(off);
    }));
});

test("bad arguments are errors that name them, and leave nothing behind", () =>
  lw.scope(() => {
    const [A, y, other] = [lw.matrix(X), lw.vector(weights), nystromFeatures(lw.matrix([[1, 2, 3]]))];
    const ridge = (options: object, answers: never = y as never) => thrown(() => kernelRidge(A, answers, options));
    const process = (options: object) => thrown(() => gaussianProcess(A, y, options as never));
    const before = lw.memory.bytes;
    checkFault(ridge({ alpha: 0 }), "ArgumentRangeError", "alpha");
    checkFault(ridge({ features: 3 }), "ArgumentTypeError", "features");
    checkFault(ridge({ features: other }), "ShapeError", "X");
    checkFault(ridge({ features: other, gamma: 1 }), "ArgumentRangeError", "gamma");
    checkFault(ridge({}, [1, 2] as never), "ArgumentTypeError", "y");
    checkFault(
      thrown(() => kernelRidge(null as never, y)),
      "ArgumentTypeError",
      "X",
    );
    checkFault(
      thrown(() => kernelRidge(lw.matrix(0, 2, []), lw.vector(0))),
      "ArgumentRangeError",
      "X.rows",
    );
    checkFault(process({}), "ArgumentTypeError", "alpha");
    checkFault(process({ alpha: -1 }), "ArgumentRangeError", "alpha");
    checkFault(
      lw.scope(() => process({ alpha: lw.vector(all) })),
      "ArgumentRangeError",
      "alpha[0]",
    );
    checkFault(process({ alpha: 1, constant: 0 }), "ArgumentRangeError", "constant");
    checkFault(process({ alpha: 1, normalizeY: 1 }), "ArgumentTypeError", "normalizeY");
    const model = gaussianProcess(A, y, { alpha: 1 });
    checkFault(
      thrown(() => model.posterior(A, { approximation: "fitc" as never })),
      "ArgumentRangeError",
      "approximation",
    );
    const wrong = lw.vector(weights.map((v, i) => (i === 3 ? Number.NaN : v)));
    checkFault(
      thrown(() => kernelRidge(A, wrong)),
      "ArgumentRangeError",
      "y[3]",
    );
    model.dispose();
    wrong.dispose();
    lw.scope(() => {
      const features = randomFeatures({ W: lw.matrix(rows(all + 9, 2, 1)) });
      const inside = lw.memory.bytes;
      expect(thrown(() => kernelRidge(A, y, { features, alpha: 1e-30 }))).toBeInstanceOf(NotPositiveDefiniteError);
      expect(lw.memory.bytes).toBe(inside);
    });
    expect(lw.memory.bytes).toBe(before);
  }));
