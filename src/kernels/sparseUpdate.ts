/**
 * A sparse Cholesky factor column by column, which can be changed by one vector at a time.
 * @module
 */
import { NotPositiveDefiniteError } from "../core/errors.ts";
import { arrayOf, sizeOf } from "../core/types.ts";
import type { CholeskyStructure } from "./choleskyStructure.ts";
import { type CsrRef, filled, type MatrixRef, Storage, type VectorRef } from "./storage.ts";

/** The order of elimination, its inverse and the elimination tree of a factor. */
export class EliminationTree extends Storage {
  protected readonly kind = "UpdatableCholesky";

  /** Contents are whatever the memory held. @internal */
  constructor(
    like: Storage,
    readonly n: number,
  ) {
    super(like.engine, like.type, 12 * n);
  }

  /** Row k of the permuted matrix is row perm[k] of A; a fresh view. */
  get perm(): Uint32Array<ArrayBuffer> {
    return this.words(0, this.n);
  }

  /** Row i of A is row inverse[i] of the permuted matrix; a fresh view. */
  get inverse(): Uint32Array<ArrayBuffer> {
    return this.words(4 * this.n, this.n);
  }

  /** The parent of each column, 2^32 - 1 for a root; a fresh view. */
  get parent(): Uint32Array<ArrayBuffer> {
    return this.words(8 * this.n, this.n);
  }
}

/** The tree of a structure. */
export function eliminationTree(S: CholeskyStructure): EliminationTree {
  const { n } = S.sizes;
  const tree = new EliminationTree(S, n);
  return filled(tree, () => {
    tree.perm.set(S.part("perm"));
    tree.parent.set(S.part("parent"));
    S.engine.kernels.u32.sfactor_inverse(tree.ptr + 4 * n, tree.ptr, n);
  });
}

/**
 * The factor with rows `Lt` of L' becomes that of A + w*w', or A - w*w'. w: rows of the permuted matrix, the first the smallest, the
 * others within the places of its column, and the numbers there.
 * @throws NotPositiveDefiniteError with the failing pivot, a row of A; the factor is then as it was
 */
export function updateFactor(
  Lt: CsrRef,
  tree: EliminationTree,
  rows: number[],
  numbers: number[],
  down: boolean,
): void {
  const { engine, type, rows: n } = Lt;
  const w = engine.memory.workspace(n * sizeOf[type]);
  const parent = tree.ptr + 8 * n;
  const start = rows.length === 0 ? 0xffffffff : Math.min(...rows);
  // A pass that writes nothing first: it alone can fail.
  for (const write of [false, true]) {
    const dense = new arrayOf[type](engine.memory.wasm.buffer as ArrayBuffer, w, n).fill(0);
    for (const [p, k] of rows.entries()) dense[k] = numbers[p] as number;
    const places = [Lt.ptr + Lt.valuesOffset, Lt.ptr, Lt.ptr + Lt.indicesOffset] as const;
    const done = engine.kernels[type].sfactor_update(...places, parent, w, start, n, down, write);
    if (done < n) throw new NotPositiveDefiniteError(tree.perm[done] as number);
  }
}

/** X = A^-1 X in place from the rows `Lt` of L'; X has its rows and is kin of it. */
export function solveByRows(X: VectorRef | MatrixRef, Lt: CsrRef, tree: EliminationTree): void {
  const { engine, type, rows: n } = Lt;
  const k = "length" in X ? 1 : X.cols;
  const width = k * sizeOf[type];
  const y = engine.memory.workspace(n * width);
  const { csr_trsv } = engine.kernels[type];
  const { sfactor_gather } = engine.kernels.u8;
  sfactor_gather(y, X.ptr, tree.ptr, n, width, false);
  for (const transposed of [true, false])
    csr_trsv(y, Lt.ptr, Lt.ptr + Lt.indicesOffset, Lt.ptr + Lt.valuesOffset, n, k, false, transposed, false);
  sfactor_gather(X.ptr, y, tree.ptr, n, width, true);
}
