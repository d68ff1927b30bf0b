// Vectors, from the formulas, in f64.

/** sum_i x_i y_i */
export function dot(x: readonly number[], y: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] as number) * (y[i] as number);
  return total;
}

/** alpha*x + beta*y */
export const axpby = (x: readonly number[], y: readonly number[], alpha: number, beta: number): number[] =>
  x.map((v, i) => alpha * v + beta * (y[i] as number));

/** sum_i |x_i| */
export const asum = (x: readonly number[]): number => x.reduce((total, v) => total + Math.abs(v), 0);

/** sqrt(sum_i x_i^2), scaled by max|x_i| so that no square overflows */
export function nrm2(x: readonly number[]): number {
  const top = x.reduce((t, v) => Math.max(t, Math.abs(v)), 0);
  if (top === 0 || !Number.isFinite(top)) return top;
  return top * Math.sqrt(x.reduce((total, v) => total + (v / top) ** 2, 0));
}

/** The first i with |x_i| largest, a NaN counting as the largest; -1 of nothing */
export function iamax(x: readonly number[]): number {
  const nan = x.findIndex(Number.isNaN);
  if (nan >= 0) return nan;
  let best = x.length === 0 ? -1 : 0;
  for (let i = 1; i < x.length; i++) if (Math.abs(x[i] as number) > Math.abs(x[best] as number)) best = i;
  return best;
}
