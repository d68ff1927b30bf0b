/**
 * Sparse LU with partial pivoting.
 * @module
 */
import { SingularMatrixError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import type { Block } from "./memory.ts";
import { type CsrRef, filled, type MatrixRef, Storage, type VectorRef } from "./storage.ts";
import { wordsAt } from "./words.ts";

/** Both permutations of P*A*Q. */
export class Permutations extends Storage {
  protected readonly kind = "SparseLu";

  /** Contents are whatever the memory held. @internal */
  constructor(
    like: CsrRef,
    readonly n: number,
  ) {
    super(like.engine, like.type, 8 * n);
  }

  /** Row k of P*A*Q is row rowOrder[k] of A; a fresh view. */
  get rowOrder(): Uint32Array<ArrayBuffer> {
    return this.words(0, this.n);
  }

  /** Column k of P*A*Q is column colOrder[k] of A; a fresh view. */
  get colOrder(): Uint32Array<ArrayBuffer> {
    return this.words(4 * this.n, this.n);
  }
}

/** Entries of a factor, column after column, in blocks that grow. */
class Growing {
  room: number;
  rows: Block;
  values: Block;

  constructor(
    private readonly like: CsrRef,
    room: number,
  ) {
    const { memory } = like.engine;
    this.room = room;
    this.rows = memory.alloc(4 * room);
    this.values = filledBlock(memory.alloc.bind(memory), sizeOf[like.type] * room, () => memory.free(this.rows));
  }

  /** Twice as much room, and for `least` entries. */
  grow(used: number, least: number): void {
    const next = new Growing(this.like, Math.max(2 * this.room, used + least));
    const bytes = new Uint8Array(this.like.engine.memory.wasm.buffer);
    bytes.copyWithin(next.rows.address, this.rows.address, this.rows.address + 4 * used);
    bytes.copyWithin(next.values.address, this.values.address, this.values.address + sizeOf[this.like.type] * used);
    this.free();
    [this.room, this.rows, this.values] = [next.room, next.rows, next.values];
  }

  free(): void {
    this.like.engine.memory.free(this.rows);
    this.like.engine.memory.free(this.values);
  }
}

/** A block; where there is no room for it, what was taken before is given back. */
function filledBlock(alloc: (bytes: number) => Block, bytes: number, undo: () => void): Block {
  try {
    return alloc(bytes);
  } catch (error) {
    undo();
    throw error;
  }
}

/**
 * P*A*Q = L*U for the matrix whose transpose is `At`. `order`: its columns' order, which permutations gets, and the rows'.
 * Returns L' without its diagonal, and U', both by compressed rows that are not sorted, in what `make` makes.
 * @throws SingularMatrixError with the column that has no pivot
 */
export function sparseLuFactors<C extends CsrRef>(
  permutations: Permutations,
  At: CsrRef,
  threshold: number,
  make: (nnz: number) => C,
): [L: C, U: C] {
  const { engine, type, rows: n, nnz } = At;
  const { memory } = engine;
  const size = sizeOf[type];
  const { sfactor_lu } = engine.kernels[type];
  const parts: { free(): void }[] = [];
  const block = (bytes: number) => {
    const made = memory.alloc(bytes);
    parts.push({ free: () => memory.free(made) });
    return made.address;
  };
  try {
    const [starts, place, work, x] = [block(8 * (n + 1)), block(4 * n), block(20 * n), block(size * n)];
    const [lStarts, uStarts] = [starts, starts + 4 * (n + 1)];
    const [L, U] = [new Growing(At, 4 * nnz + n), new Growing(At, 4 * nnz + n)];
    parts.push(L, U);
    const [indptr, indices, values] = [At.ptr, At.ptr + At.indicesOffset, At.ptr + At.valuesOffset];
    const used = (of: number, k: number) => wordsAt(engine, of, n + 1)[k] as number;
    for (let k = 0; k < n; ) {
      const order = permutations.ptr + 4 * n;
      const l = [lStarts, L.rows.address, L.values.address, L.room] as const;
      const u = [uStarts, U.rows.address, U.values.address, U.room] as const;
      const next = sfactor_lu(...l, ...u, place, order, indptr, indices, values, x, work, k, n, threshold);
      if (next === n) break;
      const [inL, inU] = [used(lStarts, next), used(uStarts, next)];
      if (inL + n <= L.room && inU + n <= U.room) throw new SingularMatrixError(permutations.colOrder[next] as number);
      if (inL + n > L.room) L.grow(inL, n);
      if (inU + n > U.room) U.grow(inU, n);
      k = next;
    }
    const places = wordsAt(engine, place, n);
    const { rowOrder } = permutations;
    for (let i = 0; i < n; i++) rowOrder[places[i] as number] = i;
    const rowsOfL = wordsAt(engine, L.rows.address, n === 0 ? 0 : used(lStarts, n));
    for (let p = 0; p < rowsOfL.length; p++) rowsOfL[p] = places[rowsOfL[p] as number] as number;
    const copy = (from: number, { rows, values: numbers }: Growing) => {
      const count = n === 0 ? 0 : used(from, n);
      const out = make(count);
      return filled(out, () => {
        const bytes = new Uint8Array(memory.wasm.buffer);
        if (n === 0) bytes.fill(0, out.ptr, out.ptr + 4);
        else bytes.copyWithin(out.ptr, from, from + 4 * (n + 1));
        bytes.copyWithin(out.ptr + out.indicesOffset, rows.address, rows.address + 4 * count);
        bytes.copyWithin(out.ptr + out.valuesOffset, numbers.address, numbers.address + size * count);
      });
    };
    const first = copy(lStarts, L);
    return filledPair(first, () => copy(uStarts, U));
  } finally {
    for (const part of parts) part.free();
  }
}

function filledPair<C extends CsrRef>(first: C, second: () => C): [C, C] {
  try {
    return [first, second()];
  } catch (error) {
    first.dispose();
    throw error;
  }
}

/** X = op(A)^-1 X in place, from A's factors by compressed rows; X has its rows and is kin of it. */
export function sparseLuSolve(
  X: VectorRef | MatrixRef,
  permutations: Permutations,
  L: CsrRef,
  U: CsrRef,
  transpose: boolean,
): void {
  const { engine, type, rows: n } = L;
  const k = "length" in X ? 1 : X.cols;
  const width = k * sizeOf[type];
  const y = engine.memory.workspace(n * width);
  const { csr_trsv } = engine.kernels[type];
  const { sfactor_gather } = engine.kernels.u8;
  const solve = (A: CsrRef, lower: boolean) =>
    csr_trsv(y, A.ptr, A.ptr + A.indicesOffset, A.ptr + A.valuesOffset, n, k, lower, transpose, lower);
  const [rows, cols] = [permutations.ptr, permutations.ptr + 4 * n];
  sfactor_gather(y, X.ptr, transpose ? cols : rows, n, width, false);
  for (const lower of transpose ? [false, true] : [true, false]) solve(lower ? L : U, lower);
  sfactor_gather(X.ptr, y, transpose ? rows : cols, n, width, true);
}
