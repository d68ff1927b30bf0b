// What every operator keeps to: its adjoint is one, it is linear, it is the matrix it says it is, and it refuses what does not fit.
import { expect } from "vitest";
import { DisposedError, dotTest, type LinearOperator, type Real, type Vector } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, magnitudes, reals } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { gemv, transposed } from "../oracle/dense.ts";

/** Checks A against `entries`, its rows x cols numbers; `units` bounds the error of a product in eps times its terms. */
export function conforms(A: LinearOperator, entries: readonly number[], type: Real, units = 4): void {
  const { rows: m, cols: n } = A;
  expect([A.type, m * n]).toEqual([type, entries.length]);
  const vector = (numbers: number[]) => lw.vector(numbers, { type });
  const apply = (x: Vector, back = false): Vector => {
    const out = vector(new Array(back ? n : m).fill(NaN)); // what was there must not matter
    if (back) A.adjoint(out, x);
    else A.apply(out, x);
    return out;
  };
  const before = lw.memory.arrays;
  lw.scope(() => {
    for (const seed of [1, 2]) {
      const [x, y] = [reals(n, seed), reals(m, seed + 5)];
      const across = transposed(entries, m, n);
      const [sizes, back] = [magnitudes(Array.from(entries)), magnitudes(across)];
      const slack = (of: number[], by: number[], p: number, q: number) =>
        gemv(of, magnitudes(by), p, q).map((v, _, all) => v + Math.max(0, ...all) / 8);
      within(apply(vector(x)).data, gemv(entries, x, m, n), type, units * (n + 8), slack(sizes, x, m, n), "A x");
      within(apply(vector(y), true).data, gemv(across, y, n, m), type, units * (m + 8), slack(back, y, n, m), "A'y");
      expect(dotTest(A, vector(x), vector(y))).toBeLessThan(units * 20 * eps[type]);
      const [u, v] = [apply(vector(x)), apply(vector(reals(n, seed + 9)))];
      const mixed = x.map((a, i) => 2 * a - 0.5 * (reals(n, seed + 9)[i] as number));
      const want = Array.from(u.data, (a, i) => 2 * a - 0.5 * (v.data[i] as number));
      const terms = slack(
        sizes,
        x.map((a, i) => 2 * Math.abs(a) + Math.abs(mixed[i] as number)),
        m,
        n,
      );
      within(apply(vector(mixed)).data, want, type, units * (n + 8), terms, "A (2 x - y / 2)");
    }
    const used = entries.findIndex((v) => v !== 0);
    if (used >= 0) {
      const [i, j] = [Math.floor(used / n), used % n];
      const [x, y] = [new Array(n).fill(1), new Array(m).fill(1)];
      [x[j], y[i]] = [NaN, NaN];
      expect(apply(vector(x)).data[i]).toBeNaN();
      expect(apply(vector(y), true).data[j]).toBeNaN();
    }
    const [x, y] = [vector(reals(n, 1)), vector(reals(m, 2))];
    const longer = (v: Vector) => vector(new Array(v.length + 1).fill(0));
    const fault = /^(x|y|out)$/;
    faulty(() => A.apply(longer(y), x), "ShapeError", fault);
    faulty(() => A.apply(y, longer(x)), "ShapeError", fault);
    faulty(() => A.adjoint(longer(x), y), "ShapeError", fault);
    faulty(() => A.adjoint(x, longer(y)), "ShapeError", fault);
    faulty(() => A.apply(y, [1] as never), "ArgumentTypeError", fault);
    faulty(() => A.apply(y, lw.vector(n, { type: type === "f32" ? "f64" : "f32" })), "ArgumentTypeError", fault);
    const gone = x.clone();
    gone.dispose();
    expect(thrown(() => A.apply(y, gone))).toBeInstanceOf(DisposedError);
    expect(thrown(() => A.adjoint(gone, y))).toBeInstanceOf(DisposedError);
  });
  expect(lw.memory.arrays, "arrays left behind").toBe(before);
}
