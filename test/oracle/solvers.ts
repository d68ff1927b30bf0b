// Solutions by other methods than those under test, in f64.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** A'(A x - b) of an m x n matrix. */
export function gradient(A: M, x: M, b: M, m: number, n: number): number[] {
  const out = new Array<number>(n).fill(0);
  for (let i = 0; i < m; i++) {
    let misfit = -at(b, i);
    for (let j = 0; j < n; j++) misfit += at(A, i * n + j) * at(x, j);
    for (let j = 0; j < n; j++) out[j] = at(out, j) + at(A, i * n + j) * misfit;
  }
  return out;
}

/** 1/2 ||A x - b||^2 + lambda ||x||_1 */
export function lassoObjective(A: M, x: M, b: M, m: number, n: number, lambda: number): number {
  let total = 0;
  for (let i = 0; i < m; i++) {
    let misfit = -at(b, i);
    for (let j = 0; j < n; j++) misfit += at(A, i * n + j) * at(x, j);
    total += misfit * misfit;
  }
  return total / 2 + lambda * x.reduce((sum, v) => sum + Math.abs(v), 0);
}

/** How far x is from optimal: off the support |gradient| exceeds lambda, on it gradient + lambda sign(x) is not 0. */
export function lassoViolation(A: M, x: M, b: M, m: number, n: number, lambda: number): number {
  const g = gradient(A, x, b, m, n);
  return x.reduce((worst, v, j) => {
    const here = v === 0 ? Math.abs(at(g, j)) - lambda : Math.abs(at(g, j) + lambda * Math.sign(v));
    return Math.max(worst, here);
  }, 0);
}

/** The minimiser of the lasso by cyclic coordinate descent: each coordinate in turn to its own minimum. */
export function lasso(A: M, b: M, m: number, n: number, lambda: number, sweeps = 2000): number[] {
  const x = new Array<number>(n).fill(0);
  const misfit = b.map((v) => -v);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let moved = 0;
    for (let j = 0; j < n; j++) {
      let square = 0;
      let slope = 0;
      for (let i = 0; i < m; i++) {
        square += at(A, i * n + j) ** 2;
        slope += at(A, i * n + j) * at(misfit, i);
      }
      if (square === 0) continue;
      const target = at(x, j) - slope / square;
      const next = Math.sign(target) * Math.max(Math.abs(target) - lambda / square, 0);
      const step = next - at(x, j);
      for (let i = 0; i < m; i++) misfit[i] = at(misfit, i) + step * at(A, i * n + j);
      x[j] = next;
      moved = Math.max(moved, Math.abs(step));
    }
    if (moved < 1e-15) break;
  }
  return x;
}

/** ||A||_2^2 as the largest eigenvalue of A'A, by Jacobi's rotations. */
export function squaredNorm(A: M, m: number, n: number): number {
  const G = new Array<number>(n * n).fill(0);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let p = 0; p < m; p++) G[i * n + j] = at(G, i * n + j) + at(A, p * n + i) * at(A, p * n + j);
  const rotate = (p: number, q: number) => {
    const off = at(G, p * n + q);
    if (off === 0) return;
    const theta = (at(G, q * n + q) - at(G, p * n + p)) / (2 * off);
    const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
    const c = 1 / Math.hypot(t, 1);
    const s = t * c;
    for (let k = 0; k < n; k++) {
      const [u, v] = [at(G, k * n + p), at(G, k * n + q)];
      G[k * n + p] = c * u - s * v;
      G[k * n + q] = s * u + c * v;
    }
    for (let k = 0; k < n; k++) {
      const [u, v] = [at(G, p * n + k), at(G, q * n + k)];
      G[p * n + k] = c * u - s * v;
      G[q * n + k] = s * u + c * v;
    }
  };
  for (let sweep = 0; sweep < 12; sweep++) for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(p, q);
  let top = 0;
  for (let i = 0; i < n; i++) top = Math.max(top, at(G, i * n + i));
  return top;
}
