// 1/2 sum_i s_i (y_i - b - x_i'w)^2 + l1 ||w||_1 + l2/2 ||w||^2 in f64 by plain loops: its value, its duality gap, its optimality
// condition, and its minimum by coordinate descent one number at a time.

export interface Penalized {
  rows: number;
  cols: number;
  /** Row-major. */
  X: ArrayLike<number>;
  y: ArrayLike<number>;
  weights?: ArrayLike<number> | undefined;
  intercept?: boolean;
  l1: number;
  l2?: number;
  positive?: boolean;
}

/** Rows times the root of their weight, less the weighted means where there is an intercept. */
export function centred({ rows, cols, X, y, weights, intercept }: Penalized) {
  const s = Array.from({ length: rows }, (_, i) => (weights ? (weights[i] as number) : 1));
  const total = s.reduce((a, b) => a + b, 0);
  const mean = (of: (i: number) => number) => (intercept ? s.reduce((sum, w, i) => sum + w * of(i), 0) / total : 0);
  const level = mean((i) => y[i] as number);
  const means = Array.from({ length: cols }, (_, j) => mean((i) => X[i * cols + j] as number));
  const roots = s.map(Math.sqrt);
  const Z = Float64Array.from({ length: rows * cols }, (_, at) => {
    const [i, j] = [Math.floor(at / cols), at % cols];
    return (roots[i] as number) * ((X[at] as number) - (means[j] as number));
  });
  const t = Float64Array.from(roots, (root, i) => root * ((y[i] as number) - level));
  return { Z, t, means, level };
}

/** z_j'x for all j. */
function products(Z: Float64Array, x: Float64Array, cols: number): Float64Array {
  const out = new Float64Array(cols);
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < cols; j++) (out[j] as number) += (Z[i * cols + j] as number) * (x[i] as number);
  return out;
}

function residual(Z: Float64Array, t: Float64Array, w: ArrayLike<number>, cols: number): Float64Array {
  return t.map((value, i) => {
    let sum = value;
    for (let j = 0; j < cols; j++) sum -= (Z[i * cols + j] as number) * (w[j] as number);
    return sum;
  });
}

/** What w is worth: the objective with the best constant, its gap, how far from optimal, the scale of a relative gap. */
export function certificate(problem: Penalized, w: ArrayLike<number>) {
  const { cols, l1, l2 = 0, positive = false } = problem;
  const { Z, t, means, level } = centred(problem);
  const r = residual(Z, t, w, cols);
  const numbers = Array.from(w);
  const square = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + v * v, 0);
  const objective = square(r) / 2 + l1 * numbers.reduce((sum, v) => sum + Math.abs(v), 0) + (l2 / 2) * square(w);
  // The dual of the lasso with rows sqrt(l2) I below Z: any u with |z~_j'u| <= l1 gives t'u - ||u||^2/2.
  const slopes = products(Z, r, cols).map((c, j) => c - l2 * (numbers[j] as number));
  const most = slopes.reduce((top, c) => Math.max(top, positive ? c : Math.abs(c)), 0);
  const shrink = most > l1 ? l1 / most : 1;
  const tr = t.reduce((sum, v, i) => sum + v * (r[i] as number), 0);
  const energy = square(r) + l2 * square(w);
  const dual = shrink * tr - (shrink * shrink * energy) / 2;
  const violation = numbers.reduce((top, v, j) => {
    const c = slopes[j] as number;
    const off = v !== 0 ? Math.abs(c - l1 * Math.sign(v)) : Math.max(0, (positive ? c : Math.abs(c)) - l1);
    return Math.max(top, off);
  }, 0);
  const intercept = numbers.reduce((b, v, j) => b - v * (means[j] as number), level);
  return { objective, gap: objective - dual, violation, intercept, scale: square(t), slopes };
}

/** Coordinate descent until a pass changes the objective by no more than rounding. */
export function minimum(problem: Penalized, passes = 20_000): Float64Array {
  const { cols, l1, l2 = 0, positive = false } = problem;
  const { Z, t } = centred(problem);
  const columns = Array.from({ length: cols }, (_, j) => t.map((_, i) => Z[i * cols + j] as number));
  const squares = columns.map((z) => z.reduce((sum, v) => sum + v * v, 0));
  const w = new Float64Array(cols);
  const r = t.slice();
  for (let pass = 0; pass < passes; pass++) {
    let moved = 0;
    for (const [j, z] of columns.entries()) {
      const curvature = (squares[j] as number) + l2;
      if (curvature === 0) continue;
      const old = w[j] as number;
      let u = (squares[j] as number) * old;
      for (let i = 0; i < r.length; i++) u += (z[i] as number) * (r[i] as number);
      const shrunk = (Math.sign(u) * Math.max(Math.abs(u) - l1, 0)) / curvature;
      const now = positive ? Math.max(shrunk, 0) : shrunk;
      if (now === old) continue;
      for (let i = 0; i < r.length; i++) (r[i] as number) -= (now - old) * (z[i] as number);
      w[j] = now;
      moved = Math.max(moved, Math.abs(now - old) * Math.sqrt(curvature));
    }
    if (moved <= 1e-15 * Math.sqrt(t.reduce((sum, v) => sum + v * v, 0))) break;
  }
  return w;
}
