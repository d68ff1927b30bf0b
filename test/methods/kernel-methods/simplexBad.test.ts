// What simplex random features refuse.
import { describe, expect, test } from "vitest";
import {
  features,
  kernelClassifier,
  kernelMse,
  linearAttention,
  makeProjection,
} from "../../../src/methods/kernel-methods/index.ts";
import { instance, lw } from "../../instance.ts";

describe("bad input", () => {
  const make = (options: object) => () => makeProjection(lw, { d: 4, m: 8, ...options } as never).dispose();
  test.each([
    ["d", { d: 1 }],
    ["d", { d: 1, kind: "simplex+" }],
    ["d", { d: 2.5 }],
    ["d", { d: 5, rotation: "hadamard3", pad: false }],
    ["m", { m: 0 }],
    ["kind", { kind: "fast" }],
    ["rotation", { rotation: "givens" }],
    ["plusIters", { plusIters: -1 }],
    ["type", { type: "f16" }],
    ["pad", { pad: 1 }],
  ])("%s of %j", (argument, options) => {
    expect(make(options)).toThrow(expect.objectContaining({ argument }));
  });

  test("points", () =>
    lw.scope(() => {
      const P = makeProjection(lw, { d: 2, m: 4 });
      const of = (data: number[]) => lw.matrix(data.length / 2, 2, data, { type: "f32" });
      const ok = of([1, 0]);
      const fault = (argument: string, got?: RegExp) =>
        expect.objectContaining({ argument, ...(got && { got: expect.stringMatching(got) }) });
      expect(() => features(of([0, 0, 13, 13]), P)).toThrow(fault("X", /row 1/));
      expect(() => features(of([0, 0, 13, 13]), P, { stabilise: "rows" })).not.toThrow();
      expect(() => features(of([0, 0, Number.NaN, 1]), P, { stabilise: "all" })).toThrow(fault("X", /row 1/));
      expect(() => features(ok, P, { kernel: "laplace" as never })).toThrow(fault("kernel"));
      expect(() => features(ok, P, { sigma: 0 })).toThrow(fault("sigma"));
      expect(() => features(ok, P, { stabilise: true as never })).toThrow(fault("stabilise"));
      expect(() => features(ok, {} as never)).toThrow(fault("projection"));
      expect(() => P.apply(lw.matrix(1, 3, [1, 2, 3], { type: "f32" }))).toThrow(fault("X"));
      expect(() => linearAttention(ok, ok, of([Number.NaN, 1]), P)).toThrow(fault("V"));
      expect(() => linearAttention(ok, lw.matrix(0, 2, [], { type: "f32" }), ok, P)).toThrow(fault("K"));
      expect(() => linearAttention(of([1, 2, 3, 4]), ok, ok, P, { causal: true })).toThrow(fault("Q"));
      expect(() => linearAttention(ok, ok, ok, {} as never)).toThrow(fault("projection"));
      expect(() => kernelClassifier(ok, ok, ok, P, { sigma: -1 })).toThrow(fault("sigma"));
      expect(() => makeProjection({} as never, { d: 2, m: 2 })).toThrow(TypeError);
      const other = instance();
      const theirs = other.matrix(1, 2, [1, 2], { type: "f32" });
      expect(() => features(theirs, P)).toThrow(fault("X"));
      theirs.dispose();
    }));

  test.each([
    ["kind", { kind: "simplex+" }],
    ["d", { d: 1 }],
    ["m", { m: 0 }],
    ["normX", { normX: -1 }],
    ["dot", { dot: 2 }],
    ["normX^2 + normY^2", { normX: 20 }],
  ])("kernelMse %s", (argument, options) => {
    const at = { kind: "simplex", d: 4, m: 4, normX: 1, normY: 1, dot: 0 } as const;
    expect(() => kernelMse({ ...at, ...options } as never)).toThrow(expect.objectContaining({ argument }));
  });
});
