// Clouds of points for the tests of weighting vectors, and the formulas in f64.
import { lw } from "../../instance.ts";

/** Normal points in the plane cut at radius 2, and after them 30 outliers at radius 3.5 to 6. */
export function cloud(seed: number): { points: Float64Array; inner: number } {
  const random = lw.random(seed);
  const drawn = random.normal(1200).toArray();
  const points: number[] = [];
  for (let i = 0; i < 600; i++) {
    const [x, y] = [drawn[2 * i]!, drawn[2 * i + 1]!];
    if (Math.hypot(x, y) < 2) points.push(x, y);
  }
  const inner = points.length / 2;
  const polar = random.uniform(60).toArray();
  for (let i = 0; i < 30; i++) {
    const [r, a] = [3.5 + 2.5 * polar[2 * i]!, 2 * Math.PI * polar[2 * i + 1]!];
    points.push(r * Math.cos(a), r * Math.sin(a));
  }
  return { points: Float64Array.from(points), inner };
}

/** The chance that one of the points from `inner` on scores above one before it. */
export function auc(scores: ArrayLike<number>, inner: number): number {
  let [wins, pairs] = [0, 0];
  for (let i = inner; i < scores.length; i++)
    for (let j = 0; j < inner; j++) {
      pairs++;
      wins += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  return wins / pairs;
}

/** e^(-t d(x_i, x_j)) by differences, row by row. */
export function similarity(points: ArrayLike<number>, d: number, t: number, manhattan = false): number[][] {
  const n = points.length / d;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      const steps = Array.from({ length: d }, (_, c) => Math.abs(points[i * d + c]! - points[j * d + c]!));
      return Math.exp(-t * (manhattan ? steps.reduce((a, b) => a + b, 0) : Math.hypot(...steps)));
    }),
  );
}

/** max |1 - (Z + ridge I) w| */
export const misfit = (Z: number[][], w: ArrayLike<number>, ridge = 0): number =>
  Math.max(0, ...Z.map((row, i) => Math.abs(1 - ridge * w[i]! - row.reduce((sum, z, j) => sum + z * w[j]!, 0))));
