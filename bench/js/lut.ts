import type { Floats } from "../../src/core/types.ts";

/** y = W*x where row i of W holds tables[16*i + code]; groups of 32 codes in 16 bytes, columns j and j + 16 in one. */
export function lutMv(m: number, n: number, codes: Uint8Array, tables: Floats, x: Floats, y: Floats): void {
  const groups = Math.ceil(n / 32);
  for (let i = 0; i < m; i++) {
    const t = i * 16;
    let s0 = 0,
      s1 = 0;
    for (let g = 0; g < groups; g++) {
      const from = (i * groups + g) * 16,
        left = n - g * 32;
      if (left >= 32) {
        for (let b = 0; b < 16; b++) {
          const pair = codes[from + b]!,
            j = g * 32 + b;
          s0 += tables[t + (pair & 15)]! * x[j]!;
          s1 += tables[t + (pair >> 4)]! * x[j + 16]!;
        }
      } else {
        for (let b = 0; b < left; b++) {
          const code = b < 16 ? codes[from + b]! & 15 : codes[from + b - 16]! >> 4;
          s0 += tables[t + code]! * x[g * 32 + b]!;
        }
      }
    }
    y[i] = s0 + s1;
  }
}

/** The code of each entry of w (m x n), one a byte: how many midpoints of its row's ascending table lie below it. */
export function nearest(m: number, n: number, w: Floats, tables: Floats, codes: Uint8Array): void {
  const middle = new Float64Array(15);
  for (let i = 0; i < m; i++) {
    for (let c = 0; c < 15; c++) middle[c] = (tables[i * 16 + c]! + tables[i * 16 + c + 1]!) / 2;
    for (let j = i * n; j < (i + 1) * n; j++) {
      const v = w[j]!;
      let c = v > middle[7]! ? 8 : 0;
      if (v > middle[c + 3]!) c += 4;
      if (v > middle[c + 1]!) c += 2;
      if (v > middle[c]!) c += 1;
      codes[j] = c;
    }
  }
}

/** Tables of 16 entries a row fitted to w (m x n): the even grid, then `steps` of Lloyd's; then the codes. */
export function quantize(m: number, n: number, steps: number, w: Floats, tables: Floats, codes: Uint8Array): void {
  const sums = new Float64Array(16),
    counts = new Float64Array(16),
    middle = new Float64Array(15);
  for (let i = 0; i < m; i++) {
    const r = i * n,
      t = i * 16;
    let low = w[r]!,
      high = low;
    for (let j = r; j < r + n; j++) {
      const v = w[j]!;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    for (let c = 0; c < 16; c++) tables[t + c] = low + ((high - low) * c) / 15;
    for (let step = 0; step <= steps; step++) {
      for (let c = 0; c < 15; c++) middle[c] = (tables[t + c]! + tables[t + c + 1]!) / 2;
      sums.fill(0);
      counts.fill(0);
      for (let j = r; j < r + n; j++) {
        const v = w[j]!;
        let c = v > middle[7]! ? 8 : 0;
        if (v > middle[c + 3]!) c += 4;
        if (v > middle[c + 1]!) c += 2;
        if (v > middle[c]!) c += 1;
        codes[j] = c;
        sums[c]! += v;
        counts[c]! += 1;
      }
      if (step < steps) for (let c = 0; c < 16; c++) if (counts[c]! > 0) tables[t + c] = sums[c]! / counts[c]!;
    }
  }
}
