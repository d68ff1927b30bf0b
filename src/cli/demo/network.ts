/**
 * The demo's classifier: random ReLU features, and a linear readout by regularised least squares.
 *
 * Rahimi and Recht, "Weighted Sums of Random Kitchen Sinks", NIPS 21 (2008): random features, fitted readout.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import type { Real } from "../../core/types.ts";
import type { Lanewise } from "../../lanewise.ts";
import { CLASSES } from "./task.ts";

/** Width of a hidden layer. */
export const WIDTH = 512;
/** Weight of the regularisation, as a part of the mean squared norm of a feature. */
const RIDGE = 0.01;

/** A WIDTH x `inputs` matrix of normal weights with variance 2/inputs; `layer` numbers its stream of the seed. */
export function randomWeights(lw: Lanewise, inputs: number, seed: number, layer: number, type: Real): Matrix {
  using draws = lw.random(seed, layer).normal(WIDTH * inputs);
  const scale = Math.sqrt(2 / inputs);
  return lw.matrix(
    WIDTH,
    inputs,
    draws.data.map((v) => v * scale),
    { type },
  );
}

/** A layer's weights in any form. */
export interface Weights {
  matmul(X: Matrix): Matrix;
}

/** max(W*X, 0), W in any form. */
export function features(W: Weights, X: Matrix): Matrix {
  const H = W.matmul(X);
  const { data } = H;
  for (let p = 0; p < data.length; p++) if ((data[p] as number) < 0) data[p] = 0;
  return H;
}

/** H*H' + lambda*I, and lambda, RIDGE times the mean of the diagonal of H*H'. */
export function regularisedGram(H: Matrix): { G: Matrix; lambda: number } {
  const G = H.matmul(H, { transposeB: true });
  const { data, rows } = G;
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += data[i * (rows + 1)] as number;
  const lambda = (RIDGE * trace) / rows;
  for (let i = 0; i < rows; i++) data[i * (rows + 1)] = (data[i * (rows + 1)] as number) + lambda;
  return { G, lambda };
}

/** B = (H*H' + lambda*I)^-1 H*T: the readout of the features H (one column a picture) for targets T. */
export function readout(lw: Lanewise, H: Matrix, targets: Matrix): Matrix {
  using G = regularisedGram(H).G;
  using C = H.matmul(targets);
  using L = lw.cholesky(G);
  return L.solve(C);
}

/** The part of the pictures whose digit has the greatest score in B'*H. */
export function accuracy(B: Matrix, H: Matrix, labels: Uint8Array): number {
  using scores = B.matmul(H, { transposeA: true });
  const { data } = scores;
  let right = 0;
  for (const [c, label] of labels.entries()) {
    let best = 0;
    for (let k = 1; k < CLASSES; k++)
      if ((data[k * labels.length + c] as number) > (data[best * labels.length + c] as number)) best = k;
    if (best === label) right++;
  }
  return right / labels.length;
}
