/**
 * A matrix of low rank by its factors: U diag(s) V'.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { gemv, tgemv } from "../kernels/dense.ts";
import { zip } from "../kernels/maps.ts";
import { checkMatrix, checkVector } from "../kernels/storage.ts";
import type { LinearOperator } from "./linear.ts";

/**
 * U diag(s) V', or U V' without s; the factors are read at each product, which reserves k elements and gives them back.
 *
 * @param U  m x k
 * @param V  n x k
 * @param s  k elements
 */
export function lowRank(U: Matrix, V: Matrix, s?: Vector): LinearOperator {
  if (!(U instanceof Matrix)) throw new ArgumentTypeError("U", "a Matrix", describe(U));
  checkMatrix("V", V, U, V?.rows, U.cols);
  if (s !== undefined) checkVector("s", s, U, U.cols);
  const { engine, type, cols: rank } = U;
  const through = (out: Vector, left: Matrix, right: Matrix, x: Vector) =>
    engine.memory.scope(() => {
      checkVector("out", out, U, left.rows);
      const inner = new Vector(engine, type, rank);
      tgemv(inner, right, x);
      if (s) zip(inner, inner, s, "mul");
      gemv(out, left, inner);
    });
  return {
    engine,
    type,
    rows: U.rows,
    cols: V.rows,
    apply: (out, x) => through(out, U, V, x),
    adjoint: (out, y) => through(out, V, U, y),
  };
}
