/**
 * D^-1*A*D with rows and columns of like size, D diagonal of powers of two.
 *
 * Parlett and Reinsch, "Balancing a Matrix for Calculation of Eigenvalues and Eigenvectors", Numer. Math. 13 (1969) 293-304, in the
 * 2-norm with the diagonal, as James, Langou and Lowery, "On Matrix Balancing and Eigenvector Computation" (2014), found safer.
 * @module
 */
import type { Floats } from "../core/types.ts";

/** Scales A (n x n) in place and returns the diagonal of D. */
export function balance(a: Floats, n: number): Float64Array {
  const d = new Float64Array(n).fill(1);
  for (let moved = true, turns = 0; moved && turns < 40; turns++) {
    moved = false;
    for (let i = 0; i < n; i++) {
      let [row, column] = [0, 0];
      for (let j = 0; j < n; j++) {
        row += (a[i * n + j] as number) ** 2;
        column += (a[j * n + i] as number) ** 2;
      }
      if (row === 0 || column === 0) continue;
      [row, column] = [Math.sqrt(row), Math.sqrt(column)];
      const before = row + column;
      let f = 1;
      for (; column < row / 2; column *= 4) f *= 2;
      for (; column >= row * 2; column /= 4) f /= 2;
      if ((row + column) / f >= 0.95 * before || !Number.isFinite(f)) continue;
      moved = true;
      d[i] = (d[i] as number) * f;
      for (let j = 0; j < n; j++) a[i * n + j] = (a[i * n + j] as number) / f;
      for (let j = 0; j < n; j++) a[j * n + i] = (a[j * n + i] as number) * f;
    }
  }
  return d;
}
