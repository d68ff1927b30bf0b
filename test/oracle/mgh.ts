// Test problems of unconstrained minimisation: sums of squares, by residuals and their derivatives.
// More, Garbow and Hillstrom, Testing Unconstrained Optimization Software, ACM TOMS 7 (1981) 17-41; all have the minimum 0.

type M = readonly number[];
/** A residual and its derivatives, by the number of the variable. */
export type Term = [value: number, ...derivatives: [variable: number, derivative: number][]];

/** A problem: where it starts, where its minimum is, and its residuals. */
export interface Problem {
  start: number[];
  best: number[];
  terms(x: M): Term[];
}

const at = (x: M, i: number): number => x[i] as number;
const pairs = (n: number) => Array.from({ length: n / 2 }, (_, k) => [2 * k, 2 * k + 1] as const);

/** Number 21, of n variables; number 1 for n = 2. */
export const rosenbrock = (n: number): Problem => ({
  start: Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1.2)),
  best: new Array(n).fill(1),
  terms: (x) =>
    pairs(n).flatMap(([i, j]): Term[] => [
      [10 * (at(x, j) - at(x, i) ** 2), [i, -20 * at(x, i)], [j, 10]],
      [1 - at(x, i), [i, -1]],
    ]),
});

/** Number 5. */
export const beale: Problem = {
  start: [1, 1],
  best: [3, 0.5],
  terms: (x) =>
    [1.5, 2.25, 2.625].map((y, k): Term => {
      const power = at(x, 1) ** (k + 1);
      return [y - at(x, 0) * (1 - power), [0, power - 1], [1, at(x, 0) * (k + 1) * at(x, 1) ** k]];
    }),
};

/** Number 14. */
export const wood: Problem = {
  start: [-3, -1, -3, -1],
  best: [1, 1, 1, 1],
  terms: (x) => [
    [10 * (at(x, 1) - at(x, 0) ** 2), [0, -20 * at(x, 0)], [1, 10]],
    [1 - at(x, 0), [0, -1]],
    [Math.sqrt(90) * (at(x, 3) - at(x, 2) ** 2), [2, -2 * Math.sqrt(90) * at(x, 2)], [3, Math.sqrt(90)]],
    [1 - at(x, 2), [2, -1]],
    [Math.sqrt(10) * (at(x, 1) + at(x, 3) - 2), [1, Math.sqrt(10)], [3, Math.sqrt(10)]],
    [(at(x, 1) - at(x, 3)) / Math.sqrt(10), [1, 1 / Math.sqrt(10)], [3, -1 / Math.sqrt(10)]],
  ],
};

/** Number 13: the Hessian is singular at the minimum. */
export const powell: Problem = {
  start: [3, -1, 0, 1],
  best: [0, 0, 0, 0],
  terms: (x) => [
    [at(x, 0) + 10 * at(x, 1), [0, 1], [1, 10]],
    [Math.sqrt(5) * (at(x, 2) - at(x, 3)), [2, Math.sqrt(5)], [3, -Math.sqrt(5)]],
    [(at(x, 1) - 2 * at(x, 2)) ** 2, [1, 2 * (at(x, 1) - 2 * at(x, 2))], [2, -4 * (at(x, 1) - 2 * at(x, 2))]],
    [
      Math.sqrt(10) * (at(x, 0) - at(x, 3)) ** 2,
      [0, 2 * Math.sqrt(10) * (at(x, 0) - at(x, 3))],
      [3, -2 * Math.sqrt(10) * (at(x, 0) - at(x, 3))],
    ],
  ],
};

/** The sum of squares. */
export const sumOfSquares = ({ terms }: Problem, x: M): number => terms(x).reduce((t, [r]) => t + r * r, 0);

/** Its gradient. */
export function gradientOf({ terms }: Problem, x: M): number[] {
  const out = new Array<number>(x.length).fill(0);
  for (const [r, ...derivatives] of terms(x)) for (const [j, d] of derivatives) out[j] = at(out, j) + 2 * r * d;
  return out;
}
