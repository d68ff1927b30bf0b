// Rounds of pruning: what stays, what is set to 0, where it ends.
import { describe, expect, test } from "vitest";
import { run } from "../../../src/core/run.ts";
import {
  type IterativeState,
  iterativePrune,
  type Layer,
  lampPrune,
  magnitudePrune,
} from "../../../src/methods/sparsity/index.ts";
import { reals, words } from "../../data.ts";
import { engine, lw } from "../../instance.ts";
import { forms, numbersOf } from "./layers.ts";

const sum = (numbers: ArrayLike<number>) => Array.from(numbers).reduce((a, b) => a + b, 0);
const masksOf = ({ masks }: { masks: readonly Uint8Array[] }) => masks.map((mask) => Array.from(mask));
const numbers = () => [reals(300, 1), reals(500, 2).map((v) => v / 16), reals(200, 3).map((v) => v * 4)];

/** Stands in for training: other numbers everywhere, in pruned places too. */
function stir(layers: readonly Layer[], seed: number): void {
  const next = words(seed);
  for (const layer of layers) {
    const data = "data" in layer ? layer.data : layer;
    for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) * (1 + (next() % 1000) / 1000) + 2 ** -10;
  }
}

describe.each(forms)("layers that are a %s", (_, make) => {
  test("a fifth of the survivors goes in each round, the last goes as far as asked and no further", () =>
    lw.scope(() => {
      const layers = numbers().map(make);
      const states: IterativeState[] = [];
      const last = run(iterativePrune(layers, { sparsity: 0.7 }), {
        tolerance: 0,
        onProgress: (state) => {
          states.push(state);
          stir(layers, states.length);
        },
      });
      expect(states.map(({ kept }) => sum(kept))).toEqual([800, 640, 512, 410, 328, 300]);
      expect(states.map(({ residual }) => residual)).toEqual([0.5, 0.34, 0.212, 0.11, 0.028, 0]);
      expect(last).toMatchObject({ iterations: 6, converged: true, sparsity: 1 - 300 / 1000 });
    }));

  test("each round ranks the survivors as they are, and sets the rest to 0 whatever training did to it", () =>
    lw.scope(() => {
      const layers = numbers().map(make);
      const steps = iterativePrune(layers, { sparsity: 0.9, perRound: 0.4 });
      let masks: readonly Uint8Array[] | undefined;
      for (let round = 0; round < 4; round++) {
        const before = layers.map((layer) => forms[3]![1](numbersOf(layer)));
        const { value } = steps.next() as { value: IterativeState };
        const sparsity = [0.4, 0.4, 0.4, 1 - 130 / 216][round] as number;
        const want = lampPrune(before, masks ? { sparsity, masks } : { sparsity });
        masks = value.masks;
        expect(masksOf(value)).toEqual(masksOf(want));
        layers.forEach((layer, l) => {
          const kept = numbersOf(before[l] as Layer).map((w, i) => w * (value.masks[l]?.[i] as number));
          expect(numbersOf(layer)).toEqual(kept.map((w) => w + 0));
        });
        stir(layers, round);
      }
      steps.return();
    }));
});

test("without training in between, rounds of LAMP end where one step does: what is pruned changes no other score", () => {
  const make = () => numbers().map((w) => Float64Array.from(w));
  const want = lampPrune(make(), { sparsity: 0.95 });
  for (const perRound of [0.1, 0.2, 0.5]) {
    const layers = make();
    const { masks } = run(iterativePrune(layers, { sparsity: 0.95, perRound }), { tolerance: 0 });
    expect(masksOf({ masks })).toEqual(masksOf(want));
  }
});

test("schemes by name, with shapes", () => {
  const shapes = [
    [30, 10],
    [50, 10],
    [10, 20],
  ];
  for (const scheme of ["global", "uniform", "uniform+", "erk"] as const) {
    const layers = numbers().map((w) => Float64Array.from(w));
    const first = iterativePrune(layers, { sparsity: 0.5, scheme, shapes }).next().value as IterativeState;
    const given = numbers().map((w) => Float64Array.from(w));
    expect(masksOf(first)).toEqual(masksOf(magnitudePrune(given, { sparsity: 0.2, scheme, shapes })));
  }
});

test("with rewind the survivors go back to where they were", () =>
  lw.scope(() => {
    const layers = numbers().map((w) => lw.vector(w, { type: "f32" }));
    const rewind = layers.map((layer) => layer.toArray());
    stir(layers, 1);
    const steps = iterativePrune(layers, { sparsity: 0.6, rewind });
    for (let round = 2; round < 8; round++) {
      const trained = layers.map((layer) => layer.toArray());
      const { masks, kept } = steps.next().value as IterativeState;
      layers.forEach((layer, l) => {
        const start = rewind[l] as Float32Array;
        expect(Array.from(layer.data)).toEqual(Array.from(start, (w, i) => (masks[l]?.[i] === 1 ? w : 0)));
        // What stays was chosen by the trained weights, not by those it went back to.
        const by = (m: number) =>
          Array.from(trained[l] as Float32Array, Math.abs).filter((_, i) => masks[l]?.[i] === m);
        if (round === 2) expect(Math.min(...by(1))).toBeGreaterThanOrEqual(Math.max(...by(0)));
        expect(by(1)).toHaveLength(kept[l] as number);
      });
      stir(layers, round);
    }
    steps.return();
  }));

test("earlier masks are where it starts from; rounds after the end change nothing more", () => {
  const layers = numbers().map((w) => Float64Array.from(w));
  const { masks } = lampPrune(layers, { sparsity: 0.5 });
  const steps = iterativePrune(layers, { sparsity: 0.55, masks });
  const first = steps.next().value as IterativeState;
  expect(first.residual).toBe(0);
  expect(sum(first.kept)).toBe(450);
  first.masks.forEach((mask, l) => {
    mask.forEach((m, i) => {
      expect(m).toBeLessThanOrEqual(masks[l]?.[i] as number);
    });
  });
  const again = steps.next().value as IterativeState;
  expect(masksOf(again)).toEqual(masksOf(first));
  expect(masksOf(iterativePrune(layers, { sparsity: 0.1, masks }).next().value as IterativeState)).toEqual(
    masksOf({ masks }),
  );
});

test("one weight goes in a round where a fifth of the survivors is less than half a weight", () => {
  const layers = [Float64Array.of(4, 3, 2, 1)];
  const counts = [];
  for (const { kept, residual } of iterativePrune(layers, { sparsity: 0.8, perRound: 0.01 })) {
    counts.push(kept[0]);
    if (residual === 0 || counts.length > 3) break;
  }
  expect(counts).toEqual([3, 2, 1]);
  expect(Array.from(layers[0] as Float64Array)).toEqual([4, 0, 0, 0]);
});

test("nothing is reserved in linear memory", () =>
  lw.scope(() => {
    const layers = numbers().map((w) => lw.vector(w));
    const { alloc } = engine.memory;
    const before = lw.memory;
    engine.memory.alloc = () => expect.fail("memory was reserved");
    try {
      run(iterativePrune(layers, { sparsity: 0.9 }), { tolerance: 0 });
    } finally {
      engine.memory.alloc = alloc;
    }
    expect(lw.memory).toEqual(before);
  }));
