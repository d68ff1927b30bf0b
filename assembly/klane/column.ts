// One column of X against a panel: n rows of one or two vectors, each lane a problem of its own on the same X. What a pass
// over the column needs of a row is one or two whole vectors, so that a sparse column gathers nothing.

import { fma } from "../core/lane";

/** Column j of X is row j of the n columns at `values`. */
export class Dense {
  @inline first(indptr: usize, j: usize, n: usize): usize { return j * n; }
  @inline count(indptr: usize, j: usize, n: usize): usize { return n; }
  @inline row(indices: usize, p: usize): usize { return p; }
}

/** Column j of X holds values indptr[j] to indptr[j + 1] - 1, in the rows named by `indices`. */
export class Sparse {
  @inline first(indptr: usize, j: usize, n: usize): usize { return load<u32>(indptr + j * 4); }
  @inline count(indptr: usize, j: usize, n: usize): usize { return load<u32>(indptr + j * 4, 4) - load<u32>(indptr + j * 4); }
  @inline row(indices: usize, p: usize): usize { return load<u32>(indices + p * 4); }
}

/** x*r */
export class Plain { @inline add<T>(x: v128, r: usize, s: usize, sum: v128): v128 { return fma<T>(x, v128.load(r), sum); } }

/** x^2*r */
export class Squared {
  @inline add<T>(x: v128, r: usize, s: usize, sum: v128): v128 { return fma<T>(v128.mul<T>(x, x), v128.load(r), sum); }
}

/** x*r*s */
export class Weighted {
  @inline add<T>(x: v128, r: usize, s: usize, sum: v128): v128 { return fma<T>(x, v128.mul<T>(v128.load(r), v128.load(s)), sum); }
}

/** out = the sum of a term over the entries of column j; r, s: panels (s is read by Weighted alone). Two sums are kept apart. */
// @ts-ignore: decorator
@inline export function total<T, Column, Term>(
  out: usize, indptr: usize, indices: usize, values: usize, r: usize, s: usize, j: usize, n: usize, wide: bool,
): void {
  const column = changetype<Column>(0), term = changetype<Term>(0), size = sizeof<T>(), shift: usize = wide ? 5 : 4;
  const first = column.first(indptr, j, n), count = column.count(indptr, j, n);
  const rows = indices + first * 4, x = values + first * size;
  let a0 = v128.splat<T>(0), a1 = a0, b0 = a0, b1 = a0;
  let p: usize = 0;
  for (; p + 2 <= count; p += 2) {
    const u = v128.load_splat<T>(x + p * size), v = v128.load_splat<T>(x + p * size, sizeof<T>());
    const i = column.row(rows, p) << shift, k = column.row(rows, p + 1) << shift;
    a0 = term.add<T>(u, r + i, s + i, a0);
    b0 = term.add<T>(v, r + k, s + k, b0);
    if (wide) {
      a1 = term.add<T>(u, r + i + 16, s + i + 16, a1);
      b1 = term.add<T>(v, r + k + 16, s + k + 16, b1);
    }
  }
  if (p < count) {
    const u = v128.load_splat<T>(x + p * size), i = column.row(rows, p) << shift;
    a0 = term.add<T>(u, r + i, s + i, a0);
    if (wide) a1 = term.add<T>(u, r + i + 16, s + i + 16, a1);
  }
  v128.store(out, v128.add<T>(a0, b0));
  if (wide) v128.store(out, v128.add<T>(a1, b1), 16);
}

/** u_i += x_ij*delta for the entries of column j; delta: one or two vectors at `by`. */
// @ts-ignore: decorator
@inline export function spread<T, Column>(
  u: usize, indptr: usize, indices: usize, values: usize, by: usize, j: usize, n: usize, wide: bool,
): void {
  const column = changetype<Column>(0), size = sizeof<T>(), shift: usize = wide ? 5 : 4;
  const first = column.first(indptr, j, n), count = column.count(indptr, j, n);
  const rows = indices + first * 4, x = values + first * size;
  const d0 = v128.load(by), d1 = wide ? v128.load(by, 16) : d0;
  for (let p: usize = 0; p < count; p++) {
    const v = v128.load_splat<T>(x + p * size), at = u + (column.row(rows, p) << shift);
    v128.store(at, fma<T>(v, d0, v128.load(at)));
    if (wide) v128.store(at, fma<T>(v, d1, v128.load(at, 16)), 16);
  }
}
