/**
 * Sparse Cholesky: the numbers.
 * @module
 */
import { log } from "../core/elementary.ts";
import { NotPositiveDefiniteError } from "../core/errors.ts";
import { arrayOf, sizeOf } from "../core/types.ts";
import type { CholeskyStructure } from "./choleskyStructure.ts";
import { checkVector, type CsrRef, filled, type MatrixRef, type VectorRef } from "./storage.ts";
import { scratch, wordsAt } from "./words.ts";

/**
 * values = the factor of A by the structure S, S.sizes.stored elements. Returns ||A||_1.
 * @throws NotPositiveDefiniteError with the failing pivot, a row of A
 */
export function sparseFactor(values: VectorRef, S: CholeskyStructure, A: CsrRef): number {
  const { engine, type } = A;
  const { n, count, stack, most, stored } = S.sizes;
  checkVector("values", values, A, stored);
  const kernels = engine.kernels[type];
  const size = sizeOf[type];
  const fronts = engine.memory.alloc(stack * size);
  try {
    const work = engine.memory.workspace(Math.max(n, kernels.sfactor_work(most, n, count)) * size);
    const { target, indptr, indices, lists, first, place, columns, above } = S.at;
    new Uint8Array(engine.memory.wasm.buffer).fill(0, values.ptr, values.ptr + stored * size);
    const norm = kernels.sfactor_scatter(values.ptr, target, indptr, indices, A.ptr + A.valuesOffset, work, n);
    const at = fronts.address;
    const done = kernels.sfactor_factor(values.ptr, lists, first, place, columns, above, at, work, n, count);
    if (done < n) throw new NotPositiveDefiniteError(S.part("perm")[done] as number);
    return norm;
  } finally {
    engine.memory.free(fronts);
  }
}

/** X = A^-1 X in place, from A's factor; X has its rows and is kin of it. */
export function sparseSolve(X: VectorRef | MatrixRef, values: VectorRef, S: CholeskyStructure): void {
  const { engine, type } = S;
  const { n, count, most } = S.sizes;
  const k = "length" in X ? 1 : X.cols;
  const kernels = engine.kernels[type];
  const work = engine.memory.workspace(kernels.sfactor_solvework(n, most, k) * sizeOf[type]);
  const { perm, lists, first, place, columns } = S.at;
  kernels.sfactor_solve(X.ptr, perm, values.ptr, lists, first, place, columns, work, n, count, k, most);
}

/** log det A = 2 sum_j log L_jj, from A's factor. */
export function sparseLogDet(values: VectorRef, S: CholeskyStructure): number {
  const { engine, type } = S;
  const numbers = new arrayOf[type](engine.memory.wasm.buffer as ArrayBuffer, values.ptr, values.length);
  const [columns, first, place] = [S.part("columns"), S.part("first"), S.part("place")];
  let total = 0;
  for (let s = 0; s < S.sizes.count; s++) {
    const w = (columns[s + 1] as number) - (columns[s] as number);
    const m = w + (first[s + 1] as number) - (first[s] as number);
    for (let k = 0; k < w; k++) total += log(numbers[(place[s] as number) + k * (m + 1)] as number);
  }
  return 2 * total;
}

/** L' by compressed rows, which is L by compressed columns; `make` is called with its entries. */
export function sparseFactorColumns<C extends CsrRef>(
  values: VectorRef,
  S: CholeskyStructure,
  make: (nnz: number) => C,
): C {
  const { engine, type } = S;
  const { n, count, entries, nnz } = S.sizes;
  const out = make(nnz);
  return filled(out, () =>
    scratch(engine, { inverse: n, rows: n + 1, columns: entries, work: 3 * n }, (at) => {
      const to = S.at;
      const starts = wordsAt(engine, out.ptr, n + 1);
      starts[0] = 0;
      const counts = S.part("counts");
      for (let j = 0; j < n; j++) starts[j + 1] = (starts[j] as number) + (counts[j] as number);
      engine.kernels.u32.sfactor_inverse(at.inverse, to.perm, n);
      engine.kernels.u32.sfactor_rows(at.rows, at.columns, 0, at.inverse, to.indptr, to.indices, n);
      engine.kernels[type].sfactor_columns(
        out.ptr,
        out.ptr + out.indicesOffset,
        out.ptr + out.valuesOffset,
        values.ptr,
        to.lists,
        to.first,
        to.place,
        to.columns,
        to.parent,
        at.rows,
        at.columns,
        at.work,
        n,
        count,
      );
    }),
  );
}
