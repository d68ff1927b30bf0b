/** eigen-js: Eigen compiled to Wasm; f64 only, sparse times sparse only. */
import { createRequire } from "node:module";

/**
 * Sizes that run: with another, the version tried (0.2.2) goes past the end of its memory, and is not to be trusted
 * any more. Elements cross its border one call each.
 */
const productRuns = ({ m, n, k }) => Math.min(m, n, k) >= 256 && Math.max(m, n, k) <= 512;
const factorRuns = (n) => n <= 128;

export async function open() {
  const module = createRequire(import.meta.url)("eigen");
  const eigen = module.default ?? module;
  await eigen.ready;
  return { name: "eigen-js", prepare: (task) => prepare(eigen, task) };
}

function prepare(eigen, { op, type, sizes, arrays }) {
  if (type !== "f64") return undefined;
  const { m, n, k, columns } = sizes;
  const dense = (values, rows, cols) => filled(new eigen.Matrix(rows, cols), values);
  if (op === "gemm" && productRuns(sizes)) {
    const [a, b] = [dense(arrays.a, m, k), dense(arrays.b, k, n)];
    return ready(eigen, [a, b], () => a.matMul(b), m, n);
  }
  if (op === "cholesky" && factorRuns(n)) {
    const a = dense(arrays.a, n, n);
    return ready(eigen, [a], () => eigen.Decompositions.cholesky(a).L, n, n);
  }
  if ((op === "csr-mv" || op === "csr-mm") && columns <= 8) {
    const A = eigen.SparseMatrix.fromTriplets(m, n, triplets(arrays));
    const X = eigen.SparseMatrix.fromTriplets(
      n,
      columns,
      Array.from(arrays.x, (v, p) => [Math.floor(p / columns), p % columns, v]),
    );
    return ready(eigen, [A, X], () => A.matMul(X), m, columns);
  }
  return undefined;
}

/** Element by element: an array of rows would take its memory several times over. */
function filled(matrix, values) {
  const cols = matrix.cols();
  for (let p = 0; p < values.length; p++) matrix.set(Math.floor(p / cols), p % cols, values[p]);
  return matrix;
}

function triplets({ indptr, indices, values }) {
  const out = [];
  for (let i = 0; i + 1 < indptr.length; i++)
    for (let p = indptr[i]; p < indptr[i + 1]; p++) out.push([i, indices[p], values[p]]);
  return out;
}

/** Its collector frees all but what is named. */
function ready(eigen, kept, call, rows, cols) {
  eigen.GC.pushException(...kept);
  return {
    run: () => {
      call();
      eigen.GC.flush();
    },
    result: () => {
      const out = call();
      const dense = out.toDense ? out.toDense() : out;
      const values = new Float64Array(rows * cols);
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) values[i * cols + j] = dense.get(i, j);
      eigen.GC.flush();
      return values;
    },
    dispose: () => {
      eigen.GC.popException(...kept);
      eigen.GC.flush();
    },
  };
}
