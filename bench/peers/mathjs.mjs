/** mathjs, plain JavaScript; f64 only, sparse matrices by compressed columns. */
import { all, create } from "mathjs";
import { rowsOf } from "./product.mjs";

/** Multiply-adds of a dense product that take it about half a second. */
const MOST = 256 ** 3;

export function open() {
  const math = create(all);
  return { name: "mathjs", prepare: (task) => prepare(math, task) };
}

function prepare(math, { op, type, sizes, arrays }) {
  if (type !== "f64") return undefined;
  const { m, n, k, columns } = sizes;
  if (op === "gemm") {
    if (m * n * k > MOST) return undefined;
    const [a, b] = [math.matrix(rowsOf(arrays.a, m, k)), math.matrix(rowsOf(arrays.b, k, n))];
    return ready(() => math.multiply(a, b));
  }
  if (op === "csr-mv" || op === "csr-mm") {
    const A = sparse(math, arrays, m, n);
    const x = math.matrix(columns === 1 ? Array.from(arrays.x) : rowsOf(arrays.x, n, columns), "dense", "number");
    return ready(() => math.multiply(A, x));
  }
  if (op === "spgemm") {
    const [A, B] = [sparse(math, arrays, m, k), sparse(math, renamed(arrays), k, n)];
    const v = Array.from(arrays.v);
    return { run: () => math.multiply(A, B), result: () => math.multiply(math.multiply(A, B), v).toArray().flat() };
  }
  return undefined;
}

const renamed = ({ indptrB, indicesB, valuesB }) => ({ indptr: indptrB, indices: indicesB, values: valuesB });

function sparse(math, { indptr, indices, values }, rows, cols) {
  const columns = Array.from({ length: cols }, () => []);
  for (let i = 0; i < rows; i++)
    for (let p = indptr[i]; p < indptr[i + 1]; p++) columns[indices[p]].push([i, values[p]]);
  const entries = columns.flat();
  const ptr = [0];
  for (const column of columns) ptr.push(ptr.at(-1) + column.length);
  return new math.SparseMatrix({
    values: entries.map(([, value]) => value),
    index: entries.map(([i]) => i),
    ptr,
    size: [rows, cols],
    datatype: "number",
  });
}

const ready = (run) => ({ run, result: () => run().toArray().flat() });
