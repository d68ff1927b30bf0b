import type { Floats } from "../../src/core/types.ts";

/** x = A^-1 b by Gaussian elimination with partial pivoting on a copy of a (n x n) in w. */
export function lu(n: number, a: Floats, b: Floats, w: Floats, x: Floats): void {
  w.set(a);
  x.set(b);
  for (let k = 0; k < n; k++) {
    const r = k * n;
    let top = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(w[i * n + k]!) > Math.abs(w[top * n + k]!)) top = i;
    if (top !== k) {
      for (let j = k; j < n; j++) {
        const t = w[r + j]!;
        w[r + j] = w[top * n + j]!;
        w[top * n + j] = t;
      }
      const t = x[k]!;
      x[k] = x[top]!;
      x[top] = t;
    }
    for (let i = k + 1; i < n; i++) {
      const q = i * n,
        f = w[q + k]! / w[r + k]!;
      for (let j = k + 1; j < n; j++) w[q + j]! -= f * w[r + j]!;
      x[i]! -= f * x[k]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let s = x[i]!;
    for (let j = i + 1; j < n; j++) s -= w[i * n + j]! * x[j]!;
    x[i] = s / w[i * n + i]!;
  }
}

/** x = A^-1 b for a symmetric A, with Bunch and Kaufman's pivots, on a copy of a's upper triangle in w. */
export function ldl(n: number, a: Floats, b: Floats, w: Floats, x: Floats): void {
  w.set(a);
  x.set(b);
  const swaps = new Uint32Array(n),
    wide = new Uint8Array(n);
  for (let k = 0; k < n; ) {
    let far = k;
    for (let j = k + 1, most = 0; j < n; j++) {
      const v = Math.abs(w[k * n + j]!);
      if (v > most) {
        most = v;
        far = j;
      }
    }
    let step = 1,
      pivot = k;
    const most = far === k ? 0 : Math.abs(w[k * n + far]!),
      here = Math.abs(w[k * n + k]!);
    if (here < 0.6403882032022076 * most) {
      let across = 0;
      for (let j = k; j < n; j++)
        if (j !== far) across = Math.max(across, Math.abs(w[far < j ? far * n + j : j * n + far]!));
      if (here < (0.6403882032022076 * most * most) / across) {
        pivot = far;
        if (Math.abs(w[far * n + far]!) < 0.6403882032022076 * across) step = 2;
      }
    }
    const end = k + step - 1;
    swaps[k] = k;
    swaps[end] = pivot;
    if (pivot !== end) {
      for (let j = k; j < n; j++) {
        if (j === end || j === pivot) continue;
        const p = end < j ? end * n + j : j * n + end,
          q = pivot < j ? pivot * n + j : j * n + pivot,
          t = w[p]!;
        w[p] = w[q]!;
        w[q] = t;
      }
      const p = end * n + end,
        q = pivot * n + pivot,
        t = w[p]!;
      w[p] = w[q]!;
      w[q] = t;
      const u = x[end]!;
      x[end] = x[pivot]!;
      x[pivot] = u;
    }
    if (step === 1) {
      const r = k * n,
        d = 1 / w[r + k]!;
      for (let i = k + 1; i < n; i++) {
        const f = w[r + i]! * d,
          q = i * n;
        for (let j = i; j < n; j++) w[q + j]! -= f * w[r + j]!;
        x[i]! -= f * x[k]!;
      }
    } else {
      wide[k] = 1;
      const r = k * n,
        s = r + n,
        p = w[r + k]!,
        o = w[r + k + 1]!,
        q = w[s + k + 1]!,
        d = 1 / (p * q - o * o);
      for (let i = k + 2; i < n; i++) {
        const f = d * (q * w[r + i]! - o * w[s + i]!),
          g = d * (p * w[s + i]! - o * w[r + i]!),
          t = i * n;
        for (let j = i; j < n; j++) w[t + j]! -= f * w[r + j]! + g * w[s + j]!;
        x[i]! -= f * x[k]! + g * x[k + 1]!;
      }
    }
    k += step;
  }
  for (let k = n - 1; k >= 0; k--) {
    const two = k > 0 && wide[k - 1] === 1,
      i = two ? k - 1 : k;
    let u = x[i]!,
      v = x[k]!;
    for (let j = k + 1; j < n; j++) {
      u -= w[i * n + j]! * x[j]!;
      v -= w[k * n + j]! * x[j]!;
    }
    if (two) {
      const p = w[i * n + i]!,
        o = w[i * n + k]!,
        q = w[k * n + k]!,
        d = 1 / (p * q - o * o);
      x[i] = d * (q * u - o * v);
      x[k] = d * (p * v - o * u);
    } else x[k] = u / w[k * n + k]!;
    // Undone where it was done: after the block, before what came first.
    const swap = swaps[k]!;
    if (swap !== k) {
      const t = x[k]!;
      x[k] = x[swap]!;
      x[swap] = t;
    }
    if (two) k--;
  }
}
