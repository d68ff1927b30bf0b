import { describe, expect, test } from "vitest";
import { Fit, predict } from "../../src/models/index.ts";
import { integers, sparse, types } from "../data.ts";
import { thrown } from "../faults.ts";
import { lw } from "../instance.ts";

const parts = { alpha: 1, objective: 2, gap: 0.5, dualGap: 0.25, iterations: 3, converged: true };

describe.each(types)("a fit in %s", (type) => {
  test("predicts from dense and sparse samples alike", () =>
    lw.scope(() => {
      const input = { ...sparse(17, 9, 0.4, 1), type };
      const beta = integers(9, 2);
      const fit = new Fit({ coefficients: lw.vector(beta, { type }), intercept: 2.5, ...parts });
      const X = lw.csr(input);
      const want = Array.from({ length: 17 }, (_, i) => {
        let total = 2.5;
        for (let p = input.indptr[i] as number; p < (input.indptr[i + 1] as number); p++)
          total += (input.values[p] as number) * (beta[input.indices[p] as number] as number);
        return total;
      });
      for (const samples of [X, X.toCsc(), X.toDense()]) expect([...predict(fit, samples).data]).toEqual(want);
    }));

  test("names its support and gives its memory back", () => {
    const fit = new Fit({ coefficients: lw.vector([0, 3, -0, 1e-30], { type }), intercept: 0, ...parts });
    expect([...fit.support]).toEqual([1, 3]);
    const before = lw.memory.arrays;
    fit.dispose();
    fit.dispose();
    expect(lw.memory.arrays).toBe(before - 1);
  });

  test("says what does not fit", () =>
    lw.scope(() => {
      const fit = new Fit({ coefficients: lw.vector(3, { type }), intercept: 0, ...parts });
      expect(thrown(() => predict(fit, lw.matrix(2, 2, undefined, { type })))).toMatchObject({ name: "ShapeError" });
      expect(thrown(() => predict({} as Fit, lw.matrix(2, 3)))).toMatchObject({ argument: "fit" });
      expect(thrown(() => predict(fit, lw.vector(3) as never))).toMatchObject({ argument: "X" });
    }));
});
