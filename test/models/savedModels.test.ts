// Models in buffers: the same predictions to the last bit, and every fault of a buffer an error that leaves the heap as it was.
import { describe, expect, test } from "vitest";
import { SavedFormatError } from "../../src/core/errors.ts";
import { packRecord, unpackRecord } from "../../src/core/saved.ts";
import { makeProjection, nystrom, squeak } from "../../src/methods/kernel-methods/index.ts";
import {
  gaussianProcess,
  kernelRidge,
  loadGaussianProcess,
  loadKernelRidge,
  nystromFeatures,
  randomFeatures,
} from "../../src/models/index.ts";
import { reals, types } from "../data.ts";
import { thrown } from "../faults.ts";
import { instance, lw } from "../instance.ts";

const bases = ["points", "dictionary", "random"] as const;

describe.each(types)("in %s", (type) => {
  const points = () => lw.matrix(12, 2, reals(24, 1), { type });
  const make = {
    points: () => nystromFeatures(points(), { nComponents: 5, gamma: 0.4 }),
    dictionary: () =>
      nystrom(lw, squeak(points(), { gamma: 0.5, qbar: 20, kernel: { kernel: "laplacian", gamma: 0.3 } }), { type }),
    random: () => randomFeatures(makeProjection(lw, { d: 2, m: 7, type }), { gamma: 0.2 }),
  };

  test.each(bases)("models on %s predict the same in another instance", (basis) =>
    lw.scope(() => {
      const features = make[basis]();
      const other = instance();
      const start = other.memory.bytes;
      const Y = lw.matrix(12, 3, reals(36, 2), { type });
      const [A, Z] = [points(), reals(10, 3)];
      const ridge = kernelRidge(A, Y, { features, alpha: 0.2 });
      const process = gaussianProcess(A, lw.vector(reals(12, 4), { type }), { features, alpha: 0.1, normalizeY: true });
      const [savedRidge, savedProcess] = [ridge.save(), process.save()];
      const back = [loadKernelRidge(other, savedRidge), loadGaussianProcess(other, savedProcess)] as const;
      other.scope(() => {
        const [C, D] = [lw.matrix(5, 2, Z, { type }), other.matrix(5, 2, Z, { type })];
        expect(back[0].predict(D).toArray()).toEqual(ridge.predict(C).toArray());
        for (const approximation of ["dtc", "sor"] as const) {
          const [got, want] = [back[1].posterior(D, { approximation }), process.posterior(C, { approximation })];
          expect(got.mean.toArray()).toEqual(want.mean.toArray());
          expect(got.variance.toArray()).toEqual(want.variance.toArray());
          expect(got.mean.constructor).toBe(want.mean.constructor);
        }
      });
      expect([back[0].alpha, back[1].logMarginalLikelihood]).toEqual([0.2, process.logMarginalLikelihood]);
      expect([new Uint8Array(back[0].save()), new Uint8Array(back[1].save())]).toEqual([
        new Uint8Array(savedRidge),
        new Uint8Array(savedProcess),
      ]);
      for (const model of back) model.dispose();
      expect(other.memory.bytes).toBe(start);
    }),
  );
});

const saved = lw.scope(() => {
  const [A, y] = [lw.matrix(6, 1, reals(6, 1)), lw.vector(reals(6, 2))];
  return {
    "kernel-ridge": kernelRidge(A, y, { nComponents: 2 }).save(),
    "gaussian-process": gaussianProcess(A, y, { nComponents: 2, alpha: 0.1 }).save(),
  };
});
const loaders = { "kernel-ridge": loadKernelRidge, "gaussian-process": loadGaussianProcess } as const;

describe.each(["kernel-ridge", "gaussian-process"] as const)("a saved %s", (kind) => {
  const load = loaders[kind];
  const reasonOf = (buffer: ArrayBuffer | Uint8Array) => {
    const before = lw.memory.bytes;
    const error = thrown(() => load(lw, buffer));
    expect(error).toBeInstanceOf(SavedFormatError);
    expect(lw.memory.bytes).toBe(before);
    return (error as SavedFormatError).reason;
  };

  test("with any byte changed is refused", () => {
    const bytes = new Uint8Array(saved[kind].slice());
    const seen = new Set<string>();
    for (let at = 0; at < bytes.length; at++) {
      const was = bytes[at] as number;
      bytes[at] = was ^ (1 << (at % 8));
      seen.add(reasonOf(bytes));
      bytes[at] = was;
    }
    expect([...seen].sort()).toEqual(["checksum", "foreign", "truncated", "version"]);
    load(lw, bytes).dispose();
  });

  test("cut off anywhere is refused", () => {
    for (let end = 0; end < saved[kind].byteLength; end++)
      expect(reasonOf(saved[kind].slice(0, end))).toBe("truncated");
  });

  test("of another kind, or with contents that cannot be, is refused although its checksum is right", () => {
    const { values, arrays } = unpackRecord(saved[kind], kind);
    expect(reasonOf(saved[kind === "kernel-ridge" ? "gaussian-process" : "kernel-ridge"])).toBe("kind");
    const own = kind === "kernel-ridge" ? { alpha: -1 } : { constant: 0 };
    const inner = values.features as { kind: string; values: object };
    for (const part of [
      { values: { ...values, ...own } },
      { values: { ...values, targets: 0 } },
      { values: { ...values, targets: 2 } },
      { values: { ...values, single: 1 } },
      { values: { ...values, features: null } },
      { values: { ...values, features: { ...inner, kind: "mine" } } },
      { values: { ...values, features: { ...inner, values: { ...inner.values, size: 3 } } } },
      { arrays: { ...arrays, coefficients: Float64Array.of(1, Number.NaN) } },
      { arrays: { ...arrays, intercept: new Float64Array(2) } },
      ...(kind === "kernel-ridge"
        ? []
        : [
            { arrays: { ...arrays, factor: Float64Array.of(1, 1, 0) } },
            { arrays: { ...arrays, scales: Float64Array.of(0) } },
            { arrays: { ...arrays, scales: new Float64Array(2) } },
            { values: { ...values, logMarginalLikelihood: "large" } },
          ]),
    ])
      expect(reasonOf(packRecord({ kind, values, arrays, ...part } as never))).toBe("content");
  });
});
