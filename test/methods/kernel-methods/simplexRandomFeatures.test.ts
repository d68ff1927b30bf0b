// The evidence for simplex random features: exact directions, unbiased estimates, errors as the closed form says, attention.
import { describe, expect, test } from "vitest";
import {
  approxGram,
  features,
  kernelClassifier,
  kernelMse,
  linearAttention,
  makeProjection,
  type ProjectionKind,
} from "../../../src/methods/kernel-methods/index.ts";
import { adapt, simplexDirections } from "../../../src/methods/kernel-methods/simplexRandomFeatures/directions.ts";
import { eps, types } from "../../data.ts";
import { lw } from "../../instance.ts";

const dot = (x: ArrayLike<number>, y: ArrayLike<number>) => Array.from(x).reduce((s, v, i) => s + v * y[i]!, 0);
const row = (W: { data: Float32Array | Float64Array; cols: number }, i: number) =>
  W.data.subarray(i * W.cols, (i + 1) * W.cols);

describe("directions", () => {
  test.each([2, 3, 4, 7, 16, 33])("%i corners of a simplex, to 1e-12", (d) => {
    const S = simplexDirections(d);
    for (let i = 0; i < d; i++) {
      expect(S[i * d + d - 1]).toBe(0);
      for (let j = 0; j < d; j++) {
        const got = dot(S.subarray(i * d, (i + 1) * d), S.subarray(j * d, (j + 1) * d));
        expect(Math.abs(got - (i === j ? 1 : -1 / (d - 1)))).toBeLessThan(1e-12);
      }
    }
  });

  test("sweeps shorten the sum of the rows, and keep them units", () => {
    const [D, norms] = [simplexDirections(9), Float64Array.from({ length: 9 }, (_, i) => 1 + i / 3)];
    const sum = () => Math.hypot(...norms.map((_, j) => norms.reduce((s, r, i) => s + r * D[i * 9 + j]!, 0)));
    const before = sum();
    adapt(D, norms, 5);
    expect(sum()).toBeLessThan(0.5 * before);
    for (let i = 0; i < 9; i++) expect(Math.abs(Math.hypot(...D.subarray(i * 9, i * 9 + 9)) - 1)).toBeLessThan(1e-12);
  });

  test.each(["haar", "hadamard3"] as const)(
    "%s keeps the angles, block by block, and the norms of a seed",
    (rotation) =>
      lw.scope(() => {
        const [d, m] = [16, 40];
        const make = (kind: ProjectionKind) => makeProjection(lw, { d, m, kind, rotation, seed: 5, type: "f64" }).W;
        const [S, D] = [make("simplex"), make("orthogonal")];
        for (let i = 0; i < m; i++) {
          const [r, s] = [Math.hypot(...row(D, i)), Math.hypot(...row(S, i))];
          expect(Math.abs(r - s)).toBeLessThan(1e-12 * r);
          for (let j = i - (i % d); j < i; j++) {
            const [rj, sj] = [Math.hypot(...row(D, j)), Math.hypot(...row(S, j))];
            expect(Math.abs(dot(row(D, i), row(D, j)))).toBeLessThan(1e-12 * r * rj);
            expect(Math.abs(dot(row(S, i), row(S, j)) / (s * sj) + 1 / (d - 1))).toBeLessThan(1e-12);
          }
        }
      }),
  );

  test('"simplex+" turns each row against the sum of the others, with the norms drawn, in every block', () =>
    lw.scope(() => {
      const [d, m] = [5, 15];
      const make = (kind: ProjectionKind) => makeProjection(lw, { d, m, kind, plusIters: 300, seed: 3, type: "f64" }).W;
      const [plus, corners] = [make("simplex+"), make("simplex")];
      for (let i = 0; i < m; i++) {
        const own = row(plus, i);
        const others = Array.from(own, (_, c) => {
          let sum = 0;
          for (let j = i - (i % d); j < i - (i % d) + d; j++) if (j !== i) sum += row(plus, j)[c]!;
          return sum;
        });
        const length = Math.hypot(...own);
        expect(Math.abs(length - Math.hypot(...row(corners, i)))).toBeLessThan(1e-12 * length);
        expect(dot(own, others)).toBeLessThan(-(1 - 1e-6) * length * Math.hypot(...others));
      }
    }));

  test("each row is as d normal numbers: second moments, also padded and truncated", () =>
    lw.scope(() => {
      for (const [d, rotation] of [
        [6, "haar"],
        [6, "hadamard3"],
        [1, "haar"],
      ] as const)
        for (const kind of ["iid", "orthogonal", "simplex", "simplex+"] as const) {
          if (d === 1 && kind.startsWith("simplex")) continue;
          const m = 5001;
          const { W } = makeProjection(lw, { d, m, kind, rotation, seed: 11, type: "f64" });
          const C = W.matmul(W, { transposeA: true, alpha: 1 / m }).data;
          // The standard deviation of an entry is at most sqrt(2 / m) = 0.02 for rows apart, of the mean of d of them 0.02 / sqrt(d);
          // rows of a block are not.
          const at = `${kind} ${rotation}`;
          for (let q = 0; q < d * d; q++) expect(Math.abs(C[q]! - (q % (d + 1) === 0 ? 1 : 0)), at).toBeLessThan(0.1);
          let trace = 0;
          for (let i = 0; i < d; i++) trace += C[i * (d + 1)]!;
          expect(Math.abs(trace / d - 1), at).toBeLessThan(0.1 / Math.sqrt(d));
        }
    }));
});

test.each(types)("features by their formula, %s", (type) =>
  lw.scope(() => {
    const [d, m, n, sigma] = [5, 13, 7, 0.8];
    const P = makeProjection(lw, { d, m, seed: 2, type });
    const X = lw.matrix(n, d, lw.random(3).normal(n * d, type).data, { type });
    const by = (x: ArrayLike<number>, half: number) =>
      Array.from({ length: m }, (_, k) => sigma * dot(row(P.W, k), x) - half * sigma ** 2 * dot(x, x));
    for (const [kernel, half] of [
      ["gaussian", 1],
      ["softmax", 0.5],
    ] as const) {
      const exponents = Array.from({ length: n }, (_, i) => by(row(X, i), half));
      const top = Math.max(...exponents.flat());
      for (const stabilise of ["none", "rows", "all"] as const) {
        const F = features(X, P, { kernel, sigma, stabilise });
        for (const [i, list] of exponents.entries())
          for (const [k, e] of list.entries()) {
            const less = { none: 0, rows: Math.max(...list), all: top }[stabilise];
            const want = Math.exp(e - less) / Math.sqrt(m);
            expect(Math.abs(F.data[i * m + k]! - want)).toBeLessThan(100 * eps[type] * want);
          }
      }
    }
    const Y = P.apply(X);
    expect(Math.abs(Y.data[m + 2]! - dot(row(P.W, 2), row(X, 1)))).toBeLessThan(50 * eps[type]);
    const F = features(X, P);
    const G = approxGram(F, features(X, P));
    expect(Math.abs(G.data[n]! - G.data[1]!)).toBeLessThan(50 * eps[type]);
    expect(Math.abs(G.data[1]! - dot(row(F, 0), row(F, 1)))).toBeLessThan(50 * eps[type]);
  }),
);

describe("closed form", () => {
  test.each([2, 3, 8, 16])(
    "against the double integral over both norms, d %i",
    (d) => {
      const [nx, ny, xy, m] = [0.7, 0.9, 0.2, 2 * d];
      const v2 = nx ** 2 + ny ** 2 + 2 * xy;
      const [c0, k2] = [Math.exp(-2 * (nx ** 2 + ny ** 2)), Math.exp(-(nx ** 2 + ny ** 2 - 2 * xy))];
      // E e^(r u'v) over directions: sum_k (r v / 2)^2k Gamma(d/2) / (k! Gamma(k + d/2)).
      const over = (r2: number) => {
        let [term, sum] = [1, 1];
        for (let k = 1; k < 200; k++) sum += term *= (r2 * v2) / 4 / (k * (k - 1 + d / 2));
        return sum;
      };
      const rho = (t: number) => {
        let [sum, total] = [0, 0];
        for (let a = 0.02; a < 14; a += 0.04)
          for (let b = 0.02; b < 14; b += 0.04) {
            const w = (a * b) ** (d - 1) * Math.exp(-(a * a + b * b) / 2);
            if (w === 0) continue;
            sum += w * over(a * a + b * b + 2 * t * a * b);
            total += w;
          }
        return (c0 * sum) / total;
      };
      const alone = (c0 * Math.exp(2 * v2) - k2) / m;
      for (const [kind, t] of [
        ["orthogonal", 0],
        ["simplex", -1 / (d - 1)],
      ] as const) {
        const want = alone + ((d - 1) / m) * (rho(t) - k2);
        const got = kernelMse({ kind, d, m, normX: nx, normY: ny, dot: xy });
        expect(Math.abs(got - want)).toBeLessThan(2e-3 * want);
      }
      const iid = kernelMse({ kind: "iid", d, m, normX: nx, normY: ny, dot: xy });
      expect(Math.abs(iid - alone)).toBeLessThan(1e-13);
    },
    20_000,
  );

  test("the order of the kinds, at every angle; a short block counts by its pairs", () => {
    for (const angle of [-1, -0.5, 0, 0.5, 1]) {
      const at = { d: 16, m: 16, normX: 0.7, normY: 0.7, dot: 0.49 * angle };
      const [iid, orthogonal, simplex] = (["iid", "orthogonal", "simplex"] as const).map((kind) =>
        kernelMse({ ...at, kind }),
      );
      // Where x = -y, v = 0 and all of it is exact.
      if (angle === -1) expect(Math.max(iid!, orthogonal!, simplex!)).toBeLessThan(1e-15);
      else expect([iid! > orthogonal!, orthogonal! > simplex!]).toEqual([true, true]);
    }
    const at = { kind: "simplex", d: 4, normX: 0.7, normY: 0.7, dot: 0.1 } as const;
    const one = kernelMse({ ...at, kind: "iid", m: 1 });
    expect(Math.abs(kernelMse({ ...at, m: 1 }) - one)).toBeLessThan(1e-13);
    const sum = 16 * kernelMse({ ...at, m: 4 }) + one;
    expect(Math.abs(25 * kernelMse({ ...at, m: 5 }) - sum)).toBeLessThan(1e-12);
  });
});

describe("weighted means", () => {
  const [n, d, v, m] = [150, 8, 3, 24];
  const draw = () => {
    const random = lw.random(4);
    const [Q, K] = [random.normal(n * d).data.slice(), random.normal(n * d).data.slice()];
    const V = random.normal(n * v).data.slice();
    const of = (data: Float64Array | Float32Array, cols: number) => lw.matrix(n, cols, data, { type: "f64" });
    return { Q: of(Q, d), K: of(K, d), V: of(V, v), P: makeProjection(lw, { d, m, seed: 1, type: "f64" }) };
  };

  test.each([false, true])("are those of the features' Gram matrix, causal %s, past a block", (causal) =>
    lw.scope(() => {
      const { Q, K, V, P } = draw();
      const options = { kernel: "softmax", sigma: d ** -0.25 } as const;
      const G = approxGram(features(Q, P, options), features(K, P, options)).data;
      const got = linearAttention(Q, K, V, P, { causal }).data;
      const values = V.data;
      for (let i = 0; i < n; i++)
        for (let c = 0; c < v; c++) {
          let [sum, total] = [0, 0];
          for (let j = 0; j < (causal ? i + 1 : n); j++) {
            sum += G[i * n + j]! * values[j * v + c]!;
            total += G[i * n + j]!;
          }
          expect(Math.abs(got[i * v + c]! - sum / total)).toBeLessThan(1e-11);
        }
    }),
  );

  test("attention is nearer to the exact one by simplices than by independent rows, 20 seeds", () =>
    lw.scope(() => {
      const [n, d, m] = [256, 16, 64];
      const random = lw.random(8);
      const [Q, K, V] = [0, 0, 0].map(() => lw.matrix(n, d, random.normal(n * d, "f32").data, { type: "f32" })) as [
        ReturnType<typeof lw.matrix>,
        ReturnType<typeof lw.matrix>,
        ReturnType<typeof lw.matrix>,
      ];
      const want = new Float64Array(n * d);
      const values = V.data;
      for (let i = 0; i < n; i++) {
        const q = row(Q, i);
        const w = Array.from({ length: n }, (_, j) => Math.exp(dot(q, row(K, j)) / 4));
        const total = w.reduce((a, b) => a + b, 0);
        for (let j = 0; j < n; j++)
          for (let c = 0; c < d; c++) want[i * d + c]! += (w[j]! * values[j * d + c]!) / total;
      }
      const error = (kind: ProjectionKind) => {
        let sum = 0;
        for (let seed = 0; seed < 20; seed++)
          lw.scope(() => {
            const got = linearAttention(Q, K, V, makeProjection(lw, { d, m, kind, seed })).data;
            sum += Math.hypot(...got.map((x, i) => x - want[i]!));
          });
        return sum / 20;
      };
      expect(error("simplex")).toBeLessThan(error("iid"));
    }));

  test("classes of three clusters", () =>
    lw.scope(() => {
      const points = (seed: number, count: number) => {
        const noise = lw.random(seed).normal(count * 4).data;
        return lw.matrix(
          count,
          4,
          noise.map((e, q) => 0.3 * e + (Math.floor(q / 4) % 3 === q % 4 ? 1 : 0)),
          { type: "f64" },
        );
      };
      const onehot = lw.matrix(
        60,
        3,
        Float64Array.from({ length: 180 }, (_, q) => (Math.floor(q / 3) % 3 === q % 3 ? 1 : 0)),
      );
      const P = makeProjection(lw, { d: 4, m: 128, seed: 3, type: "f64" });
      const { labels, scores } = kernelClassifier(points(1, 60), onehot, points(2, 90), P, { sigma: 1.5 });
      const right = labels.filter((label, i) => label === i % 3).length;
      expect(right).toBeGreaterThanOrEqual(86);
      for (let i = 0; i < 90; i++) expect(Math.abs(dot(row(scores, i), [1, 1, 1]) - 1)).toBeLessThan(1e-12);
      expect(labels[0]).toBe([...row(scores, 0)].indexOf(Math.max(...row(scores, 0))));
    }));
});
