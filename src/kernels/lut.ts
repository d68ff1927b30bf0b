/**
 * Weights as codes of few bits into tables, with a scale and an offset for each group of columns.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import type { Epilogue } from "./maps.ts";
import { partsOf, type Range, ranges, share, type Table, TILE } from "./parallel.ts";
import { type RowProduct, rowLinear, rowMm, rowMv } from "./rowProducts.ts";
import { aligned, checkMatrix, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

/** Bits of a code. */
export type Bits = 2 | 3 | 4 | 8;

/** Codes first, then tables, scales and offsets at these offsets in bytes. */
export interface LutRef extends MatrixRef {
  readonly bits: Bits;
  /** One table for all rows instead of one each. */
  readonly shared: boolean;
  /** Columns of a group, at least 1. */
  readonly groupSize: number;
  readonly tablesOffset: number;
  /** 0 where there are none. */
  readonly scaleOffset: number;
  /** 0 where there are none. */
  readonly offsetOffset: number;
}

/** Bytes of `rows` rows of `cols` codes, as core/codes lays them. */
export function codeBytes(rows: number, cols: number, bits: Bits): number {
  const [run, bytes] = ({ 8: [16, 16], 4: [32, 16], 3: [128, 48], 2: [64, 16] } as const)[bits];
  return rows * Math.ceil(cols / run) * bytes;
}

/** Bytes of a plain row: codes of `width` bits one after the other. */
export const plainBytes = (cols: number, width: number): number => Math.ceil((cols * width) / 8);

const table = (A: LutRef) => A.engine.kernels[A.type];
const optional = (A: LutRef, offset: number): number => (offset === 0 ? 0 : A.ptr + offset);
const pointers = (A: LutRef): [codes: number, tables: number, scale: number, offset: number] => [
  A.ptr,
  A.ptr + A.tablesOffset,
  optional(A, A.scaleOffset),
  optional(A, A.offsetOffset),
];
const layout = (A: LutRef): [bits: number, step: number, group: number] => [
  A.bits,
  A.shared ? 0 : 1 << A.bits,
  A.groupSize,
];
/** Rows of X for which the product with each by itself is faster than unpacking W. */
const FEW = 5;

const padded = (cols: number): number => Math.ceil(cols / 32) * 32;

/** Writes tables fitted to the rows of W by at most `steps` Lloyd iterations, then the codes. */
export function lutQuantize(out: LutRef, W: MatrixRef, steps: number): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  const { engine, type } = out;
  const work = engine.memory.workspace(1024 + (W.cols + 1) * 8 + 2 * W.cols * sizeOf[type]);
  const tables = out.ptr + out.tablesOffset;
  table(out).lut_fit(tables, W.ptr, work, W.rows, W.cols, W.cols, steps, out.bits);
  lutEncode(out, W);
}

/** Codes of W under the tables `out` already holds, each row ascending. */
export function lutEncode(out: LutRef, W: MatrixRef): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  const { engine, type, bits } = out;
  const work = engine.memory.workspace(16 * sizeOf[type] + 16);
  table(out).lut_quantize(out.ptr, out.ptr + out.tablesOffset, W.ptr, work, W.rows, W.cols, W.cols, bits);
}

/** Takes codes of `width` bits in plain rows. False where one of them needs more bits than `out` has. */
export function lutPlace(out: LutRef, plain: Uint8Array, width: number): boolean {
  const { memory, kernels } = out.engine;
  const work = memory.workspace(plain.length);
  new Uint8Array(memory.wasm.buffer, work, plain.length).set(plain);
  return Boolean(kernels.u8.lut_place(out.ptr, work, out.rows, out.cols, out.bits, width));
}

/** Codes of a byte each, rows of them, at the start of `out`. */
export function lutPlaceBytes(out: Storage, codes: Uint8Array, rows: number, cols: number, bits: Bits): void {
  const { memory, kernels } = out.engine;
  const work = memory.workspace(codes.length);
  new Uint8Array(memory.wasm.buffer, work, codes.length).set(codes);
  kernels.u8.lut_place(out.ptr, work, rows, cols, bits, 8);
}

/** The codes in plain rows, `width` bits each. */
export function lutTake(A: LutRef, width: number): Uint8Array<ArrayBuffer> {
  const { memory, kernels } = A.engine;
  const bytes = A.rows * plainBytes(A.cols, width);
  const work = memory.workspace(bytes);
  kernels.u8.lut_take(work, A.ptr, A.rows, A.cols, A.bits, width);
  return new Uint8Array(memory.wasm.buffer as ArrayBuffer, work, bytes).slice();
}

/** out = the matrix that A stands for */
export function lutDequantize(out: MatrixRef, A: LutRef): void {
  checkMatrix("out", out, A, A.rows, A.cols);
  const work = A.engine.memory.workspace(padded(A.cols) * sizeOf[A.type]);
  table(A).lut_dequantize(out.ptr, ...pointers(A), work, A.rows, A.cols, A.cols, ...layout(A));
}

/** How products are computed. */
export interface LutProduct {
  /**
   * "int8": by whole numbers of 12 bits, two bytes each, faster and less exact: entries of a table rounded to 1/2047 of the
   * largest of its row, x to 1/1927 of its largest (each row of X by itself). For f32 and at most 4 bits. Default "exact".
   */
  activations?: "exact" | "int8";
}

const countOf = (A: LutRef): number => (A.shared ? 1 : A.rows);

/** Bytes that the tables of A take as whole numbers. */
export const lutBytesSize = (A: LutRef): number => countOf(A) * 44;

/** Tables as whole numbers. */
export interface BytesRef extends Storage {
  /** Whether the entries of each row are an even grid, which makes products with one vector twice as fast. */
  even: boolean;
}

/** Writes the tables of A as whole numbers to `out`. */
export function lutBytes(out: BytesRef, A: LutRef): void {
  const count = countOf(A);
  const [planes, steps, grids] = planesOf(out, A);
  out.even = Boolean(A.engine.kernels.f32.lut_bytes(planes, steps, grids, A.ptr + A.tablesOffset, count, A.bits));
}

function planesOf(bytes: BytesRef, A: LutRef): [planes: number, steps: number, grids: number] {
  const count = countOf(A);
  return [bytes.ptr, bytes.ptr + 32 * count, bytes.ptr + 36 * count];
}

/** out = f(X*A' + bias); with `bytes`, of lutBytes, by integers */
export function lutLinear(out: MatrixRef, A: LutRef, X: MatrixRef, options: Epilogue, bytes?: BytesRef): void {
  rowLinear(out, A, X, options, roomOf(A, X.rows, bytes), bytes ? wholeProduct(A, bytes) : exactProduct(A));
}

/** out = f(A*X + bias) */
export function lutMm(out: MatrixRef, A: LutRef, X: MatrixRef, options: Epilogue, bytes?: BytesRef): void {
  rowMm(out, A, X, options, roomOf(A, X.cols, bytes), bytes ? wholeProduct(A, bytes) : exactProduct(A));
}

/** out = f(A*x + bias) */
export function lutMv(out: VectorRef, A: LutRef, x: VectorRef, options: Epilogue = {}, bytes?: BytesRef): void {
  if (bytes) rowMv(out, A, x, options, roomOf(A, 1, bytes), wholeProduct(A, bytes));
  else rowMv(out, A, x, options, partsIn(A, 1) * aligned(mvRoom(A)), rowByRow(A));
}

/** How many parts a product with so many rows of X comes in. */
const partsIn = (A: LutRef, batch: number): number => partsOf(A.engine, A.rows * A.cols * batch);

/** Rows of A as if they were a matrix of their own. */
interface Rows {
  readonly first: number;
  readonly rows: number;
  readonly codes: number;
  readonly tables: number;
  readonly scale: number;
  readonly offset: number;
  /** Address of this part's workspace. */
  readonly work: number;
}

/** Calls `multiply` for each part of the rows of A, with workspaces side by side from `work` on. */
function byRows(
  A: LutRef,
  batch: number,
  work: number,
  room: number,
  multiply: (kernels: Table, part: Rows) => void,
): void {
  const [codes, tables, scale, offset] = pointers(A);
  const [size, groups] = [sizeOf[A.type], Math.ceil(A.cols / A.groupSize)];
  const parts = ranges(A.rows, partsIn(A, batch), TILE);
  share(A.engine, A.type, parts.length, (kernels, i) => {
    const [from, to] = parts[i] as Range;
    multiply(kernels, {
      first: from,
      rows: to - from,
      codes: codes + codeBytes(from, A.cols, A.bits),
      tables: A.shared ? tables : tables + from * (size << A.bits),
      scale: scale === 0 ? 0 : scale + from * groups * size,
      offset: offset === 0 ? 0 : offset + from * groups * size,
      work: work + i * aligned(room),
    });
  });
}

const mvRoom = (A: LutRef): number => (3 * padded(A.cols) + 512 + Math.ceil(A.cols / A.groupSize)) * sizeOf[A.type];

function roomOf(A: LutRef, batch: number, bytes: BytesRef | undefined): number {
  const room = bytes ? wholeRoom(A, batch) : Math.max(exactRoom(A, batch), mvRoom(A));
  return partsIn(A, batch) * aligned(room);
}

const exactRoom = (A: LutRef, batch: number): number => table(A).lut_mmwork(batch, A.cols) * sizeOf[A.type];

function wholeRoom(A: LutRef, batch: number): number {
  const { u8 } = A.engine.kernels;
  return Math.max(u8.lut_mm8work(batch, A.cols, A.groupSize), u8.lut_even8work(A.cols, A.groupSize));
}

/** By integers. */
function wholeProduct(A: LutRef, bytes: BytesRef): RowProduct {
  const [planes, steps, grids] = planesOf(bytes, A);
  const { rows, cols, bits, shared, groupSize } = A;
  return (out, x, n, work, [bias, activation]) =>
    byRows(A, n, work, wholeRoom(A, n), ({ lut_even8, lut_mm8 }, part) => {
      const { codes, scale, offset, first } = part;
      const [y, own, at] = [out + first * 4, bias === 0 ? 0 : bias + first * 4, shared ? 0 : first];
      if (n === 1 && bytes.even) {
        const shape = [part.work, part.rows, cols, bits, shared, groupSize, own, activation] as const;
        lut_even8(y, codes, grids + at * 8, scale, offset, x, ...shape);
      } else {
        const shape = [part.work, n, part.rows, cols, bits, shared, groupSize, rows, own, activation] as const;
        lut_mm8(y, codes, planes + at * 32, steps + at * 4, scale, offset, x, ...shape);
      }
    });
}

/** By the numbers of the tables. */
function exactProduct(A: LutRef): RowProduct {
  const { type, rows, cols } = A;
  const few = A.bits < 8 && type === "f32" ? FEW : 0;
  const size = sizeOf[type];
  const each = rowByRow(A);
  return (out, x, n, work, own) => {
    if (n < few) return each(out, x, n, work, own);
    const [bias, activation] = own;
    byRows(A, n, work, exactRoom(A, n), ({ lut_mm }, part) => {
      const [y, add] = [out + part.first * size, bias === 0 ? 0 : bias + part.first * size];
      const shape = [n, part.rows, cols, ...layout(A), rows, add, activation] as const;
      lut_mm(y, part.codes, part.tables, part.scale, part.offset, x, part.work, ...shape);
    });
  };
}

/** Each row of X by itself. */
function rowByRow(A: LutRef): RowProduct {
  const { type, rows, cols } = A;
  const size = sizeOf[type];
  return (out, x, n, work, [bias, activation]) => {
    for (let b = 0; b < n; b++)
      byRows(A, 1, work, mvRoom(A), ({ lut_mv }, part) => {
        const y = out + (b * rows + part.first) * size;
        const shape = [x + b * cols * size, part.work, part.rows, cols, ...layout(A)] as const;
        lut_mv(y, part.codes, part.tables, part.scale, part.offset, ...shape);
      });
    table(A).dense_epilogue(out, bias, n, rows, rows, false, activation);
  };
}
