// 16-entry tables by Lloyd's iterations, from the even grid between the row's least and greatest value.
// Lloyd, Least Squares Quantization in PCM (1982), method I.

/**
 * tables: m x 16, ascending on return; W: m x n, rows ldw apart, no NaN; work: 48 elements. An entry no value is
 * nearest to keeps its place. Each step lowers the squared error or ends the row.
 */
function fit<T>(tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, steps: usize): void {
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * 16 * sizeof<T>(), row = w + i * ldw * sizeof<T>();
    grid<T>(table, row, n);
    for (let s: usize = 0; s < steps; s++) if (!improve<T>(table, row, work, n)) break;
  }
}

function grid<T>(table: usize, row: usize, n: usize): void {
  let low: T = n > 0 ? load<T>(row) : <T>0, high = low;
  for (let j: usize = 1; j < n; j++) {
    const v = load<T>(row + j * sizeof<T>());
    low = min<T>(low, v);
    high = max<T>(high, v);
  }
  // low + (high - low) c/15, scaled so that nothing overflows on the way, and ascending also where rounding decides.
  const half = high / 2 - low / 2;
  for (let c: usize = 0; c < 15; c++) store<T>(table + c * sizeof<T>(), min<T>(high, low + half * (<T>c / 16) / 15 * 32));
  store<T>(table + 15 * sizeof<T>(), high);
}

/** One step: each entry moves by the mean distance to the values nearest to it. False where none moved. */
function improve<T>(table: usize, row: usize, work: usize, n: usize): bool {
  const size = sizeof<T>(), middles = work, sums = work + 16 * size, counts = work + 32 * size;
  memory.fill(work, 0, 48 * size);
  for (let c: usize = 0; c < 15; c++) {
    const at = table + c * size;
    store<T>(middles + c * size, load<T>(at) / 2 + load<T>(at + size) / 2);
  }
  for (let j: usize = 0; j < n; j++) {
    const v = load<T>(row + j * size), c = place<T>(middles, v) * size;
    store<T>(sums + c, load<T>(sums + c) + (v - load<T>(table + c)));
    store<T>(counts + c, load<T>(counts + c) + 1);
  }
  let moved = false, below: T = <T>-Infinity;
  for (let c: usize = 0; c < 16; c++) {
    const at = c * size, count = load<T>(counts + at), old = load<T>(table + at);
    const mean = count == 0 ? old : old + load<T>(sums + at) / count;
    // Means of ascending sets ascend but for their last bit.
    below = max<T>(mean, below);
    moved = moved || below != old;
    store<T>(table + at, below);
  }
  return moved;
}

/** The number of the 15 ascending midpoints below v, by bisection. */
// @ts-ignore: decorator
@inline function place<T>(middles: usize, v: T): usize {
  const size = sizeof<T>();
  let c: usize = v > load<T>(middles + 7 * size) ? 8 : 0;
  c += v > load<T>(middles + (c + 3) * size) ? 4 : 0;
  c += v > load<T>(middles + (c + 1) * size) ? 2 : 0;
  return c + (v > load<T>(middles + c * size) ? 1 : 0);
}

export function lut_fit_f32(tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, steps: usize): void {
  fit<f32>(tables, w, work, m, n, ldw, steps);
}
export function lut_fit_f64(tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, steps: usize): void {
  fit<f64>(tables, w, work, m, n, ldw, steps);
}
