/**
 * Making compressed sparse rows out of others. Where the number of entries is not known beforehand, the rows are measured
 * first, so that the result is reserved exactly: `make` is called once, with that number.
 * @module
 */
import { checkNumber, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { arrayOf, type Numbers, type Real, sizeOf } from "../core/types.ts";
import type { Engine } from "./engine.ts";
import {
  aligned,
  checkApart,
  checkKin,
  checkMatrix,
  checkVector,
  type CsrRef,
  filled,
  type MatrixRef,
  type VectorRef,
} from "./storage.ts";

/** A new matrix with room for so many entries. */
type Make<C extends CsrRef> = (nnz: number) => C;

const places = (A: CsrRef): [indptr: number, indices: number] => [A.ptr, A.ptr + A.indicesOffset];
const parts = (A: CsrRef): [indptr: number, indices: number, values: number] => [...places(A), A.ptr + A.valuesOffset];
const entries = (A: CsrRef): [indices: number, values: number] => [A.ptr + A.indicesOffset, A.ptr + A.valuesOffset];
const table = (A: CsrRef | MatrixRef | VectorRef) => A.engine.kernels[A.type];

/** A sparse matrix of rows x cols, kin of `like`. */
function checkSparse(name: string, value: unknown, like: CsrRef, rows: number, cols: number): asserts value is CsrRef {
  checkKin(name, value, like);
  const got = value as CsrRef;
  if (got.indicesOffset === undefined) throw new ArgumentTypeError(name, "a CsrMatrix", describe(value));
  if (got.rows !== rows || got.cols !== cols)
    throw new ShapeError(name, `${rows} x ${cols}`, `${got.rows} x ${got.cols}`);
}

/** Measures the rows into words of their own, makes the matrix, and fills it. */
export function measured<C extends CsrRef>(
  engine: Engine,
  rows: number,
  measure: (indptr: number) => number,
  make: Make<C>,
  fill: (out: C) => void,
): C {
  const starts = engine.memory.alloc((rows + 1) * 4);
  try {
    const out = make(measure(starts.address));
    return filled(out, () => {
      new Uint8Array(engine.memory.wasm.buffer).copyWithin(out.ptr, starts.address, starts.address + starts.bytes);
      fill(out);
    });
  } finally {
    engine.memory.free(starts);
  }
}

/** A*B, rows sorted; entries that cancel to zero stay stored */
export function csrMultiply<C extends CsrRef>(A: CsrRef, B: CsrRef, make: Make<C>): C {
  checkKin("B", B, A);
  checkSparse("B", B, A, A.cols, B.cols);
  const { engine } = A;
  const { u32 } = engine.kernels;
  const bits = u32.csr_spgemmbits(...places(A), B.ptr, A.rows, B.cols);
  const work = engine.memory.workspace(table(A).csr_spgemmwork(B.cols, bits) >>> 0);
  return measured(
    engine,
    A.rows,
    (indptr) => u32.csr_spgemmrows(indptr, ...places(A), ...places(B), work, A.rows, B.cols, bits),
    make,
    (C) => table(A).csr_spgemm(...parts(C), ...parts(A), ...parts(B), work, A.rows, B.cols, bits),
  );
}

/** alpha*A + beta*B, rows sorted; entries that cancel to zero stay stored */
export function csrAdd<C extends CsrRef>(A: CsrRef, B: CsrRef, alpha: number, beta: number, make: Make<C>): C {
  checkSparse("B", B, A, A.rows, A.cols);
  checkNumber("alpha", alpha);
  checkNumber("beta", beta);
  return measured(
    A.engine,
    A.rows,
    (indptr) => A.engine.kernels.u32.csr_addrows(indptr, ...places(A), ...places(B), A.rows) >>> 0,
    make,
    (C) => table(A).csr_add(...entries(C), ...parts(A), ...parts(B), A.rows, alpha, beta),
  );
}

/** Rows i to i + m - 1 and columns j to stop - 1 of A, within its shape */
export function csrSlice<C extends CsrRef>(A: CsrRef, i: number, m: number, j: number, stop: number, make: Make<C>): C {
  return measured(
    A.engine,
    m,
    (indptr) => A.engine.kernels.u32.csr_slicerows(indptr, ...places(A), i, m, j, stop) >>> 0,
    make,
    (C) => table(A).csr_slice(...parts(C), ...parts(A), i, m, j),
  );
}

/** The entries of a dense matrix with |value| > threshold, NaN among them */
export function csrFromDense<C extends CsrRef>(A: MatrixRef, threshold: number, make: Make<C>): C {
  const { rows, cols } = A;
  const bound = A.type === "f32" ? roundDown(threshold) : threshold;
  return measured(
    A.engine,
    rows,
    (indptr) => table(A).csr_countdense(indptr, A.ptr, rows, cols, cols, bound),
    make,
    (C) => table(A).csr_fromdense(...entries(C), A.ptr, rows, cols, cols, bound),
  );
}

/** The largest f32 that is not above x >= 0: |v| <= x is the same question for it, of any v in f32. */
function roundDown(x: number): number {
  const near = new Float32Array([x]);
  const bits = new Uint32Array(near.buffer);
  if ((near[0] as number) > x) bits[0] = (bits[0] as number) - 1;
  return near[0] as number;
}

/** out = the matrix that A stands for */
export function csrToDense(out: MatrixRef, A: CsrRef): void {
  checkMatrix("out", out, A, A.rows, A.cols);
  table(A).csr_todense(out.ptr, ...parts(A), A.rows, A.cols);
}

/** out = A', where out has A's number of entries */
export function csrTranspose(out: CsrRef, A: CsrRef): void {
  checkSparse("out", out, A, A.cols, A.rows);
  table(A).csr_transpose(...parts(out), ...parts(A), A.rows, A.cols);
}

/** out gets A's places; its values are left alone */
export function csrPattern(out: CsrRef, A: CsrRef): void {
  checkSparse("out", out, A, A.rows, A.cols);
  new Uint8Array(A.engine.memory.wasm.buffer).copyWithin(out.ptr, A.ptr, A.ptr + A.valuesOffset);
}

/** out = the values of diag(s)*A; out may be A, else it has A's places */
export function csrScaleRows(out: CsrRef, A: CsrRef, s: VectorRef): void {
  checkVector("s", s, A, A.rows);
  table(A).csr_scalerows(out.ptr + out.valuesOffset, A.ptr, A.ptr + A.valuesOffset, s.ptr, A.rows);
}

/** out = the values of A*diag(s); out may be A, else it has A's places */
export function csrScaleCols(out: CsrRef, A: CsrRef, s: VectorRef): void {
  checkVector("s", s, A, A.cols);
  table(A).csr_scalecols(out.ptr + out.valuesOffset, ...entries(A), s.ptr, A.nnz);
}

/** out = the diagonal of A */
export function csrDiagonal(out: VectorRef, A: CsrRef): void {
  const n = Math.min(A.rows, A.cols);
  checkVector("out", out, A, n);
  table(A).csr_diagonal(out.ptr, ...parts(A), n);
}

/** out = the values of alpha*A*B' at the places of S, times S's values if `weighted`; out has S's places */
export function csrSddmm(out: CsrRef, S: CsrRef, A: MatrixRef, B: MatrixRef, alpha: number, weighted: boolean): void {
  checkKin("A", A, S);
  const k = A.cols;
  checkMatrix("A", A, S, S.rows, k);
  checkMatrix("B", B, S, S.cols, k);
  checkApart(out, S);
  checkNumber("alpha", alpha);
  const weights = weighted ? S.ptr + S.valuesOffset : 0;
  table(S).csr_sddmm(out.ptr + out.valuesOffset, ...places(S), weights, A.ptr, B.ptr, S.rows, k, k, k, alpha);
}

/** max |A_ij| over the stored entries; NaN if one is NaN */
export const csrAmax = (A: CsrRef): number => table(A).vec_amax(A.ptr + A.valuesOffset, A.nnz);

/** Whether A's places keep the rules of compressed sparse rows */
export function csrHolds(A: CsrRef): boolean {
  return Boolean(A.engine.kernels.u32.csr_check(...places(A), A.rows, A.cols, A.nnz));
}

/** The matrix whose entry (i, j) is the sum, in their order, of the values given for it; rows and columns are in range */
export function csrFromEntries<C extends CsrRef>(
  engine: Engine,
  type: Real,
  [rows, cols]: [rows: number, cols: number],
  [rowIndices, colIndices, values]: [rowIndices: Numbers, colIndices: Numbers, values: Numbers],
  make: Make<C>,
): C {
  const n = values.length;
  const kernels = engine.kernels[type];
  const words = aligned(n * 4);
  const numbers = aligned(n * sizeOf[type]);
  const scratch = engine.memory.alloc(2 * words + numbers + (kernels.csr_coowork(n) >>> 0));
  const toRows = scratch.address;
  const [toCols, toValues, work] = [toRows + words, toRows + 2 * words, toRows + 2 * words + numbers];
  try {
    const { buffer } = engine.memory.wasm;
    new Uint32Array(buffer, toRows, n).set(rowIndices);
    new Uint32Array(buffer, toCols, n).set(colIndices);
    new arrayOf[type](buffer, toValues, n).set(values);
    return measured(
      engine,
      rows,
      (indptr) => kernels.csr_coo(indptr, toRows, toCols, toValues, work, n, rows, cols) >>> 0,
      make,
      (C) => {
        const bytes = new Uint8Array(engine.memory.wasm.buffer);
        const [indices, into] = entries(C);
        bytes.copyWithin(indices, toCols, toCols + C.nnz * 4);
        bytes.copyWithin(into, toValues, toValues + C.nnz * sizeOf[type]);
      },
    );
  } finally {
    engine.memory.free(scratch);
  }
}
