/**
 * Coordinate descent for weighted least squares with an l1 and an l2 penalty. The first `m` rows of Z, elements of w and so on are in
 * use; the rest is room to grow.
 * @module
 */
import { arrayOf, type Floats, type Numbers, sizeOf } from "../core/types.ts";
import { csrMv } from "./csr.ts";
import { tgemv } from "./dense.ts";
import { gram, multiply } from "./multiply.ts";
import { aligned, type CsrRef, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

/** l1*||w||_1 + l2/2*||w||^2 over w >= least, which is 0 or -infinity. */
export interface ElasticTerms {
  readonly l1: number;
  readonly l2: number;
  readonly least: number;
}

const table = (x: Storage) => x.engine.kernels[x.type];
const address = (x: Storage | undefined): number => (x ? x.ptr : 0);
const compressed = (C: CsrRef): [number, number, number] => [C.ptr, C.ptr + C.indicesOffset, C.ptr + C.valuesOffset];

/** Scratch: `list` in linear memory, then as many more bytes. */
function listed(x: Storage, list: Uint32Array, bytes: number): [list: number, rest: number] {
  const { memory } = x.engine;
  const room = aligned(list.length * 4);
  const at = memory.workspace(room + bytes);
  new Uint32Array(memory.wasm.buffer, at, list.length).set(list);
  return [at, at + room];
}

/** Passes over w with q = b - G*w kept. Returns how many, fewer than `epochs` where one changes nothing. */
export function descendGram(
  w: VectorRef,
  q: VectorRef,
  G: MatrixRef,
  m: number,
  { l1, l2, least }: ElasticTerms,
  epochs: number,
): number {
  return table(w).cd_gram(w.ptr, q.ptr, G.ptr, G.cols, m, l1, l2, least, epochs);
}

/** q -= the listed rows of G times `by`. */
export function moveGram(q: Float64Array, G: MatrixRef, list: Uint32Array, by: Numbers): void {
  const m = q.length;
  const size = sizeOf[G.type];
  const room = aligned(list.length * size);
  const [at, rest] = listed(G, list, room + m * size);
  const { buffer } = G.engine.memory.wasm;
  new arrayOf[G.type](buffer as ArrayBuffer, rest, list.length).set(by);
  const view = new arrayOf[G.type](buffer as ArrayBuffer, rest + room, m);
  view.set(q);
  table(G).cd_move(rest + room, G.ptr, G.cols, at, rest, list.length, m);
  q.set(view);
}

/** Passes over w with r = y - Z'*w kept. */
export function descendDense(
  w: VectorRef,
  r: VectorRef,
  Z: MatrixRef,
  squares: VectorRef,
  m: number,
  { l1, l2, least }: ElasticTerms,
  epochs: number,
): number {
  return table(w).cd_dense(w.ptr, r.ptr, Z.ptr, squares.ptr, Z.cols, m, l1, l2, least, epochs);
}

/** Groups of neighbouring elements of w, and their penalty. */
export interface Blocks {
  /** Where each begins, and last where they end. */
  readonly offsets: Uint32Array;
  /** Of the norm of each. */
  readonly weights: Float64Array;
  /** No less than the largest eigenvalue of G in each; one of 0 takes no part. */
  readonly bounds: Float64Array;
  /** Weight of ||w||_1. */
  readonly l1: number;
}

/** Passes over groups of w with q = b - G*w kept. Returns how many, fewer than `epochs` where one changes nothing. */
export function descendBlocks(w: VectorRef, q: VectorRef, G: MatrixRef, blocks: Blocks, epochs: number): number {
  const { offsets, weights, bounds, l1 } = blocks;
  const size = sizeOf[w.type];
  const { memory } = w.engine;
  let largest = 0;
  for (let g = 0; g < weights.length; g++)
    largest = Math.max(largest, (offsets[g + 1] as number) - (offsets[g] as number));
  const room = aligned(weights.length * size);
  const [starts, rest] = listed(w, offsets, 2 * room + 4 * largest * size);
  new arrayOf[w.type](memory.wasm.buffer as ArrayBuffer, rest, weights.length).set(weights);
  new arrayOf[w.type](memory.wasm.buffer as ArrayBuffer, rest + room, weights.length).set(bounds);
  const work = rest + 2 * room;
  return table(w).cd_blocks(
    w.ptr,
    q.ptr,
    G.ptr,
    G.cols,
    starts,
    rest,
    rest + room,
    weights.length,
    work,
    largest,
    l1,
    epochs,
  );
}

/** Columns of a sparse matrix, less their means. */
export interface SparseColumns {
  /** The transpose: its rows are the columns. */
  readonly C: CsrRef;
  readonly means: VectorRef;
  readonly squares: VectorRef;
  readonly weights: VectorRef | undefined;
  /** The sum of the weights. */
  readonly total: number;
}

/** Passes over w with u = weights o (y - X*w) kept. */
export function descendSparse(
  w: VectorRef,
  u: VectorRef,
  { C, means, squares, weights, total }: SparseColumns,
  list: Uint32Array,
  { l1, l2, least }: ElasticTerms,
  epochs: number,
): number {
  const [at] = listed(u, list, 0);
  const [n, m] = [u.length, list.length];
  const columns = [at, ...compressed(C), squares.ptr, means.ptr, address(weights)] as const;
  return table(w).cd_sparse(w.ptr, u.ptr, ...columns, n, m, total, l1, l2, least, epochs);
}

/** u -= weights o (X*w) over the listed columns. */
export function removeSparse(
  u: VectorRef,
  w: VectorRef | Numbers,
  { C, weights }: SparseColumns,
  list: Uint32Array,
): void {
  const [at, rest] = listed(u, list, list.length * sizeOf[u.type]);
  const given = "ptr" in w;
  if (!given) new arrayOf[u.type](u.engine.memory.wasm.buffer as ArrayBuffer, rest, list.length).set(w);
  table(u).cd_sparseremove(u.ptr, given ? w.ptr : rest, at, ...compressed(C), address(weights), list.length);
}

/** r = r - Z'*w */
export function removeDense(r: VectorRef, w: VectorRef, Z: MatrixRef, m: number): void {
  table(r).dense_tgemv(r.ptr, Z.ptr, w.ptr, m, Z.cols, Z.cols, -1, 1);
}

/** q = Z*r */
export function correlateDense(q: VectorRef, Z: MatrixRef, r: VectorRef, m: number): void {
  table(r).dense_gemv(q.ptr, Z.ptr, r.ptr, m, Z.cols, Z.cols, 1, 0);
}

/** Rows `from` to `to` of Z times r. Returns a copy. */
export function correlateRows(Z: MatrixRef, r: VectorRef, from: number, to: number): Floats {
  const size = sizeOf[Z.type];
  const out = Z.engine.memory.workspace((to - from) * size);
  table(r).dense_gemv(out, Z.ptr + from * Z.cols * size, r.ptr, to - from, Z.cols, Z.cols, 1, 0);
  return copied(r, out, to - from);
}

/** r = r - (rows `from` and on of Z)'*by */
export function removeRows(r: VectorRef, Z: MatrixRef, from: number, by: Numbers): void {
  const size = sizeOf[Z.type];
  const at = Z.engine.memory.workspace(by.length * size);
  new arrayOf[Z.type](Z.engine.memory.wasm.buffer as ArrayBuffer, at, by.length).set(by);
  table(r).dense_tgemv(r.ptr, Z.ptr + from * Z.cols * size, at, by.length, Z.cols, Z.cols, -1, 1);
}

/** q_k = (x_j - mean_j)'u for the listed columns j of a row-major X. Returns a copy. */
export function correlateSome(X: MatrixRef, means: VectorRef, u: VectorRef, list: Uint32Array): Floats {
  const [at, out] = listed(u, list, list.length * sizeOf[u.type]);
  table(u).cd_products(out, X.ptr, means.ptr, u.ptr, at, X.rows, X.cols, list.length);
  return copied(u, out, list.length);
}

/** As `correlateSome`; mass is the sum of u. */
export function correlateSparse(columns: SparseColumns, u: VectorRef, list: Uint32Array, mass: number): Floats {
  const [at, out] = listed(u, list, list.length * sizeOf[u.type]);
  const { C, means } = columns;
  table(u).cd_sparseproducts(out, u.ptr, at, ...compressed(C), means.ptr, list.length, mass);
  return copied(u, out, list.length);
}

const copied = (x: Storage, at: number, length: number): Floats =>
  new arrayOf[x.type](x.engine.memory.wasm.buffer as ArrayBuffer, at, length).slice() as Floats;

/** out = A'*u - mass*means, A row-major, or C = A' by compressed rows. */
export function correlateAll(
  out: VectorRef,
  A: MatrixRef | CsrRef,
  means: VectorRef,
  u: VectorRef,
  mass: number,
): void {
  table(out).vec_axpby(out.ptr, means.ptr, means.ptr, out.length, -mass, 0);
  if ("nnz" in A) csrMv(out, A, u, { alpha: 1, beta: 1 });
  else tgemv(out, A, u, { alpha: 1, beta: 1 });
}

/** out_j = sum_i v_i (x_ij - mean_j), squares_j = sum_i weights_i (x_ij - mean_j)^2, in one pass over X. */
export function denseMoments(
  out: VectorRef,
  squares: VectorRef,
  X: MatrixRef,
  means: VectorRef,
  v: VectorRef,
  weights: VectorRef | undefined,
): void {
  new Uint8Array(X.engine.memory.wasm.buffer, out.ptr, out.bytes).fill(0);
  new Uint8Array(X.engine.memory.wasm.buffer, squares.ptr, squares.bytes).fill(0);
  table(X).cd_moments(out.ptr, squares.ptr, X.ptr, means.ptr, v.ptr, address(weights), X.rows, X.cols);
}

/** Means, 0 unless `centred`, and squares of columns less their means. */
export function sparseMoments({ C, means, squares, weights, total }: SparseColumns, centred: boolean): void {
  table(C).cd_sparsemoments(means.ptr, squares.ptr, ...compressed(C), address(weights), C.rows, total, centred);
}

/** Rows `from` and on of Z = roots o (x_j - mean_j) for the listed columns j of X. */
export function gatherColumns(
  Z: MatrixRef,
  from: number,
  X: MatrixRef,
  means: VectorRef,
  roots: VectorRef | undefined,
  list: Uint32Array,
): void {
  const [at] = listed(X, list, 0);
  const to = Z.ptr + from * Z.cols * sizeOf[Z.type];
  table(X).cd_gather(to, X.ptr, means.ptr, address(roots), at, X.rows, X.cols, list.length);
}

/** Rows and columns from `from` to m - 1 of G = Z*Z'. */
export function growGram(G: MatrixRef, Z: MatrixRef, from: number, m: number): void {
  const size = sizeOf[G.type];
  const [ld, n] = [G.cols, Z.cols];
  const [below, rows] = [G.ptr + from * ld * size, Z.ptr + from * n * size];
  multiply(G, [below, ld], [rows, n, 1], [Z.ptr, 1, n], [m - from, from, n], [1, 0]);
  gram(G, [below + from * size, ld], [rows, n, 1], m - from, n, [1, 0]);
  // Row k is right up to its diagonal; its mirror image is column k above it.
  for (let k = Math.max(from, 1); k < m; k++)
    table(G).dense_transpose(G.ptr + k * size, G.ptr + k * ld * size, 1, k, ld, ld);
}

/** As `growGram`, for the listed columns. */
export function growSparseGram(G: MatrixRef, columns: SparseColumns, from: number, list: Uint32Array): void {
  const { C, means, weights, total } = columns;
  const [at, work] = listed(G, list, C.cols * sizeOf[G.type]);
  new Uint8Array(G.engine.memory.wasm.buffer, work, C.cols * sizeOf[G.type]).fill(0);
  const matrix = [at, ...compressed(C), means.ptr, address(weights)] as const;
  table(G).cd_sparsegram(G.ptr, G.cols, from, list.length, work, ...matrix, total);
}
