// A Newton step where no coefficient changes sign, lane by lane:  d = -(G_AA + ridge)^-1 (gradient + l1 sign z)_A,  A the places
// where z is not 0, as far as the first coefficient to reach 0. Lee, Battle, Raina and Ng, Efficient Sparse Coding Algorithms
// (2006), algorithm 1, steps 3 and 4, with the factor L D L' of all lanes at once: a place outside a lane's A is a row of the identity.

import { fma, nfma, pick, signed } from "../core/lane";
import { L1, RIDGE } from "./move";

/**
 * One vector of lanes. z, the gradient `work` (in and out), g: as for klane_gcd, rows `row` bytes apart; block: its lane numbers;
 * list: count u32; u: count*(count + 1) vectors.
 */
// @ts-ignore: decorator
@inline export function orthant<T>(z: usize, work: usize, g: usize, block: usize, u: usize, list: usize, set: usize, count: usize, row: usize): void {
  const zero = v128.splat<T>(0), one = v128.splat<T>(1), ridge = v128.load(block + RIDGE * row), l1 = v128.load(block + L1 * row);
  let held: usize = 0;
  for (let s: usize = 0; s < count; s++) {
    if (!v128.any_true(v128.ne<T>(v128.load(place(z, set, s, row)), zero))) continue;
    store<u32>(list + held * 4, <u32>s);
    held++;
  }
  const d = u + held * held * 16;
  for (let i: usize = 0; i < held; i++) {
    const s: usize = load<u32>(list + i * 4), old = v128.load(place(z, set, s, row)), live = v128.ne<T>(old, zero), line = u + i * held * 16;
    for (let k = i; k < held; k++) {
      const l: usize = load<u32>(list + k * 4), both = v128.and(live, v128.ne<T>(v128.load(place(z, set, l, row)), zero));
      v128.store(line + k * 16, v128.and(v128.load(g + (s * count + l) * row), both));
    }
    v128.store(line + i * 16, v128.bitselect(v128.add<T>(v128.load(line + i * 16), ridge), one, live));
    const slope = v128.add<T>(fma<T>(ridge, old, v128.load(work + s * row)), signed<T>(l1, old));
    v128.store(d + i * 16, v128.and(v128.neg<T>(slope), live));
  }
  solve<T>(u, d, held);
  let part = one;
  for (let i: usize = 0; i < held; i++) {
    const old = v128.load(place(z, set, load<u32>(list + i * 4), row)), step = v128.load(d + i * 16);
    const turns = v128.lt<T>(v128.mul<T>(old, v128.add<T>(old, step)), zero);
    part = v128.pmin<T>(part, v128.bitselect(v128.neg<T>(v128.div<T>(old, step)), one, turns));
  }
  for (let i: usize = 0; i < held; i++) {
    const s: usize = load<u32>(list + i * 4), at = place(z, set, s, row), old = v128.load(at);
    const next = fma<T>(part, v128.load(d + i * 16), old), stays = v128.gt<T>(v128.mul<T>(old, next), zero);
    v128.store(at, v128.and(next, stays));
    const delta = v128.sub<T>(v128.and(next, stays), old), from = g + s * count * row;
    for (let l: usize = 0; l < count * row; l += row) v128.store(work + l, fma<T>(delta, v128.load(from + l), v128.load(work + l)));
  }
}

// @ts-ignore: decorator
@inline function place(z: usize, set: usize, s: usize, row: usize): usize { return z + <usize>load<u32>(set + s * 4) * row; }

/** d = U^-1 d for the upper triangle of a symmetric matrix of `n` rows; a pivot lost to rounding gives 0. U is spent. */
function solve<T>(u: usize, d: usize, n: usize): void {
  const zero = v128.splat<T>(0), one = v128.splat<T>(1), least = v128.splat<T>(pick<T, T>(<T>1e-6, <T>1e-14));
  // The diagonal as it was, in the first column, which is free but for the first row, whose pivot is that.
  for (let i: usize = 1; i < n; i++) v128.store(u + i * n * 16, v128.load(u + (i * n + i) * 16));
  for (let k: usize = 0; k < n; k++) {
    const line = u + k * n * 16, pivot = v128.load(line + k * 16), sound = v128.gt<T>(pivot, v128.mul<T>(least, v128.load(line)));
    const inverse = v128.and(v128.div<T>(one, pivot), sound), t = v128.mul<T>(v128.load(d + k * 16), inverse);
    for (let i = k + 1; i < n; i++) {
      const c = v128.mul<T>(v128.load(line + i * 16), inverse), below = u + i * n * 16;
      if (!v128.any_true(v128.ne<T>(c, zero))) continue;
      for (let j = i; j < n; j++) v128.store(below + j * 16, nfma<T>(c, v128.load(line + j * 16), v128.load(below + j * 16)));
      v128.store(d + i * 16, nfma<T>(t, v128.load(line + i * 16), v128.load(d + i * 16)));
    }
    v128.store(line + k * 16, inverse);
  }
  for (let k = n; k-- > 0;) {
    const line = u + k * n * 16;
    let sum = v128.load(d + k * 16);
    for (let i = k + 1; i < n; i++) sum = nfma<T>(v128.load(line + i * 16), v128.load(d + i * 16), sum);
    v128.store(d + k * 16, v128.mul<T>(sum, v128.load(line + k * 16)));
  }
}
