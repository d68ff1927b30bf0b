// Matrices of whole numbers of 8 bits, from the definitions, in f64.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** A matrix in parts. */
export interface Parts {
  rows: number;
  cols: number;
  values: M;
  scale: M;
  zero?: M;
  groupSize: number;
}

/** W_ij = (values_ij - zero_ig) scale_ig */
export function weights({ rows, cols, values, scale, zero, groupSize }: Parts): number[] {
  const groups = Math.ceil(cols / groupSize);
  return Array.from({ length: rows * cols }, (_, p) => {
    const g = Math.floor(p / cols) * groups + Math.floor((p % cols) / groupSize);
    return (at(values, p) - (zero ? at(zero, g) : 0)) * at(scale, g);
  });
}

/** To the nearest whole number, ties to even. */
export function rounded(v: number): number {
  const low = Math.floor(v);
  if (v - low !== 0.5) return Math.round(v);
  return low % 2 === 0 ? low : low + 1;
}

/** Scales, zero points and values of the nearest multiples. */
export function quantized(W: M, rows: number, cols: number, groupSize: number, symmetric: boolean): Parts {
  const groups = Math.ceil(cols / groupSize);
  const [values, scale, zero] = [new Array<number>(rows * cols), [] as number[], [] as number[]];
  for (let i = 0; i < rows; i++)
    for (let g = 0; g < groups; g++) {
      const [from, to] = [i * cols + g * groupSize, i * cols + Math.min(cols, (g + 1) * groupSize)];
      const group = [...W.slice(from, to), 0];
      const [low, high] = [Math.min(...group), Math.max(...group)];
      const range = symmetric ? Math.max(-low, high) / 127 : high / 255 - low / 255;
      const s = range > 0 ? range : 1;
      const z = symmetric ? 0 : Math.max(-128, Math.min(127, -128 - rounded(low / s)));
      for (let p = from; p < to; p++) values[p] = Math.max(-128, Math.min(127, rounded(at(W, p) / s) + z));
      scale.push(s);
      zero.push(z);
    }
  return { rows, cols, values, scale, groupSize, ...(symmetric ? {} : { zero }) };
}
