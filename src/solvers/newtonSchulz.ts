/**
 * The orthonormal factor of A = Q*H, H symmetric positive definite, by products alone: X <- X (3 I - X'X) / 2.
 *
 * Higham, Functions of Matrices (2008), section 8.3, equation (8.20): from singular values in (0, sqrt(3)) it converges
 * quadratically to the unitary polar factor, which is the orthonormal matrix nearest to A.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { gemm, matrixAmax } from "../kernels/dense.ts";

/** One step of the iteration. */
export interface NewtonSchulzState extends State {
  /** The iterate: rows x cols, its columns (or, where A is wide, its rows) ever nearer to orthonormal. The next step overwrites it. */
  readonly Q: Matrix;
  /** ||Q'Q - I||_F / sqrt(cols), or with Q Q' where A is wide. */
  readonly residual: number;
}

/**
 * Steps from A over its Frobenius norm, each 4 mnk flops, k = min(m, n). Small singular values grow by 3/2 a step until they are near 1:
 * it takes about log(condition number) / log(3/2) steps, and never ends where A has not full rank. Reserves 2mn + k^2
 * elements; the last iterate is the caller's.
 * @throws ArgumentRangeError if A holds NaN or an infinity, or is zero
 */
export function* newtonSchulz(A: Matrix): Generator<NewtonSchulzState, void> {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  const top = matrixAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
  const wide = A.rows < A.cols;
  const k = Math.min(A.rows, A.cols);
  if (top === 0 && k > 0) throw new ArgumentRangeError("A", "a matrix that is not zero", "zeros");
  const Q = A.clone();
  const own: Matrix[] = [];
  try {
    const G = new Matrix(A.engine, A.type, k, k);
    own.push(G);
    const next = new Matrix(A.engine, A.type, A.rows, A.cols);
    own.push(next);
    shrink(Q, top);
    for (;;) {
      gemm(G, Q, Q, { transposeA: !wide, transposeB: wide });
      yield { Q, residual: k === 0 ? 0 : distance(G) / Math.sqrt(k) };
      gemm(next, wide ? G : Q, wide ? Q : G, { alpha: -0.5 });
      const [q, x] = [Q.data, next.data];
      for (let i = 0; i < q.length; i++) q[i] = 1.5 * (q[i] as number) + (x[i] as number);
    }
  } catch (error) {
    Q.dispose();
    throw error;
  } finally {
    for (const array of own) array.dispose();
  }
}

/** Q over its Frobenius norm. */
function shrink({ data }: Matrix, top: number): void {
  let squares = 0;
  for (const v of data) squares += (v / top) ** 2;
  const norm = Math.sqrt(squares);
  for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) / top / norm;
}

/** ||G - I||_F */
function distance({ data, rows: n }: Matrix): number {
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += ((data[i] as number) - (i % (n + 1) === 0 ? 1 : 0)) ** 2;
  return Math.sqrt(squares);
}
