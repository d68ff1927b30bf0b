/**
 * min_v 1/(2N) ||A v - b||^2 + lambda ||v||_1 by FISTA with restarts, and what can be told about its minimum on the way.
 * @module
 */
import type { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { run } from "../../../core/run.ts";
import { gemv, tgemv } from "../../../kernels/dense.ts";
import { amax, asum, copy, dot } from "../../../kernels/vec.ts";
import { l1 } from "../../../prox/l1.ts";
import { powerSquaredNorm } from "../../../solvers/power.ts";
import { proximalGradient } from "../../../solvers/proximalGradient.ts";

/** A point on the way. */
export interface LassoPoint {
  /** ||v||_1 */
  readonly cost: number;
  /** ||A v - b|| / sqrt(N) */
  readonly misfit: number;
  /** The objective, and a lower bound of its minimum. */
  readonly objective: number;
  readonly bound: number;
}

/** A step length for A: 1 over its squared norm, which the power method finds from below, less a little. */
export function stepFor(A: Matrix): number {
  const { value } = run(powerSquaredNorm(A), { tolerance: 1e-3, maxIterations: 100 });
  return value > 0 ? 1 / (1.02 * value) : 1;
}

/**
 * Steps until `enough` says so of a point, asked every ten, or for `steps` of them. v receives the solution. Reserves what
 * `proximalGradient` does, and N + m elements.
 */
export function lasso(
  A: Matrix,
  b: Vector,
  lambda: number,
  step: number,
  v: Vector,
  steps: number,
  enough: (point: LassoPoint) => boolean,
): LassoPoint {
  const { engine, type, rows: N } = A;
  v.data.fill(0);
  return engine.memory.scope(() => {
    const [r, g] = [new Vector(engine, type, N), new Vector(engine, type, A.cols)];
    const look = (): LassoPoint => {
      copy(r, b);
      gemv(r, A, v, { alpha: -1, beta: 1 });
      tgemv(g, A, r);
      const [square, cost, most] = [dot(r, r), asum(v), amax(g)];
      // A multiple of r at which no column correlates by more than lambda N is feasible in the dual; the best is taken.
      const along = dot(r, b);
      const factor = square > 0 ? Math.max(0, Math.min(along / square, most > 0 ? (lambda * N) / most : Infinity)) : 0;
      const bound = (factor * along - (factor * factor * square) / 2) / N;
      return { cost, misfit: Math.sqrt(square / N), objective: square / (2 * N) + lambda * cost, bound };
    };
    const states = proximalGradient(A, b, l1(lambda * N), step, { x: v, restart: "gradient" });
    try {
      for (let k = 1; k <= steps; k++) {
        const { residual } = states.next().value as { residual: number };
        if (k % 10 !== 0 && k < steps && residual > 0) continue;
        const point = look();
        if (k === steps || residual === 0 || enough(point)) return point;
      }
    } finally {
      states.return();
    }
    return look();
  });
}
