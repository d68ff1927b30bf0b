/**
 * What one coordinate can do for a loss: the decreases that greedy methods choose by, and steps of least absolute deviations.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

const table = (x: VectorRef | MatrixRef) => x.engine.kernels[x.type];

/** A loss ||r||_2^2 or, with `root`, ||r||_2, plus lambda w_j |x_j| where `absolute`, else lambda w_j^2 for each x_j that is not 0. */
export interface DecreaseKind {
  readonly absolute: boolean;
  readonly root: boolean;
}

/** out_j: the most the loss falls by moving x_j away from 0, from g_j = a_j'r and rho = ||r||_2 > 0; out may be g. w: 0 for ones. */
export function decreases(
  out: VectorRef,
  g: VectorRef,
  w: VectorRef | undefined,
  rho: number,
  lambda: number,
  { absolute, root }: DecreaseKind,
): void {
  checkVector("g", g, out, out.length);
  if (w) checkVector("w", w, out, out.length);
  table(out).greedy_decrease(out.ptr, g.ptr, w ? w.ptr : 0, out.length, rho, lambda, absolute, root);
}

/** What else `absoluteDecreases` may be told. */
export interface AbsoluteOptions {
  readonly lambda: number;
  readonly absolute: boolean;
  /** Decreases not above it are 0. */
  readonly floor: number;
  /** Where x stands; default zeros. */
  readonly x?: VectorRef | undefined;
  /** Weights of the penalty; default ones. */
  readonly w?: VectorRef | undefined;
  /**
   * To pass over columns that cannot be the best: a_j'sign(r), ||a_j||_1, ||r||_1, a decrease that is reached, and about the
   * best step of a column over its slope.
   */
  readonly skip?: { slopes: VectorRef; sums: VectorRef; total: number; best: number; scale: number } | undefined;
}

/** out_j: the most that ||r||_1 and the penalty fall by moving x_j, for the rows a_j of A. Workspace: 2 m + 2 elements. */
export function absoluteDecreases(out: VectorRef, A: MatrixRef, r: VectorRef, options: AbsoluteOptions): void {
  const { lambda, absolute, floor, x, w, skip } = options;
  const { rows: n, cols: m } = A;
  checkVector("r", r, A, m);
  checkVector("out", out, A, n);
  const each = { x, w, slopes: skip?.slopes, sums: skip?.sums };
  for (const [name, vector] of Object.entries(each)) if (vector) checkVector(name, vector, A, n);
  const [px, pw, slopes, sums] = [x?.ptr ?? 0, w?.ptr ?? 0, skip?.slopes.ptr ?? 0, skip?.sums.ptr ?? 0];
  const work = workFor(A);
  const [best, total, scale] = [skip?.best ?? 0, skip?.total ?? 0, skip?.scale ?? 0];
  table(A).greedy_columns(
    out.ptr,
    A.ptr,
    r.ptr,
    px,
    pw,
    slopes,
    sums,
    work,
    n,
    m,
    lambda,
    absolute,
    floor,
    best,
    total,
    scale,
  );
}

/** The same for row j alone, from x_j = 0. */
export function absoluteDecrease(A: MatrixRef, j: number, r: VectorRef, options: AbsoluteOptions): number {
  const { lambda, absolute, floor, w } = options;
  const [size, m] = [sizeOf[A.type], A.cols];
  const work = A.engine.memory.workspace((2 * m + 3) * size);
  const out = work + (2 * m + 2) * size;
  const weight = w ? w.ptr + j * size : 0;
  table(A).greedy_columns(
    out,
    A.ptr + j * m * size,
    r.ptr,
    0,
    weight,
    0,
    0,
    work,
    1,
    m,
    lambda,
    absolute,
    floor,
    0,
    0,
    0,
  );
  const { buffer } = A.engine.memory.wasm;
  return (A.type === "f32" ? new Float32Array(buffer, out, 1) : new Float64Array(buffer, out, 1))[0] as number;
}

/** The z that minimises sum_i w_i |r_i - z t_i|, t row k of T; w: 0 for ones. */
export function medianStep(T: MatrixRef, k: number, r: VectorRef, w: VectorRef | undefined): number {
  checkVector("r", r, T, T.cols);
  if (w) checkVector("w", w, T, T.cols);
  const row = T.ptr + k * T.cols * sizeOf[T.type];
  return table(T).greedy_median(r.ptr, row, w ? w.ptr : 0, workFor(T), T.cols, 0, 0);
}

/** Row k of T, with `x` its share of the first k rows: t_k -= sum_(l<k) x_l t_l. */
export function reduceRow(T: MatrixRef, k: number, x: VectorRef): void {
  const row = T.ptr + k * T.cols * sizeOf[T.type];
  table(T).dense_tgemv(row, T.ptr, x.ptr, k, T.cols, T.cols, -1, 1);
}

/** u = T*s of the first `count` rows. */
export function rowProducts(u: VectorRef, T: MatrixRef, s: VectorRef, count: number): void {
  checkVector("s", s, T, T.cols);
  table(T).dense_gemv(u.ptr, T.ptr, s.ptr, count, T.cols, T.cols, 1, 0);
}

/** y -= z times row k of T. */
export function subtractRow(y: VectorRef, T: MatrixRef, k: number, z: number): void {
  checkVector("y", y, T, T.cols);
  table(T).vec_axpy(y.ptr, T.ptr + k * T.cols * sizeOf[T.type], T.cols, -z);
}

/** The first `count` rows: t_l -= x_l t_k, where x_k must be 0. */
export function eliminateRow(T: MatrixRef, k: number, x: VectorRef, count: number): void {
  const row = T.ptr + k * T.cols * sizeOf[T.type];
  table(T).dense_ger(T.ptr, x.ptr, row, count, T.cols, T.cols, -1);
}

const workFor = (A: MatrixRef) => A.engine.memory.workspace((2 * A.cols + 2) * sizeOf[A.type]);
