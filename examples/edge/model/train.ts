// A network 64 - 96 - 10 for the digits: trained dense, cut to two weights of every four, trained on under that mask.

import { ActivationLayer, type Lanewise, Linear, type Matrix, type Vector } from "lanewise";
import type { Picture } from "./digits.ts";

export const WIDTH = 96;
const BATCH = 32;
const MOMENTUM = 0.9;

/** A layer, the direction its parts move in, and which weights it may use. */
interface Trained {
  readonly layer: Linear;
  readonly velocity: { weight: Float64Array; bias: Float64Array };
  mask: Float64Array;
}

function start(lw: Lanewise, rows: number, cols: number, stream: number): Trained {
  const draws = lw.random(1, stream).normal(rows * cols, "f32").data;
  const weight = lw.matrix(
    rows,
    cols,
    Float32Array.from(draws, (v) => v * Math.sqrt(2 / cols)),
  );
  return {
    layer: new Linear(weight, lw.vector(new Float32Array(rows))),
    velocity: { weight: new Float64Array(rows * cols), bias: new Float64Array(rows) },
    mask: new Float64Array(rows * cols).fill(1),
  };
}

/** v = MOMENTUM v - rate g, x = x + v, under a mask if there is one. */
function descend(x: Matrix | Vector, g: Matrix | Vector, v: Float64Array, rate: number, mask?: Float64Array): void {
  const [to, from] = [x.data, g.data];
  for (let p = 0; p < v.length; p++) {
    v[p] = MOMENTUM * v[p]! - rate * from[p]!;
    to[p] = (to[p]! + v[p]!) * (mask ? mask[p]! : 1);
  }
}

/** The gradient of the mean cross entropy of softmax(scores). */
function surprise(scores: Matrix, batch: readonly Picture[]): Matrix {
  const out = scores.clone();
  for (const [i, { digit }] of batch.entries()) {
    const row = out.data.subarray(i * 10, (i + 1) * 10);
    const top = Math.max(...row);
    const powers = Array.from(row, (v) => Math.exp(v - top));
    const total = powers.reduce((sum, v) => sum + v);
    row.set(powers.map((v, k) => (v / total - (k === digit ? 1 : 0)) / batch.length));
  }
  return out;
}

/** Pictures as rows, the pixels from 0 to 1. */
export const rowsOf = (lw: Lanewise, pictures: readonly Picture[]): Matrix =>
  lw.matrix(
    pictures.length,
    64,
    Float32Array.from(
      pictures.flatMap(({ pixels }) => pixels),
      (v) => v / 16,
    ),
  );

const relu = new ActivationLayer("relu");

function epochs(
  lw: Lanewise,
  pictures: readonly Picture[],
  [first, second]: readonly [Trained, Trained],
  count: number,
  rate: number,
): void {
  for (let epoch = 0; epoch < count; epoch++) {
    const order = lw.random(2, epoch).permutation(pictures.length);
    for (let from = 0; from < order.length; from += BATCH)
      lw.scope(() => {
        const batch = Array.from(order.subarray(from, from + BATCH), (i) => pictures[i] as Picture);
        const x = rowsOf(lw, batch);
        const before = first.layer.forward(x);
        const h = relu.forward(before);
        const back = second.layer.backward(h, surprise(second.layer.forward(h), batch));
        const deep = first.layer.backward(x, relu.backward(before, back.x));
        const step = rate * (1 - epoch / count);
        for (const [{ layer, velocity, mask }, by] of [
          [first, deep],
          [second, back],
        ] as const) {
          descend(layer.weight, by.weight, velocity.weight, step, mask);
          descend(layer.bias!, by.bias, velocity.bias, step);
        }
      });
  }
}

/** The two layers, each with two of every four weights of a row. */
export function train(lw: Lanewise, pictures: readonly Picture[]): [Linear, Linear] {
  const net = [start(lw, WIDTH, 64, 0), start(lw, 10, WIDTH, 1)] as const;
  epochs(lw, pictures, net, 20, 0.1);
  for (const part of net) {
    const kept = lw.scope(() => lw.nm(part.layer.weight, 2, 4).toDense().toArray());
    part.mask = Float64Array.from(kept, (v) => (v === 0 ? 0 : 1));
    part.velocity.weight.fill(0);
  }
  epochs(lw, pictures, net, 20, 0.05);
  return [net[0].layer, net[1].layer];
}
