/**
 * Products of an operator with several vectors at once: by one product where the operator is a matrix.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkMatrix, filled } from "../kernels/storage.ts";
import { checkOperator, type LinearOperator } from "./linear.ts";

/** A matrix in any format: it multiplies matrices, from either side. */
interface Multiplies {
  matmul(X: Matrix): Matrix;
  tmatmul(Y: Matrix): Matrix;
}

/** A*X as a new matrix. Reserves A.rows + A.cols elements more where A is no matrix. */
export function applyBlock(A: LinearOperator, X: Matrix): Matrix {
  checkOperator("A", A);
  checkMatrix("X", X, A, A.cols, X?.cols);
  if (A instanceof Matrix || multiplies(A)) return A.matmul(X);
  return byColumns(A.rows, X, (out, x) => A.apply(out, x));
}

/** A'*Y as a new matrix. Reserves A.rows + A.cols elements more where A is no matrix. */
export function adjointBlock(A: LinearOperator, Y: Matrix): Matrix {
  checkOperator("A", A);
  checkMatrix("Y", Y, A, A.rows, Y?.cols);
  if (A instanceof Matrix) return A.matmul(Y, { transposeA: true });
  return multiplies(A) ? A.tmatmul(Y) : byColumns(A.cols, Y, (out, y) => A.adjoint(out, y));
}

const multiplies = (A: object): A is Multiplies => "matmul" in A && "tmatmul" in A;

function byColumns(rows: number, X: Matrix, apply: (out: Vector, x: Vector) => void): Matrix {
  const { engine, type, cols } = X;
  const out = new Matrix(engine, type, rows, cols);
  return filled(out, () =>
    engine.memory.scope(() => {
      const [y, x] = [new Vector(engine, type, rows), new Vector(engine, type, X.rows)];
      for (let j = 0; j < cols; j++) {
        const [from, to] = [X.data, x.data];
        for (let i = 0; i < to.length; i++) to[i] = from[i * cols + j] as number;
        apply(y, x);
        const [result, target] = [y.data, out.data];
        for (let i = 0; i < rows; i++) target[i * cols + j] = result[i] as number;
      }
    }),
  );
}
