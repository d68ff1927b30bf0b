// 20,000 unit vectors in groups of ten: ten points around each of 2,000 directions, from a seed.

import type { Lanewise } from "lanewise";

export const DIMENSIONS = 128;
export const MEMBERS = 10;
export const GROUPS = 2000;
/** The length of what a member has beside its group's direction, as a part of it. */
const SPREAD = 0.5;

/** Vectors about directions: `count` a group, other ones for each `stream`. */
function around(lw: Lanewise, groups: number, count: number, stream: number): Float32Array<ArrayBuffer> {
  return lw.scope(() => {
    const direction = lw
      .random(20, 0)
      .normal(GROUPS * DIMENSIONS, "f32")
      .toArray();
    const noise = lw
      .random(20, stream)
      .normal(groups * count * DIMENSIONS, "f32")
      .toArray() as Float32Array;
    const rows = noise.map((v, p) => {
      const group = Math.floor(p / (count * DIMENSIONS));
      return (direction[group * DIMENSIONS + (p % DIMENSIONS)] as number) + SPREAD * v;
    });
    for (let i = 0; i < rows.length; i += DIMENSIONS) {
      const row = rows.subarray(i, i + DIMENSIONS);
      const norm = Math.hypot(...row);
      row.forEach((v, j) => {
        row[j] = v / norm;
      });
    }
    return rows;
  });
}

/** The vectors that are searched: those of group g have the numbers 10 g to 10 g + 9. */
export const vectors = (lw: Lanewise) => around(lw, GROUPS, MEMBERS, 1);

/** Queries, the one of number g near group g and none of its members. */
export const queries = (lw: Lanewise, count: number) => around(lw, count, 1, 2);
