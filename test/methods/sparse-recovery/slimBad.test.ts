// Scoring systems as tables, and what cannot be taken.
import { describe, expect, test } from "vitest";
import { scoreTable, trainSlim } from "../../../src/methods/sparse-recovery/index.ts";
import { type Fault, faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";

describe("tables", () => {
  test("terms by points, the threshold, names", () => {
    const names = ["intercept", "age at least 60", "hypertension", "never snores", "male"];
    expect(`\n${scoreTable({ rho: Int32Array.of(-4, 3, 0, -1, 2) }, names)}`).toBe(`
┌──────────────────────────────────────────────────────┐
│ PREDICT +1 IF SCORE > 4                              │
├────────────────────────────────┬──────────┬──────────┤
│ 1. age at least 60             │ 3 points │   ...... │
│ 2. male                        │ 2 points │ + ...... │
│ 3. never snores                │ -1 point │ + ...... │
├────────────────────────────────┼──────────┼──────────┤
│    add points from rows 1 to 3 │    score │ = ...... │
└────────────────────────────────┴──────────┴──────────┘`);
  });
  test("one term, no terms, no names", () => {
    expect(scoreTable({ rho: Int32Array.of(2, 1) })).toContain("SCORE > -2");
    expect(scoreTable({ rho: Int32Array.of(2, 1) })).toContain("feature 1");
    expect(scoreTable({ rho: Int32Array.of(0, 0) })).toContain("no points at all");
    const lines = scoreTable({ rho: Int32Array.of(0, 0, 5, -1) }).split("\n");
    expect(new Set(lines.map((line) => [...line].length)).size).toBe(1);
  });
  test("names that do not fit", () => {
    faulty(() => scoreTable({ rho: Int32Array.of(1, 2) }, ["one"]), "ArgumentTypeError", "names");
  });
});

describe("bad input", () => {
  const rows = [
    [1, 0],
    [1, 1],
    [1, 2],
  ];
  type Bad = [what: string, fault: Fault, argument: string, options?: object, X?: number[][], y?: number[]];
  test.each<Bad>([
    ["a label of 0", "ArgumentRangeError", "y[1]", {}, rows, [1, 0, -1]],
    ["one class", "ArgumentRangeError", "y", {}, rows, [1, 1, 1]],
    ["labels too few", "ShapeError", "y", {}, rows, [1, -1]],
    [
      "a first column that is not ones",
      "ArgumentRangeError",
      "X",
      {},
      [
        [1, 0],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      "NaN",
      "ArgumentRangeError",
      "X[3]",
      {},
      [
        [1, 0],
        [1, NaN],
        [1, 2],
      ],
    ],
    [
      "lb > ub",
      "ArgumentRangeError",
      "bounds[1]",
      {
        bounds: [
          { lb: -1, ub: 1 },
          { lb: 2, ub: 1 },
        ],
      },
    ],
    [
      "a bound that is no whole number",
      "ArgumentRangeError",
      "bounds[0].ub",
      {
        bounds: [
          { lb: -1, ub: 0.5 },
          { lb: 0, ub: 1 },
        ],
      },
    ],
    ["bounds too few", "ShapeError", "bounds", { bounds: [{ lb: 0, ub: 1 }] }],
    ["C0 of 0", "ArgumentRangeError", "C0", { C0: 0 }],
    ["a C0 of 0", "ArgumentRangeError", "C0[1]", { C0: [1, 0] }],
    ["C0 too few", "ShapeError", "C0", { C0: [1] }],
    ["wPos of 2", "ArgumentRangeError", "wPos", { wPos: 2 }],
    ["epsilon of 0", "ArgumentRangeError", "epsilon", { epsilon: 0 }],
    ["a sign of 2", "ArgumentRangeError", "signs[0]", { signs: [2, 0] }],
    [
      "a sign that the bounds do not allow",
      "ArgumentRangeError",
      "signs[1]",
      {
        signs: [0, -1],
        bounds: [
          { lb: -1, ub: 1 },
          { lb: 1, ub: 2 },
        ],
      },
    ],
    ["penalised too few", "ShapeError", "penalised", { penalised: [true] }],
    ["more terms than there can be", "ArgumentRangeError", "l0Min", { l0Min: 2 }],
    [
      "fewer terms than there must be",
      "ArgumentRangeError",
      "l0Max",
      {
        l0Max: 0,
        bounds: [
          { lb: -1, ub: 1 },
          { lb: 1, ub: 2 },
        ],
      },
    ],
    ["a share < 0", "ArgumentRangeError", "maxFpr", { maxFpr: -0.1 }],
    [
      "limits that nothing keeps",
      "ArgumentRangeError",
      "maxError",
      { maxError: 0 },
      [
        [1, 0],
        [1, 0],
        [1, 2],
      ],
    ],
    [
      "limits that nothing keeps together",
      "ArgumentRangeError",
      "maxFnr, maxFpr",
      { maxFpr: 0, maxFnr: 0 },
      [
        [1, 0],
        [1, 0],
        [1, 2],
      ],
    ],
    ["a gap < 0", "ArgumentRangeError", "gapTol", { gapTol: -1 }],
    ["a time that is none", "ArgumentRangeError", "timeLimitMs", { timeLimitMs: NaN }],
    ["options that are none", "ArgumentTypeError", "options", 3 as never],
  ])("%s", (_, fault, argument, options = {}, X = rows, y = [1, -1, 1]) =>
    lw.scope(() => {
      faulty(() => trainSlim(lw.matrix(X), lw.vector(y), options), fault, argument);
    }),
  );
});
