// Scores against all pairs, masks against a sort of all scores and against the greedy the score stands for.
import { describe, expect, test } from "vitest";
import { allocate, type Layer, lampPrune, lampScores, magnitudePrune } from "../../../src/methods/sparsity/index.ts";
import { integers, reals } from "../../data.ts";
import { lw } from "../../instance.ts";
import * as oracle from "../../oracle/lamp.ts";
import { forms, numbersOf, someLayers } from "./layers.ts";

/** Numbers as long as `x` with repeats of both signs, zeros and many sizes. */
const jumble = (n: number, seed: number): number[] => {
  const [a, b] = [reals(n, seed), integers(n, seed + 1, 6)];
  return a.map((v, i) => (i % 11 === 5 ? 0 : i % 3 === 0 ? (b[i] as number) / 8 : v * 2 ** (b[i] as number)));
};

const masksOf = ({ masks }: { masks: readonly Uint8Array[] }) => masks.map((mask) => Array.from(mask));
const count = (numbers: ArrayLike<number>) => Array.from(numbers).reduce((a, b) => a + b, 0);

describe.each(forms)("a layer that is a %s", (_, make) => {
  test("scores are those of all pairs, to 1e-12, repeats among them", () =>
    lw.scope(() => {
      for (const n of [1, 2, 3, 17, 1000]) {
        const w = jumble(n, n);
        const got = lampScores(make(w));
        const want = oracle.lampScores(w);
        expect(got).toBeInstanceOf(Float64Array);
        expect(got).toHaveLength(n);
        for (let i = 0; i < n; i++)
          expect(Math.abs((got[i] as number) - (want[i] as number)), `score ${i} of ${n}`).toBeLessThanOrEqual(
            1e-12 * (want[i] as number),
          );
      }
    }));

  test("the largest scores 1, a repeat of it 1/2, 1/3 and so on by index", () =>
    lw.scope(() => {
      expect(Array.from(lampScores(make([3, -8, 1, 8, 0, 8])))).toEqual([9 / 201, 1, 1 / 202, 1 / 2, 0, 1 / 3]);
    }));

  test("pruned as by a sort of all scores; the layer is left alone", () =>
    lw.scope(() => {
      const w = jumble(97, 5);
      const layer = make(w);
      const { masks, kept } = lampPrune([layer], { sparsity: 0.7 });
      expect(masksOf({ masks })).toEqual(oracle.highestMasks([oracle.lampScores(w)], 29));
      expect(masks[0]).toBeInstanceOf(Uint8Array);
      expect(kept).toEqual([29]);
      expect(numbersOf(layer)).toEqual(w);
    }));
});

describe("several layers", () => {
  const mixed = (layers: number[][], shift: number): Layer[] =>
    layers.map((w, l) => (forms[(l + shift) % forms.length] as (typeof forms)[0])[1](w));

  test.each([0, 0.1, 0.5, 0.8, 0.95, 0.99])("masks are those of a sort of all scores, sparsity %d", (sparsity) =>
    lw.scope(() => {
      for (let seed = 0; seed < 20; seed++) {
        const layers = someLayers(10 * seed);
        const keep = Math.round(137 * (1 - sparsity));
        const scores = layers.map(oracle.lampScores);
        const pruned = lampPrune(mixed(layers, seed), { sparsity });
        expect(masksOf(pruned), `seed ${seed}`).toEqual(oracle.highestMasks(scores, keep));
        expect(pruned.kept).toEqual(pruned.masks.map(count));
        expect(pruned.layerSparsity).toEqual(layers.map((w, l) => 1 - (pruned.kept[l] as number) / w.length));
        expect(pruned.sparsity).toBe(1 - keep / 137);
      }
    }),
  );

  test("as many survivors as asked for, to the last one", () => {
    const layers = someLayers(3, [331, 1000, 77]).map((w) => Float64Array.from(w));
    for (let keep = 11; keep <= 1408; keep += 11)
      expect(count(lampPrune(layers, { sparsity: 1 - keep / 1408 }).kept)).toBe(keep);
    expect(lampPrune(layers, { sparsity: 0.9999 }).kept).toEqual([0, 0, 0]);
  });

  test("at 99.9 % the largest weight of every layer is still there, however small the layer's weights", () => {
    const layers = [1, 1e-20, 1e15, 3, 1e-3].map((scale, l) => Float64Array.from(reals(2000, l).map((v) => v * scale)));
    const { masks, kept } = lampPrune(layers, { sparsity: 0.999 });
    expect(count(kept)).toBe(10);
    layers.forEach((w, l) => {
      const top = w.reduce((best, v, i) => (Math.abs(v) > Math.abs(w[best] as number) ? i : best), 0);
      expect(masks[l]?.[top], `layer ${l}`).toBe(1);
    });
    expect(magnitudePrune(layers, { sparsity: 0.999, scheme: "global" }).kept).toEqual([0, 0, 10, 0, 0]);
  });

  test("within a layer what stays is no smaller than what goes", () => {
    const layers = someLayers(70, [500, 300, 200]);
    const { masks } = lampPrune(
      layers.map((w) => Float32Array.from(w)),
      { sparsity: 0.6 },
    );
    layers.forEach((w, l) => {
      const by = (m: number) => w.map(Math.abs).filter((_, i) => masks[l]?.[i] === m);
      expect(Math.min(...by(1))).toBeGreaterThanOrEqual(Math.max(...by(0)));
    });
  });

  test("the scale of a layer does not matter, as it does to global magnitude", () => {
    const layers = [reals(400, 1), reals(300, 2), reals(500, 3)].map((w) => Float64Array.from(w));
    const want = lampPrune(layers, { sparsity: 0.8 });
    for (let l = 0; l < 3; l++)
      for (const c of [0.37, 11, 1e-9, 1e180, 1e-300, 2 ** -1030]) {
        const scaled = layers.map((w, k) => (k === l ? w.map((v) => c * v) : w));
        const lamp = lampPrune(scaled, { sparsity: 0.8 });
        expect(masksOf(lamp), `layer ${l} times ${c}`).toEqual(masksOf(want));
        const global = magnitudePrune(scaled, { sparsity: 0.8, scheme: "global" });
        expect(global.kept).not.toEqual(magnitudePrune(layers, { sparsity: 0.8, scheme: "global" }).kept);
      }
  });

  test("in f32 too, for powers of two, which change no other bit", () => {
    const layers = [reals(400, 4), reals(300, 5)].map((w) => Float32Array.from(w));
    const want = masksOf(lampPrune(layers, { sparsity: 0.9 }));
    for (const c of [2 ** -100, 2 ** 100]) {
      const scaled = [layers[0] as Float32Array, (layers[1] as Float32Array).map((v) => c * v)];
      expect(masksOf(lampPrune(scaled, { sparsity: 0.9 }))).toEqual(want);
    }
  });

  test("two layers of four: the same as removing one by one what adds least distortion", () => {
    for (let seed = 0; seed < 100; seed++) {
      const layers = [reals(4, seed), reals(4, seed + 1000).map((v) => v * 8)];
      for (let keep = 1; keep <= 8; keep++) {
        const pruned = lampPrune(
          layers.map((w) => Float64Array.from(w)),
          { sparsity: 1 - keep / 8 },
        );
        expect(masksOf(pruned), `seed ${seed}, ${keep} kept`).toEqual(oracle.greedyMasks(layers, keep));
      }
    }
  });

  test("the same with ties within and between the layers", () => {
    const layers = [
      [1, -2, 2, 1],
      [2, 4, -4, 2],
    ];
    for (let keep = 1; keep <= 8; keep++) {
      const pruned = lampPrune(
        layers.map((w) => Float32Array.from(w)),
        { sparsity: 1 - keep / 8 },
      );
      expect(masksOf(pruned), `${keep} kept`).toEqual(oracle.greedyMasks(layers, keep));
    }
  });
});

describe("earlier masks", () => {
  const layers = someLayers(40, [60, 50, 30]);
  const typed = layers.map((w) => Float64Array.from(w));

  test("what they prune stays pruned and counts for nothing", () => {
    const masks = layers.map((w) => Uint8Array.from(w, (_, i) => (i % 3 === 1 ? 0 : 1)));
    const alive = layers.map((w) => w.filter((_, i) => i % 3 !== 1));
    const total = alive.flat().length;
    const pruned = lampPrune(typed, { sparsity: 0.5, masks });
    const want = oracle.highestMasks(alive.map(oracle.lampScores), Math.round(total / 2));
    pruned.masks.forEach((mask, l) => {
      expect(Array.from(mask).filter((_, i) => i % 3 !== 1)).toEqual(want[l]);
      expect(count(mask)).toBe(count(want[l] as number[]));
    });
    expect(pruned.sparsity).toBe(1 - Math.round(total / 2) / 140);
    expect(allocate(typed, { sparsity: 0.5, masks }).kept).toEqual(pruned.kept);
  });

  test("a layer without survivors, or without weights, is no error and keeps nothing", () => {
    const masks = [new Uint8Array(60), new Uint8Array(50).fill(1), new Uint8Array(30).fill(7)];
    expect(lampPrune(typed, { sparsity: 0.5, masks }).kept[0]).toBe(0);
    const none = lampPrune([...typed, new Float32Array(0)], { sparsity: 0.5 });
    expect(none.kept[3]).toBe(0);
    expect(none.layerSparsity[3]).toBe(0);
  });
});

test("layers of zeros score 0 where that is allowed", () => {
  const layers = [new Float32Array(4), Float32Array.of(1, 2, 3, 4)];
  expect(Array.from(lampScores(layers[0] as Float32Array, { allowZero: true }))).toEqual([0, 0, 0, 0]);
  expect(lampPrune(layers, { sparsity: 0.5, allowZero: true }).kept).toEqual([0, 4]);
  expect(masksOf(lampPrune(layers, { sparsity: 0.25, allowZero: true }))).toEqual([
    [1, 1, 0, 0],
    [1, 1, 1, 1],
  ]);
});
