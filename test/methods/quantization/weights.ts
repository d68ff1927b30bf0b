// Weights to quantize: rows of several distributions, and those of a perceptron trained on the digits.
import { loadDigits } from "../../../src/cli/demo/data.ts";
import type { LutMatrix, Matrix } from "../../../src/index.ts";
import type { Lanewise } from "../../../src/lanewise.ts";
import { accuracy, Mlp, type Samples, train } from "../../problems/mlp.ts";

/** n standard normal numbers. */
export function normal(lw: Lanewise, n: number, seed: number): Float64Array {
  const draw = lw.random(seed).normal(n);
  const numbers = draw.toArray() as Float64Array;
  draw.dispose();
  return numbers;
}

const distributions = {
  gaussian: (lw: Lanewise, n: number, seed: number) => normal(lw, n, seed),
  laplace: (lw: Lanewise, n: number, seed: number) => {
    const draw = lw.random(seed).uniform(n);
    const numbers = draw.toArray().map((u) => (u < 0.5 ? Math.log(2 * u + 2 ** -60) : -Math.log(2 - 2 * u)));
    draw.dispose();
    return numbers as Float64Array;
  },
  student: (lw: Lanewise, n: number, seed: number) => student(lw, n, seed, 5),
};

/** The distributions by name. */
export type Distribution = keyof typeof distributions;

/** n numbers of Student's t. */
function student(lw: Lanewise, n: number, seed: number, freedom: number): Float64Array {
  const z = normal(lw, n * (freedom + 1), seed);
  return Float64Array.from({ length: n }, (_, i) => {
    let squares = 0;
    for (let d = 1; d <= freedom; d++) squares += (z[i * (freedom + 1) + d] as number) ** 2;
    return (z[i * (freedom + 1)] as number) / Math.sqrt(squares / freedom);
  });
}

/** rows x cols weights, times 0.02, each row about a mean of its own. */
export function weightsOf(lw: Lanewise, name: Distribution, rows: number, cols: number, seed: number): Matrix {
  const numbers = distributions[name](lw, rows * cols, seed);
  const shifted = numbers.map((v, p) => 0.02 * v + 0.004 * Math.sin(Math.floor(p / cols)));
  return lw.matrix(rows, cols, shifted, { type: "f32" });
}

/** Inputs with a scale of its own for each column, exp of a normal number: `tokens` rows, the scales the same for a seed. */
export function inputsOf(lw: Lanewise, tokens: number, cols: number, seed: number, stream: number): Matrix {
  const scales = normal(lw, cols, seed).map(Math.exp);
  const numbers = normal(lw, tokens * cols, 1000 * seed + stream);
  return lw.matrix(
    tokens,
    cols,
    Float32Array.from(numbers, (v, p) => v * (scales[p % cols] as number)),
  );
}

/** A perceptron 64-128-128-10 trained on 1347 digits, and the pictures it saw and those it did not, pixels / 16. */
export function digitNetwork(lw: Lanewise, steps = 400): { mlp: Mlp; seen: Samples; unseen: Samples; score(): number } {
  const { values, target, rows } = loadDigits();
  const part = (from: number, to: number): Samples => ({
    inputs: Float32Array.from(values.subarray(64 * from, 64 * to), (v) => v / 16),
    labels: Uint8Array.from(target.subarray(from, to)),
  });
  const [seen, unseen] = [part(0, 1347), part(1347, rows)];
  const mlp = new Mlp(lw, [64, 128, 128, 10], lw.random(7));
  train(mlp, seen, lw.random(8), { steps });
  return { mlp, seen, unseen, score: () => accuracy(mlp, unseen) };
}

/** The sum of numbers. */
export const total = (x: ArrayLike<number>): number => Array.from(x).reduce((a, b) => a + b, 0);

/** ||T (D - W)'|| / ||T W'|| in the Frobenius norm, D from codes. */
export function outputError(lw: Lanewise, W: Matrix, Q: LutMatrix, T: Matrix, unscale?: ArrayLike<number>): number {
  return lw.scope(() => {
    const D = Q.toDense();
    const [d, w] = [D.data, W.data];
    for (let p = 0; p < w.length; p++) d[p] = d[p]! / (unscale?.[p % W.cols] ?? 1) - w[p]!;
    const norm = (A: Matrix) => Math.sqrt(total(T.matmul(A, { transposeB: true }).data.map((v: number) => v * v)));
    return norm(D) / norm(W);
  });
}
