// Sums over random walks on a sparse matrix U: row i of the result is the mean over m walks from i of load e_v at every place v a
// walk visits. A walk ends with chance `stop` before each step, or where a row is empty; a step from v to w multiplies the load by
// U_vw / ((1 - stop) p(v, w)), so that the mean has the expectation of row i of I + U + U^2 + ...
// Choromanski, Taming Graph Kernels with Random Features (ICML 2023). Walks in pairs of which one ends early where the other goes on:
// Reid, Choromanski and Weller, Quasi-Monte Carlo Graph Random Features (NeurIPS 2023), equation 11.

import { below, philox, unit } from "../core/philox";
import { sortWords } from "../core/sort";

/** Bytes of workspace for n rows and nnz entries, the latter 0 where walks do not avoid used edges. */
export function csr_walkswork_u32(n: usize, nnz: usize): usize { return 16 + n * 16 + 1024 + (2 * n + nnz) * 4; }

/** A place: the sum of loads, and which row it was last visited for, from 1, in one line of the cache. */
const CELL: usize = 16;

/**
 * places, values: room for `room` >= n entries, row after row, columns ascending; ends: where each row ends. Rows are those of
 * `nodes` from `from` to `to`, or, where it is 0, of these numbers themselves. values, entries: f64 where `wide`, else f32.
 * chances: `kinds` f64 > 0, how likely an edge is beside others by how often the walks of this node used it (the last for all higher
 * counts); 0 where all edges are alike. work is all zeros. Step s of walk j of node i takes block (s, stream, i, j)
 * under (k0, k1); with `pairs` every odd walk ends by the number of the walk before it, moved by a half.
 * Returns how many rows there was room for.
 */
export function csr_walks_u32(
  places: usize, values: usize, ends: usize, room: usize, nodes: usize, from: usize, to: usize,
  indptr: usize, indices: usize, entries: usize, wide: bool, n: usize, m: usize, stop: f64, pairs: bool, chances: usize, kinds: u32,
  work: usize, stream: u32, k0: u32, k1: u32,
): usize {
  const cells = work + 16, digits = cells + n * CELL, list = digits + 1024, uses = list + 2 * n * 4;
  let stored: usize = 0;
  for (let at = from; at < to; at++) {
    const node = nodes == 0 ? <u32>at : load<u32>(nodes + at * 4);
    const row = <u32>(at - from) + 1;
    let count: usize = 0;
    for (let j: usize = 0; j < m; j++) {
      const second = pairs && (j & 1) != 0;
      let v: usize = node, weight: f64 = 1;
      for (let step: u64 = <u64>stream << 32; ; step++) {
        const cell = cells + v * CELL;
        if (load<u32>(cell, 8) == row) store<f64>(cell, load<f64>(cell) + weight);
        else {
          store<f64>(cell, weight);
          store<u32>(cell, row, 8);
          store<u32>(list + count++ * 4, <u32>v);
        }
        const first = load<u32>(indptr + v * 4), degree = load<u32>(indptr + v * 4, 4) - first;
        philox(work, 16, step, <u64>(second ? j - 1 : j) << 32 | node, k0, k1);
        let end = unit(work);
        if (second) end += end < 0.5 ? 0.5 : -0.5;
        if (end < stop || degree == 0) break;
        if (second) philox(work, 16, step, <u64>j << 32 | node, k0, k1);
        let edge: usize, share: f64;
        if (chances == 0) {
          edge = first + below(work + 8, degree);
          share = <f64>degree;
        } else {
          const all = total(uses, first, degree, chances, kinds);
          edge = pick(uses, first, degree, chances, kinds, unit(work + 8) * all);
          share = all / chance(uses, edge, chances, kinds);
          store<u32>(uses + edge * 4, load<u32>(uses + edge * 4) + 1);
        }
        const entry: f64 = wide ? load<f64>(entries + edge * 8) : <f64>load<f32>(entries + edge * 4);
        weight *= entry * share / (1 - stop);
        v = load<u32>(indices + edge * 4);
      }
    }
    const fits = stored + count <= room;
    if (fits) sortWords(list, list + n * 4, digits, count, 32 - clz<u32>(<u32>n));
    for (let e: usize = 0; e < count; e++) {
      const v: usize = load<u32>(list + e * 4), mean = load<f64>(cells + v * CELL) / <f64>m, place = stored + e;
      if (fits) {
        store<u32>(places + place * 4, <u32>v);
        if (wide) store<f64>(values + place * 8, mean);
        else store<f32>(values + place * 4, <f32>mean);
      }
      if (chances != 0) {
        const first: usize = load<u32>(indptr + v * 4), end: usize = load<u32>(indptr + v * 4, 4);
        memory.fill(uses + first * 4, 0, (end - first) * 4);
      }
    }
    if (!fits) return at - from;
    stored += count;
    store<u32>(ends + (at - from) * 4, <u32>stored);
  }
  return to - from;
}

// @ts-ignore: decorator
@inline function chance(uses: usize, edge: usize, chances: usize, kinds: u32): f64 {
  return load<f64>(chances + <usize>min(load<u32>(uses + edge * 4), kinds - 1) * 8);
}

function total(uses: usize, first: usize, degree: usize, chances: usize, kinds: u32): f64 {
  let all: f64 = 0;
  for (let e = first; e < first + degree; e++) all += chance(uses, e, chances, kinds);
  return all;
}

/** The edge in whose part of the sum of chances `left` lies. */
function pick(uses: usize, first: usize, degree: usize, chances: usize, kinds: u32, left: f64): usize {
  const end = first + degree - 1;
  let e = first;
  for (; e < end; e++) {
    left -= chance(uses, e, chances, kinds);
    if (left < 0) break;
  }
  return e;
}
