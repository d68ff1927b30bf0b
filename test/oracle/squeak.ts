// Spectral quality of a weighted sample of a Gram matrix K = G G', from the formulas, in f64. Matrices are arrays of rows.
export type Rows = Float64Array[];

/** e^(-rate |x - y|^2) of points that are rows of `dim` numbers. */
export function gaussian(X: Float64Array, dim: number, rate: number): (i: number, j: number) => number {
  return (i, j) => {
    let square = 0;
    for (let p = 0; p < dim; p++) square += (X[i * dim + p]! - X[j * dim + p]!) ** 2;
    return Math.exp(-rate * square);
  };
}

/** G' with K = G G' up to a positive semidefinite rest of trace n * tolerance, by Cholesky with diagonal pivots; k(x, x) = 1. */
export function lowRankRows(n: number, k: (i: number, j: number) => number, tolerance = 1e-13): Rows {
  const rest = new Float64Array(n).fill(1);
  const out: Rows = [];
  while (rest.reduce((a, b) => a + b) > n * tolerance) {
    let pivot = 0;
    for (let i = 1; i < n; i++) if (rest[i]! > rest[pivot]!) pivot = i;
    const scale = Math.sqrt(rest[pivot]!);
    const row = new Float64Array(n);
    for (let i = 0; i < n; i++) row[i] = k(i, pivot);
    for (const before of out) for (let i = 0, v = before[pivot]!; i < n; i++) row[i]! -= v * before[i]!;
    for (let i = 0; i < n; i++) {
      row[i]! /= scale;
      rest[i] = Math.max(0, rest[i]! - row[i]! ** 2);
    }
    rest[pivot] = 0;
    out.push(row);
  }
  return out;
}

/** G' diag(w) G. */
export function weightedSquare(G: Rows, w: (i: number) => number): Rows {
  const n = G[0]!.length;
  const places = Array.from({ length: n }, (_, i) => i).filter((i) => w(i) !== 0);
  const picked = G.map((row) => Float64Array.from(places, (i) => row[i]!));
  const weights = Float64Array.from(places, w);
  return picked.map((left, a) => {
    const scaled = left.map((v, i) => v * weights[i]!);
    const row = new Float64Array(G.length);
    for (let b = 0; b <= a; b++) {
      const right = picked[b]!;
      let total = 0;
      for (let i = 0; i < scaled.length; i++) total += scaled[i]! * right[i]!;
      row[b] = total;
    }
    return row;
  });
}

/** C with C C' = A + ridge I; A is given by its lower triangle. */
export function choleskyRows(A: Rows, ridge: number): Rows {
  const C = A.map((row) => row.slice());
  for (let i = 0; i < C.length; i++) {
    C[i]![i]! += ridge;
    for (let j = 0; j <= i; j++) {
      let v = C[i]![j]!;
      for (let p = 0; p < j; p++) v -= C[i]![p]! * C[j]![p]!;
      C[i]![j] = i === j ? Math.sqrt(v) : v / C[j]![j]!;
    }
  }
  return C;
}

/** tr K (K + gamma I)^-1 = r - gamma ||C^-1||_F^2, C C' = G'G + gamma I. */
export function effectiveDimension(C: Rows, gamma: number): number {
  let total = 0;
  for (let e = 0; e < C.length; e++) {
    const x = new Float64Array(C.length);
    x[e] = 1;
    forward(C, x);
    total += x.reduce((a, v) => a + v * v, 0);
  }
  return C.length - gamma * total;
}

/** ||C^-1 H C^-T||_2 by power iteration; H by its lower triangle. */
export function metricNorm(C: Rows, H: Rows, steps = 300): number {
  const r = C.length;
  let x = Float64Array.from({ length: r }, (_, i) => Math.sin(1 + 7 * i));
  let norm = 0;
  for (let s = 0; s < steps; s++) {
    const length = Math.sqrt(x.reduce((a, v) => a + v * v, 0));
    const z = x.map((v) => v / length);
    backward(C, z);
    const y = new Float64Array(r);
    for (let i = 0; i < r; i++)
      for (let j = 0; j <= i; j++) {
        y[i]! += H[i]![j]! * z[j]!;
        if (j < i) y[j]! += H[i]![j]! * z[i]!;
      }
    forward(C, y);
    norm = Math.sqrt(y.reduce((a, v) => a + v * v, 0));
    x = y;
  }
  return norm;
}

function forward(C: Rows, x: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) x[i]! -= C[i]![j]! * x[j]!;
    x[i]! /= C[i]![i]!;
  }
}

function backward(C: Rows, x: Float64Array): void {
  for (let i = x.length - 1; i >= 0; i--) {
    x[i]! /= C[i]![i]!;
    for (let j = 0; j < i; j++) x[j]! -= C[i]![j]! * x[i]!;
  }
}

/** k_ii - (S k_i)' (S K S + g I)^-1 (S k_i) for each point, K dense by rows. */
export function residuals(K: Rows, s: Float64Array, g: number): Float64Array {
  const C = choleskyRows(
    K.map((row, i) => row.map((v, j) => v * s[i]! * s[j]!)),
    g,
  );
  return Float64Array.from(K, (row, i) => {
    const x = row.map((v, j) => v * s[j]!);
    forward(C, x);
    return row[i]! - x.reduce((a, v) => a + v * v, 0);
  });
}
