/** Plain loops: the discrete Fourier transform and the Walsh-Hadamard transform. */
import type { Floats } from "../../src/core/types.ts";

/**
 * y = F x of n interleaved complex numbers, pass by pass (Stockham): radix 4 and 2, any other by its formula. `radices`: a
 * factorisation of n; roots: e^(-2 pi i k / n), interleaved; a, b: scratch as long as x.
 */
export function fft(n: number, radices: number[], roots: Floats, x: Floats, y: Floats, a: Floats, b: Floats): void {
  let [from, to] = [a, b];
  from.set(x);
  for (let i = 0, s = 1, m = n; i < radices.length; i++) {
    const r = radices[i] as number;
    m /= r;
    if (i === radices.length - 1) to = y;
    for (let p = 0; p < m; p++) {
      const [c1, s1] = [roots[2 * p * s] as number, roots[2 * p * s + 1] as number];
      if (r === 2) {
        for (let q = 2 * p * s, o = 4 * p * s; q < 2 * (p + 1) * s; q += 2, o += 2) {
          const w = q + 2 * m * s;
          const ar = from[q] as number;
          const ai = from[q + 1] as number;
          const br = from[w] as number;
          const bi = from[w + 1] as number;
          to[o] = ar + br;
          to[o + 1] = ai + bi;
          to[o + 2 * s] = (ar - br) * c1 - (ai - bi) * s1;
          to[o + 2 * s + 1] = (ar - br) * s1 + (ai - bi) * c1;
        }
      } else if (r === 4) {
        const [c2, s2] = [roots[4 * p * s] as number, roots[4 * p * s + 1] as number];
        const [c3, s3] = [roots[6 * p * s] as number, roots[6 * p * s + 1] as number];
        for (let q = 2 * p * s, o = 8 * p * s; q < 2 * (p + 1) * s; q += 2, o += 2) {
          const leg = 2 * m * s;
          const tr = (from[q] as number) + (from[q + 2 * leg] as number);
          const ti = (from[q + 1] as number) + (from[q + 2 * leg + 1] as number);
          const ur = (from[q] as number) - (from[q + 2 * leg] as number);
          const ui = (from[q + 1] as number) - (from[q + 2 * leg + 1] as number);
          const vr = (from[q + leg] as number) + (from[q + 3 * leg] as number);
          const vi = (from[q + leg + 1] as number) + (from[q + 3 * leg + 1] as number);
          const zr = (from[q + leg] as number) - (from[q + 3 * leg] as number);
          const zi = (from[q + leg + 1] as number) - (from[q + 3 * leg + 1] as number);
          to[o] = tr + vr;
          to[o + 1] = ti + vi;
          to[o + 2 * s] = (ur + zi) * c1 - (ui - zr) * s1;
          to[o + 2 * s + 1] = (ur + zi) * s1 + (ui - zr) * c1;
          to[o + 4 * s] = (tr - vr) * c2 - (ti - vi) * s2;
          to[o + 4 * s + 1] = (tr - vr) * s2 + (ti - vi) * c2;
          to[o + 6 * s] = (ur - zi) * c3 - (ui + zr) * s3;
          to[o + 6 * s + 1] = (ur - zi) * s3 + (ui + zr) * c3;
        }
      } else {
        for (let q = 0; q < s; q++) {
          for (let j = 0; j < r; j++) {
            let [re, im] = [0, 0];
            for (let k = 0; k < r; k++) {
              const at = 2 * (q + s * (p + m * k));
              const w = 2 * ((j * (p + m * k) * s) % n);
              re += (from[at] as number) * (roots[w] as number) - (from[at + 1] as number) * (roots[w + 1] as number);
              im += (from[at] as number) * (roots[w + 1] as number) + (from[at + 1] as number) * (roots[w] as number);
            }
            to[2 * (q + s * (r * p + j))] = re;
            to[2 * (q + s * (r * p + j)) + 1] = im;
          }
        }
      }
    }
    [from, to] = [to, from];
    s *= r;
  }
}

/** y = H x */
export function hadamard(n: number, x: Floats, y: Floats): void {
  y.set(x);
  for (let s = 1; s < n; s *= 2) {
    for (let group = 0; group < n; group += 2 * s) {
      for (let i = group; i < group + s; i++) {
        const a = y[i] as number;
        const b = y[i + s] as number;
        y[i] = a + b;
        y[i + s] = a - b;
      }
    }
  }
}
