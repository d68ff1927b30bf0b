// 4-bit look-up tables in plain JavaScript: tables by Lloyd's iterations, codes, and y_i = sum_j table_i[code_ij]*x_j.
// The layout is that of LutMatrix: groups of 32 columns in 16 bytes, byte b holding columns b and b + 16.

import type { Floats } from "../../../core/types.ts";

/** Fits `tables` (m x 16) to the rows of W (m x n) in at most `steps` iterations, then sets `codes`. */
export function quantize(codes: Uint8Array, tables: Floats, W: Floats, m: number, n: number, steps: number): void {
  const stride = Math.ceil(n / 32) * 16;
  const middles = new Float64Array(16);
  const sums = new Float64Array(16);
  const counts = new Float64Array(16);
  codes.fill(0);
  for (let i = 0; i < m; i++) {
    evenGrid(tables, i * 16, W, i * n, n);
    for (let step = 0; step < steps; step++) {
      setMiddles(middles, tables, i * 16);
      if (!improve(tables, i * 16, middles, sums, counts, W, i * n, n)) break;
    }
    setMiddles(middles, tables, i * 16);
    for (let j = 0; j < n; j++) {
      const at = i * stride + (j >> 5) * 16 + (j & 15);
      codes[at] = (codes[at] as number) | (place(middles, W[i * n + j] as number) << ((j & 16) >> 2));
    }
  }
}

function evenGrid(tables: Floats, t: number, W: Floats, w: number, n: number): void {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let j = w; j < w + n; j++) {
    const v = W[j] as number;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  for (let c = 0; c < 16; c++) tables[t + c] = (low * (15 - c) + high * c) / 15;
}

function setMiddles(middles: Float64Array, tables: Floats, t: number): void {
  for (let c = 0; c < 15; c++) middles[c] = ((tables[t + c] as number) + (tables[t + c + 1] as number)) / 2;
}

/** Moves each entry to the mean of the values nearest to it. False where none moved. */
function improve(
  tables: Floats,
  t: number,
  middles: Float64Array,
  sums: Float64Array,
  counts: Float64Array,
  W: Floats,
  w: number,
  n: number,
): boolean {
  sums.fill(0);
  counts.fill(0);
  for (let j = w; j < w + n; j++) {
    const v = W[j] as number;
    const c = place(middles, v);
    sums[c] = (sums[c] as number) + v;
    counts[c] = (counts[c] as number) + 1;
  }
  let moved = false;
  for (let c = 0; c < 16; c++) {
    if (counts[c] === 0) continue;
    const before = tables[t + c];
    tables[t + c] = (sums[c] as number) / (counts[c] as number);
    if (tables[t + c] !== before) moved = true;
  }
  return moved;
}

/** The number of the 15 ascending midpoints below v, by bisection. */
function place(middles: Float64Array, v: number): number {
  let c = v > (middles[7] as number) ? 8 : 0;
  if (v > (middles[c + 3] as number)) c += 4;
  if (v > (middles[c + 1] as number)) c += 2;
  return v > (middles[c] as number) ? c + 1 : c;
}

/** y = A*x for the m x n matrix A of codes and tables. */
export function timesVector(y: Floats, codes: Uint8Array, tables: Floats, x: Floats, m: number, n: number): void {
  const stride = Math.ceil(n / 32) * 16;
  const whole = n & ~31;
  for (let i = 0; i < m; i++) {
    const t = i * 16;
    const row = i * stride;
    let s0 = 0;
    let s1 = 0;
    for (let j = 0; j < whole; j += 32) {
      const from = row + (j >> 1);
      for (let b = 0; b < 16; b += 2) {
        const first = codes[from + b] as number;
        const second = codes[from + b + 1] as number;
        const at = j + b;
        s0 += (tables[t + (first & 15)] as number) * (x[at] as number);
        s1 += (tables[t + (first >> 4)] as number) * (x[at + 16] as number);
        s0 += (tables[t + (second & 15)] as number) * (x[at + 1] as number);
        s1 += (tables[t + (second >> 4)] as number) * (x[at + 17] as number);
      }
    }
    for (let j = whole; j < n; j++) {
      const pair = codes[row + (j >> 5) * 16 + (j & 15)] as number;
      s0 += (tables[t + ((j & 16) === 0 ? pair & 15 : pair >> 4)] as number) * (x[j] as number);
    }
    y[i] = s0 + s1;
  }
}
