/**
 * The losses, and a design ready for pursuit: its columns as rows, of norm 1.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import type { Vector } from "../../../arrays/vector.ts";
import { checkBoolean, checkChoice, checkNonNegative, checkOptions, checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import { epsOf } from "../../../core/types.ts";
import { matrixAmax } from "../../../kernels/dense.ts";
import type { DecreaseKind } from "../../../kernels/greedy.ts";
import { checkVector } from "../../../kernels/storage.ts";
import { amax } from "../../../kernels/vec.ts";

/** The loss by which columns are chosen. */
export interface LossOptions {
  /** What is minimised in the residual: ||r||_2^2, ||r||_2 or ||r||_1. Default "lasso". */
  loss?: "lasso" | "sr-lasso" | "lad-lasso";
  /** sum of w_j^2 over x_j != 0, or sum of w_j |x_j|. Default "l0". */
  penalty?: "l0" | "l1";
  /** What the penalty counts, >= 0. Default 0. */
  lambda?: number;
  /** One weight > 0 a column; small ones mark columns thought to belong. Default ones. */
  weights?: Vector;
  /** Divide the columns by their norms first, and the answer after. Default false: they must be of norm 1. */
  normalize?: boolean;
}

/** Which of the six. */
export interface Kind extends DecreaseKind {
  readonly loss: "lasso" | "sr-lasso" | "lad-lasso";
}

/** A loss that was checked. */
export interface Loss {
  readonly kind: Kind;
  readonly lambda: number;
  readonly weights: Vector | undefined;
  readonly normalize: boolean;
}

/** A loss over columns. */
export interface Penalised extends Loss {
  /** A', each row divided by its norm. */
  readonly columns: Matrix;
  /** What they were divided by. */
  readonly norms: Float64Array;
  readonly eps: number;
}

/** Reads and checks the options that make the loss. */
export function checkLoss(A: Matrix, y: Vector, options: LossOptions): Loss {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkVector("y", y, A, A.rows);
  checkOptions("options", options);
  const { loss = "lasso", penalty = "l0", lambda = 0, weights, normalize = false } = options;
  checkChoice("loss", loss, ["lasso", "sr-lasso", "lad-lasso"]);
  checkChoice("penalty", penalty, ["l0", "l1"]);
  checkNonNegative("lambda", lambda);
  checkBoolean("normalize", normalize);
  for (const [name, top] of [["A", matrixAmax(A)] as const, ["y", amax(y)] as const])
    if (!Number.isFinite(top)) throw new ArgumentRangeError(name, "finite numbers", `an entry that is ${top}`);
  if (weights !== undefined) {
    checkVector("weights", weights, A, A.cols);
    const bad = weights.data.findIndex((w) => !(w > 0 && w < Infinity));
    if (bad >= 0) throw new ArgumentRangeError(`weights[${bad}]`, "a finite number > 0", describe(weights.data[bad]));
  }
  return { kind: { loss, absolute: penalty === "l1", root: loss === "sr-lasso" }, lambda, weights, normalize };
}

/** Reads and checks when to stop. */
export function checkMaxIter(A: Matrix, options: { maxIter?: number; residualTol?: number }): [number, number] {
  const { maxIter = Math.min(A.rows, A.cols), residualTol = A.type === "f32" ? 1e-6 : 1e-12 } = options;
  checkSize("maxIter", maxIter);
  if (maxIter > A.rows) throw new ArgumentRangeError("maxIter", `at most ${A.rows}, the rows of A`, describe(maxIter));
  checkNonNegative("residualTol", residualTol);
  return [maxIter, residualTol];
}

/** Checks the columns and lays them out as rows; `own` receives what is reserved. */
export function prepare(A: Matrix, loss: Loss, own: { dispose(): void }[]): Penalised {
  const { rows: m, cols: n } = A;
  const columns = A.transpose();
  own.push(columns);
  const norms = new Float64Array(n).fill(1);
  const { data } = columns;
  const tolerance = Math.max(1e-8, 64 * epsOf[A.type]);
  for (let j = 0; j < n; j++) {
    const column = data.subarray(j * m, (j + 1) * m);
    const norm = normOf(column);
    if (!(norm > 0)) throw new ArgumentRangeError("A", "columns that are not zero", `column ${j} of zeros`);
    if (!loss.normalize && Math.abs(norm - 1) > tolerance)
      throw new ArgumentRangeError("A", "columns of norm 1, or normalize: true", `norm ${norm} in column ${j}`);
    if (!loss.normalize) continue;
    norms[j] = norm;
    for (let i = 0; i < m; i++) (column[i] as number) /= norm;
  }
  return { ...loss, columns, norms, eps: epsOf[A.type] };
}

/** ||x||_2, safe where squares overflow or vanish. */
function normOf(x: ArrayLike<number>): number {
  let top = 0;
  for (let i = 0; i < x.length; i++) top = Math.max(top, Math.abs(x[i] as number));
  let total = 0;
  if (top > 0) for (let i = 0; i < x.length; i++) total += ((x[i] as number) / top) ** 2;
  return top * Math.sqrt(total);
}
