/** ml-matrix, plain JavaScript; f64 only. It has no sparse matrices: a sparse product is a dense one here. */
import {
  CholeskyDecomposition,
  EigenvalueDecomposition,
  LuDecomposition,
  Matrix,
  QrDecomposition,
  SingularValueDecomposition,
} from "ml-matrix";
import { productOf } from "./product.mjs";

/** Multiply-adds of a product that take it about a second. */
const MOST = 1024 ** 3;

export const open = () => ({ name: "ml-matrix", prepare });

function prepare(task) {
  if (task.type !== "f64") return undefined;
  const { op, sizes, arrays } = task;
  const product = productOf(task);
  if (product) {
    const { m, n, k } = product;
    if (m * n * k > MOST) return undefined;
    const [a, b] = [Matrix.from1DArray(m, k, product.a), Matrix.from1DArray(k, n, product.b)];
    return ready(() => a.mmul(b));
  }
  if (op === "orthonormalize") {
    const a = Matrix.from1DArray(sizes.m, sizes.n, arrays.a);
    return ready(() => new QrDecomposition(a).orthogonalMatrix);
  }
  if (op === "qr" && sizes.n <= 512) {
    const a = Matrix.from1DArray(sizes.n, sizes.n, arrays.a);
    return ready(() => new QrDecomposition(a).orthogonalMatrix);
  }
  if (op === "cholesky") {
    const a = Matrix.from1DArray(sizes.n, sizes.n, arrays.a);
    return ready(() => new CholeskyDecomposition(a).lowerTriangularMatrix);
  }
  if (op === "lu") {
    const [a, b] = [Matrix.from1DArray(sizes.n, sizes.n, arrays.a), Matrix.columnVector(arrays.b)];
    return ready(() => new LuDecomposition(a).solve(b));
  }
  if (op === "eigh") {
    const a = Matrix.from1DArray(sizes.n, sizes.n, arrays.a);
    const run = () => new EigenvalueDecomposition(a, { assumeSymmetric: true });
    return { run, result: () => run().realEigenvalues };
  }
  if (op === "svd") {
    const a = Matrix.from1DArray(sizes.m, sizes.n, arrays.a);
    const run = () => new SingularValueDecomposition(a, { autoTranspose: true });
    return { run, result: () => run().diagonal };
  }
  return undefined;
}

const ready = (run) => ({ run, result: () => run().to1DArray() });
