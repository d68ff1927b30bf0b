// Q = H1 H2 .. Hw = I - V T V', a product of reflectors applied by matrix products.
// Schreiber and Van Loan, A Storage-Efficient WY Representation for Products of Householder Transformations (1989).

import { gemm, gemmWork } from "../gemm";
import { cross, subtract } from "./cross";

/** Reflectors taken together; a row of T has as many elements. */
export const WIDTH: usize = 48;

/** Rows up to which a product is made without packing. */
const FEW: usize = 8;

/** Elements of workspace of `left` and `right` for a C of `rows` x `cols` or cols x rows. */
export function applyWork<T>(rows: usize, cols: usize): usize {
  const long = max(rows, cols), products = max(gemmWork<T>(WIDTH, long, long), gemmWork<T>(long, WIDTH, long));
  return 2 * WIDTH * long + max(products, gemmWork<T>(long, long, WIDTH));
}

/**
 * C = op(Q)*C. V: w <= WIDTH rows of m elements, `ld` apart, zero before the diagonal, which is 1; T: w x w upper
 * triangular with zeros below, rows WIDTH apart; C: m x n, rows ldc apart; op is the transpose where `adjoint`.
 */
export function left<T>(
  c: usize, v: usize, t: usize, work: usize, m: usize, n: usize, w: usize, ldc: usize, ld: usize, adjoint: bool,
): void {
  const product = work + WIDTH * n * sizeof<T>(), rest = product + WIDTH * n * sizeof<T>();
  gemm<T>(work, v, c, rest, w, n, m, n, ld, 1, ldc, 1, 1, 0);
  gemm<T>(product, t, work, rest, w, n, w, n, adjoint ? 1 : WIDTH, adjoint ? WIDTH : 1, n, 1, 1, 0);
  gemm<T>(c, v, product, rest, m, n, w, ldc, 1, ld, n, 1, -1, 1);
}

/** C = C*op(Q), C: m x n, rows ldc apart; the rows of V have n elements. */
export function right<T>(
  c: usize, v: usize, t: usize, work: usize, m: usize, n: usize, w: usize, ldc: usize, ld: usize, adjoint: bool,
): void {
  const product = work + WIDTH * m * sizeof<T>(), rest = product + WIDTH * m * sizeof<T>();
  const few = w <= FEW && m <= FEW && ldc == ld;
  if (few) cross<T>(work, w, c, v, m, w, n, ld);
  else gemm<T>(work, c, v, rest, m, w, n, w, ldc, 1, 1, ld, 1, 0);
  gemm<T>(product, work, t, rest, m, w, w, w, w, 1, adjoint ? 1 : WIDTH, adjoint ? WIDTH : 1, 1, 0);
  if (few) subtract<T>(c, product, w, v, m, w, n, ld);
  else gemm<T>(c, product, v, rest, m, n, w, ldc, w, 1, ld, 1, -1, 1);
}
