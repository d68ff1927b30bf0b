/**
 * The best of many scores, block by block of them, none of which is kept.
 * @module
 */
import { ArgumentRangeError } from "../core/errors.ts";
import { arrayOf, type Floats, sizeOf } from "../core/types.ts";
import { distanceFunction, blockWork, checkPoints, kernelFunction, pairBlock, prepare } from "./pairs.ts";
import { aligned, type MatrixRef } from "./storage.ts";

/** The best k rows for each query, best first, ties by the lower row; query after query. */
export interface Best {
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly scores: Floats;
}

/** How a row is scored: by its inner product, or by minus its squared distance. */
export type Score = "inner" | "near";

/** Queries at a time, and scores at a time: a block of them stays in the second-level cache. */
const QUERIES = 256;
const SCORES = 32768;
/** Queries up to which the product has ways of its own. */
const FEW = 4;
/** Bytes of packed queries that leave room in the second-level cache. */
const PACKED = 1 << 18;
/** Rows packed at a time. */
const ROWS = 120;

/**
 * The best k rows of X for each row of Q, 1 <= k <= X.rows. Where Q is X, `self` is the score of a row as its own query.
 * @throws ArgumentRangeError where a score is NaN or infinity
 */
export function bestRows(X: MatrixRef, Q: MatrixRef, k: number, by: Score, self?: number): Best {
  const { engine, type } = X;
  const [size, kernels] = [sizeOf[type], engine.kernels[type]];
  const near = by === "near";
  if (!near && Q.rows > FEW) return bestProducts(X, Q, k);
  const f = near ? distanceFunction(true, -1) : kernelFunction({ kernel: "linear" });
  if (near) checkPoints("X", X, f);
  if (near && Q !== X) checkPoints("Q", Q, f);
  const best = { rows: new Uint32Array(Q.rows * k), scores: new arrayOf[type](Q.rows * k) };
  const q = Math.min(QUERIES, Q.rows);
  const m = Math.min(X.rows, Math.ceil(SCORES / Math.max(1, q) / ROWS) * ROWS);
  const [heap, rows, least, block] = [q * k * size, q * k * 4, q * size, m * q * size].map(aligned) as [
    number,
    number,
    number,
    number,
  ];
  const places = prepare(X, Q, f, heap + rows + least + block + blockWork(X, m, q));
  const heaps = places.rest;
  const numbers = heaps + heap;
  const worst = numbers + rows;
  const S = worst + least;
  const work = S + block;
  const { buffer } = engine.memory.wasm;
  for (let j = 0; j < Q.rows; j += q) {
    const n = Math.min(q, Q.rows - j);
    const query = Q.ptr + j * Q.cols * size;
    for (let i = 0; i < X.rows; i += m) {
      const live = Math.min(m, X.rows - i);
      const from = X.ptr + i * X.cols * size;
      if (near) pairBlock(S, X, Q, places, work, f, { i, m: live, j, n });
      else kernels.dense_gemm(S, from, query, work, live, n, X.cols, n, X.cols, 1, 1, X.cols, 1, 0, 0, false, 0);
      if (self !== undefined) {
        const scores = new arrayOf[type](buffer, S, live * n);
        for (let row = Math.max(i, j); row < Math.min(i + live, j + n); row++) scores[(row - i) * n + row - j] = self;
      }
      mergeScores(kernels.search_merge(heaps, numbers, worst, S, live, n, k, i), live, i);
    }
    kernels.search_list(heaps, numbers, n, k);
    best.rows.set(new Uint32Array(buffer, numbers, n * k), j * k);
    best.scores.set(new arrayOf[type](buffer, heaps, n * k), j * k);
  }
  return best;
}

/** By inner product, looked at in registers: no block of scores. */
function bestProducts(X: MatrixRef, Q: MatrixRef, k: number): Best {
  const { engine, type } = X;
  const [size, kernels] = [sizeOf[type], engine.kernels[type]];
  const best = { rows: new Uint32Array(Q.rows * k), scores: new arrayOf[type](Q.rows * k) };
  const most = Math.max(32, Math.floor(PACKED / (size * 8 * Math.max(1, X.cols))) * 8);
  const q = Math.min(QUERIES, most, Q.rows);
  const [heap, rows, least] = [q * k * size, q * k * 4, q * size].map(aligned) as [number, number, number];
  const heaps = engine.memory.workspace(heap + rows + least + kernels.search_bestwork(q, X.cols) * size);
  const numbers = heaps + heap;
  const worst = numbers + rows;
  const { buffer } = engine.memory.wasm;
  for (let j = 0; j < Q.rows; j += q) {
    const n = Math.min(q, Q.rows - j);
    const query = Q.ptr + j * Q.cols * size;
    const done = kernels.search_best(heaps, numbers, worst, X.ptr, query, worst + least, X.rows, n, X.cols, k);
    mergeScores(done, X.rows, 0);
    kernels.search_list(heaps, numbers, n, k);
    best.rows.set(new Uint32Array(buffer, numbers, n * k), j * k);
    best.scores.set(new arrayOf[type](buffer, heaps, n * k), j * k);
  }
  return best;
}

/** The best k rows of each column of a matrix of scores. */
export function bestScores(S: MatrixRef, k: number): Best {
  const { engine, type, rows: m, cols: q } = S;
  const [size, kernels] = [sizeOf[type], engine.kernels[type]];
  const [heap, rows] = [aligned(q * k * size), aligned(q * k * 4)];
  const heaps = engine.memory.workspace(heap + rows + q * size);
  mergeScores(kernels.search_merge(heaps, heaps + heap, heaps + heap + rows, S.ptr, m, q, k, 0), m, 0);
  const { buffer } = engine.memory.wasm;
  kernels.search_list(heaps, heaps + heap, q, k);
  return {
    rows: new Uint32Array(buffer as ArrayBuffer, heaps + heap, q * k).slice(),
    scores: new arrayOf[type](buffer as ArrayBuffer, heaps, q * k).slice() as Floats,
  };
}

function mergeScores(done: number, m: number, i: number): void {
  if (done < m) throw new ArgumentRangeError("X", "finite scores", `one of row ${i + done} that is not`);
}
