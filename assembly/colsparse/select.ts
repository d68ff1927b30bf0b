// The elements of x that count, and where they stand: those with |x_j| > tau, those of a mask, or the k largest in magnitude.
// Liu et al., Deja Vu: Contextual Sparsity for Efficient LLMs at Inference Time, ICML (2023), section 3.

/** Out: indices (u32) and values of the elements of x, n, with |x_j| > tau or NaN, ascending; room for n. Returns how many. */
function select<T>(indices: usize, values: usize, x: usize, n: usize, tau: T): usize {
  const size = sizeof<T>();
  let count: usize = 0;
  for (let j: usize = 0; j < n; j++) {
    const v = load<T>(x + j * size);
    store<u32>(indices + count * 4, <u32>j);
    store<T>(values + count * size, v);
    count += <usize>!(abs<T>(v) <= tau);
  }
  return count;
}

/** The same of those whose byte in the mask is not 0. */
function masked<T>(indices: usize, values: usize, x: usize, mask: usize, n: usize): usize {
  const size = sizeof<T>();
  let count: usize = 0;
  for (let j: usize = 0; j < n; j++) {
    store<u32>(indices + count * 4, <u32>j);
    store<T>(values + count * size, load<T>(x + j * size));
    count += <usize>(load<u8>(mask + j) != 0);
  }
  return count;
}

/** The same of the k <= n largest in magnitude, NaN first, of equal ones the first. counts: 256 u32. */
function top<T>(indices: usize, values: usize, x: usize, counts: usize, n: usize, k: usize): usize {
  return sizeof<T>() == 4 ? topBits<u32>(indices, values, x, counts, n, k) : topBits<u64>(indices, values, x, counts, n, k);
}

/** The bits of the k-th largest magnitude are found from the highest byte down; among equal ones, the first are taken. */
function topBits<K>(indices: usize, values: usize, x: usize, counts: usize, n: usize, k: usize): usize {
  if (k == 0) return 0;
  const size = sizeof<K>(), unsigned = <K>-1 >> 1;
  let pivot: K = 0, known: K = 0, wanted = <u32>k;
  for (let shift = <K>(8 * sizeof<K>() - 8); ; shift -= 8) {
    memory.fill(counts, 0, 1024);
    for (let j: usize = 0; j < n; j++) {
      const bits = load<K>(x + j * size) & unsigned, at = counts + <usize>(bits >> shift & 255) * 4;
      store<u32>(at, load<u32>(at) + <u32>((bits & known) == pivot));
    }
    let byte: usize = 255;
    for (; load<u32>(counts + byte * 4) < wanted; byte--) wanted -= load<u32>(counts + byte * 4);
    pivot |= <K>byte << shift;
    known |= <K>255 << shift;
    if (shift == 0) break;
  }
  let count: usize = 0;
  for (let j: usize = 0; j < n && count < k; j++) {
    const v = load<K>(x + j * size), bits = v & unsigned, tie = <u32>(bits == pivot && wanted > 0);
    store<u32>(indices + count * 4, <u32>j);
    store<K>(values + count * size, v);
    wanted -= tie;
    count += <usize>(<u32>(bits > pivot) | tie);
  }
  return count;
}

export function colsparse_select_f32(indices: usize, values: usize, x: usize, n: usize, tau: f32): usize { return select<f32>(indices, values, x, n, tau); }
export function colsparse_select_f64(indices: usize, values: usize, x: usize, n: usize, tau: f64): usize { return select<f64>(indices, values, x, n, tau); }
export function colsparse_masked_f32(indices: usize, values: usize, x: usize, mask: usize, n: usize): usize { return masked<f32>(indices, values, x, mask, n); }
export function colsparse_masked_f64(indices: usize, values: usize, x: usize, mask: usize, n: usize): usize { return masked<f64>(indices, values, x, mask, n); }
export function colsparse_top_f32(indices: usize, values: usize, x: usize, counts: usize, n: usize, k: usize): usize { return top<f32>(indices, values, x, counts, n, k); }
export function colsparse_top_f64(indices: usize, values: usize, x: usize, counts: usize, n: usize, k: usize): usize { return top<f64>(indices, values, x, counts, n, k); }
