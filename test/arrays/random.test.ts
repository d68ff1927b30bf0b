import { describe, expect, test } from "vitest";
import { equal, identical } from "../compare.ts";
import { types } from "../data.ts";
import { faulty } from "../faults.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/random.ts";

describe.each(types)("random numbers of %s", (type) => {
  test("a seed gives one stream, another seed or stream another", () =>
    lw.scope(() => {
      const draw = (seed: number | bigint, stream?: number) => lw.random(seed, stream).uniform(40, type).toArray();
      identical(draw(5), draw(5n));
      identical(draw(5, 0), draw(5));
      expect(draw(5)).not.toEqual(draw(6));
      expect(draw(5)).not.toEqual(draw(5, 1));
      identical(draw(-1), draw(2n ** 64n - 1n));
    }));

  test("each draw goes on by whole blocks of four words", () =>
    lw.scope(() => {
      const random = lw.random(8, 2);
      const per = type === "f32" ? 1 : 2;
      let block = 0n;
      for (const n of [1, 4, 5, 0, 7, 3]) {
        const words = oracle.stream(n * per, 8n, 2n, block);
        identical(random.uniform(n, type).data, oracle.uniform[type](words), `${n} numbers from block ${block}`);
        block += BigInt(Math.ceil((n * per) / 4));
      }
      equal(random.words(6), oracle.stream(6, 8n, 2n, block).map(Number));
      equal(random.integers(3, 9), oracle.integers(oracle.stream(6, 8n, 2n, block + 2n), 9));
      equal(random.permutation(5), oracle.permutation(oracle.stream(10, 8n, 2n, block + 4n)));
    }));

  test("fills a vector that is there as it fills a new one", () =>
    lw.scope(() => {
      const x = lw.vector(9, { type });
      expect(lw.random(3).normal(x)).toBe(x);
      identical(x.data, lw.random(3).normal(9, type).data);
      expect(lw.random(3).uniform(x)).toBe(x);
      identical(x.data, lw.random(3).uniform(9, type).data);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const random = lw.random(1);
    for (const bad of [0.5, NaN, 2 ** 60]) faulty(() => lw.random(bad), "ArgumentRangeError", "seed");
    for (const bad of ["1", null, {}]) faulty(() => lw.random(bad as never), "ArgumentTypeError", "seed");
    faulty(() => lw.random(1, "2" as never), "ArgumentTypeError", "stream");
    for (const draw of [random.uniform, random.normal]) {
      faulty(() => draw.call(random, -1), "ArgumentRangeError", "length");
      faulty(() => draw.call(random, "5" as never), "ArgumentTypeError", "length");
      faulty(() => draw.call(random, 5, "f16" as never), "ArgumentRangeError", "type");
      faulty(() => draw.call(random, lw.matrix(1, 1) as never), "ArgumentTypeError", "length");
      const other = instance().vector(3);
      faulty(() => draw.call(random, other as never), "ArgumentTypeError", "out");
      other.dispose();
    }
    faulty(() => random.integers(3, 0), "ArgumentRangeError", "bound");
    faulty(() => random.integers(3, 2 ** 32), "ArgumentRangeError", "bound");
    faulty(() => random.integers(-3, 5), "ArgumentRangeError", "length");
    faulty(() => random.permutation(1.5), "ArgumentRangeError", "length");
    faulty(() => random.words(NaN), "ArgumentRangeError", "length");
  }));
