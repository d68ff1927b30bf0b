// What M-matrix estimation cannot take is refused by name.
import { test } from "vitest";
import type { Matrix } from "../../../src/index.ts";
import { estimateMMatrix, projectDDM, projectM, sampleCovariance } from "../../../src/methods/sparse-recovery/index.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";

test("what cannot be taken", () =>
  lw.scope(() => {
    const bad = (fault: Parameters<typeof faulty>[1], argument: string, S: unknown, options: object = {}) =>
      faulty(() => estimateMMatrix(S as Matrix, { lambda: 0.1, ...options }), fault, argument);
    const S = (...numbers: number[]) => lw.matrix(2, 2, numbers);
    bad("ArgumentTypeError", "S", [1]);
    bad("ShapeError", "S", lw.matrix(1, 2, [1, 0]));
    bad("ArgumentRangeError", "S[1]", S(1, NaN, 0, 1));
    bad("ArgumentRangeError", "S[1][0]", S(1, 0.5, 0.4, 1));
    bad("ArgumentRangeError", "S[1][1]", S(1, 0, 0, 0));
    bad("ArgumentRangeError", "S", S(1, -2, -2, 1));
    bad("ArgumentRangeError", "S[1][0]", S(4, 2, 2, 1), { lambda: 0 });
    for (const [name, value] of [
      ["lambda", -1],
      ["gamma", 0],
      ["tolerance", -1],
      ["stages", 0],
      ["maxIterations", 0],
      ["constraint", "dd"],
      ["penalty", "l2"],
    ] as const)
      bad("ArgumentRangeError", name, S(1, 0, 0, 1), { [name]: value });
    faulty(() => projectM(lw.matrix(1, 2)), "ShapeError", "X");
    faulty(() => projectDDM(lw.matrix(1, 1, [NaN])), "ArgumentRangeError", "X[0]");
    faulty(() => projectDDM(lw.matrix(1, 1), { maxIterations: 0 }), "ArgumentRangeError", "maxIterations");
    faulty(() => sampleCovariance(lw.matrix(0, 2)), "ShapeError", "X");
  }));
