/**
 * Proximal operators of sums over elements or groups. Where `out` is undefined the result goes to scratch and only the value counts.
 * @module
 */
import { checkNonNegative } from "../core/check.ts";
import { arrayOf, sizeOf } from "../core/types.ts";
import { aligned, checkSomeVector, checkVector, type VectorRef } from "./storage.ts";
import { amax } from "./vec.ts";

/** Where a result goes: a vector, or scratch. */
export type Out = VectorRef | undefined;

const table = (x: VectorRef) => x.engine.kernels[x.type];

/** The address `out` stands for; x, and more vectors by name, are of its length. */
function place(out: Out, x: VectorRef, more: Readonly<Record<string, VectorRef>> = {}): number {
  if (out) {
    checkSomeVector("out", out);
    checkVector("x", x, out, out.length);
  } else checkSomeVector("x", x);
  for (const [name, vector] of Object.entries(more)) checkVector(name, vector, x, x.length);
  return out ? out.ptr : x.engine.memory.workspace(x.length * sizeOf[x.type]);
}

/** out = prox of tau*||.||_1 at x, by soft-thresholding; out may be x. Returns ||out||_1. */
export function proxL1(out: VectorRef, x: VectorRef, tau: number): number {
  checkSomeVector("out", out);
  checkVector("x", x, out, out.length);
  checkNonNegative("tau", tau);
  return out.engine.kernels[out.type].prox_l1(out.ptr, x.ptr, x.length, tau);
}

/** out_i = sign(x_i) max(|x_i| - tau, 0) / divisor. Returns l1*||out||_1 + half*||out||_2^2. */
export function proxElastic(
  out: Out,
  x: VectorRef,
  tau: number,
  divisor: number,
  weights: { l1: number; half: number },
): number {
  const to = place(out, x);
  return table(x).prox_elastic(to, x.ptr, x.length, tau, divisor, weights.l1, weights.half);
}

/** out_i = sign(x_i) max(|x_i| - tau*weights_i, 0). Returns sum_i weights_i |out_i|. */
export function proxWeighted(out: Out, x: VectorRef, weights: VectorRef, tau: number): number {
  const to = place(out, x, { weights });
  return table(x).prox_weighted(to, x.ptr, weights.ptr, x.length, tau);
}

/** out_i = x_i where |x_i| > threshold, else 0. Returns how many elements of out are not 0. */
export function proxHard(out: Out, x: VectorRef, threshold: number): number {
  const to = place(out, x);
  return table(x).prox_hard(to, x.ptr, x.length, threshold);
}

/** out_i = max(x_i - tau, 0). Returns the sum of out. */
export function proxPositive(out: Out, x: VectorRef, tau: number): number {
  const to = place(out, x);
  return table(x).prox_positive(to, x.ptr, x.length, tau);
}

/** Shrinkage in three pieces: soft by tau up to low, slope*(|x| - centre) up to high, then the identity. */
export interface Pieces {
  tau: number;
  low: number;
  high: number;
  slope: number;
  centre: number;
}

/** Returns sum_i of a penalty of slope 1 up to `knee`, falling to slope 0 along `fall`. */
export function proxFirm(out: Out, x: VectorRef, pieces: Pieces, knee: number, fall: number): number {
  const { tau, low, high, slope, centre } = pieces;
  const to = place(out, x);
  const over = fall > 0 ? 0.5 / fall : 0;
  return table(x).prox_firm(to, x.ptr, x.length, tau, low, high, slope, centre, knee, fall, over);
}

/** A loss of r = u - y with the derivative r clamped to [least, most], or, where half is 0, least or most by the sign of r. */
export interface Residual {
  least: number;
  most: number;
  half: 0 | 0.5;
}

/** out = prox of tau times the loss about y. Returns the loss at out. */
export function proxResidual(out: Out, x: VectorRef, y: VectorRef, loss: Residual, tau: number): number {
  const { least, most, half } = loss;
  const shrink = half === 0 && tau > 0 ? 0 : 1 / (1 + tau);
  const [bottom, top] = tau === 0 ? [0, 0] : [least * tau, most * tau];
  const to = place(out, x, { y });
  return table(x).prox_residual(to, x.ptr, y.ptr, x.length, shrink, bottom, top, least, most, half);
}

/** out = prox of tau times the hinge loss with labels y of 1 and -1. Returns the loss at out. */
export function proxHinge(out: Out, x: VectorRef, y: VectorRef, tau: number): number {
  const to = place(out, x, { y });
  return table(x).prox_hinge(to, x.ptr, y.ptr, x.length, tau);
}

/** out = prox of tau times the logistic loss with labels y of 1 and -1. Returns the loss at out. */
export function proxLogistic(out: Out, x: VectorRef, y: VectorRef, tau: number): number {
  const to = place(out, x, { y });
  return table(x).prox_logistic(to, x.ptr, y.ptr, x.length, tau);
}

/**
 * out_g = max(1 - tau weights_g / ||x_g||, 0) x_g for groups of neighbours: from offsets_g up to offsets_(g+1), which ascend
 * from 0 to the length. Returns sum_g weights_g ||out_g||_2.
 */
export function proxGroup(out: Out, x: VectorRef, offsets: Uint32Array, weights: Float64Array, tau: number): number {
  const { memory } = x.engine;
  const groups = weights.length;
  place(out, x);
  const size = sizeOf[x.type];
  const room = aligned(groups * size);
  const rest = room + aligned(4 * (groups + 1));
  const work = memory.workspace(rest + (out ? 0 : x.length * size));
  new arrayOf[x.type](memory.wasm.buffer as ArrayBuffer, work, groups).set(weights);
  new Uint32Array(memory.wasm.buffer, work + room, groups + 1).set(offsets);
  return table(x).prox_group(out ? out.ptr : work + rest, x.ptr, work + room, work, groups, tau);
}

/** out = prox of tau*sum_i |u_(i+1) - u_i| at x; out may be x. */
export function proxVariation(out: VectorRef, x: VectorRef, tau: number): void {
  place(out, x);
  // Beyond n*max|x| all is the mean; a larger threshold would only bring its own rounding.
  const most = x.length * amax(x);
  table(x).prox_tv(out.ptr, x.ptr, x.length, most < tau ? most : tau);
}

/** sum_i |x_(i+1) - x_i| */
export const differences = (x: VectorRef): number => table(x).prox_differences(x.ptr, x.length);

/** out = prox of tau*sum_j lambda_j |x|_(j), lambda descending, for x without NaN. Returns that sum (without tau) at out. */
export function proxSlope(out: Out, x: VectorRef, lambda: VectorRef, tau: number): number {
  place(out, x, { lambda });
  const n = x.length;
  const size = sizeOf[x.type];
  const rest = aligned(n * (12 + 2 * size) + 1024);
  const work = x.engine.memory.workspace(rest + (out ? 0 : n * size));
  return table(x).prox_slope(out ? out.ptr : work + rest, x.ptr, lambda.ptr, work, n, tau);
}
