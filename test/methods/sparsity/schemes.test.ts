// The four schemes LAMP is compared with, and the densities of Erdos-Renyi-Kernel.
import { describe, expect, test } from "vitest";
import {
  allocate,
  erkDensities,
  type Layer,
  magnitudePrune,
  type Scheme,
  uniformDensities,
} from "../../../src/methods/sparsity/index.ts";
import { integers, reals, words } from "../../data.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";
import * as oracle from "../../oracle/lamp.ts";
import { someLayers } from "./layers.ts";

const sum = (numbers: ArrayLike<number>) => Array.from(numbers).reduce((a, b) => a + b, 0);
const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const layersOf = (shapes: readonly number[][]) => shapes.map((shape, l) => Float32Array.from(reals(product(shape), l)));

/** A small convolutional network, a perceptron and one layer alone. */
const networks = [
  [
    [8, 3, 3, 3],
    [16, 8, 3, 3],
    [32, 16],
    [10, 32],
  ],
  [
    [24, 16],
    [24, 24],
    [5, 24],
  ],
  [[13, 7]],
];

describe.each(["lamp", "global", "uniform", "uniform+", "erk"] as const)("%s", (scheme) => {
  test("keeps as many as asked for, to the last one, within every layer the largest", () => {
    for (const shapes of networks)
      for (const sparsity of [0, 0.25, 0.5, 0.7]) {
        const layers = layersOf(shapes);
        const total = sum(shapes.map(product));
        const options = { scheme, sparsity, shapes };
        const { kept, masks, layerSparsity, sparsity: got } = magnitudePrune(layers, options);
        expect(sum(kept)).toBe(Math.round(total * (1 - sparsity)));
        expect(got).toBe(1 - sum(kept) / total);
        layers.forEach((w, l) => {
          const magnitudes = Array.from(w, Math.abs);
          expect([Array.from(masks[l] as Uint8Array)]).toEqual(oracle.highestMasks([magnitudes], kept[l] as number));
          expect(layerSparsity[l]).toBe(1 - (kept[l] as number) / w.length);
        });
        expect(allocate(layers, options)).toEqual({ kept, layerSparsity, sparsity: got });
      }
  });

  test("of equal weights those of lower index stay", () => {
    const layers = [Float64Array.of(1, -1, 1, 1), Float64Array.of(-1, 1, 1, -1)];
    const { masks, kept } = magnitudePrune(layers, {
      scheme,
      sparsity: 0.5,
      shapes: [
        [2, 2],
        [4, 1],
      ],
    });
    masks.forEach((mask, l) => {
      expect(Array.from(mask)).toEqual([0, 1, 2, 3].map((i) => (i < (kept[l] as number) ? 1 : 0)));
    });
  });
});

describe("global", () => {
  test("the largest magnitudes of all layers, of equal ones those of the first layers", () =>
    lw.scope(() => {
      for (let seed = 0; seed < 20; seed++) {
        const layers = someLayers(seed).map((w, l) => (l % 2 ? w : integers(w.length, seed + l, 4)));
        const given: Layer[] = layers.map((w, l) => (l % 2 ? lw.vector(w, { type: "f32" }) : Float64Array.from(w)));
        for (const sparsity of [0.2, 0.6, 0.97]) {
          const { masks } = magnitudePrune(given, { sparsity, scheme: "global" });
          const magnitudes = layers.map((w) => w.map(Math.abs));
          const want = oracle.highestMasks(magnitudes, Math.round(137 * (1 - sparsity)));
          expect(masks.map((mask) => Array.from(mask))).toEqual(want);
        }
      }
    }));
});

describe("uniform", () => {
  test("the same part of each layer, to within one weight", () => {
    for (const shapes of networks)
      for (const sparsity of [0.1, 0.5, 0.9, 0.98]) {
        const { kept } = allocate(layersOf(shapes), { sparsity, scheme: "uniform" });
        const rate = Math.round(sum(shapes.map(product)) * (1 - sparsity)) / sum(shapes.map(product));
        shapes.forEach((shape, l) => {
          expect(Math.abs((kept[l] as number) - rate * product(shape))).toBeLessThan(1);
        });
      }
  });

  test("rounded up where most is left over, in the first layer of equals", () => {
    const kept = (sizes: number[], keep: number) => {
      const sparsity = 1 - keep / sum(sizes);
      return allocate(layersOf(sizes.map((n) => [n])), { sparsity, scheme: "uniform" }).kept;
    };
    expect(kept([4, 13], 6)).toEqual([1, 5]); // 1.41 and 4.59
    expect(kept([13, 4], 6)).toEqual([5, 1]);
    expect(kept([3, 7], 5)).toEqual([2, 3]); // 1.5 and 3.5
    expect(kept([7, 3], 5)).toEqual([4, 1]);
  });

  test("the same part of the survivors, where some are pruned before", () => {
    const masks = [new Uint8Array(100).fill(1, 0, 40), new Uint8Array(100).fill(1, 0, 80), new Uint8Array(100)];
    const layers = masks.map((_, l) => Float32Array.from(reals(100, l)));
    expect(allocate(layers, { sparsity: 0.25, scheme: "uniform", masks }).kept).toEqual([30, 60, 0]);
  });
});

describe("uniform+", () => {
  const [convolutional, perceptron] = networks as [number[][], number[][], number[][]];

  test("a first convolution stays whole; the rest is uniform while the last layer has its fifth", () => {
    const { kept } = allocate(layersOf(convolutional), { sparsity: 0.6, scheme: "uniform+", shapes: convolutional });
    // 2200 weights, of which 880 stay: 216 of the convolution and 664 of the other 1984.
    expect(kept).toEqual([216, 386, 171, 107]);
    expect(sum(kept)).toBe(880);
  });

  test("the last layer keeps a fifth, the layers between share what is left", () => {
    const { kept } = allocate(layersOf(convolutional), { sparsity: 0.85, scheme: "uniform+", shapes: convolutional });
    // 330 stay: 216, 64 of 320, and 50 of the 1664 between: 34.6 and 15.4.
    expect(kept).toEqual([216, 35, 15, 64]);
    const dense = allocate(layersOf(perceptron), { sparsity: 0.9, scheme: "uniform+", shapes: perceptron });
    // 108 stay: 24 of 120 and 84 of the 960 before: 33.6 and 50.4.
    expect(dense.kept).toEqual([34, 50, 24]);
  });

  test("a matrix is no convolution, and one layer is the last, not the first", () =>
    lw.scope(() => {
      const layers = perceptron.map(([rows, cols], l) =>
        lw.matrix(rows as number, cols as number, reals((rows as number) * (cols as number), l)),
      );
      expect(allocate(layers, { sparsity: 0.5, scheme: "uniform+" }).kept).toEqual([192, 288, 60]);
      const one = [Float32Array.from(reals(100, 1))];
      expect(allocate(one, { sparsity: 0.8, scheme: "uniform+", shapes: [[4, 25, 1, 1]] }).kept).toEqual([20]);
    }));

  test("what cannot be is an error that says how far one can go", () => {
    const most = 1 - (216 + 64) / 2200;
    const layers = layersOf(convolutional);
    const options = { scheme: "uniform+", shapes: convolutional } as const;
    expect(allocate(layers, { ...options, sparsity: most }).kept).toEqual([216, 0, 0, 64]);
    faulty(() => allocate(layers, { ...options, sparsity: most + 1 / 2200 }), "ArgumentRangeError", "sparsity");
    expect(() => allocate(layers, { ...options, sparsity: 0.99 })).toThrow(String(most));
    faulty(() => allocate(layers, { ...options, sparsity: 0.99 }), "ArgumentRangeError", "sparsity");
  });

  test("a fifth is of the last layer's weights, not of its survivors, of which there may be fewer", () => {
    const layers = [Float32Array.from(reals(100, 1)), Float32Array.from(reals(100, 2))];
    const shapes = layers.map(() => [10, 10]);
    const options = { scheme: "uniform+", shapes, sparsity: 0.5 } as const;
    const masks = (alive: number) => [new Uint8Array(100).fill(1), new Uint8Array(100).fill(1, 0, alive)];
    expect(allocate(layers, { ...options, masks: masks(30) }).kept).toEqual([45, 20]);
    expect(allocate(layers, { ...options, masks: masks(10) }).kept).toEqual([45, 10]);
  });
});

describe("erk", () => {
  const some = (seed: number) => {
    const next = words(seed);
    const dims = () => [1 + (next() % 40), 1 + (next() % 40), ...(next() % 2 ? [1 + (next() % 3), 3] : [])];
    return Array.from({ length: 1 + (next() % 6) }, dims);
  };

  test("densities are those of the formula, layers made dense one at a time", () => {
    for (let seed = 0; seed < 200; seed++)
      for (const density of [0, 0.01, 0.1, 0.5, 0.9, 1])
        for (const power of [1, 0.5, 2]) {
          const shapes = some(seed);
          const got = erkDensities(shapes, density, power);
          const want = oracle.erkDensities(shapes, density, power);
          got.forEach((d, l) => {
            expect(d, `seed ${seed}, density ${density}, layer ${l}`).toBeCloseTo(want[l] as number, 12);
          });
          const kept = sum(got.map((d, l) => d * product(shapes[l] as number[])));
          expect(kept / sum(shapes.map(product))).toBeCloseTo(density, 12);
        }
  });

  test("power 0 is uniform", () => {
    for (const d of erkDensities(some(3), 0.3, 0)) expect(d).toBeCloseTo(0.3, 14);
    expect(uniformDensities(some(3), 0.3)).toEqual(some(3).map(() => 0.3));
  });

  test("pruning keeps what the densities say, to within one weight", () =>
    lw.scope(() => {
      const shapes = networks[1] as number[][];
      const matrices = shapes.map(([r, c], l) =>
        lw.matrix(r as number, c as number, reals(product([r, c] as number[]), l)),
      );
      for (const sparsity of [0.2, 0.5, 0.9]) {
        const keep = Math.round(1080 * (1 - sparsity));
        const { kept } = allocate(matrices, { sparsity, scheme: "erk" });
        erkDensities(shapes, keep / 1080).forEach((d, l) => {
          expect(Math.abs((kept[l] as number) - d * product(shapes[l] as number[]))).toBeLessThan(1);
        });
      }
    }));

  test("a layer small for its dimensions stays dense", () => {
    const shapes = [
      [100, 100],
      [2, 100],
    ];
    const { kept } = allocate(layersOf(shapes), { sparsity: 0.95, scheme: "erk", shapes });
    expect(kept).toEqual([338, 172]); // 510 in proportion 200 : 102
    expect(allocate(layersOf(shapes), { sparsity: 0.9, scheme: "erk", shapes }).kept).toEqual([820, 200]);
  });
});

test("schemes that need no shapes ask for none; erk and uniform+ name the layer they miss", () =>
  lw.scope(() => {
    const layers: Layer[] = [lw.matrix(2, 3, reals(6, 1)), lw.vector(reals(4, 2))];
    for (const scheme of ["lamp", "global", "uniform", "uniform+"] as const)
      expect(sum(allocate(layers, { sparsity: 0.5, scheme }).kept)).toBe(5);
    const miss = (scheme: Scheme, given: Layer[]) => () => allocate(given, { sparsity: 0.5, scheme });
    faulty(miss("erk", layers), "ArgumentTypeError", "shapes");
    expect(miss("erk", layers)).toThrow("layers[1]");
    expect(miss("uniform+", [...layers].reverse())).toThrow("layers[0]");
  }));
