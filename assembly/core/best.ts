// Heaps of the k best scores of a column, the worst on top, and those worst of all columns side by side. Equal scores rank by row, the
// lower first.

/** Whether score a of row i ranks below score b of row j. */
// @ts-ignore: decorator
@inline function below<T>(a: T, i: u32, b: T, j: u32): bool { return a < b || (a == b && i > j); }

/** Scores j to end of a row: into heaps that are not full yet, else as `some`. False where one is NaN or infinity. */
export function take<T>(heaps: usize, rows: usize, worst: usize, s: usize, j: usize, end: usize, k: usize, row: usize): bool {
  const size = sizeof<T>();
  if (row >= k) return some<T>(heaps, rows, worst, s, j, end, k, <u32>row);
  for (; j < end; j++) {
    const v = load<T>(s + j * size), heap = heaps + j * k * size;
    if (!(v < <T>Infinity)) return false;
    rise<T>(heap, rows + j * k * 4, row, v, <u32>row);
    if (row + 1 == k) store<T>(worst + j * size, load<T>(heap));
  }
  return true;
}

/** Scores j to end of a row that rank above the worst of their heaps take its place. False where one is NaN or infinity. */
export function some<T>(heaps: usize, rows: usize, worst: usize, s: usize, j: usize, end: usize, k: usize, row: u32): bool {
  for (; j < end; j++) {
    const at = j * sizeof<T>(), v = load<T>(s + at), heap = heaps + k * at;
    if (v <= load<T>(worst + at)) continue;
    if (!(v < <T>Infinity)) return false;
    sink<T>(heap, rows + j * k * 4, k, v, row);
    store<T>(worst + at, load<T>(heap));
  }
  return true;
}

/** Adds a score to a heap of n. */
function rise<T>(heap: usize, rows: usize, n: usize, v: T, row: u32): void {
  while (n > 0) {
    const up = (n - 1) >> 1, score = load<T>(heap + up * sizeof<T>()), other = load<u32>(rows + up * 4);
    if (!below<T>(v, row, score, other)) break;
    store<T>(heap + n * sizeof<T>(), score);
    store<u32>(rows + n * 4, other);
    n = up;
  }
  store<T>(heap + n * sizeof<T>(), v);
  store<u32>(rows + n * 4, row);
}

/** Puts a score in the place of the top of a heap of n > 0. */
export function sink<T>(heap: usize, rows: usize, n: usize, v: T, row: u32): void {
  let at: usize = 0;
  for (let child: usize = 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && below<T>(load<T>(heap + (child + 1) * sizeof<T>()), load<u32>(rows + (child + 1) * 4),
      load<T>(heap + child * sizeof<T>()), load<u32>(rows + child * 4))) child++;
    const score = load<T>(heap + child * sizeof<T>()), other = load<u32>(rows + child * 4);
    if (!below<T>(score, other, v, row)) break;
    store<T>(heap + at * sizeof<T>(), score);
    store<u32>(rows + at * 4, other);
    at = child;
  }
  store<T>(heap + at * sizeof<T>(), v);
  store<u32>(rows + at * 4, row);
}
