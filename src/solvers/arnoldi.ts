/**
 * The cycle that GMRES and its flexible form share: an orthonormal basis by Arnoldi's method, the best combination of its
 * directions, a new start after `restart` of them. Orthogonalised twice by classical Gram-Schmidt, which reads the basis as a
 * matrix and keeps it orthogonal to rounding.
 *
 * Saad and Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856-869, algorithm 4.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { checkSize } from "../core/check.ts";
import { epsOf } from "../core/types.ts";
import { getRow, removeRows, setRow } from "../kernels/krylov.ts";
import { nrm2, scal } from "../kernels/vec.ts";
import { Hessenberg } from "./hessenberg.ts";
import { checkProduct, type KrylovState, type System } from "./system.ts";

/** What makes GMRES of a cycle. */
export interface Directions {
  /** v becomes the direction that A is applied to, the j-th of the cycle. */
  turn(v: Vector, j: number): void;
  /** What the residual and the products with A are looked at through; M^-1 for a preconditioner from the left. */
  through(w: Vector): void;
  /** x += the directions times c, whose first `count` elements count, in units of ||b||. */
  move(c: Vector, count: number): void;
}

/** How many directions a cycle has: 30 by default, at most n. */
export function cycleLength(restart: number | undefined, n: number): number {
  if (restart !== undefined) checkSize("restart", restart, 1);
  return Math.max(1, Math.min(restart ?? 30, n));
}

/** Steps the cycles. Reserves (most + 1)n + n + most + 1 elements; `v`, n elements, is scratch for `turn`. */
export function* cycles(
  system: System,
  most: number,
  { V, v, c }: { V: Matrix; v: Vector; c: Vector },
  { turn, through, move }: Directions,
): Generator<KrylovState, never> {
  const { A, x } = system;
  const w = system.reserve(A.rows);
  const H = new Hessenberg(most);
  const h = new Float64Array(most);
  const tiny = epsOf[A.type];
  let moved: Float64Array = new Float64Array(0); // the coefficients that x holds already
  /** Brings x up to date. */
  const settle = () => {
    if (H.columns === moved.length) return;
    const y = H.solve();
    const { data } = c;
    for (let j = 0; j < y.length; j++) data[j] = (y[j] as number) - (moved[j] ?? 0);
    move(c, y.length);
    moved = y;
  };
  /** w = the residual afresh; its norm. */
  const look = () => {
    settle();
    system.residual(w);
    through(w);
    return checkProduct(nrm2(w));
  };
  w.data.set(system.b.data);
  scal(w, 1 / system.unit);
  through(w);
  const size = checkProduct(nrm2(w)) || 1;
  let restart = true;
  const verify = () => {
    restart = true;
    return look() / size;
  };
  try {
    for (;;) {
      const beta = look();
      if (beta === 0) yield* system.still(0);
      restart = false;
      H.reset(beta);
      moved = new Float64Array(0);
      scal(w, 1 / beta);
      setRow(V, 0, w);
      for (let j = 0; j < most && !restart; j++) {
        getRow(v, V, j);
        turn(v, j);
        system.apply(w, v);
        through(w);
        const length = checkProduct(nrm2(w));
        h.fill(0);
        for (let pass = 0; pass < 2; pass++) {
          removeRows(w, V, 0, j + 1, c);
          const { data } = c;
          for (let i = 0; i <= j; i++) h[i] = (h[i] as number) + (data[i] as number);
        }
        const left = nrm2(w);
        const below = left > 4 * tiny * length ? left : 0; // else the basis spans an invariant space
        H.append(h, below, 4 * tiny);
        if (below > 0) {
          scal(w, 1 / below);
          setRow(V, j + 1, w);
        } else restart = true;
        const { products } = system;
        const residual = H.residual / size;
        yield {
          get x() {
            settle();
            return x;
          },
          residual,
          products,
          verify,
        };
      }
    }
  } finally {
    settle();
  }
}
