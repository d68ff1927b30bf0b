/**
 * The best fit of y by columns added one by one: least squares by orthogonalisation, or least absolute deviations.
 * @module
 */
import { Vector } from "../../../arrays/vector.ts";
import { asum, nrm2 } from "../../../kernels/vec.ts";
import { orthonormalBasis } from "../../../linalg/basis.ts";
import { AbsoluteFit } from "../../../solvers/absoluteFit.ts";
import type { Penalised } from "./problem.ts";

/** A fit that takes on columns. */
export interface Fit {
  /** y - A x */
  readonly residual: Vector;
  /** Its norm, that of the loss. */
  readonly norm: number;
  /** Adds a column. False where it depends on those before, which changes nothing. */
  append(column: number): boolean;
  /** One coefficient for each column, in the order in which they came. */
  coefficients(): Float64Array;
}

/** No columns yet. `own` receives what is reserved. */
export function fitOf(problem: Penalised, y: Vector, capacity: number, own: { dispose(): void }[]): Fit {
  const residual = y.clone();
  own.push(residual);
  return problem.kind.loss === "lad-lasso"
    ? absolute(problem, residual, capacity, own)
    : squares(problem, residual, capacity, own);
}

/** y = Q c + r and A_S = Q R, so that R x = c; r is projected afresh for every column. */
function squares({ columns }: Penalised, residual: Vector, capacity: number, own: { dispose(): void }[]): Fit {
  const { engine, type, cols: m } = columns;
  const basis = orthonormalBasis(residual, capacity);
  const column = new Vector(engine, type, m);
  own.push(basis, column);
  const R: Float64Array[] = [];
  const c = new Float64Array(capacity);
  return {
    residual,
    norm: nrm2(residual),
    append(j) {
      column.data.set(columns.data.subarray(j * m, (j + 1) * m));
      if (!basis.append(column)) return false;
      R.push(basis.coefficients());
      for (const [k, part] of basis.projectOut(residual).entries()) (c[k] as number) += part;
      (this as { norm: number }).norm = nrm2(residual);
      return true;
    },
    coefficients() {
      const x = c.slice(0, R.length);
      for (let k = R.length - 1; k >= 0; k--) {
        const column = R[k] as Float64Array;
        (x[k] as number) /= column[k] as number;
        for (let i = 0; i < k; i++) (x[i] as number) -= (column[i] as number) * (x[k] as number);
      }
      return x;
    },
  };
}

function absolute({ columns }: Penalised, residual: Vector, capacity: number, own: { dispose(): void }[]): Fit {
  const { cols: m } = columns;
  const fit = new AbsoluteFit(columns.engine, residual.data, capacity);
  own.push(fit);
  return {
    residual,
    norm: asum(residual),
    append(j) {
      if (!fit.append(columns.data.subarray(j * m, (j + 1) * m))) return false;
      fit.solve();
      residual.data.set(fit.residual.data);
      (this as { norm: number }).norm = asum(residual);
      return true;
    },
    coefficients: () => fit.coefficients,
  };
}
