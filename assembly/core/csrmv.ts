// y = alpha*A*x + beta*y with A in compressed sparse rows; four independent sums a row.

/** A: m rows, indptr m + 1, indices and values nnz; x: as many elements as A has columns; y: m, not read where beta = 0. */
export function mv<T>(y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), shift = alignof<T>();
  for (let i: usize = 0; i < m; i++) {
    let p: usize = load<u32>(indptr + i * 4);
    const end: usize = load<u32>(indptr + i * 4, 4), quads = p + ((end - p) & ~3);
    let s0: T = 0, s1: T = 0, s2: T = 0, s3: T = 0;
    for (; p < quads; p += 4) {
      const j = indices + p * 4, v = values + p * size;
      s0 += load<T>(v) * load<T>(x + (<usize>load<u32>(j) << shift));
      s1 += load<T>(v, sizeof<T>()) * load<T>(x + (<usize>load<u32>(j, 4) << shift));
      s2 += load<T>(v, 2 * sizeof<T>()) * load<T>(x + (<usize>load<u32>(j, 8) << shift));
      s3 += load<T>(v, 3 * sizeof<T>()) * load<T>(x + (<usize>load<u32>(j, 12) << shift));
    }
    for (; p < end; p++) s0 += load<T>(values + p * size) * load<T>(x + (<usize>load<u32>(indices + p * 4) << shift));
    const value = alpha * ((s0 + s1) + (s2 + s3)), at = y + i * size;
    store<T>(at, beta == 0 ? value : beta * load<T>(at) + value);
  }
}
