import { describe, expect, test } from "vitest";
import { Vector } from "../../src/index.ts";
import { equal, identical } from "../compare.ts";
import { types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";

const odd = [1, -0, NaN, Infinity, 0.1, 2 ** -149];

describe.each(types)("Vector of %s", (type) => {
  const rounded = type === "f32" ? odd.map(Math.fround) : odd;

  test("copies numbers in and out, rounded to the type", () =>
    lw.scope(() => {
      const x = lw.vector(odd, { type });
      expect([x.length, x.type, x.bytes]).toEqual([6, type, 6 * (type === "f32" ? 4 : 8)]);
      identical(x.data, rounded);
      const out = x.toArray();
      x.data[0] = 7;
      identical(out, rounded, "a copy outside");
      expect(out.buffer).not.toBe(x.data.buffer);
    }));

  test("zeros, also over memory used before", () =>
    lw.scope(() => {
      lw.vector(new Array(300).fill(NaN), { type }).dispose();
      identical(lw.vector(300, { type }).data, new Array(300).fill(0));
      expect(lw.vector(0, { type }).toArray()).toHaveLength(0);
    }));

  test("a clone is apart from its original", () =>
    lw.scope(() => {
      const x = lw.vector(odd, { type });
      const y = x.clone();
      x.data.fill(3);
      identical(y.data, rounded);
      expect(y.type).toBe(type);
    }));

  test("dot, norm and asum", () =>
    lw.scope(() => {
      const [x, y] = [lw.vector([3, -4, 12], { type }), lw.vector([1, 2, 3], { type })];
      expect([x.dot(y), x.norm(), x.asum()]).toEqual([31, 13, 19]);
    }));

  test("every block starts at a multiple of 64", () =>
    lw.scope(() => {
      for (let n = 0; n < 40; n++) expect(lw.vector(n, { type }).ptr % 64).toBe(0);
    }));
});

test("the element type is that of the typed array, else f64, or as asked for", () =>
  lw.scope(() => {
    const made = [new Float32Array(2), new Float64Array(2), [1, 2], new Int16Array(2), 3].map(
      (data) => lw.vector(data).type,
    );
    expect(made).toEqual(["f32", "f64", "f64", "f64", "f64"]);
    expect(lw.vector(new Float32Array(2), { type: "f64" }).type).toBe("f64");
    expect(lw.vector([0.1], { type: "f32" }).data[0]).toBe(Math.fround(0.1));
  }));

test("integers of any typed array come in exactly", () =>
  lw.scope(() => {
    equal(lw.vector(new Uint8Array([0, 255])).data, [0, 255]);
    equal(lw.vector(new Int32Array([-(2 ** 31), 2 ** 31 - 1])).data, [-(2 ** 31), 2 ** 31 - 1]);
  }));

test("bad arguments are named", () =>
  lw.scope(() => {
    const x = lw.vector(3);
    faulty(() => lw.vector(-1), "ArgumentRangeError", "length");
    faulty(() => lw.vector(1.5), "ArgumentRangeError", "length");
    faulty(() => lw.vector(NaN), "ArgumentRangeError", "length");
    faulty(() => lw.vector("3" as never), "ArgumentTypeError", "data");
    faulty(() => lw.vector(null as never), "ArgumentTypeError", "data");
    faulty(() => lw.vector(x as never), "ArgumentTypeError", "data");
    faulty(() => lw.vector([1, "2"] as never), "ArgumentTypeError", "data[1]");
    faulty(() => lw.vector([1], { type: "f16" as never }), "ArgumentRangeError", "type");
    faulty(() => lw.vector([1], null as never), "ArgumentTypeError", "options");
    faulty(() => new Vector(engine, "f32", -4), "ArgumentRangeError", "length");
    faulty(() => new Vector(engine, "i8" as never, 4), "ArgumentRangeError", "type");
    faulty(() => x.dot(lw.vector(4)), "ShapeError", "y");
    faulty(() => x.dot(lw.vector(3, { type: "f32" })), "ArgumentTypeError", "y");
    faulty(() => x.dot(lw.matrix(3, 1) as never), "ArgumentTypeError", "y");
    faulty(() => x.dot([1, 2, 3] as never), "ArgumentTypeError", "y");
  }));
