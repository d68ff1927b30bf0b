// Feature maps: their products against the kernel they stand for, and what comes back from a buffer.
import { describe, expect, test } from "vitest";
import { SavedFormatError } from "../../src/core/errors.ts";
import { packRecord } from "../../src/core/saved.ts";
import { makeProjection, nystrom, squeak } from "../../src/methods/kernel-methods/index.ts";
import { loadFeatures, nystromFeatures, randomFeatures, saveFeatures } from "../../src/models/index.ts";
import { types } from "../data.ts";
import { checkFault, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { gaussian, gramRows, type Kernel, projectedKernel } from "../oracle/kernelFits.ts";

const rowsOf = (n: number, d: number, seed: number) =>
  lw.scope(() => {
    const { data } = lw.random(seed).normal(n * d);
    return Array.from({ length: n }, (_, i) => Array.from(data.subarray(i * d, (i + 1) * d), Math.fround));
  });
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (v, i) => Math.abs(v - b[i]!)));
};

describe.each(types)("Nystrom features in %s", (type) => {
  const eps = type === "f64" ? 2 ** -52 : 2 ** -23;

  test.each([
    ["gaussian", { lengthScale: 2 }, gaussian(1 / 8)],
    ["gaussian", {}, gaussian(1 / 3)],
    ["laplacian", { lengthScale: 2 }, ((x, y) => Math.exp(-Math.hypot(...x.map((v, j) => v - y[j]!)) / 2)) as Kernel],
    [
      "polynomial",
      { gamma: 0.5, offset: 1.5, degree: 2 },
      ((x, y) => (1.5 + 0.5 * x.reduce((s, v, j) => s + v * y[j]!, 0)) ** 2) as Kernel,
    ],
  ] as const)("of a %s kernel multiply to its projection on the points", (kernel, options, k) =>
    lw.scope(() => {
      const X = rowsOf(33, 3, 5);
      const map = nystromFeatures(lw.matrix(X.slice(0, 7), { type }), { kernel, ...options });
      expect([map.size, map.dim, map.type]).toEqual([7, 3, type]);
      const Phi = map.transform(lw.matrix(X, { type }));
      const want = gramRows(X, X, projectedKernel(X.slice(0, 7), k)).flat();
      const scale = Math.max(...X.map((x) => k(x, x)));
      expect(worst(Phi.matmul(Phi, { transposeB: true }).data, want)).toBeLessThan(
        // The distance of a point to itself is a square root of rounding.
        kernel === "laplacian" ? 10 * Math.sqrt(eps) : 3e3 * eps * scale,
      );
      const own = X.map((x) => k(x, x));
      expect(worst(map.diagonal(lw.matrix(X, { type })), own)).toBeLessThan(10 * eps * scale);
    }),
  );

  test("of points drawn anew are those of the points it names, by their seed", () =>
    lw.scope(() => {
      const X = rowsOf(50, 2, 6);
      const A = lw.matrix(X, { type });
      const maps = [3, 3, 4].map((randomState) => nystromFeatures(A, { nComponents: 9, randomState }));
      const chosen = maps.map(({ points }) =>
        Array.from({ length: 9 }, (_, i) => [...points.data.subarray(2 * i, 2 * i + 2)]),
      );
      expect(chosen[0]).toEqual(chosen[1]);
      expect(chosen[0]).not.toEqual(chosen[2]);
      const at = chosen[0]!.map((p) => X.findIndex((x) => x.join() === p.join()));
      expect([Math.min(...at) >= 0, new Set(at).size]).toEqual([true, 9]);
    }));

  test("of points that depend on each other leave some out, and stand for the kernel as well", () =>
    lw.scope(() => {
      const few = rowsOf(6, 2, 7);
      const X = [...few, ...few, ...few.map((x) => x.map((v) => v + eps)), ...rowsOf(20, 2, 8)];
      const map = nystromFeatures(lw.matrix(X, { type }), { gamma: 1 });
      expect(map.size).toBeLessThanOrEqual(26);
      const Phi = map.transform(lw.matrix(X, { type }));
      const K = gramRows(X, X, gaussian(1)).flat();
      expect(worst(Phi.matmul(Phi, { transposeB: true }).data, K)).toBeLessThan(40 * 38 * eps);
    }));

  test("of a line with a linear kernel are one", () =>
    lw.scope(() => {
      const map = nystromFeatures(
        lw.matrix(
          [
            [0, 0],
            [1, 2],
            [3, 6],
          ],
          { type },
        ),
        { kernel: "linear" },
      );
      expect(map.size).toBe(1);
      expect(Math.abs(map.transform(lw.matrix([[1, 2]], { type })).data[0]!)).toBeCloseTo(Math.sqrt(5), 5);
    }));

  test("multiply(X, W) is transform(X) W", () =>
    lw.scope(() => {
      const map = nystromFeatures(lw.matrix(rowsOf(11, 3, 1), { type }), { gamma: 0.5 });
      const [Z, W] = [lw.matrix(rowsOf(19, 3, 2), { type }), lw.matrix(rowsOf(11, 4, 3), { type })];
      expect(worst(map.multiply(Z, W).data, map.transform(Z).matmul(W).data)).toBeLessThan(3e3 * eps);
    }));

  test("of a point do not change with the points beside it, however far", () =>
    lw.scope(() => {
      const map = nystromFeatures(lw.matrix(rowsOf(9, 2, 1), { type }), { gamma: 0.5 });
      const alone = map.transform(lw.matrix([[0.3, 0.1]], { type }));
      const beside = map.transform(
        lw.matrix(
          [
            [0.3, 0.1],
            [1e5, 0],
          ],
          { type },
        ),
      );
      expect(worst(beside.data.subarray(0, 9), alone.data)).toBeLessThan(100 * eps);
    }));

  test("of a dictionary are, in both types, those of its weights and ridge", () =>
    lw.scope(() => {
      const dictionary = squeak(lw.matrix(rowsOf(80, 2, 9)), { gamma: 0.5, qbar: 20, kernel: { gamma: 0.7 } });
      const map = nystrom(lw, dictionary, { type });
      expect(map.type).toBe(type);
      const Z = rowsOf(12, 2, 10);
      const exact = nystrom(lw, dictionary).transform(lw.matrix(Z));
      expect(worst(map.transform(lw.matrix(Z, { type })).data, exact.data)).toBeLessThan(1e3 * eps);
    }));
});

describe.each(types)("random features in %s", (type) => {
  test.each(["iid", "orthogonal", "simplex"] as const)(
    "of %s directions multiply to about the Gaussian kernel",
    (kind) =>
      lw.scope(() => {
        const projection = makeProjection(lw, { d: 3, m: 3000, kind, seed: 2, type });
        const map = randomFeatures(projection, { lengthScale: 2 });
        projection.dispose();
        const X = rowsOf(10, 3, 3).map((x) => x.map((v) => v / 2));
        const Phi = map.transform(lw.matrix(X, { type }));
        const K = gramRows(X, X, gaussian(1 / 8)).flat();
        expect(worst(Phi.matmul(Phi, { transposeB: true }).data, K)).toBeLessThan(0.1);
        const W = lw.matrix(rowsOf(3000, 2, 4), { type });
        expect(worst(map.multiply(lw.matrix(X, { type }), W).data, Phi.matmul(W).data)).toBeLessThan(1e-4);
        expect([...map.diagonal(lw.matrix(X, { type }))]).toEqual(new Array(10).fill(1));
        expect([map.size, map.dim, map.type]).toEqual([3000, 3, type]);
      }),
  );
});

describe.each(types)("maps of %s in a buffer", (type) => {
  const make = {
    nystrom: () => nystromFeatures(lw.matrix(rowsOf(9, 2, 1), { type }), { kernel: "laplacian", gamma: 0.3 }),
    random: () => randomFeatures(makeProjection(lw, { d: 2, m: 6, type }), { gamma: 0.3 }),
  };
  test.each(["nystrom", "random"] as const)("%s: the same features, bit by bit", (kind) =>
    lw.scope(() => {
      const map = make[kind]();
      const saved = saveFeatures(map);
      const back = loadFeatures(lw, saved);
      expect(back.constructor).toBe(map.constructor);
      const Z = lw.matrix(rowsOf(5, 2, 3), { type });
      expect(back.transform(Z).toArray()).toEqual(map.transform(Z).toArray());
      expect(new Uint8Array(saveFeatures(back))).toEqual(new Uint8Array(saved));
    }),
  );

  test.each(["nystrom", "random"] as const)(
    "%s: contents that cannot be are errors, and nothing stays behind",
    (kind) => {
      const { kind: saved, values, arrays } = lw.scope(() => make[kind]().record());
      const [name, array] = Object.entries(arrays)[0]!;
      const before = lw.memory.bytes;
      for (const wrong of [
        { values: { ...values, size: 0 } },
        { values: { ...values, dim: 1e9 } },
        { values: { ...values, type: "f16" } },
        { values: kind === "random" ? { ...values, gamma: -1 } : { ...values, kernel: 3 } },
        { arrays: {} },
        { arrays: { ...arrays, [name]: array.map((v, i) => (i === 1 ? Number.NaN : v)) as Float64Array<ArrayBuffer> } },
        {
          arrays: {
            ...arrays,
            ...(arrays.factor ? { factor: arrays.factor.slice().fill(0) } : { W: new Float64Array(1) }),
          },
        },
      ]) {
        const error = thrown(() => loadFeatures(lw, packRecord({ kind: saved, values, arrays, ...wrong })));
        expect(error).toBeInstanceOf(SavedFormatError);
        expect((error as SavedFormatError).reason).toBe("content");
      }
      const other = thrown(() => loadFeatures(lw, packRecord({ kind: "other", values, arrays })));
      expect((other as SavedFormatError).reason).toBe("kind");
      expect(lw.memory.bytes).toBe(before);
    },
  );
});

test("bad options are errors that name them", () =>
  lw.scope(() => {
    const X = lw.matrix(rowsOf(4, 2, 1));
    const of = (options: object, points = X) => thrown(() => nystromFeatures(points, options));
    checkFault(of({ nComponents: 0 }), "ArgumentRangeError", "nComponents");
    checkFault(of({ lengthScale: 1, gamma: 1 }), "ArgumentRangeError", "lengthScale");
    checkFault(of({ lengthScale: -1 }), "ArgumentRangeError", "lengthScale");
    checkFault(of({ kernel: "linear", lengthScale: 1 }), "ArgumentRangeError", "lengthScale");
    checkFault(of({ tolerance: -1 }), "ArgumentRangeError", "tolerance");
    checkFault(of({}, lw.matrix(0, 2, [])), "ArgumentRangeError", "X.rows");
    checkFault(of({ kernel: "linear" }, lw.matrix([[0, 0]])), "ArgumentRangeError", "X");
    checkFault(
      thrown(() => randomFeatures({} as never)),
      "ArgumentTypeError",
      "projection",
    );
    checkFault(
      thrown(() => saveFeatures({} as never)),
      "ArgumentTypeError",
      "features",
    );
  }));
