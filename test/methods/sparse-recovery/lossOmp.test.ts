// The six pursuits: each promise against brute force, the first against plain OMP, ends and bad input.
import { describe, expect, test } from "vitest";
import {
  lossDecrease,
  lossOmp,
  lossOmpAsync,
  lossOmpSteps,
  type OmpOptions,
} from "../../../src/methods/sparse-recovery/index.ts";
import { eps, reals, types, words } from "../../data.ts";
import { type Fault, faulty, thrown } from "../../faults.ts";
import { instance, lw } from "../../instance.ts";
import * as oracle from "../../oracle/lossomp.ts";
import { columnsOf, unitDesign } from "../../problems/designs.ts";

const losses = ["lasso", "sr-lasso", "lad-lasso"] as const;
const penalties = ["l0", "l1"] as const;
const six = losses.flatMap((loss) => penalties.map((penalty) => ({ loss, penalty })));

/** Numbers of a seed: a design of m x n unit columns, y, an x of which some are not 0, weights, lambda. */
function problem(seed: number) {
  const next = words(seed);
  const [m, n] = [2 + (next() % 8), 1 + (next() % 6)];
  const A = unitDesign(m, n, seed);
  const y = reals(m, seed + 1).map((v) => 2 * v);
  const x = reals(n, seed + 2).map((v, j) => ((seed + j) % 3 === 0 ? v : 0));
  const w = reals(n, seed + 3).map((v) => 0.2 + Math.abs(v) * 2);
  const lambda = [0, 0.01, 0.1, 0.4, 1.5][next() % 5]!;
  return { m, n, A, y, x, w, lambda };
}

describe.each(six)("$loss $penalty", (kind) => {
  test("what each coordinate can do is what brute force finds, in the support and outside", () => {
    for (let seed = 0; seed < 200; seed++) {
      const { m, n, A, y, x, w, lambda } = problem(seed);
      const columns = columnsOf(A, m, n);
      const r = y.map((v, i) => v - columns.reduce((total, a, j) => total + a[i]! * x[j]!, 0));
      const got = lw.scope(() => {
        const options = { ...kind, lambda, weights: lw.vector(w) };
        return lossDecrease(lw.matrix(m, n, A), lw.vector(y), lw.vector(x), options).toArray();
      });
      for (let j = 0; j < n; j++) {
        const want = oracle.decrease(columns[j]!, r, x, j, w, { ...kind, lambda });
        expect(Math.abs(got[j]! - want), `seed ${seed}, column ${j}: ${got[j]} for ${want}`).toBeLessThanOrEqual(1e-8);
      }
    }
  });

  test.each(types)("takes the column of largest decrease every time, in %s", (type) =>
    lw.scope(() => {
      for (let seed = 0; seed < 20; seed++) {
        const [m, n] = [23, 37];
        const A = lw.matrix(m, n, unitDesign(m, n, seed), { type });
        const y = lw.vector(reals(m, seed + 50), { type });
        const weights = lw.vector(
          reals(n, seed + 60).map((v) => 0.5 + Math.abs(v)),
          { type },
        );
        const options: OmpOptions = { ...kind, lambda: 0.05, weights, maxIter: 8 };
        const states = lossOmpSteps(A, y, options);
        let last = states.next().value!;
        for (;;) {
          const before = lw.vector(last.x.toArray());
          const promises = lossDecrease(A, y, before, options).toArray();
          for (const j of last.support) promises[j] = 0;
          const most = Math.max(...promises);
          expect(Math.abs(last.residual - (last.stop === "maxIter" ? 0 : most))).toBeLessThanOrEqual(200 * eps[type]);
          if (last.stop) break;
          last = states.next().value!;
          expect(promises[last.support.at(-1)!]).toBeGreaterThanOrEqual(most - 200 * eps[type]);
        }
        states.return();
      }
    }),
  );

  test("x is the best fit by the columns taken, and the norms are those of the misfit", () =>
    lw.scope(() => {
      const [m, n] = [40, 60];
      const A = lw.matrix(m, n, unitDesign(m, n, 3));
      const y = lw.vector(reals(m, 4));
      const { x, support, residualNorms, decreases, stop } = lossOmp(A, y, { ...kind, lambda: 1e-3, maxIter: 6 });
      expect([support.length, decreases.length, residualNorms.length, stop]).toEqual([6, 6, 7, "maxIter"]);
      expect(x.data.filter((v) => v !== 0)).toHaveLength(6);
      const r = A.matmul(x, { alpha: -1 });
      r.data.set(r.data.map((v, i) => v + y.data[i]!));
      const norm = kind.loss === "lad-lasso" ? r.asum() : r.norm();
      expect(Math.abs(norm - residualNorms[6]!)).toBeLessThanOrEqual(1e-13);
      const back = A.matmul(r, { transposeA: true });
      if (kind.loss === "lad-lasso") expect(r.data.filter((v) => Math.abs(v) < 1e-13)).toHaveLength(6);
      else for (const j of support) expect(Math.abs(back.data[j]!)).toBeLessThanOrEqual(1e-13);
      for (let k = 1; k < 7; k++) expect(residualNorms[k]).toBeLessThan(residualNorms[k - 1]!);
    }));
});

test.each(types)("without a penalty it is OMP, in %s", (type) => {
  for (let seed = 0; seed < 30; seed++)
    lw.scope(() => {
      const [m, n, k] = [31, 53, 9];
      const A = unitDesign(m, n, seed);
      const y = reals(m, seed + 100);
      const { support } = lossOmp(lw.matrix(m, n, A, { type }), lw.vector(y, { type }), { maxIter: k });
      expect(Array.from(support)).toEqual(oracle.omp(columnsOf(A, m, n), y, k));
    });
});

test("columns of any norm with `normalize`: the same as dividing by the norms first", () =>
  lw.scope(() => {
    const [m, n] = [20, 30];
    const A = unitDesign(m, n, 1);
    const scale = reals(n, 2).map((v) => 10 ** (3 * v));
    const y = lw.vector(reals(m, 3));
    for (const kind of six) {
      const options = { ...kind, lambda: 0.02, maxIter: 5 };
      const plain = lossOmp(lw.matrix(m, n, A), y, options);
      const scaled = lw.matrix(
        m,
        n,
        A.map((v, p) => v * scale[p % n]!),
      );
      const got = lossOmp(scaled, y, { ...options, normalize: true });
      expect(got.support).toEqual(plain.support);
      for (let j = 0; j < n; j++) {
        const want = plain.x.data[j]! / scale[j]!;
        expect(Math.abs(got.x.data[j]! - want)).toBeLessThanOrEqual(1e-10 * Math.abs(want));
      }
    }
  }));

describe("ends", () => {
  const A = () => lw.matrix(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  test.each(six)("$loss $penalty: y fitted, nothing gained, y = 0", (kind) =>
    lw.scope(() => {
      const fitted = lossOmp(A(), lw.vector([3, 0, -2]), kind);
      expect([fitted.stop, Array.from(fitted.support), Array.from(fitted.x.data)]).toEqual([
        "residual",
        [0, 2],
        [3, 0, -2],
      ]);
      expect(lossOmp(A(), lw.vector([3, 0, -2]), { ...kind, lambda: 100 }).stop).toBe("no-decrease");
      expect(lossOmp(A(), lw.vector(3), kind).stop).toBe("residual");
      expect(lossOmp(A(), lw.vector([3, 1, -2]), { ...kind, maxIter: 1 }).stop).toBe("maxIter");
    }),
  );

  test.each(six)("$loss $penalty: a column that is there twice is taken once; of equal ones the first", (kind) =>
    lw.scope(() => {
      const twice = lw.matrix(3, 4, [1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
      const { support, stop } = lossOmp(twice, lw.vector([2, 1, 1]), kind);
      expect([Array.from(support), stop]).toEqual([[0, 2], "no-decrease"]);
    }),
  );

  test("a signal, progress, and the same without blocking", async () => {
    using design = A();
    using y = lw.vector([3, 1, -2]);
    const seen: number[] = [];
    const options = { onProgress: ({ support }: { support: Uint32Array }) => seen.push(support.length) };
    const result = await lossOmpAsync(design, y, options);
    result.x.dispose();
    expect(seen).toEqual([0, 1, 2, 3]);
    const stopped = new Error("enough");
    expect(thrown(() => lossOmp(design, y, { signal: AbortSignal.abort(stopped) }))).toBe(stopped);
    const fails = () => lossOmp(design, y, { loss: "lad-lasso", onProgress: () => expect.fail("told") });
    expect(thrown(fails).message).toBe("told");
  });
});

describe("bad input", () => {
  type Bad = [what: string, fault: Fault, argument: string, options: unknown, design?: number[], y?: number[]];
  const I = [1, 0, 0, 1];
  test.each<Bad>([
    ["columns of other norms", "ArgumentRangeError", "A", {}, [1, 0, 0, 1.1]],
    ["a column of zeros", "ArgumentRangeError", "A", {}, [1, 0, 0, 0]],
    ["a column of zeros to normalise", "ArgumentRangeError", "A", { normalize: true }, [1, 0, 0, 0]],
    ["NaN in A", "ArgumentRangeError", "A", { normalize: true }, [1, 0, NaN, 1]],
    ["an infinity in y", "ArgumentRangeError", "y", {}, I, [1, Infinity]],
    ["y too short", "ShapeError", "y", {}, I, [1]],
    ["lambda < 0", "ArgumentRangeError", "lambda", { lambda: -1 }],
    ["lambda NaN", "ArgumentRangeError", "lambda", { lambda: NaN }],
    ["no such loss", "ArgumentRangeError", "loss", { loss: "ridge" }],
    ["no such penalty", "ArgumentRangeError", "penalty", { penalty: "l2" }],
    ["maxIter above m", "ArgumentRangeError", "maxIter", { maxIter: 3 }],
    ["a tolerance < 0", "ArgumentRangeError", "residualTol", { residualTol: -1 }],
    ["options that are none", "ArgumentTypeError", "options", 3],
    ["normalize of another kind", "ArgumentTypeError", "normalize", { normalize: 1 }],
    ["weights that are no vector", "ArgumentTypeError", "weights", { weights: [1, 1] }],
  ])("%s", (_, fault, argument, options, design = I, y = [1, 2]) =>
    lw.scope(() => {
      faulty(() => lossOmp(lw.matrix(2, 2, design), lw.vector(y), options as OmpOptions), fault, argument);
    }),
  );

  test("weights of 0, of another length or instance; an x of another length", () => {
    const other = instance();
    lw.scope(() =>
      other.scope(() => {
        const [A, y] = [lw.matrix(2, 2, I), lw.vector([1, 2])];
        faulty(() => lossOmp(A, y, { weights: lw.vector([1, 0]) }), "ArgumentRangeError", "weights[1]");
        faulty(() => lossOmp(A, y, { weights: lw.vector([1]) }), "ShapeError", "weights");
        faulty(() => lossOmp(A, y, { weights: other.vector([1, 1]) }), "ArgumentTypeError", "weights");
        faulty(() => lossDecrease(A, y, lw.vector(3)), "ShapeError", "x");
        faulty(() => lossOmp([1] as never, y), "ArgumentTypeError", "A");
      }),
    );
  });
});
