// What the blocked reductions share: the panel's width, and columns of matrices stored by rows.

/** Reflectors in a panel. */
export const SIDE: usize = 32;

/** Reflectors taken together on the way back: a multiple of the rows of the product's tile in both builds. */
export const BACK: usize = 48;

/** out = n elements that lie lda apart. */
export function column<T>(out: usize, a: usize, n: usize, lda: usize): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < n; i++) store<T>(out + i * size, load<T>(a + i * lda * size));
}
