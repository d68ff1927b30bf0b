// What the paper claims: lambda of the square-root loss does not depend on the noise, LAD withstands faults, weights help.
import { expect, test } from "vitest";
import { lossOmp, type OmpOptions } from "../../../src/methods/sparse-recovery/index.ts";
import type { Random } from "../../../src/index.ts";
import { lw } from "../../instance.ts";
import { unitColumns } from "../../problems/designs.ts";

const median = (x: readonly number[]): number => {
  const sorted = [...x].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** Normal columns of norm 1, an x with s entries of `entry`, and A x. */
function problem(random: Random, m: number, n: number, s: number, entry: (normal: number) => number) {
  const A = lw.matrix(m, n, unitColumns(random.normal(m * n).data, m, n));
  const support = random.permutation(n).slice(0, s);
  const entries = random.normal(s).data;
  const x = new Float64Array(n);
  for (const [k, j] of support.entries()) x[j] = entry(entries[k]!);
  return { A, x, support, y: A.matmul(lw.vector(x)) };
}

/** ||x - truth|| / ||truth|| */
function errorOf(
  A: ReturnType<typeof problem>["A"],
  y: ReturnType<typeof problem>["y"],
  truth: Float64Array,
  options: OmpOptions,
): number {
  return lw.scope(() => {
    const { x } = lossOmp(A, y, options);
    const d = lw.vector(x.data.map((v, j) => v - truth[j]!));
    return d.norm() / lw.vector(truth).norm();
  });
}

test("the best lambda of sr-lasso l1 is the same at every noise, that of lasso l0 moves by decades", () => {
  const grid = Array.from({ length: 25 }, (_, k) => 10 ** (-10 + k / 2));
  const [m, n, s, trials] = [80, 200, 10, 10];
  const best = (loss: "sr-lasso" | "lasso", penalty: "l0" | "l1", sigma: number) => {
    const errors = grid.map(() => [] as number[]);
    for (let seed = 0; seed < trials; seed++)
      lw.scope(() => {
        const random = lw.random(seed, 7);
        const { A, x, y } = problem(random, m, n, s, (v) => v);
        const noise = random.normal(m).data;
        y.data.set(y.data.map((v, i) => v + (sigma / Math.sqrt(m)) * noise[i]!));
        for (const [k, lambda] of grid.entries())
          errors[k]!.push(errorOf(A, y, x, { loss, penalty, lambda, maxIter: 40 }));
      });
    const medians = errors.map(median);
    const at = medians.indexOf(Math.min(...medians));
    expect(medians[at]!, `${loss} ${penalty} at ${sigma}`).toBeLessThan(0.5 * medians[0]!);
    return at / 2 - 10;
  };
  const noises = [1e-3, 1e-2, 1e-1];
  const root = noises.map((sigma) => best("sr-lasso", "l1", sigma));
  for (const exponent of root) expect(Math.abs(exponent + 0.5), `${root}`).toBeLessThanOrEqual(0.5);
  const square = noises.map((sigma) => best("lasso", "l0", sigma));
  expect(Math.max(...square) - Math.min(...square), `${square}`).toBeGreaterThanOrEqual(3);
});

test("four corrupted measurements: lad-lasso recovers in three of four trials, OMP in none", () => {
  let [absolute, plain] = [0, 0];
  for (let seed = 0; seed < 20; seed++)
    lw.scope(() => {
      const random = lw.random(seed, 8);
      const { A, x, y } = problem(random, 80, 200, 10, (v) => Math.sign(v) * (1 + (Math.abs(v) % 1)));
      const bad = random.permutation(80).slice(0, 4);
      const faults = random.normal(4).data;
      const { data } = y;
      for (const [k, i] of bad.entries()) data[i]! += 10 * faults[k]!;
      const options = { loss: "lad-lasso", lambda: 1e-3, maxIter: 20 } as const;
      absolute += Number(errorOf(A, y, x, { ...options, penalty: "l1" }) < 1e-4);
      plain += Number(errorOf(A, y, x, { maxIter: 20 }) < 1e-4);
    });
  expect(absolute).toBeGreaterThanOrEqual(15);
  expect(plain).toBe(0);
});

test("weights of 0.1 on 8 of 15 true columns: 0.6 of the error of OMP, or less", () => {
  const errors = { weighted: [] as number[], plain: [] as number[] };
  for (let seed = 0; seed < 20; seed++)
    lw.scope(() => {
      const random = lw.random(seed, 9);
      const { A, x, support, y } = problem(random, 40, 200, 15, (v) => v);
      const weights = new Float64Array(200).fill(1);
      for (const j of support.slice(0, 8)) weights[j] = 0.1;
      errors.weighted.push(
        errorOf(A, y, x, { loss: "sr-lasso", penalty: "l1", lambda: 0.1, weights: lw.vector(weights), maxIter: 20 }),
      );
      errors.plain.push(errorOf(A, y, x, { maxIter: 20 }));
    });
  expect(median(errors.weighted), `${median(errors.weighted)} ${median(errors.plain)}`).toBeLessThan(
    0.6 * median(errors.plain),
  );
});
