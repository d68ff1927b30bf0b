import { describe, expect, test } from "vitest";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../src/core/errors.ts";
import type { Real } from "../../src/core/types.ts";
import { bsrMlp } from "../../src/kernels/bsr.ts";
import { epilogues } from "../../src/kernels/maps.ts";
import { within } from "../compare.ts";
import { magnitudes, reals, sparse, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/bsr.ts";
import { activations } from "../oracle/maps.ts";
import { matrixSlot } from "../slots.ts";

function blocks(
  rows: number,
  cols: number,
  blockRows: number,
  blockCols: number,
  density: number,
  seed: number,
): oracle.Bsr {
  const pattern = sparse(Math.ceil(rows / blockRows), Math.ceil(cols / blockCols), density, seed);
  return {
    ...pattern,
    rows,
    cols,
    blockRows,
    blockCols,
    values: reals(pattern.indices.length * blockRows * blockCols, seed),
  };
}

const load = (type: Real, A: oracle.Bsr) => lw.bsr({ ...A, type });

describe.each(types)("the sparse layer, %s", (type) => {
  const names = Object.keys(epilogues) as (keyof typeof epilogues)[];

  test.each(names)("down(f(gate(x)) * up(x)) and down(f(up(x))), activation %s", (name) => {
    const f = name === "none" ? (x: number) => x : activations[name]!.f;
    for (const [inputs, hidden, outputs, side] of [
      [24, 40, 16, 4],
      [33, 50, 20, 16],
      [7, 9, 5, 3],
    ] as const)
      for (const n of [0, 1, 3, 16, 37])
        lw.scope(() => {
          const [gate, up, down] = [
            blocks(hidden, inputs, side, side, 0.5, 20),
            blocks(hidden, inputs, side, 2 * side, 0.6, 21),
            blocks(outputs, hidden, 2 * side, side, 0.7, 22),
          ];
          const [g, u, d] = [gate, up, down].map(oracle.dense) as [number[], number[], number[]];
          const x = reals(n * inputs, 23);
          const layers = { gate: load(type, gate), up: load(type, up), down: load(type, down) };
          const X = lw.matrix(n, inputs, x, { type });
          for (const gated of [true, false]) {
            const [out, { gate: G, ...plain }] = [
              matrixSlot(type, n, outputs, new Array<number>(n * outputs).fill(Number.NaN)),
              layers,
            ];
            bsrMlp(out.ref, X, gated ? { ...plain, gate: G } : plain, name);
            const want = oracle.mlp(x, n, inputs, hidden, outputs, gated ? g : undefined, u, d, f);
            // Every sum by magnitudes, and the activation's slope, which is at most 2 where it is not the square.
            const wide = (v: number) => (name === "relu2" ? v * v : v) + 0.2;
            const bound = oracle.mlp(
              magnitudes(x),
              n,
              inputs,
              hidden,
              outputs,
              gated ? magnitudes(g) : undefined,
              magnitudes(u),
              magnitudes(d),
              wide,
            );
            within(out.read(), want, type, 4 * (inputs + hidden + 8), bound, gated ? "gated" : "plain");
          }
        });
  });

  test("layers that do not fit are named", () =>
    lw.scope(() => {
      const make = (m: number, n: number) => load(type, blocks(m, n, 4, 4, 1, 24));
      const [up, down, X, out] = [
        make(12, 8),
        make(4, 12),
        lw.matrix(3, 8, undefined, { type }),
        lw.matrix(3, 4, undefined, { type }),
      ];
      expect(() => bsrMlp(out, X, { up, down: make(4, 8) }, "relu")).toThrow(ShapeError);
      expect(() => bsrMlp(out, X, { up, down, gate: make(8, 8) }, "relu")).toThrow(ShapeError);
      expect(() => bsrMlp(out, X, { up, down, gate: X as never }, "relu")).toThrow(ArgumentTypeError);
      expect(() => bsrMlp(lw.matrix(3, 5, undefined, { type }), X, { up, down }, "relu")).toThrow(ShapeError);
      expect(() => bsrMlp(out, X, { up, down }, "swish" as never)).toThrow(ArgumentRangeError);
    }));
});
