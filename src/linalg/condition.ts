/**
 * ||B||_1 from a few products with B and B', where B is an inverse or a product of factors: condition numbers without forming it.
 *
 * Higham, "FORTRAN codes for estimating the one-norm of a real or complex matrix", ACM TOMS 14 (1988) 381-396, algorithm 4.1.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";

/** Steps from one corner of the cube to the next; most matrices take two. */
const STEPS = 5;

/** A lower bound of ||B||_1, rarely below a third of it. `apply` overwrites x with B x, `transposed` with B' x. */
export function estimateNorm1(
  engine: Engine,
  type: Real,
  n: number,
  apply: (x: Vector) => void,
  transposed: (x: Vector) => void,
): number {
  if (n === 0) return 0;
  const x = new Vector(engine, type, n);
  const norm = (fill: (i: number) => number): number => {
    const { data } = x;
    for (let i = 0; i < n; i++) data[i] = fill(i);
    apply(x);
    return x.asum();
  };
  try {
    let best = norm(() => 1 / n);
    for (let step = 0, last = -1; step < STEPS; step++) {
      const signs = x.data;
      for (let i = 0; i < n; i++) signs[i] = (signs[i] as number) < 0 ? -1 : 1;
      transposed(x);
      let corner = 0;
      const { data } = x;
      for (let i = 1; i < n; i++) if (Math.abs(data[i] as number) > Math.abs(data[corner] as number)) corner = i;
      if (corner === last) break;
      last = corner;
      const found = norm((i) => (i === corner ? 1 : 0));
      if (!(found > best)) break;
      best = found;
    }
    const wave = norm((i) => (i % 2 === 0 ? 1 : -1) * (1 + i / Math.max(n - 1, 1)));
    return Math.max(best, (2 * wave) / (3 * n));
  } finally {
    x.dispose();
  }
}
