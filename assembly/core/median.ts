// The weighted median: the least key k with sum of the weights of keys <= k at least half of all, by quickselect.
// Hoare, Algorithm 65: Find, Comm. ACM 4 (1961), with keys equal to the pivot set apart (Dijkstra's three-way partition).

/** keys, weights >= 0: n >= 1 elements each, put into another order. */
export function weightedMedian<T>(keys: usize, weights: usize, n: usize): T {
  let total: T = 0;
  for (let i: usize = 0; i < n; i++) total += load<T>(weights + i * sizeof<T>());
  const half = total * <T>0.5;
  let low: usize = 0, high = n, below: T = 0;
  let pivot: T = 0;
  while (low < high) {
    pivot = middle<T>(at<T>(keys, low), at<T>(keys, low + (high - low) / 2), at<T>(keys, high - 1));
    let less = low, more = high, lighter: T = 0, equal: T = 0;
    for (let i = low; i < more; ) {
      const key = at<T>(keys, i), weight = at<T>(weights, i);
      if (key < pivot) {
        lighter += weight;
        swap<T>(keys, i, less);
        swap<T>(weights, i++, less++);
      } else if (key > pivot) {
        more--;
        swap<T>(keys, i, more);
        swap<T>(weights, i, more);
      } else {
        equal += weight;
        i++;
      }
    }
    if (less > low && below + lighter >= half) high = less;
    else if (more == high || below + lighter + equal >= half) break;
    else {
      below += lighter + equal;
      low = more;
    }
  }
  return pivot;
}

// @ts-ignore: decorator
@inline function at<T>(array: usize, i: usize): T { return load<T>(array + i * sizeof<T>()); }

// @ts-ignore: decorator
@inline function middle<T>(a: T, b: T, c: T): T {
  return max<T>(min<T>(a, b), min<T>(max<T>(a, b), c));
}

// @ts-ignore: decorator
@inline function swap<T>(array: usize, i: usize, j: usize): void {
  const p = array + i * sizeof<T>(), q = array + j * sizeof<T>(), held = load<T>(p);
  store<T>(p, load<T>(q));
  store<T>(q, held);
}
