/**
 * Dense products of matrices at addresses, cut into parts for the threads of an instance.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { partsOf, type Range, ranges, share, TILE, triangleRanges, workspaceFor } from "./parallel.ts";
import type { Storage } from "./storage.ts";

const table = (x: Storage) => x.engine.kernels[x.type];

/** A matrix at an address: element (i, j) at ptr + (i*row + j*col) elements, one of the strides being 1. */
type At = readonly [ptr: number, row: number, col: number];

/**
 * C = f(alpha*A*B + beta*C + bias) for matrices at addresses, rows of C `ldc` apart. Rows or columns, whichever there are
 * more of, go to the threads, so that what each thread packs by itself is the smaller of the two.
 */
export function multiply(
  like: Storage,
  [c, ldc]: readonly [ptr: number, row: number],
  [a, ra, ca]: At,
  [b, rb, cb]: At,
  [m, n, k]: readonly [m: number, n: number, k: number],
  [alpha, beta]: readonly [alpha: number, beta: number],
  [bias, perRow, activation]: readonly [bias: number, perRow: boolean, activation: number] = [0, false, 0],
): void {
  const { engine, type } = like;
  const size = sizeOf[type];
  const byRows = m >= n;
  const parts = ranges(byRows ? m : n, partsOf(engine, m * n * k), TILE);
  const widest = parts.reduce((most, [from, to]) => Math.max(most, to - from), 0);
  const room = table(like).dense_gemmwork(byRows ? widest : m, byRows ? n : widest, k) * size;
  const work = workspaceFor(engine, parts.length, room);
  share(engine, type, parts.length, ({ dense_gemm }, i) => {
    const [from, to] = parts[i] as Range;
    const [top, rows, first, cols] = byRows ? [from, to - from, 0, n] : [0, m, from, to - from];
    const [x, y, z] = [a + top * ra * size, b + first * cb * size, c + (top * ldc + first) * size];
    const own = bias === 0 ? 0 : bias + (perRow ? top : first) * size;
    dense_gemm(z, x, y, work(0), rows, cols, k, ldc, ra, ca, rb, cb, alpha, beta, own, perRow, activation);
  });
}

/**
 * Lower triangle of C = alpha*A*A' + beta*C, n x n, for matrices at addresses. To the threads go bands of rows, each as the
 * rectangle left of its block on the diagonal and that block.
 */
export function gram(
  like: Storage,
  [c, ldc]: readonly [ptr: number, row: number],
  [a, ra, ca]: At,
  n: number,
  k: number,
  [alpha, beta]: readonly [alpha: number, beta: number],
): void {
  const { engine, type } = like;
  const size = sizeOf[type];
  const parts = k < 8 ? 1 : partsOf(engine, (n * n * k) / 2);
  const bands = triangleRanges(n, parts === 1 ? 1 : 4 * parts, TILE);
  const work = workspaceFor(engine, bands.length, table(like).dense_gemmwork(n, n, k) * size);
  share(engine, type, bands.length, ({ dense_gemm, dense_syrk }, i) => {
    const [from, to] = bands[i] as Range;
    const [x, z, rows] = [a + from * ra * size, c + from * ldc * size, to - from];
    if (from > 0) dense_gemm(z, x, a, work(0), rows, from, k, ldc, ra, ca, ca, ra, alpha, beta, 0, false, 0);
    dense_syrk(z + from * size, x, work(0), rows, k, ldc, ra, ca, alpha, beta);
  });
}
