// Regressions on a dictionary: how far from the exact ones, how right their variances, what they reserve.
import { describe, expect, test } from "vitest";
import { type Dictionary, nystrom, squeak } from "../../src/methods/kernel-methods/index.ts";
import { type FeatureMap, gaussianProcess, kernelRidge, nystromFeatures } from "../../src/models/index.ts";
import { instance, lw } from "../instance.ts";
import { backward, choleskyOf, forward, gaussian, gramRows } from "../oracle/kernelFits.ts";

const uniform = (n: number) =>
  lw.scope(() => {
    const { data } = lw.random(8).uniform(2 * n);
    return Array.from({ length: n }, (_, i) => Array.from(data.subarray(2 * i, 2 * i + 2), (v) => 4 * v - 2));
  });

describe("on a SQUEAK dictionary", () => {
  const [n, mu, gamma, eps] = [500, 0.5, 1, 0.5];
  const A = uniform(n);
  const y = A.map(([a, b]) => Math.sin(3 * a!) * Math.cos(2 * b!));
  const dictionary: Dictionary = lw.scope(() =>
    squeak(lw.matrix(A), { gamma, eps, qbar: 30, kernel: { gamma: 0.5 }, seed: 1 }),
  );

  test("fitted values are within gamma / (1 - eps) ||(K + mu I)^-1 y|| of the exact ones, far less by the projection", () =>
    lw.scope(() => {
      // With 0 <= K - Kd <= g I:  mu ||((Kd + mu I)^-1 - (K + mu I)^-1) y|| = mu ||(Kd + mu I)^-1 (K - Kd) (K + mu I)^-1 y||.
      const K = gramRows(A, A, gaussian(0.5));
      const L = choleskyOf(K.map((row, i) => row.map((v, j) => (i === j ? v + mu : v))));
      const dual = backward(L, forward(L, y));
      const exact = y.map((v, i) => v - mu * dual[i]!);
      const distance = (features: FeatureMap) => {
        const model = kernelRidge(lw.matrix(A), lw.vector(y), { features, alpha: mu });
        const got = model.predict(lw.matrix(A)).data;
        return Math.hypot(...exact.map((v, i) => v - got[i]!));
      };
      const bound = (gamma / (1 - eps)) * Math.hypot(...dual);
      expect(dictionary.size).toBeLessThan(n / 2);
      const weighted = distance(nystrom(lw, dictionary));
      expect([weighted > 0, weighted < bound]).toEqual([true, true]);
      expect(distance(nystrom(lw, dictionary, { regularized: false }))).toBeLessThan(weighted / 20);
      const tenth = nystromFeatures(lw.matrix(A), { nComponents: Math.ceil(dictionary.size / 10), gamma: 0.5 });
      expect(distance(tenth)).toBeGreaterThan(weighted);
    }));

  test("variances are those of the errors: functions drawn from the prior lie in the intervals as often as they should, or more often by the weighted features", () =>
    lw.scope(() => {
      const [draws, train, noise] = [40, 300, 0.1];
      const L = choleskyOf(gramRows(A, A, gaussian(0.5)).map((row, i) => row.map((v, j) => (i === j ? v + 1e-9 : v))));
      const { data } = lw.random(9).normal(draws * n);
      const drawn = Array.from({ length: draws }, (_, f) =>
        L.map((row) => row.reduce((sum, v, j) => sum + v * data[f * n + j]!, 0)),
      );
      const added = lw.random(10).normal(train * draws).data;
      const B = lw.matrix(
        train,
        draws,
        Array.from(added, (v, e) => drawn[e % draws]![Math.floor(e / draws)]! + Math.sqrt(noise) * v),
      );
      for (const regularized of [false, true]) {
        const features = nystrom(lw, dictionary, { regularized });
        const model = gaussianProcess(lw.matrix(A.slice(0, train)), B, { features, alpha: noise });
        const { mean, variance } = model.posterior(lw.matrix(A.slice(train)));
        let [within, squares] = [0, 0];
        for (const [e, m] of mean.data.entries()) {
          const z = (drawn[e % draws]![train + Math.floor(e / draws)]! - m) / Math.sqrt(variance.data[e]!);
          squares += (z * z) / mean.data.length;
          within += Math.abs(z) < 1.6449 ? 1 / mean.data.length : 0;
        }
        if (regularized) expect([within > 0.9, squares < 1]).toEqual([true, true]);
        else expect([Math.abs(within - 0.9) < 0.02, Math.abs(squares - 1) < 0.1]).toEqual([true, true]);
      }
    }));
});

test("what is reserved grows with the features, not with the samples", () => {
  const own = instance();
  const [n, size] = [20000, 40];
  const A = own.scope(() => own.matrix(n, 2, own.random(1).uniform(2 * n).data));
  const y = own.vector(n);
  const before = own.memory.bytes;
  const model = gaussianProcess(A, y, { nComponents: size, alpha: 1, gamma: 40 });
  expect(model.features.size).toBe(size);
  expect(own.memory.bytes - before).toBe(8 * (2 * size ** 2 + size * 3));
  expect(own.memory.peak - before).toBeLessThan(8 * (6 * size ** 2 + 1024 * (4 * size + 4)));
  model.dispose();
  expect(own.memory.bytes).toBe(before);
  A.dispose();
  y.dispose();
});
