// Running sums, from the formula, in f64.

/** out_i = sum of x_j over j >= i */
export function suffixSums(x: readonly number[]): number[] {
  return x.map((_, i) => x.slice(i).reduce((total, v) => total + v, 0));
}
