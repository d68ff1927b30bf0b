// Decreases by one coordinate and weighted medians, from their formulas, in f64.

/** The most that ||r||^2, or with `root` ||r||, plus its penalty falls by moving x_j from 0: g = a_j'r, rho = ||r||. */
export function decrease(g: number, rho: number, lambda: number, w: number, absolute: boolean, root: boolean): number {
  const t = lambda * w;
  const rest = rho * rho - g * g;
  if (!root) return absolute ? Math.max(Math.abs(g) - t / 2, 0) ** 2 : Math.max(g * g - t * w, 0);
  if (!absolute) return Math.max(rho - Math.sqrt(rest) - t * w, 0);
  if (t >= 1 || Math.abs(g) <= t * rho) return 0;
  return rho - t * Math.abs(g) - Math.sqrt(1 - t * t) * Math.sqrt(rest);
}

/** sum_i w_i |r_i - a_i z| + penalty |x + z| */
export function deviations(
  r: readonly number[],
  a: readonly number[],
  w: readonly number[],
  z: number,
  x = 0,
  penalty = 0,
): number {
  return r.reduce((total, v, i) => total + w[i]! * Math.abs(v - a[i]! * z), penalty * Math.abs(x + z));
}

/** The least of it over all z: at one of the points where a term vanishes. */
export function leastDeviations(
  r: readonly number[],
  a: readonly number[],
  w: readonly number[],
  x = 0,
  penalty = 0,
): number {
  const places = r.flatMap((v, i) => (a[i] === 0 ? [] : [v / a[i]!]));
  return Math.min(...[...places, -x, 0].map((z) => deviations(r, a, w, z, x, penalty)));
}
