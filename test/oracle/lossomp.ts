// Loss-function-based matching pursuit from its formulas: the loss, its best one-coordinate decrease by brute force, plain OMP.

/** Which loss: of the residual, and of the coefficients. */
export interface Loss {
  loss: "lasso" | "sr-lasso" | "lad-lasso";
  penalty: "l0" | "l1";
  lambda: number;
}

/** F(r) + lambda R(x) */
export function objective(
  r: readonly number[],
  x: readonly number[],
  w: readonly number[],
  { loss, penalty, lambda }: Loss,
): number {
  const square = r.reduce((total, v) => total + v * v, 0);
  const misfit =
    loss === "lasso"
      ? square
      : loss === "sr-lasso"
        ? Math.sqrt(square)
        : r.reduce((total, v) => total + Math.abs(v), 0);
  const costs = x.map((v, j) => (penalty === "l1" ? w[j]! * Math.abs(v) : v === 0 ? 0 : w[j]! ** 2));
  return misfit + lambda * costs.reduce((total, v) => total + v, 0);
}

/** Where f, falling and then rising between a and b, is least. */
function golden(f: (z: number) => number, a: number, b: number): number {
  const part = (Math.sqrt(5) - 1) / 2;
  let [c, d] = [b - part * (b - a), a + part * (b - a)];
  while (Math.abs(b - a) > 1e-13 * Math.max(1, Math.abs(a), Math.abs(b))) {
    if (f(c) < f(d)) b = d;
    else a = c;
    [c, d] = [b - part * (b - a), a + part * (b - a)];
    if (!(a < c && c < d && d < b)) break;
  }
  return (a + b) / 2;
}

/** max over z of the fall of the loss at x_j + z, by golden sections on either side of where the penalty has its kink. */
export function decrease(
  column: readonly number[],
  r: readonly number[],
  x: readonly number[],
  j: number,
  w: readonly number[],
  loss: Loss,
): number {
  const now = objective(r, x, w, loss);
  const at = (z: number) =>
    objective(
      r.map((v, i) => v - column[i]! * z),
      x.map((v, k) => (k === j ? v + z : v)),
      w,
      loss,
    );
  const far = 10 * (1 + r.reduce((total, v) => total + Math.abs(v), 0));
  const places = [0, -x[j]!, golden(at, -x[j]! - far, -x[j]!), golden(at, -x[j]!, -x[j]! + far)];
  return Math.max(...places.map((z) => now - at(z)));
}

/** x with A_S'A_S x = A_S'y, by Gaussian elimination. columns: those of S. */
export function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): number[] {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, v, i) => total + v * b[i]!, 0);
  return solve(
    columns.map((a) => columns.map((b) => dot(a, b))),
    columns.map((a) => dot(a, y)),
  );
}

/** The x of a square system, by elimination with row exchanges. */
export function solve(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let c = k; c <= rows.length; c++) rows[i]![c]! -= factor * rows[k]![c]!;
    }
  }
  return rows.map((row, k) => row[rows.length]! / row[k]!);
}

/** Orthogonal matching pursuit: the column of largest |a_j'r|, then least squares anew; k columns in the order taken. */
export function omp(columns: readonly (readonly number[])[], y: readonly number[], k: number): number[] {
  const taken: number[] = [];
  let r = [...y];
  while (taken.length < k) {
    const sizes = columns.map((a, j) =>
      taken.includes(j) ? -1 : Math.abs(a.reduce((total, v, i) => total + v * r[i]!, 0)),
    );
    taken.push(sizes.indexOf(Math.max(...sizes)));
    const chosen = taken.map((j) => columns[j]!);
    const x = leastSquares(chosen, y);
    r = y.map((v, i) => v - chosen.reduce((total, a, c) => total + a[i]! * x[c]!, 0));
  }
  return taken;
}

/** min over x of sum w_i |b_i - a_i'x|: the best of all fits that meet n of the m rows exactly. */
export function absoluteDeviations(
  A: readonly (readonly number[])[],
  b: readonly number[],
  w: readonly number[],
): number {
  const n = A[0]!.length;
  let best = Infinity;
  const choose = (from: number, rows: number[]): void => {
    if (rows.length === n) {
      const x = solve(
        rows.map((i) => A[i]!),
        rows.map((i) => b[i]!),
      );
      const loss = b.reduce(
        (total, v, i) => total + w[i]! * Math.abs(v - A[i]!.reduce((t, a, k) => t + a * x[k]!, 0)),
        0,
      );
      if (loss < best) best = loss;
      return;
    }
    for (let i = from; i < A.length; i++) choose(i + 1, [...rows, i]);
  };
  choose(0, []);
  return best;
}
