import { Matrix } from "../arrays/matrix.ts";

/** Those columns of A, as a new matrix. */
export function columns(A: Matrix, places: readonly number[]): Matrix {
  const { engine, type, rows, cols } = A;
  const out = new Matrix(engine, type, rows, places.length);
  const [to, from] = [out.data, A.data];
  let q = 0;
  for (let i = 0; i < rows; i++) for (const j of places) to[q++] = from[i * cols + j] as number;
  return out;
}
