/**
 * Random walks on a sparse matrix, summed by the places they visit.
 * @module
 */
import { arrayOf, type Floats, sizeOf } from "../core/types.ts";
import { halves } from "./random.ts";
import { aligned, type CsrRef } from "./storage.ts";

/** Settled options of walks. */
export interface WalkPlan {
  readonly walks: number;
  readonly stop: number;
  readonly key: bigint;
  readonly stream: number;
  /** Every second walk of a row ends by the number of the one before it, moved by a half. */
  readonly pairs: boolean;
  /** How likely an edge is beside others, by its uses; empty where all are alike. */
  readonly chances: Float64Array;
  /** Rows to start from, each below U.rows. */
  readonly nodes: Uint32Array;
}

/** Rows of the result that are done: where each ends, and their places and values. */
export interface WalkRows {
  readonly ends: Uint32Array;
  readonly places: Uint32Array;
  readonly values: Floats;
}

/** Sets walks apart from other draws under the same seed. */
const WALKS = 0x77616c6b;

/** Places stored at a time, at least. */
const ROOM = 1 << 18;

/** Row i is the mean, over walks from nodes[i], of the loads at the places they visit; in parts, copies, in order. */
export function* csrWalks(
  U: CsrRef,
  { walks, stop, pairs, key, stream, chances, nodes }: WalkPlan,
): Generator<WalkRows> {
  const { engine, type, rows: n } = U;
  const size = sizeOf[type];
  const { csr_walks, csr_walkswork } = engine.kernels.u32;
  const used = chances.length > 0;
  const room = Math.max(n, ROOM);
  const [k0, k1] = halves(key);
  const scratch = aligned(csr_walkswork(n, used ? U.nnz : 0));
  const parts = [room * 4, room * size, nodes.length * 4, nodes.length * 4, chances.length * 8].map(aligned) as [
    number,
    number,
    number,
    number,
    number,
  ];
  for (let from = 0; from < nodes.length; ) {
    const work = engine.memory.workspace(scratch + parts.reduce((a, b) => a + b));
    const places = work + scratch;
    const values = places + parts[0];
    const ends = values + parts[1];
    const starts = ends + parts[2];
    const likely = starts + parts[3];
    const { buffer } = engine.memory.wasm;
    new Uint8Array(buffer, work, scratch).fill(0);
    new Uint32Array(buffer, starts, nodes.length).set(nodes);
    new Float64Array(buffer, likely, chances.length).set(chances);
    const [indices, entries] = [U.ptr + U.indicesOffset, U.ptr + U.valuesOffset];
    const done = csr_walks(
      places,
      values,
      ends,
      room,
      starts,
      from,
      nodes.length,
      U.ptr,
      indices,
      entries,
      type === "f64",
      n,
      walks,
      stop,
      pairs,
      used ? likely : 0,
      chances.length,
      work,
      stream,
      k0,
      (k1 ^ WALKS) >>> 0,
    );
    from += done;
    const to = new Uint32Array(buffer, ends, done).slice();
    const stored = to.at(-1) ?? 0;
    yield {
      ends: to,
      places: new Uint32Array(buffer, places, stored).slice(),
      values: new arrayOf[type](buffer as ArrayBuffer, values, stored).slice() as Floats,
    };
  }
}
