import type { Floats } from "../../src/core/types.ts";

/**
 * d = the eigenvalues of a symmetric a (n x n), ascending, v = its eigenvectors by row: Householder's reduction, then implicit QR
 * steps, both on whole rows. e: n numbers, w: n x n.
 */
export function eigh(n: number, a: Floats, d: Floats, v: Floats, e: Floats, w: Floats): void {
  w.set(a);
  v.fill(0);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const y = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const r = j * n;
    d[j] = w[r + j]!;
    let norm = 0;
    for (let k = j + 1; k < n; k++) norm += w[r + k]! * w[r + k]!;
    norm = Math.sqrt(norm);
    if (j + 1 < n) e[j] = w[r + j + 1]! > 0 ? -norm : norm;
    if (norm === 0) continue;
    w[r + j + 1]! -= e[j]!;
    let square = 0;
    for (let k = j + 1; k < n; k++) square += w[r + k]! * w[r + k]!;
    let along = 0;
    for (let i = j + 1; i < n; i++) {
      let s = 0,
        t = 0,
        k = j + 1;
      for (; k + 2 <= n; k += 2) {
        s += w[i * n + k]! * w[r + k]!;
        t += w[i * n + k + 1]! * w[r + k + 1]!;
      }
      if (k < n) s += w[i * n + k]! * w[r + k]!;
      y[i] = ((s + t) * 2) / square;
      along += y[i]! * w[r + i]!;
    }
    for (let i = j + 1; i < n; i++) y[i]! -= (along / square) * w[r + i]!;
    for (let i = j + 1; i < n; i++) {
      const p = w[r + i]!,
        q = y[i]!;
      for (let k = j + 1; k < n; k++) w[i * n + k]! -= p * y[k]! + q * w[r + k]!;
    }
  }
  for (let j = n - 2; j >= 0; j--) {
    const r = j * n;
    let square = 0;
    for (let k = j + 1; k < n; k++) square += w[r + k]! * w[r + k]!;
    if (square === 0) continue;
    for (let i = j + 1; i < n; i++) {
      let s = 0;
      for (let k = j + 1; k < n; k++) s += v[i * n + k]! * w[r + k]!;
      s *= 2 / square;
      for (let k = j + 1; k < n; k++) v[i * n + k]! -= s * w[r + k]!;
    }
  }
  for (let hi = n - 1, turns = 60 * n; hi > 0 && turns > 0; turns--) {
    let lo = hi;
    while (lo > 0 && Math.abs(e[lo - 1]!) > 1e-16 * (Math.abs(d[lo - 1]!) + Math.abs(d[lo]!))) lo--;
    if (lo === hi) {
      hi--;
      continue;
    }
    const half = (d[hi - 1]! - d[hi]!) / 2,
      b = e[hi - 1]!,
      root = Math.sqrt(half * half + b * b);
    let x = d[lo]! - d[hi]! + (b * b) / (half + (half < 0 ? -root : root)),
      z = e[lo]!;
    for (let k = lo; k < hi; k++) {
      const r = Math.sqrt(x * x + z * z),
        c = r === 0 ? 1 : x / r,
        s = r === 0 ? 0 : z / r;
      if (k > lo) e[k - 1] = r;
      const p = d[k]!,
        q = e[k]!,
        turn = s * (d[k + 1]! - p) + 2 * c * q;
      d[k] = p + s * turn;
      d[k + 1]! -= s * turn;
      e[k] = x = c * turn - q;
      if (k + 1 < hi) {
        z = s * e[k + 1]!;
        e[k + 1]! *= c;
      }
      for (let i = k * n, end = i + n; i < end; i++) {
        const f = v[i]!,
          g = v[i + n]!;
        v[i] = c * f + s * g;
        v[i + n] = c * g - s * f;
      }
    }
  }
  d.sort();
}

/** s = the singular values of a (m x n, m >= n), descending, with U in u by row and V in v by row: one-sided Jacobi. */
export function svd(m: number, n: number, a: Floats, s: Floats, u: Floats, v: Floats): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) u[j * m + i] = a[i * n + j]!;
  v.fill(0);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const close = a.BYTES_PER_ELEMENT === 8 ? 1e-15 : 1e-6;
  for (let sweep = 0, turned = true; turned && sweep < 40; sweep++) {
    turned = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        let x = 0,
          y = 0,
          z = 0;
        for (let i = p * m, k = q * m, end = i + m; i < end; i++, k++) {
          const f = u[i]!,
            g = u[k]!;
          x += f * f;
          y += g * g;
          z += f * g;
        }
        if (Math.abs(z) <= close * Math.sqrt(x * y)) continue;
        turned = true;
        const zeta = (y - x) / (2 * z),
          tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta)),
          c = 1 / Math.sqrt(1 + tangent * tangent),
          t = c * tangent;
        for (let side = 0; side < 2; side++) {
          const w = side === 0 ? u : v,
            length = side === 0 ? m : n;
          for (let i = p * length, k = q * length, end = i + length; i < end; i++, k++) {
            const f = w[i]!,
              g = w[k]!;
            w[i] = c * f - t * g;
            w[k] = t * f + c * g;
          }
        }
      }
  }
  for (let j = 0; j < n; j++) {
    let square = 0;
    for (let i = j * m; i < (j + 1) * m; i++) square += u[i]! * u[i]!;
    s[j] = Math.sqrt(square);
  }
  s.sort();
  s.reverse();
}
