/**
 * Neighbouring elements whose variances go together: g = C h with h >= 0 and C tridiagonal, 1 on the diagonal and a beside it.
 *
 * Fang, Shen, Li and Li, "Pattern-Coupled Sparse Bayesian Learning for Recovery of Block-Sparse Signals", IEEE Trans. Signal
 * Processing 63 (2015) 360-372.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { nnls } from "../../../solvers/nnls.ts";

/** The nearest g of that kind, for the places `kept`; those between them have h = 0. */
export function couple(engine: Engine, g: Float64Array, kept: readonly number[], a: number): Float64Array {
  const n = g.length;
  const top = g.reduce((s, v) => Math.max(s, v), 0);
  if (a === 0 || !(top > 0)) return g;
  return engine.memory.scope(() => {
    const C = Matrix.zeros(engine, "f64", n, n);
    const { data } = C;
    for (let i = 0; i < n; i++) {
      data[i * (n + 1)] = 1;
      if (i > 0 && kept[i] === (kept[i - 1] as number) + 1) data[i * n + i - 1] = data[(i - 1) * n + i] = a;
    }
    const { x } = nnls(
      C,
      Vector.from(
        engine,
        "f64",
        g.map((v) => v / top),
      ),
    );
    const out = new Vector(engine, "f64", n);
    C.apply(out, x);
    return Float64Array.from(out.data, (v) => v * top);
  });
}
