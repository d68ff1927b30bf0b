// What cannot be taken is refused by name, before anything is changed.
import { expect, test } from "vitest";
import {
  allocate,
  distortionBound,
  erkDensities,
  iterativePrune,
  lampPrune,
  lampScores,
  magnitudePrune,
  uniformDensities,
} from "../../../src/methods/sparsity/index.ts";
import { type Fault, faulty, thrown } from "../../faults.ts";
import { instance, lw } from "../../instance.ts";

type Bad = [what: string, fault: Fault, argument: string, ...args: unknown[]];

const w = (...numbers: number[]) => Float32Array.of(...numbers);
const half = { sparsity: 0.5 };

test.each<Bad>([
  ["a plain array", "ArgumentTypeError", "W", [1, 2]],
  ["integers", "ArgumentTypeError", "W", Int32Array.of(1, 2)],
  ["nothing", "ArgumentTypeError", "W"],
  ["NaN", "ArgumentRangeError", "W[1]", w(1, NaN)],
  ["an infinity", "ArgumentRangeError", "W[0]", Float64Array.of(-Infinity, 1)],
  ["zeros", "ArgumentRangeError", "W", w(0, -0, 0)],
  ["options that are none", "ArgumentTypeError", "options", w(1), true],
  ["allowZero of another kind", "ArgumentTypeError", "allowZero", w(1), { allowZero: 1 }],
])("lampScores: %s", (_, fault, argument, ...args) => {
  faulty(() => lampScores(...(args as Parameters<typeof lampScores>)), fault, argument);
});

const pruning: Bad[] = [
  ["no list", "ArgumentTypeError", "layers", w(1, 2), half],
  ["no layers", "ArgumentRangeError", "layers", [], half],
  ["a layer of another kind", "ArgumentTypeError", "layers[1]", [w(1), "weights"], half],
  ["NaN", "ArgumentRangeError", "layers[1][2]", [w(1), w(1, 2, NaN)], half],
  ["an infinity", "ArgumentRangeError", "layers[0][0]", [w(Infinity)], half],
  ["a layer of zeros", "ArgumentRangeError", "layers[1]", [w(1), w(0, 0)], half],
  ["no options", "ArgumentTypeError", "options", [w(1)], null],
  ["no sparsity", "ArgumentTypeError", "sparsity", [w(1)], {}],
  ["sparsity 1", "ArgumentRangeError", "sparsity", [w(1)], { sparsity: 1 }],
  ["sparsity below 0", "ArgumentRangeError", "sparsity", [w(1)], { sparsity: -1e-9 }],
  ["sparsity NaN", "ArgumentRangeError", "sparsity", [w(1)], { sparsity: NaN }],
  ["allowZero of another kind", "ArgumentTypeError", "allowZero", [w(1)], { ...half, allowZero: "yes" }],
  ["masks that are no list", "ArgumentTypeError", "masks", [w(1)], { ...half, masks: Uint8Array.of(1) }],
  ["a mask too few", "ShapeError", "masks", [w(1), w(2)], { ...half, masks: [Uint8Array.of(1)] }],
  ["a mask too short", "ShapeError", "masks[0]", [w(1, 2)], { ...half, masks: [Uint8Array.of(1)] }],
  ["a mask of another kind", "ArgumentTypeError", "masks[0]", [w(1, 2)], { ...half, masks: [[1, 0]] }],
  [
    "survivors that are zeros",
    "ArgumentRangeError",
    "layers[0]",
    [w(0, 1), w(1)],
    { ...half, masks: [Uint8Array.of(1, 0), Uint8Array.of(1)] },
  ],
];
test.each(pruning)("allocate, magnitudePrune, lampPrune: %s", (_, fault, argument, ...args) => {
  for (const prune of [allocate, magnitudePrune, lampPrune])
    faulty(() => prune(...(args as Parameters<typeof lampPrune>)), fault, argument);
});

test.each<Bad>([
  ["no such scheme", "ArgumentRangeError", "scheme", { ...half, scheme: "erdos" }],
  ["shapes that are no list", "ArgumentTypeError", "shapes", { ...half, shapes: 4 }],
  ["a shape too few", "ShapeError", "shapes", { ...half, shapes: [[2, 2]] }],
  ["a shape of other size", "ShapeError", "shapes[1]", { ...half, shapes: [[2, 2], [3]] }],
  ["a shape that is none", "ArgumentTypeError", "shapes[0]", { ...half, shapes: [4, [2]] }],
  ["an empty shape", "ArgumentRangeError", "shapes[0]", { ...half, shapes: [[], [2]] }],
  ["a dimension of 0", "ArgumentRangeError", "shapes[1][0]", { ...half, shapes: [[4], [0]] }],
  ["a dimension that is no integer", "ArgumentRangeError", "shapes[0][1]", { ...half, shapes: [[8, 0.5], [2]] }],
])("allocate, magnitudePrune: %s", (_, fault, argument, options) => {
  for (const prune of [allocate, magnitudePrune])
    faulty(() => prune([w(1, 2, 3, 4), w(5, 6)], options as typeof half), fault, argument);
});

test.each<Bad>([
  ...pruning,
  ["perRound 0", "ArgumentRangeError", "perRound", [w(1)], { ...half, perRound: 0 }],
  ["perRound 1", "ArgumentRangeError", "perRound", [w(1)], { ...half, perRound: 1 }],
  ["perRound no number", "ArgumentTypeError", "perRound", [w(1)], { ...half, perRound: "0.2" }],
  ["a rewind that is no list", "ArgumentTypeError", "rewind", [w(1)], { ...half, rewind: true }],
  ["a rewind too few", "ShapeError", "rewind", [w(1), w(2)], { ...half, rewind: [[1]] }],
  ["a rewind too short", "ShapeError", "rewind[1]", [w(1), w(2, 3)], { ...half, rewind: [[1], [2]] }],
  ["a rewind with NaN", "ArgumentRangeError", "rewind[0][0]", [w(1)], { ...half, rewind: [[NaN]] }],
])("iterativePrune: %s", (_, fault, argument, ...args) => {
  const [layers] = args as Parameters<typeof iterativePrune>;
  const copy = structuredClone(layers);
  faulty(() => iterativePrune(...(args as Parameters<typeof iterativePrune>)).next(), fault, argument);
  expect(layers, "the layers are as they were").toEqual(copy);
});

test.each<Bad>([
  ["no list", "ArgumentTypeError", "layers", w(1), []],
  ["a layer of zeros", "ArgumentRangeError", "layers[0]", [w(0)], [Uint8Array.of(1)]],
  ["NaN", "ArgumentRangeError", "layers[0][0]", [w(NaN)], [Uint8Array.of(1)]],
  ["no masks", "ArgumentTypeError", "masks", [w(1)]],
  ["a mask too few", "ShapeError", "masks", [w(1)], []],
  ["a mask too long", "ShapeError", "masks[0]", [w(1)], [Uint8Array.of(1, 1)]],
  ["options that are none", "ArgumentTypeError", "options", [w(1)], [Uint8Array.of(1)], 3],
  ["allowZero of another kind", "ArgumentTypeError", "allowZero", [w(1)], [Uint8Array.of(1)], { allowZero: 0 }],
])("distortionBound: %s", (_, fault, argument, ...args) => {
  faulty(() => distortionBound(...(args as Parameters<typeof distortionBound>)), fault, argument);
});

test.each<Bad>([
  ["no list", "ArgumentTypeError", "shapes", 3, 0.5],
  ["a dimension of 0", "ArgumentRangeError", "shapes[0][1]", [[3, 0]], 0.5],
  ["density above 1", "ArgumentRangeError", "density", [[3]], 1.5],
  ["density below 0", "ArgumentRangeError", "density", [[3]], -0.1],
])("erkDensities, uniformDensities: %s", (_, fault, argument, ...args) => {
  for (const densities of [erkDensities, uniformDensities])
    faulty(() => densities(...(args as Parameters<typeof erkDensities>)), fault, argument);
});

test("erkDensities: a power below 0", () => {
  faulty(() => erkDensities([[3]], 0.5, -1), "ArgumentRangeError", "power");
});

test("a layer that was disposed says so; layers of several instances are as good as of one", () => {
  const other = instance();
  lw.scope(() =>
    other.scope(() => {
      const gone = lw.vector([1, 2]);
      gone.dispose();
      expect(thrown(() => lampPrune([gone], half)).name).toBe("DisposedError");
      expect(lampPrune([lw.vector([1, 2]), other.vector([3, 4])], half).kept).toEqual([1, 1]);
    }),
  );
});
