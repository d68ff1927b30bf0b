// FISTA for min_x 1/2 ||A x - b||^2 + lambda ||x||_1 in plain JavaScript (Beck and Teboulle, 2009, section 4).

/** x after `iterations` steps of length `step` from zero; A is rows x cols, row-major. */
export function lasso(
  A: Float64Array,
  b: Float64Array,
  rows: number,
  cols: number,
  lambda: number,
  step: number,
  iterations: number,
): Float64Array {
  const x = new Float64Array(cols);
  const y = new Float64Array(cols);
  const gradient = new Float64Array(cols);
  const tau = step * lambda;
  for (let iteration = 0, t = 1; iteration < iterations; iteration++) {
    gradient.fill(0);
    for (let i = 0; i < rows; i++) {
      const row = i * cols;
      let misfit = -(b[i] as number);
      for (let j = 0; j < cols; j++) misfit += (A[row + j] as number) * (y[j] as number);
      for (let j = 0; j < cols; j++) gradient[j] = (gradient[j] as number) + misfit * (A[row + j] as number);
    }
    const tNext = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = (t - 1) / tNext;
    for (let j = 0; j < cols; j++) {
      const v = (y[j] as number) - step * (gradient[j] as number);
      const next = v > tau ? v - tau : v < -tau ? v + tau : 0;
      y[j] = next + momentum * (next - (x[j] as number));
      x[j] = next;
    }
    t = tNext;
  }
  return x;
}

/** 1/2 ||A x - b||^2 + lambda ||x||_1 */
export function objective(
  A: Float64Array,
  b: Float64Array,
  x: ArrayLike<number>,
  rows: number,
  cols: number,
  lambda: number,
): number {
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    let misfit = -(b[i] as number);
    for (let j = 0; j < cols; j++) misfit += (A[i * cols + j] as number) * (x[j] as number);
    loss += misfit * misfit;
  }
  let norm = 0;
  for (let j = 0; j < cols; j++) norm += Math.abs(x[j] as number);
  return loss / 2 + lambda * norm;
}
