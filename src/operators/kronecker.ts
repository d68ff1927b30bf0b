/**
 * Kronecker products A (x) B (x) ... without forming them: x, seen as a tensor with a mode for each factor, is multiplied along each.
 *
 * Van Loan, "The ubiquitous Kronecker product", J. Comput. Appl. Math. 123 (2000) 85-100; Kolda and Bader, "Tensor Decompositions
 * and Applications", SIAM Review 51 (2009) 455-500, section 2.5: modes.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { ShapeError } from "../core/errors.ts";
import { checkVector, filled } from "../kernels/storage.ts";
import { modeProduct } from "../kernels/tensor.ts";
import { copy } from "../kernels/vec.ts";
import { adjointBlock, applyBlock } from "./block.ts";
import { checkKind, checkOperator, type LinearOperator } from "./linear.ts";

/**
 * The Kronecker product of its factors, the last one's index fastest. A product goes from factor to factor, the one that
 * shrinks the tensor most first, and reserves two tensors at a time, which it gives back.
 */
export function kronecker(...factors: LinearOperator[]): LinearOperator {
  const [first] = factors;
  if (first === undefined) throw new ShapeError("factors", "at least 1 operator", "0");
  for (const [k, factor] of factors.entries()) {
    checkOperator(`factors[${k}]`, factor);
    checkKind(`factors[${k}]`, factor, first);
  }
  const { engine, type } = first;
  const like = { engine, type };
  const size = (side: "rows" | "cols") => factors.reduce((n, factor) => n * factor[side], 1);
  const [rows, cols] = [size("rows"), size("cols")];
  const through = (out: Vector, x: Vector, from: "rows" | "cols", to: "rows" | "cols") =>
    engine.memory.scope(() => {
      checkVector("x", x, like, size(from));
      checkVector("out", out, like, size(to));
      const shape = factors.map((factor) => factor[from]);
      let now = x;
      for (const k of shrinkingFirst(
        shape,
        factors.map((factor) => factor[to]),
      )) {
        const factor = factors[k] as LinearOperator;
        const next = alongMode(factor, now, shape, k, to === "cols");
        if (now !== x) now.dispose();
        shape[k] = factor[to];
        now = next;
      }
      copy(out, now);
    });
  return {
    engine,
    type,
    rows,
    cols,
    apply: (out, x) => through(out, x, "cols", "rows"),
    adjoint: (out, y) => through(out, y, "rows", "cols"),
  };
}

/** The modes of a tensor whose sizes go from these to those, the one that shrinks it most first. */
export function shrinkingFirst(from: readonly number[], to: readonly number[]): number[] {
  const gain = from.map((n, k) => (to[k] as number) / Math.max(1, n));
  return [...gain.keys()].sort((j, k) => (gain[j] as number) - (gain[k] as number));
}

/** The tensor x of this shape times A, or A', along mode k, as a new vector: by one product or few where A is a Matrix. */
export function alongMode(A: LinearOperator, x: Vector, shape: readonly number[], k: number, adjoint = false): Vector {
  const [n, m] = adjoint ? [A.rows, A.cols] : [A.cols, A.rows];
  const count = (part: readonly number[]) => part.reduce((a, b) => a * b, 1);
  const [left, right] = [count(shape.slice(0, k)), count(shape.slice(k + 1))];
  if (shape[k] !== n) throw new ShapeError("shape", `${n} elements along mode ${k}`, `${shape[k]}`);
  checkVector("x", x, A, left * n * right);
  const { engine, type } = A;
  const out = new Vector(engine, type, left * m * right);
  return filled(out, () => {
    if (A instanceof Matrix) modeProduct(out, A, x, left, right, adjoint);
    else
      engine.memory.scope(() => {
        const slice = new Matrix(engine, type, n, right);
        for (let l = 0; l < left; l++) {
          slice.data.set(x.data.subarray(l * n * right, (l + 1) * n * right));
          const product = adjoint ? adjointBlock(A, slice) : applyBlock(A, slice);
          out.data.set(product.data, l * m * right);
          product.dispose();
        }
      });
  });
}
