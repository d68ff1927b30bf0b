// T X = B for one register tile of B, T triangular of tileRows() rows, by substitution in registers.

import { nfma } from "./lane";
import { tileRows } from "./tile";

/** Element (i, j) of T in all lanes. */
// @ts-ignore: decorator
@inline function at<T>(t: usize, i: usize, j: usize): v128 {
  return v128.load_splat<T>(t + (j * tileRows() + i) * sizeof<T>());
}

/** T: column after column, rows in the order they are solved in, inverses on the diagonal; x: rows of 32 bytes, `step` apart. */
export function triangle<T>(x: usize, t: usize, step: usize): void {
  const six = tileRows() == 6, zero = v128.splat<T>(0), p1 = x + step, p2 = p1 + step, p3 = p2 + step, p4 = p3 + step, p5 = p4 + step;
  let a0 = v128.load(x), a1 = v128.load(p1), a2 = v128.load(p2), a3 = v128.load(p3), a4 = zero, a5 = zero;
  let b0 = v128.load(x, 16), b1 = v128.load(p1, 16), b2 = v128.load(p2, 16), b3 = v128.load(p3, 16), b4 = zero, b5 = zero;
  if (six) {
    a4 = v128.load(p4); b4 = v128.load(p4, 16);
    a5 = v128.load(p5); b5 = v128.load(p5, 16);
  }
  let v = at<T>(t, 0, 0);
  a0 = v128.mul<T>(v, a0); b0 = v128.mul<T>(v, b0);
  v = at<T>(t, 1, 0); a1 = nfma<T>(v, a0, a1); b1 = nfma<T>(v, b0, b1);
  v = at<T>(t, 2, 0); a2 = nfma<T>(v, a0, a2); b2 = nfma<T>(v, b0, b2);
  v = at<T>(t, 3, 0); a3 = nfma<T>(v, a0, a3); b3 = nfma<T>(v, b0, b3);
  if (six) {
    v = at<T>(t, 4, 0); a4 = nfma<T>(v, a0, a4); b4 = nfma<T>(v, b0, b4);
    v = at<T>(t, 5, 0); a5 = nfma<T>(v, a0, a5); b5 = nfma<T>(v, b0, b5);
  }
  v = at<T>(t, 1, 1);
  a1 = v128.mul<T>(v, a1); b1 = v128.mul<T>(v, b1);
  v = at<T>(t, 2, 1); a2 = nfma<T>(v, a1, a2); b2 = nfma<T>(v, b1, b2);
  v = at<T>(t, 3, 1); a3 = nfma<T>(v, a1, a3); b3 = nfma<T>(v, b1, b3);
  if (six) {
    v = at<T>(t, 4, 1); a4 = nfma<T>(v, a1, a4); b4 = nfma<T>(v, b1, b4);
    v = at<T>(t, 5, 1); a5 = nfma<T>(v, a1, a5); b5 = nfma<T>(v, b1, b5);
  }
  v = at<T>(t, 2, 2);
  a2 = v128.mul<T>(v, a2); b2 = v128.mul<T>(v, b2);
  v = at<T>(t, 3, 2); a3 = nfma<T>(v, a2, a3); b3 = nfma<T>(v, b2, b3);
  if (six) {
    v = at<T>(t, 4, 2); a4 = nfma<T>(v, a2, a4); b4 = nfma<T>(v, b2, b4);
    v = at<T>(t, 5, 2); a5 = nfma<T>(v, a2, a5); b5 = nfma<T>(v, b2, b5);
  }
  v = at<T>(t, 3, 3);
  a3 = v128.mul<T>(v, a3); b3 = v128.mul<T>(v, b3);
  if (six) {
    v = at<T>(t, 4, 3); a4 = nfma<T>(v, a3, a4); b4 = nfma<T>(v, b3, b4);
    v = at<T>(t, 5, 3); a5 = nfma<T>(v, a3, a5); b5 = nfma<T>(v, b3, b5);
  }
  if (six) {
    v = at<T>(t, 4, 4);
    a4 = v128.mul<T>(v, a4); b4 = v128.mul<T>(v, b4);
    v = at<T>(t, 5, 4); a5 = nfma<T>(v, a4, a5); b5 = nfma<T>(v, b4, b5);
    v = at<T>(t, 5, 5);
    a5 = v128.mul<T>(v, a5); b5 = v128.mul<T>(v, b5);
    v128.store(p4, a4); v128.store(p4, b4, 16);
    v128.store(p5, a5); v128.store(p5, b5, 16);
  }
  v128.store(x, a0); v128.store(x, b0, 16);
  v128.store(p1, a1); v128.store(p1, b1, 16);
  v128.store(p2, a2); v128.store(p2, b2, 16);
  v128.store(p3, a3); v128.store(p3, b3, 16);
}
