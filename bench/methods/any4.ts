/**
 * npx tsx bench/methods/any4.ts [--size N] [--seeds N] [--build simd|relaxed|auto]
 *
 * any4 beside the fixed formats: weighted error of the weights and error of products, over normal, Laplace and Student rows
 * and the layers of a network that reads digits (test accuracy with each); then seconds to quantize an N x N matrix (4096).
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import type { LutMatrix, Matrix } from "../../src/index.ts";
import {
  type AnyOptions,
  awq,
  calibrate,
  type BaselineName,
  gptq,
  quantizeAny,
  quantizeFixed,
  weightError,
} from "../../src/methods/quantization/index.ts";
import { digitNetwork, inputsOf, outputError, total, weightsOf } from "../../test/methods/quantization/weights.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "4096" },
    seeds: { type: "string", default: "3" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build | "auto" });
console.log(`build ${lw.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}`);

const FORMATS = ["nf4", "fp4", "fp4-bnb", "int4", "int3", "int2"] as const;
const learned = (a: ArrayLike<number>, squares: ArrayLike<number>): [name: string, options: AnyOptions][] =>
  ([4, 3, 2] as const).flatMap((bits): [string, AnyOptions][] => [
    [`any${bits}`, { bits, sampleWeight: a }],
    [`any${bits} lloyd`, { bits, sampleWeight: a, solver: "lloyd" }],
    [`any${bits} best`, { bits, sampleWeight: squares, scaleSampleWeight: "squared", scaling: "best" }],
  ]);

/** Mean over seeds of the errors of each format, weights and products. */
function errors(name: "gaussian" | "laplace" | "student", seeds: number): void {
  const table = new Map<string, [weights: number, products: number]>();
  const add = (key: string, weights: number, products: number) => {
    const [w, p] = table.get(key) ?? [0, 0];
    table.set(key, [w + weights / seeds, p + products / seeds]);
  };
  for (let seed = 1; seed <= seeds; seed++)
    lw.scope(() => {
      const W = weightsOf(lw, name, 64, 1024, seed);
      const X = inputsOf(lw, 256, 1024, seed, 1);
      const T = inputsOf(lw, 512, 1024, seed, 2);
      const squares = calibrate(X, { stat: "meanSquare" });
      const size = total(W.data.map((w: number, p: number) => w * w * squares[p % 1024]!));
      const weights = (Q: LutMatrix) => Math.sqrt(total(weightError(W, Q, squares)) / size);
      for (const [key, options] of learned(calibrate(X), squares)) {
        const Q = quantizeAny(W, options);
        add(key, weights(Q), outputError(lw, W, Q, T));
      }
      for (const format of FORMATS) {
        const Q = quantizeFixed(W, { format });
        add(format, weights(Q), outputError(lw, W, Q, T));
      }
      for (const bits of [4, 3, 2] as const) {
        add(`gptq${bits}`, Number.NaN, outputError(lw, W, gptq(W, X, { bits }), T));
        const { matrix, scale } = awq(W, X, { bits });
        add(`awq${bits}`, Number.NaN, outputError(lw, W, matrix, T, scale));
      }
    });
  console.log(
    `${name}, 64 x 1024, groups of 128, ${seeds} draws: relative weighted error of weights, error of products`,
  );
  for (const [key, [w, p]] of [...table].sort((a, b) => a[1][1] - b[1][1]))
    console.log(`  ${key.padEnd(12)} ${Number.isNaN(w) ? "-     " : w.toFixed(4)} ${p.toFixed(4)}`);
}

/** Accuracy of the digit network with all layers in codes. */
function digits(): void {
  const { mlp, seen, score } = digitNetwork(lw, 1500);
  const start = mlp.weights.map((W) => W.toArray());
  console.log(`digits, 64-128-128-10, groups of 64: test accuracy ${score().toFixed(4)} unquantized`);
  const inputs = mlp.forward(lw.matrix(seen.labels.length, 64, seen.inputs));
  const all: [name: string, make: (W: Matrix, l: number) => LutMatrix][] = [
    ...learned([], []).map(([name, options]): [string, (W: Matrix, l: number) => LutMatrix] => [
      name,
      (W, l) => {
        const stat = options.scaleSampleWeight === "squared" ? "meanSquare" : "meanAbs";
        return quantizeAny(W, { ...options, groupSize: 64, sampleWeight: calibrate(inputs[l]!, { stat }) });
      },
    ]),
    ...FORMATS.map((format: BaselineName): [string, (W: Matrix) => LutMatrix] => [
      format,
      (W) => quantizeFixed(W, { format, groupSize: 64 }),
    ]),
  ];
  for (const [name, make] of all) {
    let [error, size] = [0, 0];
    for (const [l, W] of mlp.weights.entries()) {
      const squares = calibrate(inputs[l]!, { stat: "meanSquare" });
      W.data.set(start[l]!);
      const Q = make(W, l);
      error += total(weightError(W, Q, squares));
      size += total(start[l]!.map((w: number, p: number) => w * w * squares[p % W.cols]!));
      W.data.set(Q.toDense().data);
    }
    console.log(`  ${name.padEnd(12)} ${Math.sqrt(error / size).toFixed(4)} accuracy ${score().toFixed(4)}`);
  }
}

/** Seconds to quantize, and bytes a weight. */
function times(n: number): void {
  const W = lw.matrix(
    n,
    n,
    lw
      .random(1)
      .normal(n * n, "f32")
      .toArray(),
  );
  const sampleWeight = new Float64Array(n).fill(1);
  for (const [name, options] of [
    ["any4, optimal", {}],
    ["any4, lloyd", { solver: "lloyd" }],
    ["any3, optimal", { bits: 3 }],
    ["any2, optimal", { bits: 2 }],
  ] as const) {
    const start = performance.now();
    const Q = quantizeAny(W, { sampleWeight, ...options });
    const seconds = (performance.now() - start) / 1000;
    console.log(`${name}, ${n} x ${n}: ${seconds.toFixed(2)} s, ${(Q.bytes / n / n).toFixed(3)} bytes a weight`);
    Q.dispose();
  }
  W.dispose();
}

for (const name of ["gaussian", "laplace", "student"] as const) errors(name, Number(values.seeds));
lw.scope(digits);
times(Number(values.size));
