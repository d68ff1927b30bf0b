/**
 * Lloyd's method for k-means: min over centres c_j and labels l_i of  sum_i |x_i - c_(l_i)|^2.
 *
 * Lloyd, "Least Squares Quantization in PCM", IEEE Trans. Information Theory 28 (1982) 129-137. doi:10.1109/TIT.1982.1056489
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { type Assignment, assignment, assignRows } from "../kernels/cluster.ts";
import { checkPoints, distanceFunction } from "../kernels/pairs.ts";
import { checkMatrix } from "../kernels/storage.ts";

/** Where Lloyd's method stands. The arrays are written over by the next step. */
export interface LloydState extends State {
  /** k x d: the means of what `labels` names. */
  readonly centres: Matrix;
  /** The nearest of the centres before, but where a row was given to a centre that had none. */
  readonly labels: Uint32Array<ArrayBuffer>;
  /** The sum of the squared distances to the nearest of the centres before: it never rises, but for rounding. */
  readonly inertia: number;
  /** How far the centres moved, the sum of the squares, over the mean variance of a column of X; 0 where no label changed. */
  readonly residual: number;
}

/**
 * Steps from centres that are given: each row to the nearest centre, ties to the lower number, each centre to the mean of its rows,
 * summed in f64. A centre that is left without rows takes the row farthest from its own, of those with rows to spare, so that the
 * objective falls; it stays where it is where all rows are at distance 0. Reserves the k*d elements of the result, and scratch.
 *
 * Labels are right to the rounding of x'(c_j - o), o the mean of the centres: to about (d + 4) eps |x| |c_j - o|.
 *
 * @param X        points, n x d
 * @param centres  k x d, k > 0; copied
 * @throws ArgumentRangeError where an entry is not finite, or so large that its square overflows
 */
export function* lloyd(X: Matrix, centres: Matrix): Generator<LloydState, void> {
  checkRows("X", X);
  if (!(centres instanceof Matrix)) throw new ArgumentTypeError("centres", "a Matrix", describe(centres));
  checkMatrix("centres", centres, X, centres.rows, X.cols);
  checkRows("centres", centres);
  if (centres.rows === 0) throw new ArgumentRangeError("centres", "one row or more", "none");
  const scale = meanVariance(X) || 1;
  const C = centres.clone();
  try {
    const found = assignment(X, C.rows);
    for (;;) {
      const inertia = assignRows(found, X, C);
      fillEmpty(found, X);
      const residual = moveCentres(C, found) / scale;
      yield { centres: C, labels: found.labels, inertia, residual };
    }
  } catch (error) {
    C.dispose();
    throw error;
  }
}

/** Points that can be measured. @throws ArgumentTypeError; ArgumentRangeError */
export function checkRows(name: string, X: unknown): asserts X is Matrix {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(X));
  checkPoints(name, X, distanceFunction(true));
}

/** The mean over the columns of their variances: a pass for the mean row, and one for the distances to it. */
function meanVariance(X: Matrix): number {
  if (X.rows * X.cols === 0) return 0;
  const mean = Matrix.from(X.engine, X.type, 1, X.cols, X.data.subarray(0, X.cols));
  try {
    const one = assignment(X, 1);
    assignRows(one, X, mean);
    moveCentres(mean, one);
    return assignRows(one, X, mean) / (X.rows * X.cols);
  } finally {
    mean.dispose();
  }
}

/** Gives each centre without rows the farthest row there is whose own centre keeps another. */
function fillEmpty({ labels, distances, sums, counts }: Assignment, X: Matrix): void {
  if (!counts.includes(0)) return;
  const [d, { data }] = [X.cols, X];
  const far = Uint32Array.from(labels.keys()).sort(
    (i, j) => (distances[j] as number) - (distances[i] as number) || i - j,
  );
  let at = 0;
  for (const [j, count] of counts.entries()) {
    if (count > 0) continue;
    while (at < far.length && counts[labels[far[at] as number] as number] === 1) at++;
    const i = far[at++];
    if (i === undefined || distances[i] === 0) return;
    const from = labels[i] as number;
    for (let c = 0; c < d; c++) {
      const value = data[i * d + c] as number;
      (sums[from * d + c] as number) -= value;
      sums[j * d + c] = value;
    }
    labels[i] = j;
    (counts[from] as number)--;
    counts[j] = 1;
  }
}

/** Each centre to the mean of its rows, if it has any. Returns the sum of the squares of the moves. */
function moveCentres(C: Matrix, { sums, counts }: Assignment): number {
  const [d, { data }] = [C.cols, C];
  let moved = 0;
  for (const [j, count] of counts.entries()) {
    if (count === 0) continue;
    for (let at = j * d; at < (j + 1) * d; at++) {
      const before = data[at] as number;
      data[at] = (sums[at] as number) / count;
      moved += ((data[at] as number) - before) ** 2;
    }
  }
  return moved;
}
