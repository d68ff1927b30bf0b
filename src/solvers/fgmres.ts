/**
 * Flexible GMRES for A x = b: the preconditioner, from the right, may be another at every step, an iterative solver for instance.
 *
 * Saad, "A Flexible Inner-Outer Preconditioned GMRES Algorithm", SIAM J. Sci. Comput. 14 (1993) 461-469, algorithm 2.2.
 * doi:10.1137/0914028
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { addRows, setRow } from "../kernels/krylov.ts";
import { axpy } from "../kernels/vec.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { cycleLength, cycles } from "./arnoldi.ts";
import { type KrylovOptions, type KrylovState, squareSystem } from "./system.ts";

/** How to run flexible GMRES. */
export interface FgmresOptions extends KrylovOptions {
  /** Directions in a cycle. Default 30, at most n. */
  restart?: number;
}

/**
 * Steps flexible GMRES; residual in the 2-norm. `x` of a state is brought up to date when it is read. Reserves
 * (2 restart + 4)n + restart + 1 elements (n fewer with `x`) at the first step, nothing after.
 *
 * @param A  n x n
 * @param b  n elements
 * @throws ArgumentRangeError if NaN turns up
 */
export function* fgmres(A: LinearOperator, b: Vector, options: FgmresOptions = {}): Generator<KrylovState, void> {
  const system = squareSystem(A, b, options);
  try {
    const { preconditioner: M } = options;
    const most = cycleLength(options.restart, A.rows);
    if (system.trivial) yield* system.still(0);
    const V = system.hold(new Matrix(A.engine, A.type, most + 1, A.rows));
    const Z = system.hold(new Matrix(A.engine, A.type, most, A.rows));
    const [v, c] = [system.reserve(A.rows), system.reserve(most + 1)];
    yield* cycles(
      system,
      most,
      { V, v, c },
      {
        turn: (u, j) => {
          M?.solveInto(u);
          setRow(Z, j, u);
        },
        through: () => {},
        move: (y, count) => {
          v.data.fill(0);
          addRows(v, Z, count, y);
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
