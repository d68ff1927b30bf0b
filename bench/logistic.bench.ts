/** Logistic regression with l1 along k weights C, on the digits: ten classes, each against the rest, without constants. */
import type { Real } from "../src/core/types.ts";
import { loadDigits } from "../src/cli/demo/data.ts";
import { logisticPath } from "../src/models/index.ts";
import type { Case } from "./case.ts";

/** The path to a gap of `tolerance` times the loss at zero in every class, C from 0.01 to `last`; of the first m samples. */
export const logisticPathCase = (type: Real, m: number, k: number, tolerance: number, last = 100): Case => ({
  name: "logistic-path",
  type,
  sizes: { m, n: 64, k },
  setup(lw) {
    const { values, target, cols } = loadDigits();
    const a = Float64Array.from(values.subarray(0, m * cols), (v) => v / 16);
    const [A, y] = [lw.matrix(m, cols, a, { type }), lw.vector(target.subarray(0, m), { type })];
    const Cs = Float64Array.from({ length: k }, (_, i) => 0.01 * (last / 0.01) ** (i / Math.max(k - 1, 1)));
    const path = () => logisticPath(A, y, { Cs, tolerance, fitIntercept: false });
    const held = (numbers: Float64Array) => (type === "f64" ? Float64Array : Float32Array).from(numbers);
    return {
      arrays: [A, y],
      work: { bytes: A.bytes },
      ours: () => {
        for (const fit of path()) fit.dispose();
      },
      result: () =>
        path().map((fit) => {
          fit.dispose();
          return fit.objective;
        }),
      task: {
        op: "logistic-path",
        type,
        sizes: { m, n: cols, k },
        arrays: { a: held(a), y: held(target.slice(0, m)), Cs: held(Cs) },
        numbers: { tolerance },
        tolerance: 5e-3,
      },
    };
  },
});

export const cases: Case[] = [logisticPathCase("f64", 1797, 20, 1e-4), logisticPathCase("f32", 1797, 20, 1e-4)];
