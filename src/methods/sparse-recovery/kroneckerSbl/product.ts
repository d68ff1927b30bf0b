/** The Kronecker product of vectors, the last one's index fastest; of none, 1. */
export function product(factors: readonly ArrayLike<number>[]): Float64Array {
  return factors.reduce<Float64Array>((left, right) => {
    const n = right.length;
    const out = new Float64Array(left.length * n);
    for (let i = 0; i < left.length; i++)
      for (let j = 0; j < n; j++) out[i * n + j] = (left[i] as number) * (right[j] as number);
    return out;
  }, Float64Array.of(1));
}
