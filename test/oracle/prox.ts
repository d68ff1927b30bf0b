// Penalties and their proximal operators, from their formulas, in f64.

type Numbers = readonly number[];

/** sign(x_i) max(|x_i| - tau, 0): what minimises tau |u| + (u - x_i)^2 / 2. */
export const softThreshold = (x: Numbers, tau: number): number[] =>
  x.map((v) => Math.sign(v) * Math.max(Math.abs(v) - tau, 0));

/** sum_i f(x_i, i) */
export const over = (x: Numbers, f: (v: number, i: number) => number): number => x.reduce((t, v, i) => t + f(v, i), 0);

/** ||x||_2 */
export const norm = (x: Numbers): number => Math.sqrt(over(x, (v) => v * v));

/** The integral of max(0, 1 - t/gamma lambda)*lambda from 0 to |u|. */
export const mcp = (u: number, lambda: number, gamma: number): number =>
  Math.abs(u) <= gamma * lambda ? lambda * Math.abs(u) - (u * u) / (2 * gamma) : (gamma * lambda * lambda) / 2;

/** Fan and Li (2001): the three pieces. */
export function scad(u: number, lambda: number, a: number): number {
  const t = Math.abs(u);
  if (t <= lambda) return lambda * t;
  if (t <= a * lambda) return (2 * a * lambda * t - t * t - lambda * lambda) / (2 * (a - 1));
  return ((a + 1) * lambda * lambda) / 2;
}

/** Losses of a residual. */
export const huber = (r: number, delta: number): number =>
  Math.abs(r) <= delta ? (r * r) / 2 : delta * (Math.abs(r) - delta / 2);
export const pinball = (r: number, q: number): number => (r > 0 ? (1 - q) * r : -q * r);
export const logistic = (margin: number): number => Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));

/** ||x_g|| by group, weighted. */
export const groupNorms = (x: Numbers, offsets: Numbers, weights: Numbers): number =>
  over(weights, (w, g) => w * norm(x.slice(offsets[g], offsets[g + 1])));

/** sum_i |x_(i+1) - x_i| */
export const variation = (x: Numbers): number => over(x.slice(1), (v, i) => Math.abs(v - (x[i] as number)));

/** sum_j lambda_j |x|_(j) */
export const sorted = (x: Numbers, lambda: Numbers): number =>
  over(
    x.map(Math.abs).sort((a, b) => b - a),
    (v, j) => v * (lambda[j] as number),
  );

/** Projection on the simplex by sorting: Duchi, Shalev-Shwartz, Singer and Chandra (2008), figure 1. */
export function simplex(x: Numbers, radius: number): number[] {
  const descending = x.slice().sort((a, b) => b - a);
  let [sum, theta] = [0, 0];
  descending.forEach((v, j) => {
    sum += v;
    if (v - (sum - radius) / (j + 1) > 0) theta = (sum - radius) / (j + 1);
  });
  return x.map((v) => Math.max(v - theta, 0));
}

/** Projection on the l1 ball, by that on the simplex. */
export const l1Ball = (x: Numbers, radius: number): number[] =>
  over(x, Math.abs) <= radius
    ? x.slice()
    : simplex(x.map(Math.abs), radius).map((v, i) => Math.sign(x[i] as number) * v);

/** The places of the k largest keys, by sorting; ties in order. */
export const topPlaces = (keys: Numbers, k: number): number[] =>
  keys
    .map((key, i) => [key, i] as const)
    .sort(([a, i], [b, j]) => b - a || i - j)
    .slice(0, k)
    .map(([, i]) => i);

/** The descending least-squares fit by its max-min formula (Barlow et al., 1972), cut off at 0: SLOPE's prox, n^3 steps. */
export function slope(x: Numbers, lambda: Numbers, tau: number): number[] {
  const order = topPlaces(x.map(Math.abs), x.length);
  const w = order.map((i, j) => Math.abs(x[i] as number) - tau * (lambda[j] as number));
  const mean = (a: number, b: number) => over(w.slice(a, b + 1), (v) => v) / (b + 1 - a);
  const out = x.map(() => 0);
  order.forEach((i, j) => {
    let level = Infinity;
    for (let a = 0; a <= j; a++) {
      let best = -Infinity;
      for (let b = j; b < w.length; b++) best = Math.max(best, mean(a, b));
      level = Math.min(level, best);
    }
    out[i] = Math.sign(x[i] as number) * Math.max(level, 0);
  });
  return out;
}

/** The least of f on [low, high], by a grid refined about its best points: f need not be convex. */
export function least(f: (u: number) => number, low: number, high: number): number {
  let [from, to, best] = [low, high, Math.min(f(0), f(low), f(high))];
  for (let round = 0; round < 4; round++) {
    const step = (to - from) / 200;
    let at = from;
    for (let j = 0; j <= 200; j++) {
      const value = f(from + j * step);
      if (value < f(at)) at = from + j * step;
      best = Math.min(best, value);
    }
    [from, to] = [at - 2 * step, at + 2 * step];
  }
  return best;
}
