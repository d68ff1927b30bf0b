// Codes into tables of 16 entries a row, from the definitions, in f64.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** The first c with |v - table[c]| least. */
export function nearest(v: number, table: M): number {
  let best = 0;
  for (let c = 1; c < table.length; c++) if (Math.abs(v - at(table, c)) < Math.abs(v - at(table, best))) best = c;
  return best;
}

/**
 * The layout: each row takes groups of 16 bytes, one for 32 columns; byte b of a group holds column b in its low half and
 * column b + 16 in its high half; unused halves are 0.
 */
export function pack(codes: M, m: number, n: number): number[] {
  const groups = Math.ceil(n / 32);
  const out = new Array<number>(m * groups * 16).fill(0);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      const byte = (i * groups + Math.floor(j / 32)) * 16 + (j % 16);
      out[byte] = at(out, byte) + at(codes, i * n + j) * (j % 32 < 16 ? 1 : 16);
    }
  return out;
}

/** The code of row i, column j in packed bytes. */
export function codeAt(bytes: ArrayLike<number>, n: number, i: number, j: number): number {
  const byte = bytes[(i * Math.ceil(n / 32) + Math.floor(j / 32)) * 16 + (j % 16)] as number;
  return j % 32 < 16 ? byte % 16 : Math.floor(byte / 16);
}

/** W_ij = table_i[code_ij] */
export const dequantize = (codes: M, tables: M, m: number, n: number): number[] =>
  Array.from({ length: m * n }, (_, p) => at(tables, 16 * Math.floor(p / n) + at(codes, p)));

/** One of Lloyd's steps on a row: each entry to the mean of the values nearest to it; an entry without any stays. */
export function lloyd(row: M, table: M): number[] {
  const sums = new Array<number>(16).fill(0);
  const counts = new Array<number>(16).fill(0);
  for (const v of row) {
    const c = nearest(v, table);
    sums[c] = at(sums, c) + v;
    counts[c] = at(counts, c) + 1;
  }
  return table.map((v, c) => (at(counts, c) === 0 ? v : at(sums, c) / at(counts, c)));
}

/** The even grid of 16 from the least to the greatest value. */
export function grid(row: M): number[] {
  const [low, high] = row.length === 0 ? [0, 0] : [Math.min(...row), Math.max(...row)];
  return Array.from({ length: 16 }, (_, c) => low + ((high - low) * c) / 15);
}

/** sum of squares of W - V */
export const squaredError = (W: M, V: ArrayLike<number>): number =>
  W.reduce((total, v, i) => total + (v - (V[i] as number)) ** 2, 0);

/** Plain storage: each row a string of bits, the lowest bit of code 0 first, filled up to whole bytes. */
export function plainRows(codes: M, m: number, n: number, bits: number): number[] {
  const line = Math.ceil((n * bits) / 8);
  const out = new Array<number>(m * line).fill(0);
  for (let i = 0; i < m; i++)
    for (let b = 0; b < n * bits; b++) {
      const bit = Math.floor(at(codes, i * n + Math.floor(b / bits)) / 2 ** (b % bits)) % 2;
      const byte = i * line + Math.floor(b / 8);
      out[byte] = at(out, byte) + bit * 2 ** (b % 8);
    }
  return out;
}

/** A matrix of codes in parts. */
export interface Parts {
  rows: number;
  cols: number;
  bits: number;
  codes: M;
  tables: M;
  groupSize: number;
  scale?: M;
  offset?: M;
}

/** W_ij = table_i[code_ij] * scale_ig + offset_ig */
export function weights({ rows, cols, bits, codes, tables, groupSize, scale, offset }: Parts): number[] {
  const groups = Math.ceil(cols / groupSize);
  return Array.from({ length: rows * cols }, (_, p) => {
    const [i, j] = [Math.floor(p / cols), p % cols];
    const g = i * groups + Math.floor(j / groupSize);
    const entry = at(tables, (tables.length === 2 ** bits ? 0 : i * 2 ** bits) + at(codes, p));
    return entry * (scale ? at(scale, g) : 1) + (offset ? at(offset, g) : 0);
  });
}
