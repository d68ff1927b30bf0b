/** out = prox of tau*||.||_1 at x. */
import type { Real } from "../src/core/types.ts";
import { softThreshold as plain } from "../src/cli/demo/plain/softThreshold.ts";
import { proxL1 } from "../src/kernels/prox.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";

const TAU = 0.75;

export const softThresholdCase = (type: Real, n: number): Case => ({
  name: "soft-threshold",
  type,
  sizes: { n },
  setup(lw) {
    const x = normal(lw, n, type, 1);
    const [X, Y] = [lw.vector(x), lw.vector(zeros(x, n))];
    const [y, js] = [zeros(x, n), fresh(plain)];
    return {
      arrays: [X, Y],
      work: { bytes: X.bytes + Y.bytes, copy: true },
      ours: () => proxL1(Y, X, TAU),
      js: () => js(y, x, TAU),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(n);
        fresh(plain)(out, Float64Array.from(x), TAU);
        return out;
      },
      task: { op: "soft-threshold", type, sizes: { n }, arrays: { x }, numbers: { tau: TAU } },
    };
  },
});

export const cases: Case[] = [softThresholdCase("f32", 1e6), softThresholdCase("f64", 1e6)];
