// What cannot be taken is refused by name, and nothing stays reserved.
import { expect, test } from "vitest";
import {
  anySteps,
  awq,
  calibrate,
  gptq,
  quantizeAny,
  quantizeAnyAsync,
  quantizeFixed,
  cgaFreezeMask,
  lsqBackward,
  lsqQuantize,
  lsqScale,
  OscillationTracker,
  qkrBackward,
  qkrScores,
  qkrWeight,
  statsQuantize,
  statsQuantizeBackward,
  trainOfq,
  weightError,
} from "../../../src/methods/quantization/index.ts";
import { Linear } from "../../../src/index.ts";
import { checkFault, type Fault, faulty } from "../../faults.ts";
import { instance, lw } from "../../instance.ts";

type Bad = [what: string, fault: Fault, argument: string, ...args: unknown[]];

const W = () =>
  lw.matrix(
    2,
    64,
    new Float32Array(128).map((_, p) => Math.sin(p)),
  );
const broken = (p: number, v: number) => {
  const A = W();
  A.data[p] = v;
  return A;
};

const common: Bad[] = [
  ["weights that are no matrix", "ArgumentTypeError", "W", new Float32Array(128)],
  ["NaN", "ArgumentRangeError", "W[70]", () => broken(70, NaN)],
  ["an infinity", "ArgumentRangeError", "W[0]", () => broken(0, -Infinity)],
  ["options that are none", "ArgumentTypeError", "options", W, 4],
  ["a group that does not divide the columns", "ShapeError", "groupSize", W, { groupSize: 96 }],
  ["a group of 1", "ArgumentRangeError", "groupSize", W, { groupSize: 1 }],
  ["a group of 16 among 64 columns", "ArgumentRangeError", "groupSize", W, { groupSize: 16 }],
  ["a group that is no number", "ArgumentTypeError", "groupSize", W, { groupSize: "64" }],
];
const group = { groupSize: 64 };

test.each<Bad>([
  ...common,
  ["the default group among fewer columns", "ShapeError", "groupSize", W, {}],
  ["5 bits", "ArgumentRangeError", "bits", W, { ...group, bits: 5 }],
  ["bits that are no number", "ArgumentTypeError", "bits", W, { ...group, bits: "4" }],
  ["weights of columns too few", "ShapeError", "sampleWeight", W, { ...group, sampleWeight: [1] }],
  ["a weight below 0", "ArgumentRangeError", "sampleWeight[1]", W, { ...group, sampleWeight: alternating(-1) }],
  ["a weight NaN", "ArgumentRangeError", "sampleWeight[1]", W, { ...group, sampleWeight: alternating(NaN) }],
  ["weights all 0", "ArgumentRangeError", "sampleWeight", W, { ...group, sampleWeight: new Float64Array(64) }],
  ["no such solver", "ArgumentRangeError", "solver", W, { ...group, solver: "simplex" }],
  ["no such start", "ArgumentRangeError", "init", W, { ...group, init: "zeros" }],
  ["the table of nf4 at 3 bits", "ArgumentRangeError", "init", W, { ...group, bits: 3, init: "nf4" }],
  ["no such scaling", "ArgumentRangeError", "scaling", W, { ...group, scaling: "none" }],
  ["no such type of entries", "ArgumentRangeError", "lutDtype", W, { ...group, lutDtype: "f16" }],
  ["another way of weights", "ArgumentRangeError", "scaleSampleWeight", W, { ...group, scaleSampleWeight: 3 }],
  ["half a step", "ArgumentRangeError", "maxIter", W, { ...group, maxIter: 0.5 }],
  ["a tolerance below 0", "ArgumentRangeError", "tol", W, { ...group, tol: -1 }],
  ["a seed that is none", "ArgumentTypeError", "seed", W, { ...group, seed: "one" }],
  ["a signal that is none", "ArgumentTypeError", "signal", W, { ...group, signal: 1 }],
])("quantizeAny, quantizeAnyAsync: %s", async (_, fault, argument, ...args) => {
  const before = lw.memory.bytes;
  const made = args.map((arg) => (typeof arg === "function" ? arg() : arg)) as Parameters<typeof quantizeAny>;
  faulty(() => quantizeAny(...made), fault, argument);
  checkFault(await quantizeAnyAsync(...made).catch((error) => error), fault, argument);
  if (argument !== "signal") faulty(() => anySteps(...made).next(), fault, argument);
  if (made[0] instanceof Object && "dispose" in made[0]) made[0].dispose();
  expect(lw.memory.bytes).toBe(before);
});

test.each<Bad>([
  ...common,
  ["no format", "ArgumentRangeError", "format", W, {}],
  ["no such format", "ArgumentRangeError", "format", W, { format: "int5" }],
])("quantizeFixed: %s", (_, fault, argument, ...args) =>
  lw.scope(() => {
    const [A, options] = args.map((arg) => (typeof arg === "function" ? arg() : arg));
    const given =
      typeof options === "object"
        ? { format: "int4", ...group, ...options }
        : (options ?? { format: "int4", ...group });
    if (argument === "format" && !("format" in (args[1] as object))) given.format = undefined;
    faulty(() => quantizeFixed(A, given), fault, argument);
  }),
);

test.each<Bad>([
  ["inputs that are no matrix", "ArgumentTypeError", "X", W, [1]],
  ["no inputs", "ShapeError", "X", W, () => lw.matrix(0, 64, undefined, { type: "f32" })],
  ["inputs of other columns", "ShapeError", "X", W, () => lw.matrix(3, 65, undefined, { type: "f32" })],
  ["inputs that are NaN", "ArgumentRangeError", "X[3]", W, () => broken(3, NaN)],
  ["1 bit", "ArgumentRangeError", "bits", W, W, { ...group, bits: 1 }],
  ["a group too large", "ShapeError", "groupSize", W, W, { groupSize: 128 }],
])("gptq, awq: %s", (_, fault, argument, ...args) =>
  lw.scope(() => {
    const made = args.map((arg) => (typeof arg === "function" ? arg() : arg)) as Parameters<typeof gptq>;
    for (const method of [gptq, awq]) faulty(() => method(...made), fault, argument);
  }),
);

test("the rest: damping, grid, statistics, matrices to compare", () =>
  lw.scope(() => {
    faulty(() => gptq(W(), W(), { ...group, percdamp: -1 }), "ArgumentRangeError", "percdamp");
    faulty(() => awq(W(), W(), { ...group, grid: 0 }), "ArgumentRangeError", "grid");
    faulty(() => calibrate(lw.matrix(0, 3)), "ShapeError", "X");
    faulty(() => calibrate(W(), { stat: "median" as never }), "ArgumentRangeError", "stat");
    const Q = quantizeFixed(W(), { format: "int4", groupSize: 64 });
    faulty(() => weightError(W(), W() as never), "ArgumentTypeError", "Q");
    faulty(() => weightError(lw.matrix(2, 65, undefined, { type: "f32" }), Q), "ShapeError", "Q");
    faulty(() => weightError(lw.matrix(2, 64), Q), "ArgumentTypeError", "Q");
    const other = instance();
    other.scope(() =>
      faulty(() => weightError(other.matrix(2, 64, undefined, { type: "f32" }), Q), "ArgumentTypeError", "Q"),
    );
    faulty(() => weightError(W(), Q, [1, 2]), "ShapeError", "sampleWeight");
  }));

test("OFQ: bits, rows of zeros, boundaries, heads, annealing of another quantizer", () =>
  lw.scope(() => {
    for (const bits of [1, 9, 2.5]) {
      faulty(() => statsQuantize(W(), bits), "ArgumentRangeError", "bits");
      faulty(() => lsqQuantize(W(), 1, bits), "ArgumentRangeError", "bits");
      faulty(() => cgaFreezeMask([1], bits), "ArgumentRangeError", "bits");
    }
    const gap = W();
    gap.data.fill(0, 64);
    faulty(() => statsQuantize(gap, 2), "ArgumentRangeError", "W");
    expect(() => statsQuantize(gap, 2)).toThrow("row 1");
    faulty(() => statsQuantize(broken(5, NaN), 2), "ArgumentRangeError", "W[5]");
    faulty(() => statsQuantize([1] as never, 2), "ArgumentTypeError", "W");
    faulty(() => statsQuantizeBackward([1] as never), "ArgumentTypeError", "dq");
    faulty(() => lsqQuantize(W(), 0, 2), "ArgumentRangeError", "s");
    faulty(() => lsqQuantize(W(), 1, 2, { allPositive: 1 as never }), "ArgumentTypeError", "allPositive");
    faulty(() => lsqBackward(W(), 1, 2, lw.matrix(2, 63, undefined, { type: "f32" })), "ShapeError", "dy");
    faulty(() => lsqScale(lw.matrix(2, 2), 2), "ArgumentRangeError", "x");
    for (const range of [0, 0.5, -1]) faulty(() => cgaFreezeMask([1], 2, range), "ArgumentRangeError", "boundaryRange");
    faulty(() => cgaFreezeMask(1 as never, 2), "ArgumentTypeError", "preRound");
    faulty(() => new OscillationTracker(1, { momentum: 0 }), "ArgumentRangeError", "momentum");
    faulty(() => new OscillationTracker(-1), "ArgumentRangeError", "size");
    faulty(() => new OscillationTracker(2).update([1]), "ShapeError", "level");
    faulty(() => qkrWeight(W(), W(), 3), "ShapeError", "Wq");
    faulty(() => qkrWeight(W(), lw.matrix(2, 65, undefined, { type: "f32" }), 2), "ShapeError", "Wk");
    faulty(() => qkrScores(W(), W(), 2, 1), "ShapeError", "Wqk");
    const S = lw.matrix(3, 2, undefined, { type: "f32" });
    faulty(() => qkrBackward(W(), W(), W(), qkrWeight(W(), W(), 2), 2, S), "ShapeError", "dScores");
  }));

test("trainOfq: what cannot be trained", () =>
  lw.scope(() => {
    const layer = new Linear(W());
    const x = lw.matrix(1, 64, undefined, { type: "f32" });
    const batch = () => ({ x, y: [0] });
    const bad = (argument: string, fault: Fault, options: object, layers: unknown = [layer], data: unknown = batch) =>
      faulty(() => trainOfq(layers as never, data as never, { steps: 2, ...options }).next(), fault, argument);
    bad("layers", "ArgumentTypeError", {}, []);
    bad("layers", "ArgumentTypeError", {}, [W()]);
    bad("data", "ArgumentTypeError", {}, [layer], [batch]);
    bad("bits", "ArgumentRangeError", { bits: 1 });
    bad("steps", "ArgumentRangeError", { steps: 0 });
    bad("cgaSteps", "ArgumentRangeError", { cgaSteps: 3 });
    bad("cgaSteps", "ArgumentRangeError", { cgaSteps: 1, quantizer: "lsq" });
    bad("quantizer", "ArgumentRangeError", { quantizer: "dorefa" });
    bad("boundaryRange", "ArgumentRangeError", { boundaryRange: 0.5 });
    bad("rate", "ArgumentRangeError", { rate: 0 });
    bad("momentum", "ArgumentRangeError", { momentum: -1 });
    bad("weightDecay", "ArgumentRangeError", { weightDecay: -1 });
    bad("y[0]", "ArgumentRangeError", {}, [layer], () => ({ x, y: [2] }));
    bad("y", "ShapeError", {}, [layer], () => ({ x, y: [0, 1] }));
    bad("y", "ShapeError", {}, [layer], () => ({ x, y: x }));
  }));

function alternating(v: number): number[] {
  return Array.from({ length: 64 }, (_, j) => (j % 2 === 1 ? v : 1));
}
