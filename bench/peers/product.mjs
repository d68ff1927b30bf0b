/** The dense product a task comes to: a (m x k) times b (k x n); undefined where it comes to none. */
export function productOf({ op, sizes, arrays }) {
  if (op === "gemm") return { m: sizes.m, n: sizes.n, k: sizes.k, a: arrays.a, b: arrays.b };
  if (op === "gemv") return { m: sizes.m, n: 1, k: sizes.n, a: arrays.a, b: arrays.x };
  if (arrays.dense && arrays.x) return { m: sizes.m, n: sizes.columns ?? 1, k: sizes.n, a: arrays.dense, b: arrays.x };
  return undefined;
}

/** a (rows x cols, row-major) transposed. */
export function transposed(a, rows, cols) {
  const out = new a.constructor(a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = a[i * cols + j];
  return out;
}

/** a (rows x cols, row-major) as an array of rows. */
export const rowsOf = (a, rows, cols) =>
  Array.from({ length: rows }, (_, i) => Array.from(a.subarray(i * cols, (i + 1) * cols)));
