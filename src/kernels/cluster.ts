/**
 * Steps of k-means.
 * @module
 */
import { arrayOf, type Floats, sizeOf } from "../core/types.ts";
import { aligned, type MatrixRef } from "./storage.ts";

/** Where each of n rows belongs among k centres. */
export interface Assignment {
  /** The nearest centre, ties to the lower number. */
  readonly labels: Uint32Array<ArrayBuffer>;
  /** The squared distance to it. */
  readonly distances: Floats;
  /** The sum of the rows of each centre, k x d. */
  readonly sums: Float64Array<ArrayBuffer>;
  /** How many they are. */
  readonly counts: Uint32Array<ArrayBuffer>;
}

/** Room for the assignment of n rows. */
export const assignment = (X: MatrixRef, k: number): Assignment => ({
  labels: new Uint32Array(X.rows),
  distances: new arrayOf[X.type](X.rows),
  sums: new Float64Array(k * X.cols),
  counts: new Uint32Array(k),
});

/** Assigns the rows of X to the nearest rows of C, one at least. Returns the sum of the squared distances. */
export function assignRows(out: Assignment, X: MatrixRef, C: MatrixRef): number {
  const { engine, type, rows: n, cols: d } = X;
  const [size, k] = [sizeOf[type], C.rows];
  const room = [n * 4, n * size, k * d * 8, k * 4].map(aligned) as [number, number, number, number];
  const work = ((k + 8) * (2 * d + 49) + d + 16) * size;
  const labels = engine.memory.workspace(room.reduce((a, b) => a + b) + work);
  const distances = labels + room[0];
  const sums = distances + room[1];
  const counts = sums + room[2];
  const { buffer } = engine.memory.wasm;
  new Uint8Array(buffer, sums, room[2] + room[3]).fill(0);
  const total = engine.kernels[type].cluster_assign(
    labels,
    distances,
    sums,
    counts,
    X.ptr,
    C.ptr,
    counts + room[3],
    n,
    k,
    d,
  );
  out.labels.set(new Uint32Array(buffer, labels, n));
  out.distances.set(new arrayOf[type](buffer, distances, n));
  out.sums.set(new Float64Array(buffer, sums, k * d));
  out.counts.set(new Uint32Array(buffer, counts, k));
  return total;
}

/** What one of several rows would do as a further centre. */
export interface Nearer {
  /** Of each candidate, the sum of what `distances` has of it. */
  readonly totals: Float64Array<ArrayBuffer>;
  /** Of each candidate, n squared distances, to it or to the centres so far. */
  readonly distances: Floats;
}

/** Tries rows of X as further centres where `closest` are the squared distances to those there are. */
export function tryRows(X: MatrixRef, rows: Uint32Array, closest: Floats): Nearer {
  const { engine, type, rows: n, cols: d } = X;
  const [size, t] = [sizeOf[type], rows.length];
  const room = [t * 8, t * n * size, t * 4].map(aligned) as [number, number, number];
  const totals = engine.memory.workspace(room.reduce((a, b) => a + b) + n * size);
  const out = totals + room[0];
  const numbers = out + room[1];
  const least = numbers + room[2];
  const { buffer } = engine.memory.wasm as { buffer: ArrayBuffer };
  new Uint32Array(buffer, numbers, t).set(rows);
  new arrayOf[type](buffer, least, n).set(closest);
  engine.kernels[type].cluster_nearer(totals, out, X.ptr, numbers, least, n, t, d);
  return {
    totals: new Float64Array(buffer, totals, t).slice(),
    distances: new arrayOf[type](buffer, out, t * n).slice() as Floats,
  };
}
