// Scoring systems from their definition: the objective, and the best of all whole numbers in the boxes.

/** A problem: rows of features, the first of them 1; labels; C0 a term; weight of a positive; boxes; limits as parts. */
export interface Problem {
  X: readonly (readonly number[])[];
  y: readonly number[];
  C0: number;
  wPos: number;
  lower: readonly number[];
  upper: readonly number[];
  epsilon: number;
  maxFpr?: number;
  maxFnr?: number;
  maxError?: number;
  l0Max?: number;
  l0Min?: number;
}

/** Half of what the cheapest error or term costs, over the most that the penalised coefficients can add up to. */
export function smallest({ X, C0, wPos, lower, upper }: Problem): number {
  const reach = lower.slice(1).reduce((sum, l, j) => sum + Math.max(-l, upper[j + 1]!), 0);
  return (0.5 * Math.min(wPos / X.length, (2 - wPos) / X.length, C0)) / reach;
}

/** The objective of rho; infinite where a limit is broken. */
export function objective(problem: Problem, rho: readonly number[], C1 = smallest(problem)): number {
  const { X, y, C0, wPos, epsilon, maxFpr = 1, maxFnr = 1, maxError = 1, l0Max = Infinity, l0Min = 0 } = problem;
  const N = X.length;
  let [pos, neg, wrongPos, wrongNeg] = [0, 0, 0, 0];
  for (const [i, row] of X.entries()) {
    const wrong = y[i]! * row.reduce((sum, x, j) => sum + x * rho[j]!, 0) < epsilon ? 1 : 0;
    if (y[i]! > 0) [pos, wrongPos] = [pos + 1, wrongPos + wrong];
    else [neg, wrongNeg] = [neg + 1, wrongNeg + wrong];
  }
  const terms = rho.slice(1).filter((v) => v !== 0).length;
  if (wrongNeg > maxFpr * neg || wrongPos > maxFnr * pos || wrongPos + wrongNeg > maxError * N) return Infinity;
  if (terms > l0Max || terms < l0Min) return Infinity;
  const size = rho.slice(1).reduce((sum, v) => sum + Math.abs(v), 0);
  return (wPos * wrongPos + (2 - wPos) * wrongNeg) / N + C0 * terms + C1 * size;
}

/** The least objective over all whole numbers within the boxes. */
export function enumerate(problem: Problem): number {
  const C1 = smallest(problem);
  let best = Infinity;
  for (const rho of points(problem)) best = Math.min(best, objective(problem, rho, C1));
  return best;
}

/** All whole numbers within the boxes. */
export function* points({ lower, upper }: Problem): Generator<readonly number[]> {
  const rho = [...lower];
  for (;;) {
    yield rho;
    let j = 0;
    while (j < rho.length && rho[j] === upper[j]) rho[j] = lower[j++]!;
    if (j === rho.length) return;
    rho[j]!++;
  }
}
