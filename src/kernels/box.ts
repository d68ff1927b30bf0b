/**
 * Scores of groups of samples over boxes of coefficients, and the errors that follow. All of it in f64.
 * @module
 */
import { checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** Groups of samples that share their features: columns of the features as rows (P x n), and four numbers a group (4 x n). */
export interface Groups {
  readonly columns: MatrixRef;
  /** Positives; negatives; the least cost of erring on one side; the least number of errors of it. */
  readonly counts: MatrixRef;
}

/** Intervals of the scores. */
export interface Intervals {
  readonly high: VectorRef;
  readonly low: VectorRef;
}

/** Where a coefficient is, and where it goes. */
export type Move = readonly [lower: number, upper: number, nextLower: number, nextUpper: number];

/**
 * The intervals once coefficient j has moved, into `next` if given, which may be `from`; and in out the positives and the
 * negatives that are wrong everywhere, then cost and errors that the other groups cannot avoid.
 */
export function boxBound(
  out: Float64Array,
  next: Intervals | undefined,
  from: Intervals,
  { columns, counts }: Groups,
  j: number,
  [l, u, l2, u2]: Move,
  margin: number,
): void {
  const n = columns.cols;
  checkMatrix("counts", counts, columns, 4, n);
  for (const box of next ? [from, next] : [from]) {
    checkVector("high", box.high, columns, n);
    checkVector("low", box.low, columns, n);
  }
  const { memory, kernels } = columns.engine;
  const to = memory.workspace(32);
  const [high, low] = next ? [next.high.ptr, next.low.ptr] : [0, 0];
  const x = columns.ptr + j * n * 8;
  kernels.f64.box_bound(to, high, low, from.high.ptr, from.low.ptr, x, counts.ptr, n, l, u, l2, u2, margin);
  out.set(new Float64Array(memory.wasm.buffer, to, 4));
}

/** out, pairs: wrong positives and wrong negatives of the scores s + v x_j, for each whole number v from `first` on. */
export function boxLine(
  out: Float64Array,
  s: VectorRef,
  { columns, counts }: Groups,
  j: number,
  first: number,
  margin: number,
): void {
  const n = columns.cols;
  checkVector("s", s, columns, n);
  const { memory, kernels } = columns.engine;
  const to = memory.workspace(out.length * 8);
  kernels.f64.box_line(to, s.ptr, columns.ptr + j * n * 8, counts.ptr, n, first, out.length / 2, margin);
  out.set(new Float64Array(memory.wasm.buffer, to, out.length));
}

/** s += v x_j */
export function addColumn(s: VectorRef, { columns }: Groups, j: number, v: number): void {
  checkVector("s", s, columns, columns.cols);
  columns.engine.kernels.f64.vec_axpy(s.ptr, columns.ptr + j * columns.cols * 8, columns.cols, v);
}
