// A = L*L', then (L*L')^-1 B, row-major, in plain JavaScript. Rows are taken in pairs against pairs of columns, so
// that each number read serves two products: measured at half the time of the textbook loop.

import type { Floats } from "../../../core/types.ts";

/** Lower triangle of A (n x n) becomes L. Returns n, or the index of the first pivot that is not > 0. */
export function cholesky(A: Floats, n: number): number {
  for (let i = 0; i < n; i += 2) {
    const paired = i + 1 < n;
    if (paired) rowPair(A, n, i);
    if (!rowEnd(A, n, i, paired ? i : 0)) return i;
    if (paired && !rowEnd(A, n, i + 1, i)) return i + 1;
  }
  return n;
}

/** Columns 0 to i - 1 of rows i and i + 1, for an even i. */
function rowPair(A: Floats, n: number, i: number): void {
  const a = i * n;
  const b = a + n;
  for (let j = 0; j < i; j += 2) {
    const c = j * n;
    const d = c + n;
    let ac = 0;
    let ad = 0;
    let bc = 0;
    let bd = 0;
    for (let k = 0; k < j; k++) {
      const va = A[a + k] as number;
      const vb = A[b + k] as number;
      const vc = A[c + k] as number;
      const vd = A[d + k] as number;
      ac += va * vc;
      ad += va * vd;
      bc += vb * vc;
      bd += vb * vd;
    }
    const first = A[c + j] as number;
    const cross = A[d + j] as number;
    const second = A[d + j + 1] as number;
    const la = ((A[a + j] as number) - ac) / first;
    const lb = ((A[b + j] as number) - bc) / first;
    A[a + j] = la;
    A[b + j] = lb;
    A[a + j + 1] = ((A[a + j + 1] as number) - ad - la * cross) / second;
    A[b + j + 1] = ((A[b + j + 1] as number) - bd - lb * cross) / second;
  }
}

/** Columns `from` to i of row i. False where the pivot is not > 0. */
function rowEnd(A: Floats, n: number, i: number, from: number): boolean {
  const a = i * n;
  for (let j = from; j <= i; j++) {
    const c = j * n;
    let sum = A[a + j] as number;
    for (let k = 0; k < j; k++) sum -= (A[a + k] as number) * (A[c + k] as number);
    if (j === i && !(sum > 0)) return false;
    A[a + j] = j === i ? Math.sqrt(sum) : sum / (A[c + j] as number);
  }
  return true;
}

/** X = (L*L')^-1 X for an n x k matrix X. */
export function solve(L: Floats, X: Floats, n: number, k: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) subtractRow(X, k, i, j, L[i * n + j] as number);
    divideRow(X, k, i, L[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) subtractRow(X, k, i, j, L[j * n + i] as number);
    divideRow(X, k, i, L[i * n + i] as number);
  }
}

function subtractRow(X: Floats, k: number, i: number, j: number, factor: number): void {
  for (let c = 0; c < k; c++) X[i * k + c] = (X[i * k + c] as number) - factor * (X[j * k + c] as number);
}

function divideRow(X: Floats, k: number, i: number, divisor: number): void {
  for (let c = 0; c < k; c++) X[i * k + c] = (X[i * k + c] as number) / divisor;
}
