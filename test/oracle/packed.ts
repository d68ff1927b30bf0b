// Words of 32 bits as AutoGPTQ and AutoAWQ pack whole numbers, by their published loops.

type Grid = readonly (readonly number[])[];

/** Codes down the columns of q, `in` x `out`: words x out. 3 bits are spelled out, 32 codes in three words. */
export function packDown(q: Grid, bits: number): number[][] {
  const out = (q[0] as number[]).length;
  const at = (row: number, col: number) => (q[row] as number[])[col] as number;
  const words: number[][] = [];
  const word = (fill: (col: number) => number) => words.push(Array.from({ length: out }, (_, col) => fill(col) | 0));
  if (bits !== 3) {
    const each = 32 / bits;
    for (let i = 0; i < q.length; i += each)
      word((col) => {
        let w = 0;
        for (let j = 0; j < each; j++) w |= at(i + j, col) << (bits * j);
        return w;
      });
    return words;
  }
  for (let i = 0; i < q.length; i += 32) {
    word((col) => {
      let w = 0;
      for (let j = 0; j < 10; j++) w |= at(i + j, col) << (3 * j);
      return w | (at(i + 10, col) << 30);
    });
    word((col) => {
      let w = (at(i + 10, col) >> 2) & 1;
      for (let j = 0; j < 10; j++) w |= at(i + 11 + j, col) << (3 * j + 1);
      return w | (at(i + 21, col) << 31);
    });
    word((col) => {
      let w = (at(i + 21, col) >> 1) & 3;
      for (let j = 0; j < 10; j++) w |= at(i + 22 + j, col) << (3 * j + 2);
      return w;
    });
  }
  return words;
}

const turned = (grid: Grid): number[][] => (grid[0] as number[]).map((_, col) => grid.map((row) => row[col] as number));

/** Zeros along the rows of z, groups x out, each less one: groups x words. */
export const packAlong = (z: Grid, bits: number, less: number): number[][] =>
  turned(packDown(turned(z.map((row) => row.map((v) => (v - less) & (2 ** bits - 1)))), bits));

/** Numbers of 4 bits along rows, eight a word in the order 0 2 4 6 1 3 5 7. */
export function packAwq(q: Grid): number[][] {
  const order = [0, 2, 4, 6, 1, 3, 5, 7];
  return q.map((row) => {
    const words: number[] = [];
    for (let col = 0; col < row.length / 8; col++) {
      let w = 0;
      for (let i = 0; i < 8; i++) w |= (row[col * 8 + (order[i] as number)] as number) << (i * 4);
      words.push(w | 0);
    }
    return words;
  });
}
