// Functions of pairs of points, from the formulas, by differences, in f64. Points are rows of row-major arrays.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** sum_p (x_ip - y_jp)^2 for all i and j. */
export function squares(X: M, Y: M, m: number, n: number, k: number): number[] {
  return table(m, n, (i, j) => {
    let total = 0;
    for (let p = 0; p < k; p++) total += (at(X, i * k + p) - at(Y, j * k + p)) ** 2;
    return total;
  });
}

/** x_i'y_j for all i and j. */
export function products(X: M, Y: M, m: number, n: number, k: number): number[] {
  return table(m, n, (i, j) => {
    let total = 0;
    for (let p = 0; p < k; p++) total += at(X, i * k + p) * at(Y, j * k + p);
    return total;
  });
}

/** |x_i - c|^2 + |y_j - c|^2, c the mean of Y's rows: what the error of a square is measured by. */
export function scales(X: M, Y: M, m: number, n: number, k: number): number[] {
  const c = Array.from({ length: k }, (_, p) => {
    let total = 0;
    for (let j = 0; j < n; j++) total += at(Y, j * k + p);
    return total / n;
  });
  const about = (A: M, i: number) => c.reduce((total, mean, p) => total + (at(A, i * k + p) - mean) ** 2, 0);
  const [left, right] = [
    Array.from({ length: m }, (_, i) => about(X, i)),
    Array.from({ length: n }, (_, j) => about(Y, j)),
  ];
  return table(m, n, (i, j) => at(left, i) + at(right, j));
}

function table(m: number, n: number, entry: (i: number, j: number) => number): number[] {
  return Array.from({ length: m * n }, (_, e) => entry(Math.floor(e / n), e % n));
}

/** The k first of a list in order of descending score, ties by place. */
export function best(scores: M, k: number): { indices: number[]; scores: number[] } {
  const order = scores.map((_, i) => i).sort((i, j) => at(scores, j) - at(scores, i) || i - j);
  const indices = order.slice(0, k);
  return { indices, scores: indices.map((i) => at(scores, i)) };
}
