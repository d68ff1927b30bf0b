import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { l1, proximalGradient, run, runAsync } from "../../src/index.ts";
import { within } from "../compare.ts";
import { reals, sparse, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as csr from "../oracle/csr.ts";
import { gemv } from "../oracle/dense.ts";
import * as oracle from "../oracle/solvers.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/lasso.json", import.meta.url), "utf8"));

/** The diabetes table as scikit-learn scales it: columns of mean 0 and norm 1; the answer of mean 0. */
function diabetes(): { A: number[]; b: number[]; m: number; n: number } {
  const text = readFileSync(new URL("../../data/diabetes.csv", import.meta.url), "utf8");
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const [m, n] = [rows.length, 10];
  const centred = (j: number) => {
    const mean = rows.reduce((total, row) => total + (row[j] as number), 0) / m;
    return rows.map((row) => (row[j] as number) - mean);
  };
  const columns = Array.from({ length: n }, (_, j) => {
    const column = centred(j);
    const norm = Math.sqrt(column.reduce((total, v) => total + v * v, 0));
    return column.map((v) => v / norm);
  });
  return { A: rows.flatMap((_, i) => columns.map((column) => column[i] as number)), b: centred(n), m, n };
}

/** A seeded sparse problem with a sparse answer. */
const [m, n, lambda] = [60, 40, 0.5];
const input = sparse(m, n, 0.3, 5, reals);
const a = csr.dense(input);
const b = gemv(
  a,
  reals(n, 6).map((v, j) => (j % 5 === 0 ? 3 * v : 0)),
  m,
  n,
).map((v, i) => v + 0.1 * Math.sin(i));
const best = oracle.lasso(a, b, m, n, lambda);
const step = 0.99 / oracle.squaredNorm(a, m, n);
const objective = (x: readonly number[]) => oracle.lassoObjective(a, x, b, m, n, lambda);

describe.each(types)("proximal gradient in %s", (type) => {
  const tolerance = type === "f32" ? 1e-4 : 1e-11;
  const accuracy = type === "f32" ? 1e-3 : 1e-9;
  const setUp = () => ({ A: lw.csr({ ...input, type }), b: lw.vector(b, { type }) });

  test.each([true, false])("meets the lasso's optimality conditions, accelerated: %s", (accelerated) =>
    lw.scope(() => {
      const { A, b: right } = setUp();
      const steps = proximalGradient(A, right, l1(lambda), step, { accelerated });
      const { x, converged, penalty } = run(steps, { tolerance, maxIterations: 20000 });
      const got = Array.from(x.data);
      expect(converged).toBe(true);
      expect(oracle.lassoViolation(a, got, b, m, n, lambda)).toBeLessThan(accuracy);
      expect(objective(got) - objective(best)).toBeLessThan(accuracy);
      expect(got.map((v) => v !== 0)).toEqual(best.map((v) => v !== 0));
      within([penalty], [lambda * got.reduce((t, v) => t + Math.abs(v), 0)], type, 100, [penalty], "penalty");
    }),
  );

  test("agrees with scikit-learn on the diabetes table, along a path", () =>
    lw.scope(() => {
      const table = diabetes();
      const A = lw.matrix(table.m, table.n, table.A, { type });
      const right = lw.vector(table.b, { type });
      for (const { lambda: weight, x: want, objective: least } of frozen.paths) {
        const { x } = run(proximalGradient(A, right, l1(weight), 0.99 / frozen.squaredNorm), {
          tolerance: type === "f32" ? 1e-2 : 1e-8,
          maxIterations: 20000,
        });
        const got = Array.from(x.data);
        const value = oracle.lassoObjective(table.A, got, table.b, table.m, table.n, weight);
        expect(value / least - 1).toBeLessThan(type === "f32" ? 1e-6 : 1e-12);
        for (const [j, v] of got.entries()) expect(Math.abs(v - want[j])).toBeLessThan(type === "f32" ? 2 : 1e-5);
        if (type === "f64") expect(got.map((v) => v !== 0)).toEqual(want.map((v: number) => v !== 0));
      }
    }));

  test("keeps Beck and Teboulle's rates: 2 ||x*||^2 / (step (k + 1)^2), without momentum ||x*||^2 / (2 step k)", () =>
    lw.scope(() => {
      const { A, b: right } = setUp();
      const square = best.reduce((total, v) => total + v * v, 0);
      const slack = type === "f32" ? 1e-4 : 1e-12;
      for (const accelerated of [true, false]) {
        const seen: number[] = [];
        const onProgress = ({ x }: { x: { data: ArrayLike<number> } }) => seen.push(objective(Array.from(x.data)));
        run(proximalGradient(A, right, l1(lambda), step, { accelerated }), {
          tolerance: 0,
          maxIterations: 200,
          onProgress,
        });
        seen.forEach((value, i) => {
          const k = i + 1;
          const bound = accelerated ? (2 * square) / (step * (k + 1) ** 2) : square / (2 * step * k);
          expect(value - objective(best)).toBeLessThan(bound + slack);
          if (!accelerated && i > 0) expect(value).toBeLessThan((seen[i - 1] as number) + slack);
        });
        expect(seen).toHaveLength(200);
      }
    }));

  test("lambda = 0 solves least squares; a large lambda gives 0 at once", () =>
    lw.scope(() => {
      const { A, b: right } = setUp();
      const free = run(proximalGradient(A, right, l1(0), step), { tolerance, maxIterations: 20000 });
      expect(Math.max(...oracle.gradient(a, Array.from(free.x.data), b, m, n).map(Math.abs))).toBeLessThan(accuracy);
      const top = Math.max(...oracle.gradient(a, new Array(n).fill(0), b, m, n).map(Math.abs));
      const none = run(proximalGradient(A, right, l1(1.01 * top), step));
      expect(none).toMatchObject({ iterations: 1, converged: true, penalty: 0, residual: 0 });
      expect(none.loss / (b.reduce((total, v) => total + v * v, 0) / 2)).toBeCloseTo(1, 5);
    }));

  test("starts from x where it is given, and writes into it", () =>
    lw.scope(() => {
      const { A, b: right } = setUp();
      const x = lw.vector(best, { type });
      const result = run(proximalGradient(A, right, l1(lambda), step, { x }), { tolerance, maxIterations: 20000 });
      expect(result.x).toBe(x);
      const cold = run(proximalGradient(A, right, l1(lambda), step), { tolerance, maxIterations: 20000 });
      expect(result.iterations).toBeLessThan(cold.iterations / 2);
    }));

  test("the same steps in run and in runAsync", async () => {
    const { A, b: right } = setUp();
    const options = { tolerance, maxIterations: 50 };
    const now = run(proximalGradient(A, right, l1(lambda), step), options);
    const later = await runAsync(proximalGradient(A, right, l1(lambda), step), { ...options, slice: 0 });
    expect(later.x.toArray()).toEqual(now.x.toArray());
    expect([later.iterations, later.residual, later.loss]).toEqual([now.iterations, now.residual, now.loss]);
    for (const array of [A, right, now.x, later.x]) array.dispose();
  });
});
