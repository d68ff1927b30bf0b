/**
 * The condensed tableau of a basis: with K the rows of A whose activities are outside the basis and the columns of the variables in it,
 * those variables are K^-1 (activities - the other columns), and the activities in the basis are their rows of A times all of x.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { gemm } from "../../kernels/dense.ts";
import { lu } from "../../linalg/lu.ts";

/** Fills all rows of T but the last, by the numbers of the basis and of the others (activities from A.cols on). False if K is singular. */
export function basisTableau(T: Matrix, A: Matrix, basic: Int32Array, others: Int32Array): boolean {
  const { engine, cols: n } = A;
  const inside: number[] = [];
  const outside: number[] = [];
  for (const k of basic) if (k < n) inside.push(k);
  for (const k of others) if (k >= n) outside.push(k - n);
  const count = inside.length;
  return engine.memory.scope(() => {
    const W = Matrix.zeros(engine, "f64", count, n);
    if (count > 0) {
      const K = new Matrix(engine, "f64", count, count);
      const [a, k, w] = [A.data, K.data, W.data];
      for (const [p, i] of outside.entries())
        for (const [q, v] of inside.entries()) k[p * count + q] = a[i * n + v] as number;
      for (const [j, v] of others.entries())
        for (const [p, i] of outside.entries()) w[p * n + j] = v < n ? -(a[i * n + v] as number) : v - n === i ? 1 : 0;
      const factor = lu(K);
      if (factor.zeroPivot !== undefined) return false;
      factor.solveInto(W);
    }
    const rest: number[] = [];
    for (const k of basic) if (k >= n) rest.push(k - n);
    const [R, out] = [new Matrix(engine, "f64", rest.length, count), Matrix.zeros(engine, "f64", rest.length, n)];
    const [a, r, o] = [A.data, R.data, out.data];
    for (const [p, i] of rest.entries()) {
      for (const [q, v] of inside.entries()) r[p * count + q] = a[i * n + v] as number;
      for (const [j, v] of others.entries()) if (v < n) o[p * n + j] = a[i * n + v] as number;
    }
    if (count > 0 && rest.length > 0) gemm(out, R, W, { beta: 1 });
    const [to, low, high] = [T.data, W.data, out.data];
    let [p, q] = [0, 0];
    for (const [row, k] of basic.entries())
      to.set(k < n ? low.subarray(p * n, ++p * n) : high.subarray(q * n, ++q * n), row * n);
    return to.every(Number.isFinite);
  });
}
