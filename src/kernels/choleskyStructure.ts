/**
 * What the places of a sparse matrix say about its Cholesky factor, before any number is looked at.
 * @module
 */
import { checkNumbers, describe } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import type { Engine } from "./engine.ts";
import { type CsrRef, filled, Storage } from "./storage.ts";
import { layout, scratch, wordsAt } from "./words.ts";

/** The order in which rows and columns are eliminated: by minimum degree, as they are, or as given. */
export type Ordering = "amd" | "natural" | Numbers;

/** Sizes of a structure. */
interface Sizes {
  /** Rows of A. */
  readonly n: number;
  /** Stored entries of A. */
  readonly entries: number;
  /** Supernodes. */
  readonly count: number;
  /** Rows below the triangles of all supernodes. */
  readonly below: number;
  /** Entries of L. */
  readonly nnz: number;
  /** Elements that L takes, zeros in its blocks among them. */
  readonly stored: number;
  /** Rows of the largest front. */
  readonly most: number;
  /** Elements of the stack of fronts. */
  readonly stack: number;
}

/** The parts in words; assembly/sfactor/symbolic.ts says what they hold. */
const parts = ({ n, entries, count, below }: Sizes) => ({
  perm: n,
  parent: n,
  counts: n,
  columns: count + 1,
  above: count,
  first: count + 1,
  place: count,
  lists: below,
  target: entries,
  indptr: n + 1,
  indices: entries,
});

/** Ordering, elimination tree, supernodes, and where every entry of A goes. */
export class CholeskyStructure extends Storage {
  protected readonly kind = "CholeskyStructure";

  /** Contents are whatever the memory held: use `choleskyStructure`. @internal */
  constructor(
    like: CsrRef,
    readonly sizes: Sizes,
  ) {
    super(like.engine, like.type, layout(0, parts(sizes))[1] * 4);
  }

  /** Where each part lies in linear memory. For src/kernels only. @internal */
  get at() {
    return layout(this.ptr, parts(this.sizes))[0];
  }

  /** A fresh view of a part. @internal */
  part(name: keyof ReturnType<typeof parts>): Uint32Array<ArrayBuffer> {
    return this.words(this.at[name] - this.ptr, parts(this.sizes)[name]);
  }

  /** Whether A has the places that were analysed. @internal */
  fits(A: CsrRef): boolean {
    const { n, entries } = this.sizes;
    if (A.rows !== n || A.cols !== n || A.nnz !== entries) return false;
    const same = (held: Uint32Array, now: Uint32Array): boolean => {
      for (let p = 0; p < held.length; p++) if (held[p] !== now[p]) return false;
      return true;
    };
    return (
      same(this.part("indptr"), wordsAt(A.engine, A.ptr, n + 1)) &&
      same(this.part("indices"), wordsAt(A.engine, A.ptr + A.indicesOffset, entries))
    );
  }
}

/** Analyses a square A, whose lower triangle alone is read. */
export function choleskyStructure(A: CsrRef, ordering: Ordering): CholeskyStructure {
  const { engine, rows: n, nnz: entries } = A;
  const { u32 } = engine.kernels;
  const [indptr, indices] = [A.ptr, A.ptr + A.indicesOffset];
  const rooms = {
    perm: n,
    inverse: n,
    parent: n,
    counts: n,
    place: n,
    columns: n + 1,
    below: n,
    above: n,
    first: n + 1,
  };
  return scratch(engine, { ...rooms, starts: n + 1, others: entries, source: entries, work: 7 * n }, (at) => {
    const arrange = (source: number) => {
      u32.sfactor_inverse(at.inverse, at.perm, n);
      u32.sfactor_rows(at.starts, at.others, source, at.inverse, indptr, indices, n);
    };
    order(A, at.perm, ordering);
    arrange(0);
    u32.sfactor_etree(at.parent, at.starts, at.others, at.work, n);
    u32.sfactor_postorder(at.place, at.parent, at.work, n);
    u32.sfactor_reorder(at.perm, at.place, at.work, n, false);
    arrange(0);
    u32.sfactor_etree(at.parent, at.starts, at.others, at.work, n);
    u32.sfactor_counts(at.counts, at.parent, at.starts, at.others, at.work, n);
    const count = u32.sfactor_supernodes(at.place, at.columns, at.below, at.above, at.parent, at.counts, at.work, n);
    u32.sfactor_reorder(at.perm, at.place, at.work, n, true);
    arrange(at.source);
    const sizes = measured(engine, at, n, entries, count);
    const S = new CholeskyStructure(A, sizes);
    return filled(S, () => fill(S, A, at));
  });
}

type Rooms = Record<"perm" | "parent" | "counts" | "place" | "columns" | "below" | "above" | "first" | "work", number> &
  Record<"starts" | "others" | "source", number>;

/** Sizes from the supernodes; `first` gets where the rows of each start. */
function measured(engine: Engine, at: Rooms, n: number, entries: number, count: number): Sizes {
  const columns = wordsAt(engine, at.columns, count + 1);
  const [below, above] = [wordsAt(engine, at.below, count), wordsAt(engine, at.above, count)];
  const first = wordsAt(engine, at.first, count + 1);
  const waiting: number[] = [];
  let [nnz, stored, most, stack, held] = [0, 0, 0, 0, 0];
  const counts = wordsAt(engine, at.counts, n);
  for (let j = 0; j < n; j++) nnz += counts[j] as number;
  first[0] = 0;
  for (let s = 0; s < count; s++) {
    const w = (columns[s + 1] as number) - (columns[s] as number);
    const b = below[s] as number;
    first[s + 1] = (first[s] as number) + b;
    stored += w * (w + b);
    most = Math.max(most, w + b);
    stack = Math.max(stack, held + b * b);
    while (waiting.length > 0 && above[waiting.at(-1) as number] === s)
      held -= (below[waiting.pop() as number] as number) ** 2;
    held += b * b;
    if (b > 0) waiting.push(s);
  }
  return { n, entries, count, below: first[count] as number, nnz, stored, most, stack };
}

/** The parts of S from those in scratch. */
function fill(S: CholeskyStructure, A: CsrRef, from: Rooms): void {
  const { engine } = A;
  const { n, entries, count } = S.sizes;
  const to = S.at;
  S.part("perm").set(wordsAt(engine, from.perm, n));
  S.part("columns").set(wordsAt(engine, from.columns, count + 1));
  S.part("above").set(wordsAt(engine, from.above, count));
  S.part("first").set(wordsAt(engine, from.first, count + 1));
  S.part("indptr").set(wordsAt(engine, A.ptr, n + 1));
  S.part("indices").set(wordsAt(engine, A.ptr + A.indicesOffset, entries));
  const [columns, first, place] = [S.part("columns"), S.part("first"), S.part("place")];
  for (let s = 0, sum = 0; s < count; s++) {
    place[s] = sum;
    const w = (columns[s + 1] as number) - (columns[s] as number);
    sum += w * (w + (first[s + 1] as number) - (first[s] as number));
  }
  engine.kernels.u32.sfactor_relabel(to.parent, to.counts, from.parent, from.counts, from.place, n);
  engine.kernels.u32.sfactor_symbolic(
    to.lists,
    to.target,
    to.first,
    to.place,
    to.columns,
    to.above,
    to.perm,
    from.starts,
    from.others,
    from.source,
    to.indptr,
    to.indices,
    from.work,
    n,
    count,
  );
}

/** perm = the nodes in the order in which they are eliminated. */
function order(A: CsrRef, perm: number, ordering: Ordering): void {
  const { engine, rows: n } = A;
  const chosen =
    ordering === "amd" ? minimumDegree(A) : ordering === "natural" ? null : permutationOf("ordering", ordering, n);
  const words = wordsAt(engine, perm, n);
  for (let k = 0; k < n; k++) words[k] = chosen === null ? k : (chosen[k] as number);
}

/** An order of elimination for a square A of symmetric places, of which the lower triangle is read. */
function minimumDegree({ engine, ptr, indicesOffset, rows: n, nnz }: CsrRef): Uint32Array {
  const { u32 } = engine.kernels;
  const room = 2 * nnz + n;
  return scratch(engine, { perm: n, first: n + 1, graph: room, work: 12 * n }, (at) => {
    u32.sfactor_graph(at.first, at.graph, ptr, ptr + indicesOffset, n);
    u32.sfactor_amd(at.perm, at.first, at.graph, room, at.work, n);
    return wordsAt(engine, at.perm, n).slice();
  });
}

/** The integers from 0 to n - 1, each once. */
export function permutationOf(name: string, value: unknown, n: number): Uint32Array {
  checkNumbers(name, value, n);
  const out = Uint32Array.from(value);
  const seen = new Uint8Array(n);
  for (let k = 0; k < n; k++) {
    const given = value[k] as number;
    if (!Number.isInteger(given) || given < 0 || given >= n || seen[given])
      throw new ArgumentRangeError(`${name}[${k}]`, `an integer from 0 to ${n - 1} that no other is`, describe(given));
    seen[given] = 1;
  }
  return out;
}
