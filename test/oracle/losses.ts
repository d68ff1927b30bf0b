// Losses of a linear model in f64, from their formulas: f(x) = sum_i loss(a_i'x, y_i), its gradient and its Hessian.

type M = readonly number[];

/** The loss of one number and its first two derivatives. */
export interface Point {
  value(u: number, y: number): number;
  first(u: number, y: number): number;
  second(u: number, y: number): number;
}

const sigmoid = (t: number) => 1 / (1 + Math.exp(-t));

/** Those with a name. */
export const points = {
  squared: { value: (u, y) => 0.5 * (u - y) * (u - y), first: (u, y) => u - y, second: () => 1 },
  logistic: {
    value: (u, y) => Math.log(1 + Math.exp(-y * u)),
    first: (u, y) => -y * sigmoid(-y * u),
    second: (u) => sigmoid(u) * sigmoid(-u),
  },
  poisson: { value: (u, y) => Math.exp(u) - y * u, first: (u, y) => Math.exp(u) - y, second: (u) => Math.exp(u) },
  huber: {
    value: (u, y) => (Math.abs(u - y) < 0.5 ? 0.5 * (u - y) ** 2 : 0.5 * Math.abs(u - y) - 0.125),
    first: (u, y) => (Math.abs(u - y) < 0.5 ? u - y : 0.5 * Math.sign(u - y)),
    second: (u, y) => (Math.abs(u - y) < 0.5 ? 1 : 0),
  },
} satisfies Record<string, Point>;

/** A x for rows of length x.length. */
export const scores = (A: M, x: M): number[] =>
  Array.from({ length: x.length ? A.length / x.length : 0 }, (_, i) =>
    x.reduce((total, v, j) => total + v * (A[i * x.length + j] as number), 0),
  );

/** f(x) */
export const value = (p: Point, A: M, y: M, x: M): number =>
  scores(A, x).reduce((total, u, i) => total + p.value(u, y[i] as number), 0);

/** The gradient of f at x. */
export function gradient(p: Point, A: M, y: M, x: M): number[] {
  const slopes = scores(A, x).map((u, i) => p.first(u, y[i] as number));
  return x.map((_, j) => slopes.reduce((total, s, i) => total + s * (A[i * x.length + j] as number), 0));
}

/** f''(x) v */
export function hessian(p: Point, A: M, y: M, x: M, v: M): number[] {
  const along = scores(A, v);
  const weighted = scores(A, x).map((u, i) => p.second(u, y[i] as number) * (along[i] as number));
  return x.map((_, j) => weighted.reduce((total, s, i) => total + s * (A[i * x.length + j] as number), 0));
}

/** How far x is from optimal for f + lambda ||.||_1. */
export const l1Violation = (p: Point, A: M, y: M, x: M, lambda: number): number =>
  gradient(p, A, y, x).reduce((worst, g, j) => {
    const v = x[j] as number;
    return Math.max(worst, v === 0 ? Math.abs(g) - lambda : Math.abs(g + lambda * Math.sign(v)));
  }, 0);
