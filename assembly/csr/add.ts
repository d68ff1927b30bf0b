// C = alpha*A + beta*B in compressed sparse rows, by merging rows: each step takes the smaller column, or both where they
// are equal, without a branch on which it is. An entry that cancels to zero stays stored.

/** The rows' lengths, as the m + 1 starts in indptr. Returns the number of entries. */
export function csr_addrows_u32(
  indptr: usize, aIndptr: usize, aIndices: usize, bIndptr: usize, bIndices: usize, m: usize,
): usize {
  let count: usize = 0;
  store<u32>(indptr, 0);
  for (let i: usize = 0; i < m; i++) {
    let p = aIndices + <usize>load<u32>(aIndptr + i * 4) * 4, q = bIndices + <usize>load<u32>(bIndptr + i * 4) * 4;
    const pEnd = aIndices + <usize>load<u32>(aIndptr + i * 4, 4) * 4, qEnd = bIndices + <usize>load<u32>(bIndptr + i * 4, 4) * 4;
    while (p < pEnd && q < qEnd) {
      const a = load<u32>(p), b = load<u32>(q);
      p += <usize>(a <= b) << 2;
      q += <usize>(b <= a) << 2;
      count++;
    }
    count += (pEnd - p + qEnd - q) >> 2;
    store<u32>(indptr + i * 4, <u32>count, 4);
  }
  return count;
}

/** A, B: m rows; indices, values: as many entries as csr_addrows_u32 counted, out. */
function add<T>(
  indices: usize, values: usize, aIndptr: usize, aIndices: usize, aValues: usize,
  bIndptr: usize, bIndices: usize, bValues: usize, m: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++) {
    let p: usize = load<u32>(aIndptr + i * 4), q: usize = load<u32>(bIndptr + i * 4);
    const pEnd: usize = load<u32>(aIndptr + i * 4, 4), qEnd: usize = load<u32>(bIndptr + i * 4, 4);
    while (p < pEnd && q < qEnd) {
      const a = load<u32>(aIndices + p * 4), b = load<u32>(bIndices + q * 4);
      const left = alpha * load<T>(aValues + p * size), right = beta * load<T>(bValues + q * size);
      store<u32>(indices, min(a, b));
      store<T>(values, select<T>(left + right, select<T>(left, right, a < b), a == b));
      p += <usize>(a <= b);
      q += <usize>(b <= a);
      indices += 4;
      values += size;
    }
    const rest = pEnd - p + qEnd - q;
    scaled<T>(indices, values, aIndices + p * 4, aValues + p * size, pEnd - p, alpha);
    scaled<T>(indices, values, bIndices + q * 4, bValues + q * size, qEnd - q, beta);
    indices += rest * 4;
    values += rest * size;
  }
}

/** n entries, times alpha. */
function scaled<T>(indices: usize, values: usize, aIndices: usize, aValues: usize, n: usize, alpha: T): void {
  const size = sizeof<T>();
  for (let p: usize = 0; p < n; p++) {
    store<u32>(indices + p * 4, load<u32>(aIndices + p * 4));
    store<T>(values + p * size, alpha * load<T>(aValues + p * size));
  }
}

export function csr_add_f32(
  indices: usize, values: usize, aIndptr: usize, aIndices: usize, aValues: usize,
  bIndptr: usize, bIndices: usize, bValues: usize, m: usize, alpha: f32, beta: f32,
): void { add<f32>(indices, values, aIndptr, aIndices, aValues, bIndptr, bIndices, bValues, m, alpha, beta); }
export function csr_add_f64(
  indices: usize, values: usize, aIndptr: usize, aIndices: usize, aValues: usize,
  bIndptr: usize, bIndices: usize, bValues: usize, m: usize, alpha: f64, beta: f64,
): void { add<f64>(indices, values, aIndptr, aIndices, aValues, bIndptr, bIndices, bValues, m, alpha, beta); }
