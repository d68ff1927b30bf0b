// Which elements of a vector count, by sorting and comparing.

/** Places of the elements larger in magnitude than tau, and of NaN. */
export const above = (x: readonly number[], tau: number): number[] =>
  x.flatMap((v, j) => (Number.isNaN(v) || Math.abs(v) > tau ? [j] : []));

/** Places of the k largest in magnitude, ascending; of equal ones the first, NaN before all. */
export function largest(x: readonly number[], k: number): number[] {
  const size = x.map((v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : Math.abs(v)));
  const order = x.map((_, j) => j);
  const later = (p: number, q: number) => (Number.isNaN(x[q]) ? 1 : 0) - (Number.isNaN(x[p]) ? 1 : 0);
  order.sort((p, q) => later(p, q) || (size[q] === size[p] ? p - q : (size[q] as number) - (size[p] as number)));
  return order.slice(0, k).sort((p, q) => p - q);
}

/** x with all other places set to zero. */
export const kept = (x: readonly number[], places: readonly number[]): number[] =>
  x.map((v, j) => (places.includes(j) ? v : 0));
