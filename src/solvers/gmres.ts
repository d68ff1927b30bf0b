/**
 * GMRES for A x = b, A square: the smallest residual over a Krylov space, started anew when its basis is full.
 *
 * Saad and Schultz, "GMRES: A Generalized Minimal Residual Algorithm for Solving Nonsymmetric Linear Systems", SIAM J. Sci. Stat.
 * Comput. 7 (1986) 856-869. doi:10.1137/0907058. Preconditioned as in Saad, Iterative Methods for Sparse Linear Systems, 2nd ed.
 * (2003), algorithms 9.4 (left) and 9.5 (right).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { checkChoice } from "../core/check.ts";
import { addRows } from "../kernels/krylov.ts";
import { axpy } from "../kernels/vec.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { cycleLength, cycles } from "./arnoldi.ts";
import { type KrylovOptions, type KrylovState, squareSystem } from "./system.ts";

/** How to run GMRES. */
export interface GmresOptions extends KrylovOptions {
  /** Directions in a cycle. Default 30, at most n. */
  restart?: number;
  /** A M^-1 u = b with x = M^-1 u, whose residual is that of A x = b (the default), or M^-1 A x = M^-1 b. */
  side?: "right" | "left";
}

/**
 * Steps GMRES; residual in the 2-norm, with a left preconditioner that of M^-1 (b - A x) over that of M^-1 b. `x` of a state is
 * brought up to date when it is read. Reserves (restart + 4)n + restart + 1 elements (n fewer with `x`) at the first step, nothing
 * after.
 *
 * @param A  n x n
 * @param b  n elements
 * @throws ArgumentRangeError if NaN turns up
 */
export function* gmres(A: LinearOperator, b: Vector, options: GmresOptions = {}): Generator<KrylovState, void> {
  const system = squareSystem(A, b, options);
  try {
    const { preconditioner: M, side = "right" } = options;
    checkChoice("side", side, ["right", "left"]);
    const most = cycleLength(options.restart, A.rows);
    if (system.trivial) yield* system.still(0);
    const V = system.hold(new Matrix(A.engine, A.type, most + 1, A.rows));
    const [v, c] = [system.reserve(A.rows), system.reserve(most + 1)];
    yield* cycles(
      system,
      most,
      { V, v, c },
      {
        turn: (u) => {
          if (side === "right") M?.solveInto(u);
        },
        through: (w) => {
          if (side === "left") M?.solveInto(w);
        },
        move: (y, count) => {
          v.data.fill(0);
          addRows(v, V, count, y);
          if (side === "right") M?.solveInto(v);
          axpy(system.x, v, system.unit);
        },
      },
    );
  } catch (error) {
    system.abandon();
    throw error;
  } finally {
    system.dispose();
  }
}
