// The scoring problems of the evidence.
import type { Matrix, Vector } from "../../../src/index.ts";
import type { SlimOptions } from "../../../src/methods/sparse-recovery/index.ts";
import { lw } from "../../instance.ts";
import type * as oracle from "../../oracle/slim.ts";

/** Binary features, labels of a whole-number rule with one in ten turned round. */
export function problem(seed: number, N: number, P: number, range: number, C0 = 0.01, wPos = 1): oracle.Problem {
  const random = lw.random(seed, 3);
  return lw.scope(() => {
    const draws = random.uniform(N * P).data;
    const X = Array.from({ length: N }, (_, i) =>
      Array.from({ length: P }, (_, j) => Number(j === 0 || draws[i * P + j]! > 0.5)),
    );
    const rule = Array.from(random.integers(P, 2 * range + 1), (v) => v - range);
    rule[0] = -Math.round(rule.slice(1).reduce((a, b) => a + b, 0) / 2);
    const flips = random.uniform(N).data;
    const y = X.map((row, i) => (row.reduce((sum, x, j) => sum + x * rule[j]!, 0) > 0 === flips[i]! > 0.1 ? 1 : -1));
    const ends = (end: number) => [end < 0 ? -5 : 5, ...new Array<number>(P - 1).fill(end)];
    return { X, y, C0, wPos, lower: ends(-range), upper: ends(range), epsilon: 0.001 };
  });
}

/** Options of the same meaning. */
export const optionsOf = ({ lower, upper, C0, wPos, epsilon }: oracle.Problem): SlimOptions => ({
  C0,
  wPos,
  epsilon,
  bounds: lower.map((lb, j) => ({ lb, ub: upper[j]! })),
});

/** X and y. */
export function arrays({ X, y }: oracle.Problem, type: "f32" | "f64" = "f64"): [Matrix, Vector] {
  return [lw.matrix(X, { type }), lw.vector(y, { type })];
}
