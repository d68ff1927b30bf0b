// Kernel PCA and kernel k-means on points, dictionaries and random features.
import { describe, expect, test } from "vitest";
import { packRecord, unpackRecord } from "../../src/core/saved.ts";
import { makeProjection, nystrom, squeak } from "../../src/methods/kernel-methods/index.ts";
import {
  type FeatureMap,
  kernelKMeans,
  kernelPca,
  kMeans,
  loadKernelKMeans,
  loadKernelPca,
  loadKMeans,
  nystromFeatures,
  pca,
  randomFeatures,
} from "../../src/models/index.ts";
import { eps, reals, types } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import frozen from "../fixtures/cluster.json" with { type: "json" };
import { instance, lw } from "../instance.ts";
import { centred, gaussian, objective } from "../oracle/cluster.ts";

const rowsOf = (C: { data: ArrayLike<number>; rows: number; cols: number }): number[][] =>
  Array.from({ length: C.rows }, (_, i) => Array.from({ length: C.cols }, (_, j) => C.data[i * C.cols + j]!));
const column = (C: readonly (readonly number[])[], j: number) => C.map((row) => row[j]!);
const inner = (X: readonly (readonly number[])[]) => X.map((x) => X.map((y) => dot(x, y)));
const dot = (x: readonly number[], y: readonly number[]) => x.reduce((t, v, i) => t + v * y[i]!, 0);

/** Two rings about the origin, of radius 1/2 and 2, even and odd points. */
const rings = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => {
    const [turn, off] = [(2 * Math.PI * i * 0.618034) % (2 * Math.PI), 0.05 * reals(1, i)[0]!];
    const radius = (i % 2 === 0 ? 0.5 : 2) + off;
    return [Math.fround(radius * Math.cos(turn)), Math.fround(radius * Math.sin(turn))];
  });

const parted = (labels: ArrayLike<number>): boolean =>
  new Set(Array.from(labels, (label, i) => `${i % 2} ${label}`)).size === 2;

describe.each(types)("in %s", (type) => {
  const near = type === "f64" ? 1e-10 : 2e-3;
  const maps: Record<string, (X: readonly (readonly number[])[]) => FeatureMap> = {
    points: (X) => nystromFeatures(lw.matrix(X, { type }), { nComponents: 40, gamma: 0.7 }),
    dictionary: (X) => {
      const points = lw.matrix(X, { type });
      const gaussian = { kernel: "gaussian", gamma: 0.7 } as const;
      return nystrom(lw, squeak(points, { gamma: 0.1, qbar: 30, kernel: gaussian }), { type });
    },
    random: (X) => randomFeatures(makeProjection(lw, { d: X[0]!.length, m: 256, type, seed: 3 }), { gamma: 0.7 }),
  };

  test("on all points kernel PCA is scikit-learn's, but for signs, of other samples too", () =>
    lw.scope(() => {
      const X = lw.matrix(frozen.X, { type });
      const { gamma, eigenvalues, fitted, transformed } = frozen.kernelPca;
      const fit = kernelPca(X, { features: nystromFeatures(X, { gamma }), nComponents: 4 });
      for (const [c, value] of eigenvalues.entries())
        expect(Math.abs(fit.eigenvalues[c]! - value)).toBeLessThan(10 * near);
      const [mine, fresh] = [rowsOf(fit.transform(X)), rowsOf(fit.transform(lw.matrix(frozen.new, { type })))];
      for (let c = 0; c < 4; c++) {
        const sign = Math.sign(dot(column(mine, c), column(fitted, c)));
        for (const [got, want] of [
          [mine, fitted],
          [fresh, transformed],
        ] as const)
          for (const [i, row] of got.entries()) expect(Math.abs(sign * row[c]! - want[i]![c]!)).toBeLessThan(near);
      }
    }));

  test("the projections are eigenvectors of the centred Gram matrix, more samples than features or fewer", () =>
    lw.scope(() => {
      const rows = rings(50);
      const X = lw.matrix(rows, { type });
      const map = nystromFeatures(X, { gamma: 0.25, nComponents: 50 });
      // With points left out as singular to rounding there are fewer features than samples; of random ones there are more.
      const many = randomFeatures(makeProjection(lw, { d: 2, m: 3000, type, seed: 1 }), { gamma: 0.25 });
      for (const [features, gram] of [
        [map, gaussian(rows, 0.25)],
        [many, inner(rowsOf(many.transform(X)))],
      ] as const) {
        const K = centred(gram);
        const fit = kernelPca(X, { features, nComponents: 3 });
        const Z = rowsOf(fit.transform(X));
        for (let c = 0; c < 3; c++) {
          const z = column(Z, c);
          expect(Math.abs(dot(z, z) - fit.eigenvalues[c]!)).toBeLessThan(near * fit.eigenvalues[0]!);
          for (const [i, row] of K.entries())
            expect(Math.abs(dot(row, z) - fit.eigenvalues[c]! * z[i]!)).toBeLessThan(near * fit.eigenvalues[0]!);
          for (let b = 0; b < c; b++) expect(Math.abs(dot(z, column(Z, b)))).toBeLessThan(near * fit.eigenvalues[0]!);
          expect(Math.abs(z.reduce((a, b) => a + b))).toBeLessThan(near * 50);
        }
      }
    }));

  test("features in parts are as features at once, and progress is told", () =>
    lw.scope(() => {
      const X = lw.matrix(rings(2500), { type });
      const features = nystromFeatures(X, { nComponents: 12, gamma: 0.4 });
      const told: number[] = [];
      const fit = kernelPca(X, { features, nComponents: 5, onProgress: (done, n) => told.push(done / n) });
      expect(told).toEqual([1024 / 2500, 2048 / 2500, 1]);
      const plain = pca(features.transform(X), { nComponents: 5, svdSolver: "full" });
      for (const [c, s] of plain.singularValues.entries())
        expect(Math.abs(fit.eigenvalues[c]! - s ** 2)).toBeLessThan(near * fit.eigenvalues[0]!);
      const reason = new Error("enough");
      const signal = AbortSignal.abort(reason);
      expect(thrown(() => kernelPca(X, { features, signal }))).toBe(reason);
    }));

  test.each(Object.keys(maps))("two rings are parted by kernel k-means and not by plain: %s", (basis) =>
    lw.scope(() => {
      const rows = rings(300);
      const X = lw.matrix(rows, { type });
      expect(parted(kMeans(X, { nClusters: 2, nInit: 4 }).labels)).toBe(false);
      const features = maps[basis]!(rows);
      const fit = kernelKMeans(X, { features, nClusters: 2, nInit: 10, randomState: 1 });
      const Phi = rowsOf(features.transform(X));
      const want = objective(Phi, rowsOf(fit.clusters.clusterCenters));
      expect(Math.abs(fit.inertia - want)).toBeLessThan(200 * eps[type] * want);
      expect(parted(fit.labels)).toBe(true);
      expect([...fit.predict(X)]).toEqual([...fit.labels]);
      const D = rowsOf(fit.transform(X));
      expect(D.map(([a, b]) => (a! <= b! ? 0 : 1))).toEqual([...fit.labels]);
    }),
  );

  test.each(Object.keys(maps))("models on %s are the same in another instance, to the last bit", (basis) =>
    lw.scope(() => {
      const rows = rings(60);
      const X = lw.matrix(rows, { type });
      const features = maps[basis]!(rows);
      const other = instance();
      const start = other.memory.bytes;
      const [components, clusters] = [
        kernelPca(X, { features, nComponents: 3 }),
        kernelKMeans(X, { features, nClusters: 4 }),
      ];
      const [savedPca, savedMeans, savedPlain] = [components.save(), clusters.save(), clusters.clusters.save()];
      const back = [
        loadKernelPca(other, savedPca),
        loadKernelKMeans(other, savedMeans),
        loadKMeans(other, savedPlain),
      ] as const;
      other.scope(() => {
        const Y = other.matrix(rows, { type });
        expect(back[0].transform(Y).data).toEqual(components.transform(X).data);
        expect(back[1].predict(Y)).toEqual(clusters.predict(X));
        expect([back[1].labels, back[1].inertia, back[1].converged, back[1].iterations]).toEqual([
          clusters.labels,
          clusters.inertia,
          clusters.converged,
          clusters.iterations,
        ]);
        expect(back[2].clusterCenters.data).toEqual(clusters.clusters.clusterCenters.data);
      });
      for (const [i, saved] of [savedPca, savedMeans, savedPlain].entries())
        expect(new Uint8Array(back[i]!.save())).toEqual(new Uint8Array(saved));
      for (const model of back) model.dispose();
      expect(other.memory.bytes).toBe(start);
    }),
  );
});

test("what is saved of another kind, or cannot be, is refused and nothing is reserved", () =>
  lw.scope(() => {
    const X = lw.matrix(rings(20));
    const features = nystromFeatures(X, { nComponents: 5 });
    const [components, clusters] = [
      kernelPca(X, { features }).save(),
      kernelKMeans(X, { features, nClusters: 3 }).save(),
    ];
    const before = lw.memory.arrays;
    const reason = (body: () => unknown) => (thrown(body) as { reason?: string }).reason;
    expect(reason(() => loadKernelPca(lw, clusters))).toBe("kind");
    expect(reason(() => loadKernelKMeans(lw, components))).toBe("kind");
    expect(reason(() => loadKernelPca(lw, components.slice(0, -8)))).toBe("truncated");
    const record = unpackRecord(clusters, "kernel-k-means");
    const changed = (arrays: object) => packRecord({ ...record, arrays: { ...record.arrays, ...arrays } });
    expect(reason(() => loadKernelKMeans(lw, changed({ "clusters.labels": Uint32Array.of(3) })))).toBe("content");
    expect(reason(() => loadKernelKMeans(lw, changed({ "clusters.centers": new Float64Array(9) })))).toBe("content");
    expect(reason(() => loadKernelKMeans(lw, changed({ "clusters.centers": new Float64Array(15).fill(NaN) })))).toBe(
      "content",
    );
    expect(lw.memory.arrays).toBe(before);
  }));

test("says what is wrong, and leaves nothing behind", () =>
  lw.scope(() => {
    const X = lw.matrix([
      [1, 2],
      [3, 4],
      [5, 7],
    ]);
    const features = nystromFeatures(X);
    const before = lw.memory.arrays;
    checkFault(
      thrown(() => kernelPca(X, {} as never)),
      "ArgumentTypeError",
      "features",
    );
    checkFault(
      thrown(() => kernelKMeans(X, {} as never)),
      "ArgumentTypeError",
      "features",
    );
    checkFault(
      thrown(() => kernelPca(X, { features, nComponents: 0 })),
      "ArgumentRangeError",
      "nComponents",
    );
    checkFault(
      thrown(() => kernelKMeans(X, { features, nClusters: 4 })),
      "ArgumentRangeError",
      "nClusters",
    );
    expect(lw.memory.arrays).toBe(before);
    const [flat, bad] = [
      lw.matrix([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
      lw.matrix([
        [1, NaN],
        [1, 2],
      ]),
    ];
    checkFault(
      thrown(() => kernelPca(flat, { features })),
      "ArgumentRangeError",
      "X",
    );
    checkFault(
      thrown(() => kernelPca(bad, { features })),
      "ArgumentRangeError",
      "X",
    );
    checkFault(
      thrown(() => kernelKMeans(bad, { features, nClusters: 1 })),
      "ArgumentRangeError",
      "X",
    );
    checkFault(
      thrown(() => kernelPca(lw.matrix(1, 2), { features })),
      "ArgumentRangeError",
      "X",
    );
    checkFault(
      thrown(() => kernelPca(lw.matrix(3, 1), { features })),
      "ShapeError",
      "X",
    );
    const fit = kernelPca(X, { features });
    checkFault(
      thrown(() => fit.transform(lw.matrix(3, 1))),
      "ShapeError",
      "X",
    );
  }));
